package edition_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/overlay"
)

func towns(t *testing.T, areas map[string]orb.Geometry, more ...feature.Feature) *atlas.Atlas {
	t.Helper()
	d := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{}}
	add := func(k feature.Kind, f feature.Feature) {
		c := d.Collections[k]
		c.Features = append(c.Features, f)
		d.Collections[k] = c
	}
	for code, g := range areas {
		add(feature.Towns, feature.Feature{ID: code, Geometry: g, Props: map[string]any{"name": code}})
	}
	for _, f := range more {
		k := feature.Units
		if f.Geometry != nil {
			k = feature.Zones
		}
		add(k, f)
	}
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The border moves from BE to MN, the east gives QF…R to nobody, the north comes new.
func TestCompare(t *testing.T) {
	m := geotest.Draw(t, `
		U-------V
		|       |
		A---M---B---C
		|   |   |   R
		D---N---E-Q-F`, 500)
	squad := func(name string, towns ...any) feature.Feature {
		return feature.Feature{ID: "Z", Props: map[string]any{"name": name, "class": "SQUAD", "towns": towns}}
	}
	zone := func(id, corners string) feature.Feature {
		return feature.Feature{ID: id, Geometry: m.Polygon(corners), Props: map[string]any{"name": id, "class": "development"}}
	}
	before := towns(t, map[string]orb.Geometry{"w": m.Polygon("ADEB"), "e": m.Polygon("BEFC")},
		squad("one", "w", "e"), zone("z1", "ADNM"), zone("z2", "ADNM"))
	after := towns(t, map[string]orb.Geometry{"w": m.Polygon("ADNM"), "e": m.Polygon("MNEQRCB"), "n": m.Polygon("UABV")},
		squad("one", "w", "e", "n"), zone("z1", "ADEB"), zone("z3", "ADNM"))
	c, err := edition.Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	area := func(corners string) int64 { return int64(math.Round(geodesy.Area(m.Polygon(corners)))) }
	if len(c.Towns) != 3 || c.Same != 0 {
		t.Fatalf("towns %+v", c.Towns)
	}
	e, n, w := c.Towns[0], c.Towns[1], c.Towns[2]
	if len(w.To) != 1 || w.To[0].Town != "e" || w.To[0].M2 != area("MNEB") || w.LostM2 != 0 || w.AfterM2 != area("ADNM") {
		t.Errorf("west: %+v", w)
	}
	if len(e.From) != 1 || e.From[0].M2 != area("MNEB") || e.LostM2 != area("QFR") || e.GainedM2 != 0 {
		t.Errorf("east: %+v", e)
	}
	if n.Before != nil || n.BeforeM2 != 0 || n.GainedM2 != area("UABV") || n.AfterM2 != n.GainedM2 {
		t.Errorf("north: %+v", n)
	}
	if c.MovedM2 != area("MNEB") || c.LostM2 != e.LostM2 || c.GainedM2 != n.GainedM2 {
		t.Errorf("in all: moved %d, lost %d, gained %d", c.MovedM2, c.LostM2, c.GainedM2)
	}
	if len(c.Units.Changed) != 1 || len(c.Units.Added)+len(c.Units.Removed) != 0 {
		t.Errorf("units: %+v", c.Units)
	}
	z := c.Zones
	if len(z.Changed) != 1 || z.Changed[0].BeforeM2 != area("ADNM") || z.Changed[0].AfterM2 != area("ADEB") ||
		len(z.Removed) != 1 || z.Removed[0].Code != "z2" || len(z.Added) != 1 || z.Added[0].Code != "z3" {
		t.Errorf("zones: %+v", z)
	}
	if first, err := edition.Compare(nil, before); err != nil || first.GainedM2 != area("ADEB")+area("BEFC") || len(first.Zones.Added) != 2 {
		t.Errorf("compared with nothing: %+v, %v", first, err)
	}
	if same, err := edition.Compare(before, before); err != nil || !same.Empty() || same.Same != 2 {
		t.Errorf("compared with itself: %+v, %v", same, err)
	}
}

