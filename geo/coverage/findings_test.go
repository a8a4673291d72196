package coverage_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
)

func TestFindings(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B---------C
		|       e-|-f       |
		|       | | |       |
		|       h-|-g       |
		D----7----E----8----F
		|                   |
		G---------H---------I`, 100)
	moved := func(p orb.Point, eastM float64) orb.Point { return orb.Point{p[0] + eastM/91288, p[1]} }
	west, east := m.Polygon("ABED"), m.Polygon("BCFE")
	south := m.Polygon("DFIG")
	// The borders of west and east part at B by some metres, and come together at E.
	apart := func(by float64) orb.Polygon {
		p := orb.Clone(east).(orb.Polygon)
		p[0][0], p[0][4] = moved(p[0][0], by), moved(p[0][4], by)
		return p
	}
	for _, tc := range []struct {
		name  string
		cells []orb.Geometry // a, b, c …
		want  string         // code cells size, rounded
	}{
		{"all fits", []orb.Geometry{west, east, south}, ""},
		{"a T-junction fits", []orb.Geometry{m.Polygon("ACFD"), m.Polygon("DEHG"), m.Polygon("EFIH")}, ""},
		{"far apart", []orb.Geometry{m.Polygon("A7D"), m.Polygon("C8F")}, ""},
		{"overlap", []orb.Geometry{west, m.Polygon("7CFE")}, "overlap a b 34000"},
		{"twice the same", []orb.Geometry{west, west}, "doubled a b 400000"},
		{"one within another", []orb.Geometry{m.Polygon("ACIG"), m.Polygon("efgh")}, "over b:a 80000"},
		{"one within another's hole", []orb.Geometry{m.Polygon("ACIG", "efgh"), m.Polygon("efgh")}, ""},
		{"a hole that nobody has", []orb.Geometry{m.Polygon("ACIG", "efgh")}, "gap a 80000"},
		{"a hole between two", []orb.Geometry{m.Polygon("ABehED"), m.Polygon("BCFEgf"), south, m.Polygon("Bfe")},
			"gap a,b,d 100000"},
		{"near miss, gap open to the north", []orb.Geometry{west, apart(0.6), south}, "near_miss a b 0.6"},
		{"a thin overlap", []orb.Geometry{west, apart(-0.6), south}, "overlap a b 120"},
		{"too wide for a near miss", []orb.Geometry{west, apart(30), south}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var cells []coverage.Cell
			for i, g := range tc.cells {
				cells = append(cells, coverage.Cell{Name: string(rune('a' + i)), Area: g})
			}
			c, err := coverage.New(cells...)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range c.Findings() {
				who := fmt.Sprint(f.Args["a"], " ", f.Args["b"])
				if names, ok := f.Args["cells"].([]string); ok {
					who = strings.Join(names, ",")
				}
				if name, ok := f.Args["name"].(string); ok {
					who = name + ":" + who
				}
				size, _ := f.Args["area_m2"].(float64)
				text := fmt.Sprint(math.Round(size/20) * 20)
				if size >= 1000 {
					text = fmt.Sprintf("%.0f", math.Round(size/2000)*2000)
				}
				if m, ok := f.Args["distance_m"].(float64); ok {
					text = fmt.Sprintf("%.1f", m)
				}
				got = append(got, strings.Join([]string{strings.TrimPrefix(f.Code, "coverage."), who, text}, " "))
				if f.At == nil {
					t.Errorf("%v has no place", f)
				} else if f.Code == "coverage.overlap" && len(c.Touching(*f.At)) < 2 {
					t.Errorf("%v at %v: not two cells are there", f, *f.At)
				} else if _, ok := c.Locate(*f.At); ok && f.Code == "coverage.gap" {
					t.Errorf("%v at %v: a cell is there", f, *f.At)
				}
			}
			if text := strings.Join(got, ", "); text != tc.want {
				t.Errorf("findings %q, want %q", text, tc.want)
			}
		})
	}
}

// The outer border does not follow a crack that is narrower than Tolerance, but
// does follow the rim of a true hole.
func TestOuterBorderOfWhatDoesNotFit(t *testing.T) {
	m := geotest.Draw(t, `
		A---------B---------C
		|         |         |
		|         1         |
		|    e-f  |         |
		|    h-g  |         |
		|         |         |
		|         2         |
		D---------E---------F`, 1000)
	east := m.Polygon("BCFE")
	for i, p := range east[0] {
		if p == m['B'] || p == m['E'] {
			east[0][i][0] += 0.5 / 91288
		}
	}
	for _, tc := range []struct {
		name string
		west orb.Geometry
		at   rune
		want float64
	}{
		{"over the crack", m.Polygon("ABED"), '1', 2000},
		{"at a hole's rim", m.Polygon("ABED", "efgh"), 'g', 0},
	} {
		c, err := coverage.New(coverage.Cell{Name: "a", Area: tc.west}, coverage.Cell{Name: "b", Area: east})
		if err != nil {
			t.Fatal(err)
		}
		if r := c.OuterBorder(geodesy.Prepare(m[tc.at])); math.Abs(r.DistanceM-tc.want) > 0.002*tc.want {
			t.Errorf("%s: %v, want %v m", tc.name, r, tc.want)
		}
	}
}

// Findings come in the same order each time.
func TestFindingsRepeat(t *testing.T) {
	m := geotest.Draw(t, `
		A---B---C
		|   |   |
		D---E---F
		|   |   |
		G---H---I`, 100)
	var cells []coverage.Cell
	for i, ring := range []string{"ACFD", "ABHG", "BCIH", "DFIG"} {
		cells = append(cells, coverage.Cell{Name: string(rune('a' + i)), Area: m.Polygon(ring)})
	}
	var first []string
	for range 5 {
		c, err := coverage.New(cells...)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, f := range c.Findings() {
			all = append(all, f.Error())
		}
		if first == nil {
			first = all
		}
		if !slices.Equal(all, first) || len(all) != 4 {
			t.Fatalf("findings %v, before %v", all, first)
		}
		slices.Reverse(cells)
	}
}
