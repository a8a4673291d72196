package tour

// LowerBound gives a cost that no solution undercuts, in seconds. It is plain and
// often far below the best: for every stop the lesser of its penalty and of its
// cheapest service plus half of the shortest ways in and out of it. It is right
// because every travelled way leads out of one thing and into another, and each of
// the two counts no more than half of it.
func LowerBound(p *Problem) int64 {
	var twice int64
	for i, s := range p.Stops {
		least := int64(-1)
		for _, o := range s.Options {
			in, out := p.nearest(i, o)
			if in == Far || out == Far {
				continue
			}
			if c := 2*int64(o.ServiceS) + int64(in) + int64(out); least < 0 || c < least {
				least = c
			}
		}
		if least < 0 || least > 2*s.Penalty {
			least = 2 * s.Penalty
		}
		twice += least
	}
	return (twice + 1) / 2
}

// nearest gives the shortest way into and out of an option of stop i, from and to
// a base or another stop.
func (p *Problem) nearest(i int, o Option) (in, out int32) {
	in, out = Far, Far
	for _, s := range p.Shifts {
		in, out = min(in, p.Time(s.Base, o.Enter)), min(out, p.Time(o.Leave, s.Base))
	}
	for j, other := range p.Stops {
		if j == i {
			continue
		}
		for _, x := range other.Options {
			in, out = min(in, p.Time(x.Leave, o.Enter)), min(out, p.Time(o.Leave, x.Enter))
		}
	}
	return in, out
}
