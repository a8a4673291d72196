package figures

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/joint"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// A Store is what is asked of one.
type Store interface {
	live.Register
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
	Leads(ctx context.Context, region string, q store.LeadQuery) (store.LeadPage, error)
	Records(ctx context.Context, region, id string) ([]dispatch.Record, error)
}

// A count is a month that is being counted.
type count struct {
	month, made time.Time
	unit        string // "" all
	atlas       *atlas.Atlas
	world       *dispatch.World
	sightM      float64
	all         []lead
	basins      map[string]finding.Name
	plans       int // how many are kept that have days in the month
	tours       []tour
	walks       []walk // to the end of the month
	watches     []live.Watched
	breaches    int
	joint       []joint.Patrol
	gone        map[string]int // by unit: planned tours that tracks show
	needs       []need
}

// A need is what is to be seen, and what it is.
type need struct {
	patrol.Need
	of string
}

func (c *count) end() time.Time { return c.month.AddDate(0, 1, 0) }

func (c *count) within(t time.Time) bool { return !t.Before(c.month) && t.Before(c.end()) }

// pageOf is how many things are read at once.
const pageOf = 500

// Of counts the figures of a month, of a unit or of all, as they stand at a moment.
func Of(ctx context.Context, r *live.Region, s Store, unit string, month, now time.Time, set patrol.Settings) (Report, error) {
	c := &count{month: time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, law.China), made: now, unit: unit, atlas: r.Atlas, sightM: set.SightM, basins: map[string]finding.Name{}, gone: map[string]int{},
		world: &dispatch.World{Org: r.Atlas, Calendar: law.Official()}}
	for _, gather := range []func(context.Context, *live.Region, Store) error{c.readLeads, c.readPlans, c.readTracks, c.readRosters} {
		if err := gather(ctx, r, s); err != nil {
			return Report{}, err
		}
	}
	if err := c.readNeeds(set); err != nil {
		return Report{}, err
	}
	patrols, err := c.patrols()
	if err != nil {
		return Report{}, err
	}
	intervals, err := c.intervals()
	if err != nil {
		return Report{}, err
	}
	out := Report{Month: c.month, Unit: unit, Made: now}
	for _, s := range []section{patrols, c.units(), intervals, c.leads(), c.times(), c.handovers(), c.limits(), c.cases(), c.remedies(), c.petitions(), c.joints(), c.posts(), c.others()} {
		if len(s.Figures) > 0 {
			out.Sections = append(out.Sections, s.Section)
		}
	}
	return out, nil
}

func (c *count) readLeads(ctx context.Context, r *live.Region, s Store) error {
	code := r.Dataset.Region.Code
	for q := (store.LeadQuery{Limit: pageOf}); ; q.Offset += q.Limit {
		page, err := s.Leads(ctx, code, q)
		if err != nil {
			return err
		}
		for _, k := range page.Leads {
			l := lead{Lead: k.Lead, category: cmp.Or(k.Incident.Text("category"), k.Lead.Ruling.Category)}
			if c.unit != "" && !slices.Contains(l.Parties(), c.unit) {
				continue
			}
			c.basinsOf(&l, k.Incident)
			handed := slices.ContainsFunc(l.Trail, func(t dispatch.Trace) bool { return strings.HasPrefix(string(t.Event), "hand_") && c.within(t.At) })
			if handed {
				if l.records, err = s.Records(ctx, code, l.ID); err != nil {
					return err
				}
			}
			c.all = append(c.all, l)
		}
		if q.Offset+len(page.Leads) >= page.Matched || len(page.Leads) == 0 {
			return nil
		}
	}
}

// basinsOf takes the basins of a lead from the decision that is kept with it.
func (c *count) basinsOf(l *lead, incident feature.Feature) {
	var list []struct {
		Code string `json:"code"`
		ID   string `json:"id"`
		Name string `json:"name"`
		EN   string `json:"name_en"`
	}
	if store.Decided(incident, "basins", &list) != nil { // it is not as we write it
		return
	}
	for _, one := range list {
		id := cmp.Or(one.Code, one.ID, one.Name)
		if id == "" {
			continue
		}
		l.basins = append(l.basins, id)
		c.basins[id] = finding.Name{ZH: one.Name, EN: cmp.Or(one.EN, one.Name)}
	}
}

