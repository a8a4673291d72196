package tour

// Cost counts what a solution costs, in seconds: travel, service and penalties. It
// looks at no windows and no limits; Check does.
func Cost(p *Problem, s Solution) int64 {
	var sum int64
	for _, t := range s.Tours {
		at := p.Shifts[t.Shift].Base
		for _, v := range t.Visits {
			o := p.Option(v)
			sum += int64(p.Time(at, o.Enter)) + int64(o.ServiceS)
			at = o.Leave
		}
		sum += int64(p.Time(at, p.Shifts[t.Shift].Base))
	}
	for _, i := range s.LeftOut {
		sum += p.Stops[i].Penalty
	}
	return sum
}

// A Call is when a visit happens.
type Call struct{ Arrive, Begin, End int32 }

// Times gives when each visit of a tour happens and when the tour is back, if it
// leaves at t.Depart and waits where it comes early. ok is false where a visit
// comes after the last window of its stop, or where there is no way.
func Times(p *Problem, t Tour) (calls []Call, back int32, ok bool) {
	base := p.Shifts[t.Shift].Base
	at, now := base, int64(t.Depart)
	for _, v := range t.Visits {
		o := p.Option(v)
		d := p.Time(at, o.Enter)
		c := Call{Arrive: int32(now + int64(d))}
		if d == Far {
			return calls, 0, false
		}
		begin, open := opening(p.Stops[v.Stop].Windows, c.Arrive)
		if !open {
			return calls, 0, false
		}
		c.Begin, c.End = begin, begin+o.ServiceS
		calls = append(calls, c)
		at, now = o.Leave, int64(c.End)
	}
	d := p.Time(at, base)
	return calls, int32(now + int64(d)), d != Far
}

// opening gives the first moment from now on at which service may begin.
func opening(windows []Window, now int32) (int32, bool) {
	for _, w := range windows {
		if now <= w.Close {
			return max(now, w.Open), true
		}
	}
	return now, len(windows) == 0
}
