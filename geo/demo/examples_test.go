package demo

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// tolerance is τ of DOMAIN 4.1 for a position without error, in metres.
const tolerance = 50

// ground answers what the examples are held against, straight from the geometry.
type ground struct {
	*testing.T
	data   atlas.Dataset
	towns  *coverage.Coverage
	basins *coverage.Coverage
	squad  map[string]string // by town
}

func newGround(t *testing.T) ground {
	t.Helper()
	d := Dataset()
	g := ground{T: t, data: d, squad: map[string]string{},
		towns:  cover(t, d.Collections[feature.Towns].Features),
		basins: cover(t, d.Collections[feature.Basins].Features)}
	for _, u := range d.Collections[feature.Units].Features {
		if u.Text("class") == "SQUAD" {
			for _, code := range u.Props["towns"].([]any) {
				g.squad[code.(string)] = u.ID
			}
		}
	}
	return g
}

// meets lists the features of a kind that the geometry meets.
func (g ground) meets(k feature.Kind, what orb.Geometry) (met []feature.Feature) {
	g.Helper()
	for _, f := range g.data.Collections[k].Features {
		hit, err := overlay.Intersects(f.Geometry, what)
		if err != nil {
			g.Fatal(err)
		}
		if hit {
			met = append(met, f)
		}
	}
	return met
}

// significant towns have a part of at least 5 %, 20 m or 100 m² (DOMAIN 4.1); near
// are the others within the tolerance.
func (g ground) span(what orb.Geometry) (significant, near []string, outside float64) {
	g.Helper()
	if p, ok := what.(orb.Point); ok {
		if name, in := g.towns.Locate(p); in {
			significant = []string{name}
		} else {
			outside = 1
		}
	} else {
		parts, out, err := g.towns.Split(what)
		if err != nil {
			g.Fatal(err)
		}
		outside = out
		least := 20.0
		if what.Dimensions() == 2 {
			least = 100
		}
		for _, p := range parts {
			if p.Fraction >= 0.05 || p.Amount >= least {
				significant = append(significant, p.Name)
			}
		}
	}
	for _, r := range g.towns.Within(geodesy.Prepare(what), tolerance) {
		if !slices.Contains(significant, r.Name) {
			near = append(near, r.Name)
		}
	}
	slices.Sort(significant)
	return significant, near, outside
}

// inputs measures J, Z, SPAN, SQ of an example in the plainest way.
func (g ground) inputs(what orb.Geometry) (j, z, span, sq string) {
	significant, near, outside := g.span(what)
	onLake := slices.ContainsFunc(g.meets(feature.Lakes, what), func(f feature.Feature) bool { return f.Flag("shared") })
	switch border := g.towns.OuterBorder(geodesy.Prepare(what)).DistanceM; {
	case onLake:
		j = "LAKE"
	case len(significant)+len(near) == 0:
		j = "OUT"
	case border <= tolerance || outside > 0:
		j = "CBORD"
	default:
		j = "IN"
	}
	z = "N"
	if slices.ContainsFunc(g.meets(feature.Zones, what), func(f feature.Feature) bool { return f.Text("class") == "post" }) {
		z = "Y"
	}
	concerned := significant
	switch {
	case len(significant) > 1:
		span = "MANY"
	case len(significant)+len(near) > 1:
		span, concerned = "NEAR", append(concerned, near...)
	default:
		span = "ONE"
	}
	sq = "SAME"
	for _, code := range concerned {
		if g.squad[code] != g.squad[concerned[0]] {
			sq = "DIFF"
		}
	}
	return j, z, span, sq
}

func TestExamplesComeTrue(t *testing.T) {
	g := newGround(t)
	examples := Examples()
	if len(examples) != 18 {
		t.Fatalf("%d examples, want 18", len(examples))
	}
	for i, x := range examples {
		j, z, span, sq := g.inputs(x.Geometry)
		for name, got := range map[string]string{"j": j, "z": z, "span": span, "sq": sq} {
			if want := x.Text("expect_" + name); got != want {
				t.Errorf("%s: %s is %s, want %s", x.ID, name, got, want)
			}
		}
		rows := strings.Split(x.Text("expect_n_rows"), ";")
		informed := func(row string) bool { return slices.Contains(rows, row) }
		if wet := len(g.meets(feature.Wetlands, x.Geometry)) > 0; wet != informed("N4") {
			t.Errorf("%s: in a wetland %v, but N4 %v", x.ID, wet, informed("N4"))
		}
		for _, zone := range g.meets(feature.Zones, x.Geometry) {
			if zone.Text("class") != "post" {
				t.Errorf("%s: lies in %s, which the table does not know", x.ID, zone.Text("name"))
			}
		}
		if x.ID != "X"+twoDigits(i+1) || x.Text("illustration") != Source {
			t.Errorf("example %d: id %q, mark %q", i+1, x.ID, x.Text("illustration"))
		}
		for _, field := range []string{"severity", "outcome", "finder", "note", "expect_h", "expect_k", "expect_s", "expect_v_row", "expect_l_row"} {
			if x.Text(field) == "" {
				t.Errorf("%s: no %s", x.ID, field)
			}
		}
	}
}

