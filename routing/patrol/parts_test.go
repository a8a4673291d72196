package patrol

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// The pieces follow each other, are equally long and not too long, and are together
// the line.
func TestCutEvenly(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		line := orb.LineString{{117, 35}}
		for range 1 + rng.IntN(10) {
			last := line[len(line)-1]
			if rng.IntN(5) > 0 {
				last = orb.Point{last[0] + 0.02*(rng.Float64()-0.3), last[1] + 0.02*(rng.Float64()-0.3)}
			}
			line = append(line, last)
		}
		whole := geodesy.Length(line)
		if whole == 0 {
			continue
		}
		most := 100 + 3000*rng.Float64()
		pieces := cutEvenly(line, most)
		if want := int(math.Ceil(whole/most - 1e-9)); len(pieces) != want {
			t.Fatalf("seed %d: %d pieces, want %d", seed, len(pieces), want)
		}
		sum := 0.0
		for i, p := range pieces {
			l := geodesy.Length(p)
			sum += l
			if l > most*1.001 || math.Abs(l-whole/float64(len(pieces))) > 0.1 {
				t.Fatalf("seed %d: piece %d of %d has %.3f m of %.3f m", seed, i, len(pieces), l, whole)
			}
			if i > 0 && pieces[i-1][len(pieces[i-1])-1] != p[0] {
				t.Fatalf("seed %d: a gap before piece %d", seed, i)
			}
		}
		if math.Abs(sum-whole) > 0.01 || pieces[0][0] != line[0] || pieces[len(pieces)-1][len(pieces[len(pieces)-1])-1] != line[len(line)-1] {
			t.Fatalf("seed %d: pieces of %.3f m, line of %.3f m", seed, sum, whole)
		}
	}
}

func TestJoined(t *testing.T) {
	m := geotest.Draw(t, `
		A---B---C---D
		    |
		    E---F`, 100)
	river := func(id, name, line string) atlas.River { return atlas.River{ID: id, Name: name, Line: m.Line(line)} }
	for _, tc := range []struct {
		name   string
		rivers []atlas.River
		want   map[string]string // id to line
	}{
		{"end to end, in any order", []atlas.River{river("2", "x", "BC"), river("1", "x", "AB"), river("3", "x", "CD")}, map[string]string{"1": "ABCD"}},
		{"other names end it", []atlas.River{river("1", "x", "AB"), river("2", "y", "BC")}, map[string]string{"1": "AB", "2": "BC"}},
		{"no name, no river", []atlas.River{river("1", "", "AB"), river("2", "", "BC")}, map[string]string{"1": "AB", "2": "BC"}},
		{"a fork ends it", []atlas.River{river("1", "x", "AB"), river("2", "x", "BC"), river("3", "x", "BE")}, map[string]string{"1": "AB", "2": "BC", "3": "BE"}},
		{"a confluence takes one", []atlas.River{river("1", "x", "AB"), river("2", "x", "EB"), river("3", "x", "BC")}, map[string]string{"1": "ABC", "2": "EB"}},
		{"in circles", []atlas.River{river("1", "x", "AB"), river("2", "x", "BEA")}, map[string]string{"1": "ABEA"}},
	} {
		got := joined(tc.rivers)
		if len(got) != len(tc.want) {
			t.Errorf("%s: %d rivers, want %d", tc.name, len(got), len(tc.want))
		}
		for _, r := range got {
			if !slices.Equal(r.Line, m.Line(tc.want[r.ID])) {
				t.Errorf("%s: %s runs %v, want %s", tc.name, r.ID, r.Line, tc.want[r.ID])
			}
		}
	}
}

// A river that leaves the territory for a short stretch is one; crumbs are dropped.
func TestBridged(t *testing.T) {
	m := geotest.Draw(t, "A-B-C-D------E-FG-----------H", 90)
	river := m.Line("ABCDEFGH")
	for _, tc := range []struct {
		name  string
		parts []string
		want  []string
	}{
		{"whole", []string{"ABCDEFGH"}, []string{"ABCDEFGH"}},
		{"a short gap", []string{"AB", "CD"}, []string{"ABCD"}},
		{"in disorder and backwards", []string{"DC", "AB"}, []string{"ABCD"}},
		{"a long gap", []string{"CD", "EF"}, []string{"CD", "EF"}},
		{"nothing", nil, nil},
	} {
		var parts orb.MultiLineString
		for _, p := range tc.parts {
			parts = append(parts, m.Line(p))
		}
		got := bridged(river, parts)
		if len(got) != len(tc.want) {
			t.Errorf("%s: %d lines, want %d", tc.name, len(got), len(tc.want))
			continue
		}
		for i, l := range got {
			want := m.Line(tc.want[i])
			if len(l) != len(want) || geodesy.Distance(l[0], want[0]) > 0.01 || geodesy.Distance(l[len(l)-1], want[len(want)-1]) > 0.01 {
				t.Errorf("%s: %v, want %s", tc.name, l, tc.want[i])
			}
		}
	}
	crumb := orb.LineString{m['G'], {m['G'][0] + 40/91288.0, m['G'][1]}}
	if got := bridged(river, orb.MultiLineString{crumb}); got != nil {
		t.Errorf("a crumb of 40 m was kept: %v", got)
	}
}

