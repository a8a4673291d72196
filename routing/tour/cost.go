package tour

// Cost counts what a solution costs. It looks at no windows and no limits; Check does.
func Cost(p *Problem, s Solution) int64 {
	var sum int64
	work := make([]int64, len(p.Shifts))
	for _, t := range s.Tours {
		m := Measure(p, t)
		work[t.Shift] = m.WorkS
		sum += m.Cost
	}
	for _, i := range s.LeftOut {
		sum += p.Tasks[i].Prize
	}
	for _, b := range p.Balances {
		if len(b.Shifts) == 0 {
			continue
		}
		least, most := work[b.Shifts[0]], work[b.Shifts[0]]
		for _, i := range b.Shifts {
			least, most = min(least, work[i]), max(most, work[i])
		}
		sum += b.Cost * (most - least)
	}
	return sum
}

// Measures are what a tour comes to.
type Measures struct {
	AwayS, DrivingS int64 // from leaving to being back; travelling
	WorkS           int64 // travelling, serving and unloading
	Distance        int64
	Back            int64 // when it is at its end
	Cost            int64 // all but balance and prizes
}

// Measure adds up a tour, as the moments of its visits have it.
func Measure(p *Problem, t Tour) Measures {
	shift := &p.Shifts[t.Shift]
	m := Measures{Back: int64(t.Depart), Cost: shift.FixedCost}
	at := shift.Start
	travel := func(to int32) {
		m.DrivingS += int64(p.Time(shift.Class, at, to))
		m.Distance += int64(p.Distance(shift.Class, at, to))
		m.Back += int64(p.Time(shift.Class, at, to))
		at = to
	}
	for _, v := range t.Visits {
		switch v.Task {
		case Reload:
			travel(shift.Start)
			m.Back = int64(v.Begin) + int64(shift.ReloadS)
			m.WorkS += int64(shift.ReloadS)
		case Rest:
			m.Back = int64(v.Begin) + int64(shift.Breaks[v.Mode].LastsS)
		default:
			mode := p.Mode(v)
			travel(mode.Enter)
			at = mode.Leave
			m.Back = int64(v.Begin) + int64(mode.ServiceS)
			m.WorkS += int64(mode.ServiceS)
			m.Cost += mode.Cost
		}
	}
	travel(shift.End)
	m.AwayS = m.Back - int64(t.Depart)
	m.WorkS += m.DrivingS
	m.Cost += shift.DistanceCost*m.Distance + shift.TravelCost*m.DrivingS + shift.DurationCost*m.AwayS
	if shift.RegularS > 0 {
		m.Cost += shift.OvertimeCost * max(0, m.AwayS-int64(shift.RegularS))
	}
	return m
}
