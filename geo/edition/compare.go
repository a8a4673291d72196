package edition

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// A Comparison is what differs between two editions.
type Comparison struct {
	Towns      []Town // those that change, by code
	Same       int    // towns that do not
	Units      Rows
	Zones      Rows
	Neighbours Rows

	MovedM2  int64 // from one town to another
	LostM2   int64 // from a town to none
	GainedM2 int64 // from none to a town
}

// Empty tells whether nothing differs.
func (c Comparison) Empty() bool {
	none := func(r Rows) bool { return len(r.Added)+len(r.Removed)+len(r.Changed) == 0 }
	return len(c.Towns) == 0 && none(c.Units) && none(c.Zones) && none(c.Neighbours)
}

// A Town is how one town changes. BeforeM2 is KeptM2, LostM2 and To together;
// AfterM2 is KeptM2, GainedM2 and From together.
type Town struct {
	Code              string
	Before, After     *finding.Name // nil where there is no such town
	Pilot             [2]bool       // before and after: whether its station is on trial
	BeforeM2, AfterM2 int64
	KeptM2            int64
	To, From          []Move // largest first
	LostM2, GainedM2  int64  // to and from no town
}

// A Move is land that goes to, or comes from, another town.
type Move struct {
	Town string // code
	Name finding.Name
	M2   int64
}

// Rows are the things of one kind that differ, by code.
type Rows struct{ Added, Removed, Changed []Row }

// A Row is a thing of which something differs. Things without an area have none.
type Row struct {
	Code              string
	Name              finding.Name // the later one
	BeforeM2, AfterM2 int64
	Changes           []Change // of one that stays, beside its land
}

// A Change is a property that differs, in the words of people; "" is none.
type Change struct {
	Field         string // name, class, parent, towns, place, unit, rank, authority, superior
	Before, After finding.Name
}

// Compare says what differs from before to after; nil is a day without towns. It
// fails where land cannot be divided, which towns that atlas.Build has taken do not
// do.
func Compare(before, after *atlas.Atlas) (Comparison, error) {
	var out Comparison
	for _, a := range []**atlas.Atlas{&before, &after} {
		if *a == nil {
			none, err := coverage.New()
			if err != nil {
				return out, err
			}
			*a = &atlas.Atlas{Cover: none}
		}
	}
	l, err := newLedger(before, after)
	if err != nil {
		return out, err
	}
	towns := l.towns()
	for _, code := range slices.Sorted(maps.Keys(towns)) {
		t := *towns[code]
		if len(t.To) == 0 && len(t.From) == 0 && t.LostM2 == 0 && t.GainedM2 == 0 &&
			t.Before != nil && t.After != nil && *t.Before == *t.After && t.Pilot[0] == t.Pilot[1] {
			out.Same++
			continue
		}
		for _, m := range t.To {
			out.MovedM2 += m.M2
		}
		out.LostM2 += t.LostM2
		out.GainedM2 += t.GainedM2
		out.Towns = append(out.Towns, t)
	}
	out.Units = compare(things(before, before.Units, unit), things(after, after.Units, unit))
	out.Zones = compare(things(before, before.Zones, zone), things(after, after.Zones, zone))
	out.Neighbours = compare(things(before, before.Neighbours, neighbour), things(after, after.Neighbours, neighbour))
	return out, nil
}

// nowhere stands in the ledger for what is no town; no town has it as its code.
const nowhere = ""

// A ledger holds the land in whole square metres, by where it lay and where it lies.
type ledger struct {
	before, after *atlas.Atlas
	m2            map[[2]string]int64
}

func newLedger(before, after *atlas.Atlas) (ledger, error) {
	l := ledger{before: before, after: after, m2: map[[2]string]int64{}}
	for _, t := range before.Towns {
		if now, ok := after.Town(t.Code); ok && sameLand(t.Area, now.Area) {
			l.m2[[2]string{t.Code, t.Code}] = whole(geodesy.Area(t.Area))
			continue
		}
		parts, outside, err := after.Cover.Shares(t.Area)
		if err != nil {
			return l, fmt.Errorf("edition: where town %s goes: %w", t.Code, err)
		}
		l.enter(parts, outside, func(to string) [2]string { return [2]string{t.Code, to} })
	}
	for _, t := range after.Towns {
		if was, ok := before.Town(t.Code); ok && sameLand(t.Area, was.Area) {
			continue
		}
		_, outside, err := before.Cover.Shares(t.Area)
		if err != nil {
			return l, fmt.Errorf("edition: where town %s comes from: %w", t.Code, err)
		}
		l.enter(nil, outside, func(from string) [2]string { return [2]string{from, t.Code} })
	}
	return l, nil
}

// enter puts parts and what is outside into the ledger; at gives the entry of a
// part by its other town.
func (l ledger) enter(parts []coverage.Share, outside float64, at func(other string) [2]string) {
	for _, p := range parts {
		if m2 := whole(p.Amount); m2 > 0 {
			l.m2[at(p.Name)] = m2
		}
	}
	if m2 := whole(outside); m2 > 0 {
		l.m2[at(nowhere)] = m2
	}
}

func whole(m2 float64) int64 { return int64(math.Round(m2)) }

// towns adds up the entries of each town, by code.
func (l ledger) towns() map[string]*Town {
	towns := map[string]*Town{}
	for _, a := range []*atlas.Atlas{l.before, l.after} {
		for _, t := range a.Towns {
			was, _ := l.before.Town(t.Code)
			is, _ := l.after.Town(t.Code)
			towns[t.Code] = &Town{Code: t.Code, Before: nameIn(l.before, t.Code), After: nameIn(l.after, t.Code), Pilot: [2]bool{was.Pilot, is.Pilot}}
		}
	}
	for entry, m2 := range l.m2 {
		from, to := towns[entry[0]], towns[entry[1]] // nil: nowhere
		if from != nil {
			from.BeforeM2 += m2
		}
		if to != nil {
			to.AfterM2 += m2
		}
		switch {
		case from == to:
			from.KeptM2 = m2
		case to == nil:
			from.LostM2 = m2
		case from == nil:
			to.GainedM2 = m2
		default:
			from.To = append(from.To, Move{to.Code, *to.After, m2})
			to.From = append(to.From, Move{from.Code, *from.Before, m2})
		}
	}
	for _, t := range towns {
		largest := func(a, b Move) int { return cmp.Or(cmp.Compare(b.M2, a.M2), cmp.Compare(a.Town, b.Town)) }
		slices.SortFunc(t.To, largest)
		slices.SortFunc(t.From, largest)
	}
	return towns
}

func nameIn(a *atlas.Atlas, code string) *finding.Name {
	t, ok := a.Town(code)
	if !ok {
		return nil
	}
	return &finding.Name{ZH: t.Name, EN: t.NameEN}
}