func twoDigits(n int) string { return string(rune('0'+n/10)) + string(rune('0'+n%10)) }

// The flags of H: what the water within 5 km of flow touches, and the basins of
// what was drawn.
func TestExamplesFlow(t *testing.T) {
	g := newGround(t)
	for _, x := range Examples() {
		if x.ID == "X05" { // the lake itself lies outside
			continue
		}
		significant, _, _ := g.span(x.Geometry)
		var flags []string
		place := x.Geometry.Bound().Center()
		down, leaves := flow(t, place, 5000, false)
		up, comes := flow(t, place, 5000, true)
		reached := map[string]bool{}
		for _, code := range append(down, up...) {
			if len(significant) == 0 || code != significant[0] {
				reached[code] = true
			}
		}
		if len(reached) > 0 {
			flags = append(flags, "TOWN")
		}
		if x.Geometry.Dimensions() > 0 {
			parts, _, err := g.basins.Split(x.Geometry)
			if err != nil {
				t.Fatal(err)
			}
			if len(parts) > 1 {
				flags = append(flags, "BASIN")
			}
		}
		if leaves || comes {
			flags = append(flags, "EXT")
		}
		got := strings.Join(flags, "+")
		if got == "" {
			got = "NO"
		}
		if want := x.Text("expect_h"); got != want {
			t.Errorf("%s: H is %s (down %v, up %v), want %s", x.ID, got, down, up, want)
		}
		switch x.ID {
		case "X06":
			if !slices.Equal(down, []string{"370481110", "370481113"}) {
				t.Errorf("X06: flows through %v", down)
			}
		case "X08":
			if !slices.Equal(down, []string{"370481103", "370481104", "370481114"}) || leaves || !comes {
				t.Errorf("X08: within 5 km down %v (leaves %v), up %v (comes %v)", down, leaves, up, comes)
			}
		}
	}
}

// Each example lies where its sentence says.
func TestExamplesLieWhereTheySay(t *testing.T) {
	g := newGround(t)
	at := map[string]orb.Geometry{}
	for _, x := range Examples() {
		at[x.ID] = x.Geometry
	}
	for id, want := range map[string][]string{
		"X01": {"370481104"}, "X02": {"370481104", "370481105"}, "X06": {"370481113"}, "X07": {"370481102"},
		"X08": {"370481114"}, "X09": {"370481106"}, "X10": {"370481109"}, "X11": {"370481106"}, "X12": {"370481110", "370481113"},
	} {
		if got, _, _ := g.span(at[id]); !slices.Equal(got, want) {
			t.Errorf("%s lies in %v, want %v", id, got, want)
		}
	}
	if m := g.towns.Border("370481004", geodesy.Prepare(at["X07"])).DistanceM; math.Abs(m-30) > 5 {
		t.Errorf("X07: %.0f m from 善南, want 30", m)
	}
	neighbour := func(id, code string, most float64) {
		t.Helper()
		for _, f := range g.data.Collections[feature.Neighbours].Features {
			if _, _, m := geodesy.Gap(f.Geometry, at[id]); f.ID == code && m > most {
				t.Errorf("%s: %.0f m from %s", id, m, f.Text("name"))
			}
		}
	}
	neighbour("X05", "370826", 0)
	neighbour("X10", "370403", tolerance)
	neighbour("X11", "370826", 0)
	neighbour("X14", "370883", 0)
	if m := g.towns.OuterBorder(geodesy.Prepare(at["X14"])).DistanceM; m < 500 {
		t.Errorf("X14: %.0f m from the city, not clearly outside", m)
	}
	if m := g.towns.OuterBorder(geodesy.Prepare(at["X01"])).DistanceM; m < tolerance {
		t.Errorf("X01: %.0f m from the border", m)
	}
}
