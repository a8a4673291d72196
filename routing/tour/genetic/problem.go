package genetic

// A Problem is to serve places by tours of like vehicles from one depot, as cheaply as can be. Place 0 is
// the depot, 1 to N are tasks, each with Width modes (one for points; who has fewer repeats one).
type Problem struct {
	N, Width int

	// Ways has (N+1)·Width rows and columns, at place·Width+mode: what it costs to go from there to there
	// and serve the latter. Those from the depot include Fixed, what a tour costs at all; that of the depot to itself is 0.
	Ways  []int32
	Fixed int32

	// Times has N+1 rows and columns: how long after service begins at one place a tour is at the other, its
	// service included. Nil if time has no limit; else Width is 1, and Second is what a unit of time on the
	// way costs, about.
	Times       []int32
	Second      float64
	Open, Close []int32 // by place: between when service begins; of the depot: between when a tour is away

	Load     []int32 // by place
	Capacity int32
	Tours    int // at most
}

// low gives the ways between places in their cheapest modes, and whether they cost the same back, but for what is fixed.
func (p *Problem) low() (ways []int32, symmetric bool) {
	n, m := p.N+1, p.Width
	if ways = p.Ways; m > 1 {
		ways = make([]int32, n*n)
		for a := range n {
			for b := range n {
				least := p.Ways[a*m*n*m+b*m]
				for i := range m {
					for j := range m {
						least = min(least, p.Ways[(a*m+i)*n*m+b*m+j])
					}
				}
				ways[a*n+b] = least
			}
		}
	}
	for a := range n {
		for b := range a {
			back := ways[b*n+a]
			if b == 0 {
				back -= p.Fixed
			}
			if ways[a*n+b] != back {
				return ways, false
			}
		}
	}
	return ways, true
}
