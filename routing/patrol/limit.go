package patrol

import "xunhu/geo/finding"

// limited drops visits to enterprises beyond the yearly limit (DOMAIN 6.2, H8), the later
// ones of a year first. Complaints and leads, which give their reason, are outside the limit.
func (m *maker) limited(tasks []task, visits []visit) (kept []visit, left []Unplanned) {
	type count struct {
		need *Need
		year int
	}
	made := map[count]int{}
	for _, v := range visits {
		n := tasks[v.task].need
		if m.s.EnterpriseVisits == 0 || !n.Enterprise || n.Reason != "" {
			kept = append(kept, v)
			continue
		}
		at := count{n, m.from.AddDate(0, 0, v.last).Year()}
		if _, ok := made[at]; !ok && at.year == m.from.Year() {
			made[at] = n.DoneThisYear
		}
		if made[at] >= m.s.EnterpriseVisits {
			left = append(left, m.leftOut(tasks[v.task], "patrol.unplanned.limit",
				"most", m.s.EnterpriseVisits, "year", at.year, "done", n.DoneThisYear, "day", m.from.AddDate(0, 0, v.last).Format("2006-01-02")))
			continue
		}
		made[at]++
		kept = append(kept, v)
	}
	return kept, left
}

// prize is what leaving out a visit costs: more for needs that weigh more, and in their
// season.
func (m *maker) prize(n *Need, v visit) int64 {
	weight := 1.0
	if n.Weight > 0 {
		weight = n.Weight
	}
	season, _ := m.s.Seasons.Weight(n.Category, m.from.AddDate(0, 0, v.last))
	return int64(LeaveOutS * weight * season)
}

// seasonal names the seasons that change something in the plan.
func (m *maker) seasonal() (notes []*finding.Finding) {
	last := m.from.AddDate(0, 0, m.days-1)
	for _, s := range m.s.Seasons {
		on := false
		for day := m.from; !on && !day.After(last); day = day.AddDate(0, 0, 1) {
			on = s.On(day)
		}
		if !on {
			continue
		}
		needs, boats := 0, false
		for _, n := range m.needs {
			if s.About(n.Category) {
				needs++
			}
			boats = boats || n.Mode == Boat || n.Mode == "" && m.s.LineMode == Boat
		}
		name := []any{"season", s.Name, "from", s.From.String(), "until", s.Until.String(), "needs", needs, "weight", s.Weight, "often", s.Often}
		switch {
		case needs > 0 && s.Often > 1:
			notes = append(notes, finding.New("patrol.season.often", "", name...))
		case needs > 0:
			notes = append(notes, finding.New("patrol.season.weight", "", name...))
		case boats && s.Boats == BoatsStay:
			notes = append(notes, finding.New("patrol.season.ashore", "", name...))
		case boats && s.Boats == BoatsWatch:
			notes = append(notes, finding.New("patrol.season.watch", "", name...))
		}
	}
	return notes
}
