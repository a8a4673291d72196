package jurisdiction

import (
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// carry fills in what the row of table L says: who carries the incident on after
// verification, and to whom it goes.
func (r *Rules) carry(d *Decision, s *survey, finder string) {
	lead := r.leadTown(s)
	verifier := r.verifier(d, s, finder)
	department := r.department(s.category.Department)
	branch, brigade := r.offices.branch, r.offices.brigade
	switch d.LRow {
	case "L1", "L10":
		d.Handler = verifier
	case "L2", "L4":
		d.Handler = branch
		d.Handover = join(nil, r.counterpart(s))
	case "L3":
		d.Handler = branch
		d.Handover = []string{r.government()}
	case "L5":
		d.Handler = lead.Squad
	case "L6":
		d.Command, d.Handler = brigade, lead.Squad
		if ofDepartment(s.in.K) {
			d.Handler = department
		}
		d.Handover = join(nil, department, r.department("BM-GA"))
	case "L7":
		d.Handler = lead.Station
	case "L8", "L9":
		d.Handler = lead.Squad
		if verifier != lead.Squad {
			d.Handover = join(nil, lead.Squad)
		}
	case "L11":
		d.Handler = department
		d.Handover = []string{department}
	case "L12":
		d.Handler = lead.Squad
		d.Handover = join(nil, lead.Squad, department)
		if r.set.StationDirect {
			d.Handler, d.Handover = department, []string{department}
		}
	case "L13":
		d.Handler = lead.Squad
	}
}

// verifier is the unit that verified, by its kind; where that kind has none here,
// the one that was to.
func (r *Rules) verifier(d *Decision, s *survey, finder string) string {
	lead := r.leadTown(s)
	switch {
	case finder == "STATION" && lead.Station != "":
		return lead.Station
	case finder == "SQUAD" && lead.Squad != "":
		return lead.Squad
	case finder == "POST" && s.zone != nil:
		return s.zone.Unit
	case finder == "POST" && s.unmanned != nil:
		return s.unmanned.Unit
	}
	return d.Lead
}

// inform fills in table N: every row that applies adds whom it names.
func (r *Rules) inform(d *Decision, s *survey, inc Incident) {
	s.told = told{
		Inputs:      s.in,
		PostLeads:   s.zone != nil && d.Lead == s.zone.Unit,
		Category:    inc.Category,
		Source:      inc.Source,
		WaterSource: touches(s.zones, "water_source"),
		Development: touches(s.zones, "development"),
	}
	d.NRows = pickAll(tableN, &s.told)
	if len(d.NRows) > 0 {
		d.Told = make([]Told, len(d.NRows))
		room := make([]string, 0, 4*len(d.NRows)) // for those told by one row after another
		all := 0
		for i, row := range d.NRows {
			to := r.whom(room[len(room):], row, s)
			if len(room)+len(to) <= cap(room) { // they stand there
				room = room[:len(room)+len(to)]
			}
			d.Told[i] = Told{row, slices.Clip(to)}
			all += len(to)
		}
		d.Informed = make([]string, 0, all+2)
		for _, t := range d.Told {
			d.Informed = join(d.Informed, t.To...)
		}
	}
	if d.VRow == "V9" || d.LRow == "L11" || d.LRow == "L12" {
		d.Informed = join(d.Informed, r.leadTown(s).Squad)
	}
	if d.LRow == "L2" && !r.samePrefecture(s.outer) {
		d.Informed = join(d.Informed, r.offices.municipal)
	}
	if s.in.J != "LAKE" { // there the neighbour that leads hears of it from us
		d.Informed = without(d.Informed, d.Lead)
	}
}

// whom adds to an empty list whom a row of table N tells.
func (r *Rules) whom(to []string, row string, s *survey) []string {
	switch row {
	case "N1":
		towns, _ := s.onTheWater()
		if len(towns) == 0 || s.acrossBasins {
			to = r.squads(r.stations(to, s), s)
		}
		for _, code := range towns {
			town := r.offices.of(code)
			to = join(to, town.Station, town.Squad)
		}
	case "N2":
		to = join(to, r.offices.branch)
		for _, n := range r.neighbours(s) {
			to = join(to, r.authority(n))
			if s.in.S != law.Normal {
				to = join(to, n.Superior)
			}
		}
	case "N3":
		to = join(to, s.zone.Unit)
	case "N4":
		to = answerers(join(to, r.department("BM-ZR")), s.wetlands, "")
	case "N5":
		to = join(answerers(to, s.zones, "water_source"),
			r.department("BM-SW"), r.department("BM-WJ"), r.government())
	case "N6":
		for _, t := range s.concerned() {
			town := r.offices.of(t.Code)
			to = join(to, town.Station, town.Government)
		}
	case "N7":
		to = r.squads(join(to, r.offices.brigade), s)
	case "N8":
		to = join(to, r.offices.brigade, r.offices.branch)
	case "N9":
		to = join(to, r.offices.branch)
	case "N10":
		to = answerers(to, s.zones, "development")
	case "N11":
		to = join(to, r.department("BM-NY"), r.department("BM-JT"))
	case "N12":
		to = join(to, r.department("BM-YJ"))
		for _, t := range s.concerned() {
			to = join(to, r.offices.of(t.Code).Government)
		}
	}
	return to
}

// answerers adds the units that answer for areas of a class; "" means any class.
func answerers(list []string, areas []*atlas.Area, class string) []string {
	for _, a := range areas {
		if class == "" || a.Class == class {
			list = join(list, a.Unit)
		}
	}
	return list
}

// samePrefecture compares codes of GB/T 2260: the first four digits are the prefecture's.
func (r *Rules) samePrefecture(n *atlas.Neighbour) bool {
	return n != nil && len(n.Code) == 6 && len(r.atlas.Region.Code) == 6 && n.Code[:4] == r.atlas.Region.Code[:4]
}

func (r *Rules) government() string { return r.department("GOV") }

// counterpart is the authority beyond the border that an incident lies at or
// behind; "" if it lies well inside.
func (r *Rules) counterpart(s *survey) string {
	if s.outer == nil {
		return ""
	}
	return r.authority(*s.outer)
}

// authority is who is told in a neighbouring county: the region's external unit of
// that county, or the name of the authority where the region has none.
func (r *Rules) authority(n atlas.Neighbour) string {
	id := "EXT-" + n.Code + "-EE"
	if _, ok := r.atlas.Unit(id); ok || n.Authority == "" {
		return id
	}
	return n.Authority
}

// neighbours are the counties that an incident lies at or that the water comes from
// or leaves for.
func (r *Rules) neighbours(s *survey) []atlas.Neighbour {
	var codes []string
	if s.outer != nil {
		codes = append(codes, s.outer.Code)
	}
	_, counties := s.onTheWater()
	var all []atlas.Neighbour
	for _, code := range join(codes, counties...) {
		if n, ok := r.atlas.Neighbour(code); ok {
			all = append(all, n)
		}
	}
	return all
}

// arbiter says who decides if the decision is disputed.
func (r *Rules) arbiter(d *Decision, s *survey) string {
	switch {
	case s.in.J != "IN":
		return r.superior(s.outer)
	case s.disputed != nil: // the towns' governments do not agree on the border
		return r.government()
	case ofDepartment(s.in.K) && (d.LRow == "L6" || d.LRow == "L11" || d.LRow == "L12"):
		return r.government()
	case s.zone != nil && d.Lead == s.zone.Unit:
		return r.offices.branch
	case s.in.SQ == "DIFF":
		return r.offices.brigade
	case d.VRow == "V9" || d.VRow == "V10":
		return r.leadTown(s).Squad
	}
	return r.offices.brigade
}

// superior is the common superior of the branch and a neighbour's. Where the region does
// not say it, or knows no neighbour there, the branch asks its own.
func (r *Rules) superior(n *atlas.Neighbour) string {
	if n == nil || n.Superior == "" {
		return r.offices.municipal
	}
	return n.Superior
}

// limits are the times that begin with the event. Those of the plain clock have a
// moment; for those that count working time only the count is given.
func limits(inc Incident, s *survey) []Limit {
	if s.in.J == "OUT" || inc.OccurredAt.IsZero() {
		return nil
	}
	own := func(id, meaning string, due time.Time) Limit {
		return Limit{ID: id, Due: due, Meaning: meaning, Basis: law.Article("PROJECT", "", law.Default)}
	}
	at := inc.OccurredAt
	y, m, d := at.Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, at.Location())
	var all []Limit
	if s.in.S == law.Normal {
		accept := own("D1", "due.accept", time.Time{})
		accept.WorkingHours = 2
		all = append(all, accept, own("D2", "due.on_site", midnight))
	} else {
		all = append(all, own("D1", "due.accept", at.Add(30*time.Minute)))
	}
	if s.in.S == law.Grave {
		all = append(all, own("D2", "due.on_site", midnight))
	}
	if s.in.S == law.Emergency {
		report := Limit{ID: "T9", Due: at.Add(4 * time.Hour), Meaning: "due.report", Basis: law.Article("INFO", "3、12–13", law.Secondary)}
		if touches(s.zones, "water_source") { // of unknown level: as if grave
			report.Due, report.Meaning, report.Basis = at.Add(2*time.Hour), "due.report_upward", law.Article("INFO", "3、4", law.Secondary)
		}
		all = append(all, own("D2", "due.on_site_now", at), report)
	}
	if s.in.J == "CBORD" {
		place := own("D6", "due.place_of_act", time.Time{})
		place.WorkingDays = 3
		all = append(all, place)
	}
	return all
}

// basis joins what the rows stand on, the law of the category on the day of the act, and
// the law that has come since, which applies if it is lighter. An instrument is named once
// for each article.
func basis(d *Decision, s *survey, inc Incident) []law.Citation {
	all := law.BasisOf(d.VRow, inc.OccurredAt)
	if d.LRow != "" {
		all = append(all, law.BasisOf(d.LRow, inc.OccurredAt)...)
	}
	choice := s.category.Choose(inc.OccurredAt, law.EditionDay())
	all = append(all, choice.OfTheDay...)
	if !inc.OccurredAt.IsZero() {
		all = append(append(all, choice.IfLighter...), choice.Rules...)
	}
	var once []law.Citation
	for _, c := range all {
		if !slices.Contains(once, c) {
			once = append(once, c)
		}
	}
	return once
}
