package patrol

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/predicate"
)

// crooked is a town with one post, whose zone has an edge in every direction.
func crooked(t *testing.T, rng *rand.Rand) (*borders, orb.Ring) {
	t.Helper()
	centre := orb.Point{117.1, 35.1}
	var zone orb.Ring
	for i := range 40 {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i) + rng.Float64()/2) / 40)
		r := 0.02 + 0.01*rng.Float64()
		zone = append(zone, orb.Point{centre[0] + r*cos, centre[1] + r*sin})
	}
	zone = append(zone, zone[0])
	of := func(k feature.Kind, f feature.Feature) feature.Collection {
		s, _ := feature.SchemaOf(k)
		return feature.Collection{Schema: s, Features: []feature.Feature{f}}
	}
	a, err := atlas.Build(atlas.Dataset{Region: atlas.Region{Code: "drawn"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(feature.Towns, feature.Feature{ID: "town", Props: map[string]any{"name": "town"},
			Geometry: orb.MultiPolygon{{{{117, 35}, {117.2, 35}, {117.2, 35.2}, {117, 35.2}, {117, 35}}}}}),
		feature.Units: of(feature.Units, feature.Feature{ID: "post", Geometry: centre,
			Props: map[string]any{"name": "post", "class": "POST", "towns": []any{"town"}}}),
		feature.Zones: of(feature.Zones, feature.Feature{ID: "z", Geometry: orb.MultiPolygon{{zone}},
			Props: map[string]any{"name": "z", "class": "post", "unit": "post"}}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	where, err := territoryOf(a, "post")
	if err != nil {
		t.Fatal(err)
	}
	return newBorders(a, where), zone
}

// Who travels along the border of a zone is in it, though the middle of a slanted
// edge is rounded to one side or the other.
func TestAlongTheZonesBorder(t *testing.T) {
	for seed := range uint64(5) {
		b, zone := crooked(t, rand.New(rand.NewPCG(seed, 0)))
		outer := 0
		for i := 1; i < len(zone); i++ {
			from, to := zone[i-1], zone[i]
			mid := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
			if predicate.In(mid, orb.Polygon{zone}) == predicate.Outside {
				outer++
			}
			got := b.split(orb.LineString{from, to})
			if len(got) != 1 || got[0].powers != Prevent || got[0].town != "town" {
				t.Errorf("seed %d, edge %d: %+v", seed, i, got)
			}
		}
		if outer == 0 {
			t.Errorf("seed %d: no middle of %d is rounded outwards", seed, len(zone)-1)
		}
	}
}

// A line is cut where it meets the border and nowhere else: once where it leaves
// from inside, at the very corner where it leaves through one, and not at all where
// it begins on the border.
func TestCutsAtTheBorderAlone(t *testing.T) {
	for seed := range uint64(5) {
		b, zone := crooked(t, rand.New(rand.NewPCG(seed, 0)))
		centre := orb.Point{117.1, 35.1}
		beyond := func(p orb.Point) orb.Point { // twice as far from the centre, so that p is the exact middle or nearly
			return orb.Point{centre[0] + 2*(p[0]-centre[0]), centre[1] + 2*(p[1]-centre[1])}
		}
		for i := 1; i < len(zone); i++ {
			corner := zone[i]
			mid := orb.Point{(zone[i-1][0] + corner[0]) / 2, (zone[i-1][1] + corner[1]) / 2}
			got := b.split(orb.LineString{centre, beyond(mid)})
			if len(got) != 2 || got[0].powers != Prevent || got[1].powers != Observe || len(got[0].line) != 2 || len(got[1].line) != 2 ||
				math.Hypot(got[0].line[1][0]-mid[0], got[0].line[1][1]-mid[1]) > 1e-9 {
				t.Errorf("seed %d, out across edge %d: %+v", seed, i, got)
			}
			out := orb.LineString{corner, beyond(corner)}
			if got := b.split(out); len(got) != 1 || got[0].powers != Observe || !slices.Equal(got[0].line, out) {
				t.Errorf("seed %d, out from corner %d: %+v", seed, i, got)
			}
			bent := orb.LineString{centre, corner, beyond(corner)}
			if got := b.split(bent); len(got) != 2 || !slices.Equal(got[0].line, bent[:2]) || !slices.Equal(got[1].line, bent[1:]) {
				t.Errorf("seed %d, bent at corner %d: %+v", seed, i, got)
			}
		}
	}
}

// A corner in the middle of a straight way is cut at itself, not beside itself, and
// once, though two edges meet there.
func TestCutsAtCorners(t *testing.T) {
	for seed := range uint64(5) {
		b, zone := crooked(t, rand.New(rand.NewPCG(seed, 0)))
		for i, corner := range zone[1:] {
			line := orb.LineString{{117.01, corner[1]}, {117.19, corner[1]}}
			cut := 0
			for _, s := range b.split(line) {
				for j, p := range s.line {
					if p == corner {
						cut++
					}
					if j > 0 && math.Abs(p[0]-s.line[j-1][0]) < 1e-9 {
						t.Errorf("seed %d, corner %d: doubled at %v", seed, i, p)
					}
				}
			}
			if cut == 0 {
				t.Errorf("seed %d: not cut at corner %d", seed, i)
			}
		}
	}
}

// A town that is only nicked is not named; the line stays whole.
func TestWithoutNicks(t *testing.T) {
	at := func(m float64) orb.Point { return orb.Point{117, 35 + m/110_950} }
	way := func(from, to float64, town string) span { return span{orb.LineString{at(from), at(to)}, town, Observe} }
	for _, tc := range []struct {
		name  string
		spans []span
		want  string
	}{
		{"none", []span{way(0, 5, "a"), way(5, 9, "b")}, "ab"},
		{"in the middle", []span{way(0, 5, "a"), way(5, 5.5, "b"), way(5.5, 9, "a")}, "a"},
		{"between two others", []span{way(0, 5, "a"), way(5, 5.5, "b"), way(5.5, 9, "c")}, "ac"},
		{"at the start", []span{way(0, 0.5, "b"), way(0.5, 9, "a")}, "a"},
		{"at the end", []span{way(0, 8.5, "a"), way(8.5, 9, "b")}, "a"},
		{"longer than a nick", []span{way(0, 5, "a"), way(5, 7, "b"), way(7, 9, "a")}, "aba"},
		{"nothing else", []span{way(0, 0.5, "a")}, "a"},
	} {
		first, last := tc.spans[0].line[0], tc.spans[len(tc.spans)-1].line[1]
		kept, towns := withoutNicks(tc.spans), ""
		var line orb.LineString
		for _, s := range kept {
			towns += s.town
			if len(line) > 0 && line[len(line)-1] != s.line[0] {
				t.Errorf("%s: a gap before %+v", tc.name, s)
			}
			line = append(line, s.line...)
		}
		if towns != tc.want || line[0] != first || line[len(line)-1] != last {
			t.Errorf("%s: %+v, want %s", tc.name, kept, tc.want)
		}
	}
}
