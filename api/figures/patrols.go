package figures

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/track"
)

// A tour of a plan that is kept.
type tour struct {
	id, unit, kind string
	start, end     time.Time
	km, boat       float64 // boat: hours
	stops          []feature.Feature
}

// A walk is a track that is kept, with the unit of who carried it; "" if the register does
// not know.
type walk struct {
	track.Record
	unit string
	km   float64
}

// tours reads the tours of plans as a store keeps them. Of days of a unit that two plans are
// about, the later plan holds.
func tours(kept []feature.Feature, zone *time.Location) []tour {
	var all []tour
	for _, f := range kept {
		from, err := time.ParseInLocation(time.DateOnly, f.Text("from"), zone)
		days, _ := f.Number("days")
		if err != nil {
			continue
		}
		until := from.AddDate(0, 0, int(days))
		all = slices.DeleteFunc(all, func(t tour) bool { return t.unit == f.Text("unit") && !t.start.Before(from) && t.start.Before(until) })
		doc, _ := f.Props["document"].(map[string]any)
		list, _ := doc["features"].([]any)
		by := map[string]int{}
		for _, x := range list {
			props := properties(x)
			id, _ := props["tour"].(string)
			switch props["kind"] {
			case "tour":
				one, _ := x.(map[string]any)
				id, _ = one["id"].(string)
				by[id] = len(all)
				all = append(all, tour{id: id, unit: f.Text("unit"), kind: text(props, "patrol_kind"), start: instant(props, "start"), end: instant(props, "end"), km: number(props, "distance_m") / 1000})
			case "leg":
				if i, ok := by[id]; ok && text(props, "mode") == "boat" {
					all[i].boat += instant(props, "arrive").Sub(instant(props, "depart")).Hours()
				}
			case "stop":
				if i, ok := by[id]; ok {
					p := orb.Point{number(props, "lon"), number(props, "lat")}
					all[i].stops = append(all[i].stops, feature.Feature{ID: id, Geometry: p, Props: map[string]any{"kind": "stop", "service_s": number(props, "service_s")}})
				}
			}
		}
	}
	return all
}

func properties(x any) map[string]any {
	one, _ := x.(map[string]any)
	props, _ := one["properties"].(map[string]any)
	return props
}

func text(props map[string]any, name string) string {
	s, _ := props[name].(string)
	return s
}

func number(props map[string]any, name string) float64 {
	n, _ := props[name].(float64)
	return n
}

func instant(props map[string]any, name string) time.Time {
	t, _ := time.Parse(time.RFC3339, text(props, name))
	return t
}

// patrols counts what was planned and what tracks show to have been done.
func (c *count) patrols() (section, error) {
	s := section{Section{Code: "patrols"}}
	planned, duties := tally{}, tally{}
	km, hours, boat := 0.0, 0.0, 0.0
	n := 0
	for _, t := range c.tours {
		if c.within(t.start) {
			n++
			planned[t.kind]++
			km, hours, boat = km+t.km, hours+t.end.Sub(t.start).Hours(), boat+t.boat
		}
	}
	if c.plans == 0 {
		s.missing("patrols.planned", "figures.missing.plans")
	} else {
		s.count("patrols.planned", n)
		if n > 0 {
			s.each("patrols.planned_kind", planned, kindName)
		}
		s.add(Figure{Code: "patrols.planned_hours", Kind: Hours, Value: hours})
		s.add(Figure{Code: "patrols.planned_km", Kind: Km, Value: km})
		s.add(Figure{Code: "patrols.planned_boat", Kind: Hours, Value: boat})
	}
	if len(c.watches) == 0 {
		s.missing("patrols.duties", "figures.missing.rosters")
	} else {
		for _, w := range c.watches {
			duties[w.Kind]++
		}
		s.each("patrols.duties", duties, kindName)
	}
	err := c.done(&s, n)
	s.missing("patrols.boat", "figures.missing.modes")
	s.missing("patrols.drones", "figures.missing.sorties")
	return s, err
}