// What changes of a unit or zone is named, each property by itself; a renamed town
// is no change of the units that name it.
func TestCompareProperties(t *testing.T) {
	m := geotest.Draw(t, `
		A---B---C
		|   |   |
		D---E---F`, 500)
	land := map[string]orb.Geometry{"w": m.Polygon("ADEB"), "e": m.Polygon("BEFC")}
	unit := func(id, class, parent string, towns ...any) feature.Feature {
		return feature.Feature{ID: id, Props: map[string]any{"name": "unit " + id, "class": class, "parent": parent, "towns": towns}}
	}
	zone := func(unit string, rank int64) feature.Feature {
		return feature.Feature{ID: "z", Geometry: m.Polygon("ADEB"), Props: map[string]any{"name": "z", "class": "development", "unit": unit, "rank": rank}}
	}
	before := towns(t, land, unit("Q1", "SQUAD", "", "w", "e"), unit("Q2", "SQUAD", ""), unit("S", "STATION", "Q1", "w"), zone("Q1", 1))
	after := towns(t, land, unit("Q1", "SQUAD", "", "w"), unit("Q2", "SQUAD", "", "e"), unit("S", "STATION", "Q2", "w"), zone("Q2", 2))
	written := func(c edition.Comparison) (all []string) {
		for _, rows := range []edition.Rows{c.Units, c.Zones} {
			for _, r := range rows.Changed {
				for _, ch := range r.Changes {
					all = append(all, fmt.Sprintf("%s %s: %s -> %s", r.Code, ch.Field, ch.Before.EN, ch.After.EN))
				}
			}
		}
		return all
	}
	c, err := edition.Compare(before, after)
	want := []string{"Q1 towns: w, e -> w", "Q2 towns:  -> e", "S parent: unit Q1 (Q1) -> unit Q2 (Q2)", "z unit: unit Q1 (Q1) -> unit Q2 (Q2)", "z rank: 1 -> 2"}
	if err != nil || !slices.Equal(written(c), want) {
		t.Errorf("%v\n got %q\nwant %q", err, written(c), want)
	}
	for i := range before.Towns {
		before.Towns[i].Name, before.Towns[i].Pilot = "renamed", before.Towns[i].Code == "w"
	}
	c, err = edition.Compare(before, before)
	if err != nil || !c.Empty() {
		t.Errorf("%+v, %v", c, err)
	}
	old := towns(t, land, unit("Q1", "SQUAD", "", "w", "e"), unit("Q2", "SQUAD", ""), unit("S", "STATION", "Q1", "w"), zone("Q1", 1))
	c, err = edition.Compare(old, before)
	if err != nil || len(written(c)) > 0 || len(c.Units.Changed) > 0 || len(c.Towns) != 2 || c.Towns[1].Pilot != [2]bool{false, true} || c.Towns[0].Pilot[1] {
		t.Errorf("renamed: %+v, %v", c, err)
	}
	for i := range before.Towns {
		before.Towns[i].Name = before.Towns[i].Code
	}
	if c, err = edition.Compare(old, before); err != nil || len(c.Towns) != 1 || c.Towns[0].Code != "w" {
		t.Errorf("a pilot begins: %+v, %v", c, err)
	}
}

// Random land: a grid of skewed fields, each of one town or none, before and after.
// The ledger agrees with cutting every town by every other, and adds up exactly.
func TestLedgerAgreesWithSlowOverlay(t *testing.T) {
	moved := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		was, is := land(t, rng), land(t, rng)
		if len(was) == 0 || len(is) == 0 {
			continue
		}
		if g, ok := was["a"]; ok && seed%3 == 0 {
			is = without(t, is, g)
			is["a"] = g // one that stays as it is
		}
		c, err := edition.Compare(towns(t, was), towns(t, is))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got := map[string]edition.Town{}
		for _, town := range c.Towns {
			got[town.Code] = town
			var to, from int64
			for _, m := range town.To {
				to += m.M2
			}
			for _, m := range town.From {
				from += m.M2
			}
			if town.BeforeM2 != town.KeptM2+to+town.LostM2 || town.AfterM2 != town.KeptM2+from+town.GainedM2 {
				t.Fatalf("seed %d: %s does not add up: %+v", seed, town.Code, town)
			}
		}
		for one, a := range was {
			for other, b := range is {
				shared, err := overlay.Intersection(a, b)
				if err != nil {
					t.Fatal(err)
				}
				want := 0.0
				if shared != nil {
					want = geodesy.Area(shared)
				}
				town, changed := got[one]
				if !changed {
					continue
				}
				m2 := town.KeptM2
				if one != other {
					i := slices.IndexFunc(town.To, func(m edition.Move) bool { return m.Town == other })
					if m2 = 0; i >= 0 {
						m2 = town.To[i].M2
						moved++
					}
				}
				if math.Abs(float64(m2)-want) > 1 {
					t.Errorf("seed %d: %s to %s: %d m², by overlay %.2f", seed, one, other, m2, want)
				}
			}
		}
	}
	if moved < 100 {
		t.Errorf("only %d moves were seen", moved)
	}
}

