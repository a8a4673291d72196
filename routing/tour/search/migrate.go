package search

// migrate gives islands that fell behind the best plan of all.
func migrate(islands []*island) {
	best := islands[0]
	for _, x := range islands {
		if x.least < best.least {
			best = x
		}
	}
	for _, x := range islands {
		if x != best && float64(x.costWas-best.least) > 4*x.heat {
			x.take(best.best)
			if x.cost < x.least {
				x.keep()
			}
		}
	}
}
