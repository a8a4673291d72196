package patrol

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/geodesy"
)

// What is kept of lines that weave along the border of the demonstration region lies inside
// and is no shorter than their inner parts; of lines far outside nothing is kept.
func TestInnerStaysInside(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{s: Defaults(), cut: newBorders(a, territory{})}
	banks := 0
	for _, r := range a.Rivers {
		for _, shift := range []float64{0, 0.0003, -0.0003, 0.001, 1} {
			line := orb.LineString{}
			for _, p := range r.Line {
				line = append(line, orb.Point{p[0] + shift, p[1] + shift/2})
			}
			kept, left := m.inner(line)
			within, outside := 0.0, 0.0
			for _, s := range m.cut.split(line) {
				if s.town != "" {
					within += geodesy.Length(s.line)
				} else {
					outside += geodesy.Length(s.line)
				}
			}
			for _, l := range kept {
				for _, s := range m.cut.split(l) {
					if s.town == "" {
						t.Fatalf("%s moved by %v°: %.1f m of what is kept are outside", r.ID, shift, geodesy.Length(s.line))
					}
				}
			}
			if out := geodesy.Length(left); out > outside+1 {
				t.Errorf("%s moved by %v°: %.0f m are left, and %.0f m outside", r.ID, shift, out, outside)
			} else if out < outside-1 {
				banks++
			}
			crumbs := float64(len(left)+1) * 2 * crumbM
			if in := geodesy.Length(kept); in < within-crumbs || shift == 1 && in > 0 {
				t.Errorf("%s moved by %v°: %.0f m are kept of %.0f m inside", r.ID, shift, in, within)
			}
		}
	}
	if banks == 0 {
		t.Error("no inner bank was walked")
	}
}
