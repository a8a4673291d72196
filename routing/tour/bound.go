package tour

// LowerBound gives a cost that no right solution undercuts. It is plain and often
// far below the best: for every task the lesser of its prize, where it is optional,
// and of its cheapest mode plus half of the cheapest ways in and out of it. It is
// right because every travelled way leads out of one thing and into another, and
// each of the two counts no more than half of it.
func LowerBound(p *Problem) int64 {
	fares := p.fares()
	var twice int64
	for i := range p.Tasks {
		t := &p.Tasks[i]
		least := int64(-1)
		for j := range t.Modes {
			in, out, ok := p.nearest(fares, int32(i), &t.Modes[j])
			if !ok {
				continue
			}
			if c := 2*t.Modes[j].Cost + in + out; least < 0 || c < least {
				least = c
			}
		}
		if least < 0 || !t.Required && least > 2*t.Prize {
			least = 2 * t.Prize
		}
		twice += least
	}
	return (twice + 1) / 2
}

// A fare is what the cheapest shift of a class pays for a way.
type fare struct {
	class            int32
	distance, second int64
}

// fares gives the lowest prices of each class that a shift has.
func (p *Problem) fares() []fare {
	var fares []fare
	for i := range p.Shifts {
		s := &p.Shifts[i]
		f := fare{s.Class, s.DistanceCost, s.TravelCost + s.DurationCost}
		known := false
		for k := range fares {
			if fares[k].class == f.class {
				fares[k].distance, fares[k].second = min(fares[k].distance, f.distance), min(fares[k].second, f.second)
				known = true
			}
		}
		if !known {
			fares = append(fares, f)
		}
	}
	return fares
}

// way is what the cheapest fare asks for a way, ok false where there is none.
func (p *Problem) way(fares []fare, from, to int32) (least int64, ok bool) {
	for _, f := range fares {
		s, d := p.Time(f.class, from, to), p.Distance(f.class, from, to)
		if s == Far || d == Far {
			continue
		}
		if c := f.second*int64(s) + f.distance*int64(d); !ok || c < least {
			least, ok = c, true
		}
	}
	return least, ok
}

// nearest gives the cheapest way into and out of a mode of a task, from and to a
// start, an end or another task.
func (p *Problem) nearest(fares []fare, task int32, m *Mode) (in, out int64, ok bool) {
	in, out = -1, -1
	into := func(from int32) {
		if c, ok := p.way(fares, from, m.Enter); ok && (in < 0 || c < in) {
			in = c
		}
	}
	outOf := func(to int32) {
		if c, ok := p.way(fares, m.Leave, to); ok && (out < 0 || c < out) {
			out = c
		}
	}
	for i := range p.Shifts {
		into(p.Shifts[i].Start)
		outOf(p.Shifts[i].Start)
		outOf(p.Shifts[i].End)
	}
	for j := range p.Tasks {
		if int32(j) == task {
			continue
		}
		for k := range p.Tasks[j].Modes {
			into(p.Tasks[j].Modes[k].Leave)
			outOf(p.Tasks[j].Modes[k].Enter)
		}
	}
	return in, out, in >= 0 && out >= 0
}