// done counts what tracks show.
func (c *count) done(s *section, planned int) error {
	if len(c.walks) == 0 {
		for _, code := range []string{"patrols.done", "patrols.stops", "patrols.hours", "patrols.km"} {
			s.missing(code, "figures.missing.tracks")
		}
		return nil
	}
	gone, seen, stops := 0, 0, 0
	for _, t := range c.tours {
		if !c.within(t.start) {
			continue
		}
		met, err := c.seen(t)
		if err != nil {
			return err
		}
		if stops, seen = stops+len(t.stops), seen+met; met > 0 {
			gone++
			c.gone[t.unit]++
		}
	}
	if c.plans == 0 {
		s.missing("patrols.done", "figures.missing.plans")
	} else {
		s.share("patrols.done", gone, planned)
		s.share("patrols.stops", seen, stops)
	}
	km, hours, unknown := 0.0, 0.0, 0
	for _, w := range c.walks {
		if !c.within(w.Begin()) {
			continue
		}
		if w.unit == "" {
			unknown++
		}
		if c.mine(w) {
			km, hours = km+w.km, hours+w.End().Sub(w.Begin()).Hours()
		}
	}
	s.add(Figure{Code: "patrols.hours", Kind: Hours, Value: hours})
	s.add(Figure{Code: "patrols.km", Kind: Km, Value: km})
	s.count("patrols.nobodys", unknown)
	return nil
}

// units sets beside each other, of all units, what each planned and what tracks show of it.
func (c *count) units() section {
	s := section{Section{Code: "units"}}
	if c.unit != "" {
		return s
	}
	planned := tally{}
	for _, t := range c.tours {
		if c.within(t.start) {
			planned[t.unit]++
		}
	}
	switch {
	case c.plans == 0:
		s.missing("units.done", "figures.missing.plans")
	case len(c.walks) == 0:
		s.missing("units.done", "figures.missing.tracks")
		s.each("units.planned", planned, c.unitName)
	default:
		for _, unit := range sorted(planned) {
			s.add(Figure{Code: "units.done", Key: unit, Of: c.unitName(unit), Kind: Share, Value: float64(c.gone[unit]), Total: float64(planned[unit])})
		}
	}
	return s
}

// mine tells whether a track is of those that are counted.
func (c *count) mine(w walk) bool { return c.unit == "" || w.unit == c.unit }

// seen counts the stops of a tour that tracks of its day and unit saw. A track of nobody
// whom the register knows may be anybody's.
func (c *count) seen(t tour) (int, error) {
	if len(t.stops) == 0 {
		return 0, nil
	}
	needs, _, err := wire.ReadStops(t.stops, c.sightM)
	if err != nil {
		return 0, err
	}
	met := make([]bool, len(needs))
	for _, w := range c.walks {
		if w.unit != "" && w.unit != t.unit || w.End().Before(t.start.Add(-slack)) || w.Begin().After(t.end.Add(slack)) {
			continue
		}
		all, err := track.Look(w.Record, needs)
		if err != nil {
			return 0, err
		}
		for i, s := range all {
			met[i] = met[i] || s.Met
		}
	}
	n := 0
	for _, m := range met {
		if m {
			n++
		}
	}
	return n, nil
}

// slack is how much earlier or later than planned a crew may be out on a tour.
const slack = 4 * time.Hour

// intervals counts what is to be seen within an interval, and what was not: by the last track
// that saw it before the end of the month.
func (c *count) intervals() (section, error) {
	s := section{Section{Code: "intervals"}}
	if len(c.walks) == 0 {
		s.missing("intervals.kept", "figures.missing.tracks")
		return s, nil
	}
	needs := make([]track.Need, len(c.needs))
	for i, n := range c.needs {
		needs[i] = wire.NeedFor(n.ID, n.Geometry, c.sightM)
	}
	last := make([]time.Time, len(needs))
	for _, w := range c.walks {
		if w.Begin().After(c.end()) {
			continue
		}
		all, err := track.Look(w.Record, needs)
		if err != nil {
			return s, err
		}
		for i, x := range all {
			if x.Share >= enough && x.First.After(last[i]) {
				last[i] = x.First
			}
		}
	}
	breached, kept := map[string]int{}, 0
	until := c.end()
	for i, n := range c.needs {
		if !last[i].IsZero() && until.Sub(last[i]) <= time.Duration(n.IntervalDays)*24*time.Hour {
			kept++
			continue
		}
		breached[n.of]++
	}
	s.share("intervals.kept", kept, len(needs))
	if len(breached) > 0 {
		s.each("intervals.breached", breached, func(class string) finding.Name { return nameOf("figures.needs." + class) })
	}
	return s, nil
}

// enough is the share of a river or an area that counts as looked at.
const enough = 0.5

func kindName(kind string) finding.Name { return nameOf("papers.patrol.kind." + kind) }