// Every spot that any place sees is seen by a chosen one, if every spot is worth a
// stop; and no choice sees nothing new.
func TestViewpointsSeeAll(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 0))
		at := func() orb.Point { return orb.Point{117 + 0.03*rng.Float64(), 35 + 0.03*rng.Float64()} }
		var places []road.Place
		var spots []orb.Point
		for range rng.IntN(30) {
			places = append(places, road.Place{Point: at()})
		}
		for range 1 + rng.IntN(60) {
			spots = append(spots, at())
		}
		seenBy := func(places []road.Place) (n int) {
			for _, s := range spots {
				if slices.ContainsFunc(places, func(p road.Place) bool { return geodesy.Distance(p.Point, s) <= 500 }) {
					n++
				}
			}
			return n
		}
		views, err := viewpoints(t.Context(), places, spots, 500, 1)
		if err != nil {
			t.Fatal(err)
		}
		var chosen []road.Place
		for _, v := range views {
			chosen = append(chosen, v.Place)
			if got := seenBy(chosen) - seenBy(chosen[:len(chosen)-1]); got != v.shows {
				t.Fatalf("seed %d: viewpoint %d shows %d spots, said %d", seed, len(chosen), got, v.shows)
			}
			for _, p := range places[:min(len(places), 8)] {
				if got := seenBy(append(chosen[:len(chosen)-1:len(chosen)-1], p)) - seenBy(chosen[:len(chosen)-1]); got > v.shows {
					t.Fatalf("seed %d: viewpoint %d shows %d spots, another would %d", seed, len(chosen), v.shows, got)
				}
			}
		}
		if got, want := seenBy(chosen), seenBy(places); got != want {
			t.Fatalf("seed %d: %d spots are seen, %d could be", seed, got, want)
		}
		for i := range chosen {
			if seenBy(chosen[:i+1]) == seenBy(chosen[:i]) {
				t.Fatalf("seed %d: viewpoint %d adds nothing", seed, i)
			}
		}
	}
}

// On crooked borders the spans follow each other, and their lengths by town are
// those of the coverage.
func TestSplitAgreesWithTheCoverage(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	post, ok := a.First(atlas.Post)
	if !ok {
		t.Fatal("no post in the demonstration region")
	}
	where, err := territoryOf(a, post.ID)
	if err != nil {
		t.Fatal(err)
	}
	b := newBorders(a, where)
	bound := a.Towns[0].Area.Bound()
	for _, town := range a.Towns {
		bound = bound.Union(town.Area.Bound())
	}
	var corners []orb.Point // lines through corners and along borders are the hard ones
	for _, town := range a.Towns {
		corners = append(corners, town.Area[0][0]...)
	}
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var line orb.LineString
		for range 2 + rng.IntN(4) {
			if rng.IntN(3) == 0 {
				line = append(line, corners[rng.IntN(len(corners))])
				continue
			}
			line = append(line, orb.Point{bound.Min[0] + rng.Float64()*(bound.Max[0]-bound.Min[0]), bound.Min[1] + rng.Float64()*(bound.Max[1]-bound.Min[1])})
		}
		if rng.IntN(3) == 0 { // a stretch of a border
			i := rng.IntN(len(corners) - 1)
			line = append(line, corners[i], corners[i+1])
		}
		parts, outside, err := a.Cover.Split(line)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := map[string]float64{"": outside}
		for _, p := range parts {
			want[p.Name] = p.Amount
		}
		got, whole := map[string]float64{}, 0.0
		spans := b.split(line)
		for i, s := range spans {
			l := geodesy.Length(s.line)
			got[s.town] += l
			whole += l
			if i > 0 && spans[i-1].line[len(spans[i-1].line)-1] != s.line[0] {
				t.Fatalf("seed %d: a gap before span %d", seed, i)
			}
			if i > 0 && spans[i-1].town == s.town && spans[i-1].powers == s.powers {
				t.Fatalf("seed %d: spans %d and %d are one", seed, i-1, i)
			}
			if (s.town == "") != (s.powers == None) {
				t.Fatalf("seed %d: %s in %q", seed, s.powers, s.town)
			}
		}
		if math.Abs(whole-geodesy.Length(line)) > 0.01 {
			t.Fatalf("seed %d: spans of %.3f m, line of %.3f m", seed, whole, geodesy.Length(line))
		}
		shared := 0.0 // what runs along a border: half to each there, all to one here
		for town, m := range got {
			shared += math.Abs(m - want[town])
		}
		if limit := 0.02; shared > limit && !alongBorder(line, corners) {
			t.Fatalf("seed %d: by town %v, want %v", seed, got, want)
		}
	}
}

// alongBorder tells whether two neighbouring points of a line are corners.
func alongBorder(line orb.LineString, corners []orb.Point) bool {
	for i := 1; i < len(line); i++ {
		if slices.Contains(corners, line[i-1]) && slices.Contains(corners, line[i]) {
			return true
		}
	}
	return false
}