// land gives towns a to d of a random grid, by code.
func land(t *testing.T, rng *rand.Rand) map[string]orb.Geometry {
	const n = 4
	skew := float64(rng.IntN(3)) * 0.0003
	at := func(i, j int) orb.Point {
		return orb.Point{117 + float64(i)*0.003 + skew*float64(j), 35 + float64(j)*0.002 + skew/2*float64(i)}
	}
	fields := map[string][]orb.Geometry{}
	for i := range n {
		for j := range n {
			if k := rng.IntN(5); k < 4 {
				code := fmt.Sprintf("%c", 'a'+k)
				fields[code] = append(fields[code], orb.Polygon{{at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1), at(i, j)}})
			}
		}
	}
	out := map[string]orb.Geometry{}
	for code, fs := range fields {
		g, err := overlay.Union(fs...)
		if err != nil {
			t.Fatal(err)
		}
		out[code] = g
	}
	return out
}

// without takes land away from towns; those of which nothing is left go.
func without(t *testing.T, towns map[string]orb.Geometry, g orb.Geometry) map[string]orb.Geometry {
	out := map[string]orb.Geometry{}
	for code, a := range towns {
		if code == "a" {
			continue
		}
		rest, err := overlay.Difference(a, g)
		if err != nil {
			t.Fatal(err)
		}
		if rest != nil {
			out[code] = rest
		}
	}
	return out
}

// The same land, however it is written, is no change; a vertex more is.
func TestTheSameLandWrittenOtherwise(t *testing.T) {
	m := geotest.Draw(t, `
		A-------B   I-J
		| P-Q   |   | |
		| S-R   M   L-K
		| W-X   |
		| Z-Y   |
		D-------C`, 500)
	shell, one, two := m.Ring("ADCB"), m.Ring("PQRS"), m.Ring("WXYZ")
	reversed := m.Ring("CDAB")
	slices.Reverse(reversed)
	written := map[string]orb.Geometry{
		"from another vertex": orb.MultiPolygon{{m.Ring("CBAD"), one, two}, {m.Ring("ILKJ")}},
		"turned":              orb.MultiPolygon{{reversed, m.Ring("SRQP"), two}, {m.Ring("IJKL")}},
		"in another order":    orb.MultiPolygon{{m.Ring("ILKJ")}, {shell, two, one}},
	}
	as := func(g orb.Geometry) *atlas.Atlas {
		return towns(t, map[string]orb.Geometry{"t": g},
			feature.Feature{ID: "z", Geometry: g, Props: map[string]any{"name": "z", "class": "development"}})
	}
	first := orb.MultiPolygon{{shell, one, two}, {m.Ring("ILKJ")}}
	row := func(g orb.Geometry) atlas.Dataset {
		return atlas.Dataset{Collections: map[feature.Kind]feature.Collection{
			feature.Towns: {Features: []feature.Feature{{ID: "t", Geometry: g, Props: map[string]any{"name": "t"}}}}}}
	}
	for name, g := range written {
		if c, err := edition.Compare(as(first), as(g)); err != nil || !c.Empty() {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		next, err := edition.Amend(row(first), row(g), day("2027-01-01"))
		if n := len(next.Collections[feature.Towns].Features); err != nil || n != 1 {
			t.Errorf("%s: %d rows, %v", name, n, err)
		}
	}
	next, err := edition.Amend(row(first), row(orb.MultiPolygon{{m.Ring("ADCMB"), one, two}, {m.Ring("ILKJ")}}), day("2027-01-01"))
	if n := len(next.Collections[feature.Towns].Features); err != nil || n != 2 {
		t.Errorf("a vertex more: %d rows, %v", n, err)
	}
}

// A new name is a change, though no land moves.
func TestRenamed(t *testing.T) {
	m := geotest.Draw(t, "A-B\n| |\nD-C", 500)
	before, after := towns(t, map[string]orb.Geometry{"t": m.Polygon("ADCB")}), towns(t, map[string]orb.Geometry{"t": m.Polygon("ADCB")})
	after.Towns[0].Name = "new"
	c, err := edition.Compare(before, after)
	if err != nil || len(c.Towns) != 1 || c.Same != 0 || c.Towns[0].Before.ZH != "t" || c.Towns[0].After.ZH != "new" || c.MovedM2 != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
