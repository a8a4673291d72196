package demo

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// reachable follows the ways from one end to all that can be reached, against
// their direction if back.
func reachable(roads []feature.Feature, start orb.Point, back, tracks bool) map[orb.Point]bool {
	next := map[orb.Point][]orb.Point{}
	for _, f := range roads {
		if f.Text("class") == "track" && !tracks {
			continue
		}
		l := f.Geometry.(orb.LineString)
		from, to := l[0], l[len(l)-1]
		if back {
			from, to = to, from
		}
		oneway, _ := f.Number("oneway")
		if oneway >= 0 {
			next[from] = append(next[from], to)
		}
		if oneway <= 0 {
			next[to] = append(next[to], from)
		}
	}
	seen := map[orb.Point]bool{start: true}
	for todo := []orb.Point{start}; len(todo) > 0; {
		p := todo[0]
		todo = todo[1:]
		for _, q := range next[p] {
			if !seen[q] {
				seen[q] = true
				todo = append(todo, q)
			}
		}
	}
	return seen
}

func TestRoadsAreOneNetwork(t *testing.T) {
	d := Dataset()
	roads := d.Collections[feature.Roads].Features
	if len(roads) < 150 || len(roads) > 300 {
		t.Errorf("%d ways", len(roads))
	}
	start := roads[0].Geometry.(orb.LineString)[0]
	oneways := 0
	for _, back := range []bool{false, true} {
		seen := reachable(roads, start, back, false) // cars that avoid tracks included
		for _, f := range roads {
			l := f.Geometry.(orb.LineString)
			if !seen[l[0]] || !seen[l[len(l)-1]] {
				t.Errorf("way %s (%s) cannot be reached, back=%v", f.ID, f.Text("class"), back)
			}
			if n, _ := f.Number("oneway"); n != 0 {
				oneways++
			}
		}
	}
	if oneways == 0 {
		t.Error("no way is one-way")
	}
	all := lines(d, feature.Roads, nil)
	for code, seat := range seats(t) {
		if _, m := geodesy.Nearest(all, seat); m > 300 {
			t.Errorf("the seat of %s is %.0f m from a road", code, m)
		}
	}
	for _, f := range d.Collections[feature.Units].Features {
		if p, ok := f.Geometry.(orb.Point); ok {
			if _, m := geodesy.Nearest(all, p); m > 300 {
				t.Errorf("unit %s is %.0f m from a road", f.ID, m)
			}
		}
	}
}

// Ways cross without a junction only where the motorway passes over.
func TestWaysMeetAtJunctions(t *testing.T) {
	var ground []orb.LineString
	for _, f := range Dataset().Collections[feature.Roads].Features {
		if class := f.Text("class"); class != "motorway" && class != "motorway_link" {
			ground = append(ground, f.Geometry.(orb.LineString))
		}
	}
	for i, l := range ground {
		for _, m := range ground[i+1:] {
			if !l.Bound().Intersects(m.Bound()) {
				continue
			}
			for a := 1; a < len(l); a++ {
				for b := 1; b < len(m); b++ {
					if predicate.SegmentsMeet(l[a-1], l[a], m[b-1], m[b]) && !joined(l, m) {
						t.Errorf("ways meet without a junction near %v", l[a])
					}
				}
			}
		}
	}
}

func joined(l, m orb.LineString) bool {
	return slices.Contains([]orb.Point{m[0], m[len(m)-1]}, l[0]) || slices.Contains([]orb.Point{m[0], m[len(m)-1]}, l[len(l)-1])
}

func TestRiversFlowTogether(t *testing.T) {
	d := Dataset()
	towns := cover(t, d.Collections[feature.Towns].Features)
	basins := cover(t, d.Collections[feature.Basins].Features)
	starts := map[orb.Point]int{}
	var rivers []feature.Feature
	for _, f := range d.Collections[feature.Rivers].Features {
		if !f.Flag("directed") {
			t.Errorf("%s: no direction", f.ID)
		}
		starts[f.Geometry.(orb.LineString)[0]]++
		rivers = append(rivers, f)
	}
	for _, f := range rivers {
		l := f.Geometry.(orb.LineString)
		end := l[len(l)-1]
		if _, in := towns.Locate(end); in && starts[end] == 0 && f.ID != "jisuo-ditch-1" {
			t.Errorf("%s ends at %v, in the city and in no river", f.ID, end)
		}
		if parts, _, err := basins.Split(l); err != nil {
			t.Error(err)
		} else if len(parts) > 0 && (parts[0].Name != f.Text("basin") || parts[0].Fraction < 0.97) {
			t.Errorf("%s lies in %s by %.0f %%, not in %s", f.ID, parts[0].Name, 100*parts[0].Fraction, f.Text("basin"))
		}
	}
	course := func(want ...string) {
		t.Helper()
		for i := 1; i < len(want); i++ {
			a, b := river(t, rivers, want[i-1]), river(t, rivers, want[i])
			if a[len(a)-1] != b[0] {
				t.Errorf("%s does not flow into %s", want[i-1], want[i])
			}
		}
	}
	course("chenghe-3", "chengguohe-1") // 城河 and 漷河 meet at 北满庄 in 西岗镇
	course("guohe-2", "chengguohe-1")
	course("jiehe-1", "jiehe-2", "jiehe-3", "jiehe-4")
	course("xiaowei-1", "xinxuehe-3")
	meeting := river(t, rivers, "chengguohe-1")[0]
	if town, _ := towns.Locate(meeting); town != "370481106" {
		t.Errorf("城河 and 漷河 meet in %s", town)
	}
}

func river(t *testing.T, rivers []feature.Feature, id string) orb.LineString {
	t.Helper()
	for _, f := range rivers {
		if f.ID == id {
			return f.Geometry.(orb.LineString)
		}
	}
	t.Fatalf("no river %s", id)
	return nil
}

// flow gives the names of the towns passed within m metres of flow from the place
// on the river nearest to p, and whether the water leaves (or, upstream, comes
// from outside) the city on the way.
func flow(t *testing.T, p orb.Point, m float64, up bool) (towns []string, out bool) {
	t.Helper()
	d := Dataset()
	c := cover(t, d.Collections[feature.Towns].Features)
	rivers := lines(d, feature.Rivers, nil)
	nearest, best := -1, math.Inf(1)
	for i, l := range rivers {
		if _, gap := geodesy.Nearest(l, p); gap < best {
			nearest, best = i, gap
		}
	}
	if best > 100 {
		return nil, false // no river here
	}
	if up {
		for _, l := range rivers {
			l.Reverse()
		}
	}
	seen := map[string]bool{}
	var walk func(l orb.LineString, from, left float64)
	walk = func(l orb.LineString, from, left float64) {
		whole := geodesy.Length(l)
		for s := from; s < min(whole, from+left); s += 20 {
			name, in := c.Locate(geodesy.Along(l, s))
			if !in {
				out = true
				return // beyond the border nobody here is told
			}
			seen[name] = true
		}
		if left -= whole - from; left <= 0 {
			return
		}
		for _, next := range rivers {
			if next[0] == l[len(l)-1] {
				walk(next, 0, left)
			}
		}
	}
	walk(rivers[nearest], measure(rivers[nearest], p), m)
	for name := range seen {
		towns = append(towns, name)
	}
	slices.Sort(towns)
	return towns, out
}

// measure is the distance along l to the vertex nearest to p.
func measure(l orb.LineString, p orb.Point) float64 {
	best, at := math.Inf(1), 0
	for i, v := range l {
		if m := geodesy.Distance(v, p); m < best {
			best, at = m, i
		}
	}
	return geodesy.Length(l[:at+1])
}