func (c *count) readPlans(ctx context.Context, r *live.Region, s Store) error {
	q := store.Query{}
	if c.unit != "" {
		q.Equal = map[string]string{"unit": c.unit}
	}
	page, err := s.Query(ctx, r.Dataset.Region.Code, feature.Plans, q)
	if err != nil {
		return err
	}
	for _, f := range page.Features {
		from, err := time.ParseInLocation(time.DateOnly, f.Text("from"), law.China)
		days, _ := f.Number("days")
		if err == nil && from.Before(c.end()) && from.AddDate(0, 0, int(days)).After(c.month) {
			c.plans++
		}
	}
	c.tours = tours(page.Features, law.China)
	return nil
}

func (c *count) readTracks(ctx context.Context, r *live.Region, s Store) error {
	code := r.Dataset.Region.Code
	persons, err := s.People(ctx, code)
	if err != nil {
		return err
	}
	for q := (store.Query{Limit: pageOf}); ; q.Offset += q.Limit {
		page, err := s.Query(ctx, code, feature.Tracks, q)
		if err != nil {
			return err
		}
		for _, f := range page.Features {
			rec, ok := wire.KeptTrack(f)
			if !ok || !rec.Begin().Before(c.end()) {
				continue
			}
			w := walk{Record: rec}
			m, _ := f.Number("distance_m")
			w.km = m / 1000
			if i := slices.IndexFunc(persons, func(p people.Person) bool { return p.ID == rec.Person || p.Name == rec.Person }); i >= 0 && rec.Person != "" {
				w.unit = persons[i].Unit
			}
			c.walks = append(c.walks, w)
		}
		if q.Offset+len(page.Features) >= page.Matched || len(page.Features) == 0 {
			return nil
		}
	}
}

func (c *count) readRosters(ctx context.Context, r *live.Region, s Store) error {
	all, breaches, err := r.Watched(ctx, s, c.month, c.end().AddDate(0, 0, -1))
	if err != nil {
		return err
	}
	for _, w := range all {
		if c.unit == "" || w.Unit == c.unit {
			c.watches = append(c.watches, w)
		}
	}
	for _, b := range breaches {
		if c.unit == "" || b.Unit == c.unit {
			c.breaches++
		}
	}
	records, err := s.JointRecords(ctx, r.Dataset.Region.Code, "")
	c.joint = joint.Fold(records)
	return err
}

// readNeeds lists what stations and posts are to see within an interval, of the unit or of
// all; nothing for a unit that has no such duty.
func (c *count) readNeeds(set patrol.Settings) error {
	for _, u := range c.atlas.Units {
		if c.unit == "" && u.Class != atlas.Station || c.unit != "" && u.ID != c.unit || !slices.Contains([]atlas.Class{atlas.Station, atlas.Post, atlas.Squad}, u.Class) {
			continue
		}
		all, err := patrol.NeedsOf(c.atlas, u.ID, set)
		if err != nil {
			return err
		}
		for _, n := range all {
			of, _, _ := strings.Cut(n.ID, "/")
			c.needs = append(c.needs, need{n, of})
		}
	}
	return nil
}

func (c *count) unitName(id string) finding.Name {
	u, ok := c.atlas.Unit(id)
	if !ok {
		return finding.Name{ZH: id, EN: id}
	}
	return finding.Name{ZH: u.Name, EN: cmp.Or(u.NameEN, u.Name)}
}

func (c *count) townName(code string) finding.Name {
	t, ok := c.atlas.Town(code)
	if !ok {
		return finding.Name{ZH: code, EN: code}
	}
	return finding.Name{ZH: t.Name, EN: cmp.Or(t.NameEN, t.Name)}
}

func nameOf(code string) finding.Name {
	return finding.Name{ZH: words.Say(words.ZH, code, nil), EN: words.Say(words.EN, code, nil)}
}

func sorted(t tally) []string { return slices.Sorted(maps.Keys(t)) }
