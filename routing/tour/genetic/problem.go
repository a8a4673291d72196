package genetic

// A Problem is to serve places by tours of like vehicles from one depot, as cheaply as can be. Place 0 is
// the depot, 1 to N are tasks, each with Width modes (one for points; who has fewer repeats one).
type Problem struct {
	N, Width int

	// Ways has (N+1)·Width rows and columns, at place·Width+mode: what it costs to go from there to there
	// and serve the latter. The way of the depot to itself is 0.
	Ways []int32

	// Times has N+1 rows and columns: how long after service begins at one place a tour is at the other, its
	// service included. Nil if time has no limit; else Width is 1.
	Times       []int32
	Open, Close []int32 // by place: between when service begins; of the depot: between when a tour is away

	Load     []int32 // by place
	Capacity int32
	Tours    int // at most
}

// low gives the ways between places in their cheapest modes, and whether they cost the same back.
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
			if ways[a*n+b] != ways[b*n+a] {
				return ways, false
			}
		}
	}
	return ways, true
}
