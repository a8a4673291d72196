package coverage_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
)

// Touching names every cell at a place; Locate picks exactly one of them.
func TestTouching(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B-----C
		|  1  2  3  |   4
		D-----E-----F`, 100)
	towns, err := coverage.New(
		coverage.Cell{Name: "west", Area: m.Polygon("ABED")},
		coverage.Cell{Name: "east", Area: m.Polygon("BCFE")},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		at   rune
		want []string
	}{
		{"inside one town", '1', []string{"west"}},
		{"on the shared border", '2', []string{"east", "west"}},
		{"on a corner of both", 'B', []string{"east", "west"}},
		{"outside all", '4', nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := towns.Touching(m[tc.at]); !slices.Equal(got, tc.want) {
				t.Errorf("Touching(%c) = %v, want %v", tc.at, got, tc.want)
			}
			name, ok := towns.Locate(m[tc.at])
			if ok != (len(tc.want) > 0) || ok && name != tc.want[0] {
				t.Errorf("Locate(%c) = %q, %v, want the first of %v", tc.at, name, ok, tc.want)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	m := geotest.Draw(t, `
		A---B
		|   |
		D---E`, 100)
	good, bow := m.Polygon("ABED"), m.Polygon("ABDE")
	_, err := coverage.New(
		coverage.Cell{Name: "good", Area: good},
		coverage.Cell{Name: "", Area: good},
		coverage.Cell{Name: "good", Area: good},
		coverage.Cell{Name: "bow", Area: bow},
		coverage.Cell{Name: "none"},
		coverage.Cell{Name: "line", Area: m.Line("AB")},
		coverage.Cell{Name: "empty", Area: orb.MultiPolygon{}},
	)
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("error %v, want many", err)
	}
	var got []string
	for _, e := range many.Unwrap() {
		var f *finding.Finding
		if !errors.As(e, &f) {
			t.Fatalf("%v is no finding", e)
		}
		got = append(got, f.Code)
	}
	want := []string{"coverage.no_name", "coverage.name_twice", "coverage.not_valid", "coverage.no_area", "coverage.no_area", "coverage.no_area"}
	if !slices.Equal(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
}

func TestWithoutCells(t *testing.T) {
	c, err := coverage.New()
	if err != nil {
		t.Fatal(err)
	}
	p := orb.Point{117, 35}
	if _, ok := c.Locate(p); ok || c.Touching(p) != nil || c.Names() != nil && len(c.Names()) > 0 || c.Findings() != nil {
		t.Error("something lies in nothing")
	}
	if r := c.OuterBorder(geodesy.Prepare(p)); !math.IsInf(r.DistanceM, 1) {
		t.Errorf("OuterBorder = %v", r)
	}
	if parts, outside, err := c.Split(orb.LineString{p, {117.1, 35}}); parts != nil || outside < 9000 || err != nil {
		t.Errorf("Split = %v, %v, %v", parts, outside, err)
	}
}

// fields is three towns: east and west share BE, south lies below both and has no
// vertex at E (a T-junction).
func fields(t *testing.T) (geotest.Map, *coverage.Coverage) {
	m := geotest.Draw(t, `
		A---------B---------C     y
		|  1      2     3   |
		|         |         |  4
		|     5   |    6    |
		D----7----E----8----F
		|                   |
		|    9         0    |  z
		G-------------------H`, 100)
	c, err := coverage.New(
		coverage.Cell{Name: "west", Area: m.Polygon("ABED")},
		coverage.Cell{Name: "east", Area: m.Polygon("BCFE")},
		coverage.Cell{Name: "south", Area: m.Polygon("DFHG")},
	)
	if err != nil {
		t.Fatal(err)
	}
	return m, c
}

func TestSplit(t *testing.T) {
	m, c := fields(t)
	for _, tc := range []struct {
		name    string
		g       orb.Geometry
		want    string // name:amount, by falling amount
		outside float64
	}{
		{"line in one town", m.Line("15"), "west:", 0},
		{"line across a border", m.Line("13"), "west:700 east:600", 0},
		{"line to the outside", m.Line("23y"), "east:", -1},
		{"line outside", m.Line("yz"), "", -1},
		{"line along a shared border", m.Line("BE"), "east:200 west:200", 0},
		{"line along two borders with a T-junction", m.Line("DF"), "south:1000 east:500 west:500", 0},
		{"line along part of a border", m.Line("78"), "south:500 east:250 west:250", 0},
		{"line along the outer border", m.Line("AC"), "east:1000 west:1000", 0},
		{"lines", orb.MultiLineString{m.Line("13"), m.Line("90")}, "south:1000 west:700 east:600", 0},
		{"area in one town", m.Polygon("A17"), "west:", 0},
		{"a whole town", m.Polygon("ABED"), "west:400000", 0},
		{"all towns", m.Polygon("ACHG"), "south:600000 east:400000 west:400000", 0},
		{"area across a corner", m.Polygon("7809"), "", -1},
		{"a box", m.Polygon("ABED").Bound(), "west:400000", 0},
		{"area outside", m.Polygon("4yz"), "", -1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			checkSplit(t, tc.name, c, tc.g)
			parts, outside, err := c.Split(tc.g)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range parts {
				got = append(got, fmt.Sprintf("%s:%.0f", s.Name, 10*math.Round(s.Amount/10)))
			}
			for i, w := range strings.Fields(tc.want) {
				if name, amount, _ := strings.Cut(w, ":"); amount == "" && i < len(parts) && parts[i].Name == name {
					got[i] = w // the amount is not asked for
				}
			}
			// The drawing is to scale within a thousandth.
			if text := strings.Join(got, " "); tc.want != "" && !sameShares(text, tc.want) {
				t.Errorf("shares %s, want %s", text, tc.want)
			}
			if tc.outside >= 0 && outside != tc.outside || tc.outside < 0 && tc.want == "" && len(parts) == 0 && outside == 0 {
				t.Errorf("outside %v, want %v", outside, tc.outside)
			}
		})
	}
	for _, g := range []orb.Geometry{m['1'], nil, m.Line("AA"), m.Polygon("ABDE"), orb.Collection{m.Line("AB")}} {
		if _, _, err := c.Split(g); err == nil {
			t.Errorf("Split(%v) passed", g)
		}
	}
}

// sameShares compares lists of name:amount, amounts within two thousandths.
func sameShares(got, want string) bool {
	g, w := strings.Fields(got), strings.Fields(want)
	return slices.EqualFunc(g, w, func(a, b string) bool {
		na, xa, _ := strings.Cut(a, ":")
		nb, xb, _ := strings.Cut(b, ":")
		fa, _ := strconv.ParseFloat(xa, 64)
		fb, _ := strconv.ParseFloat(xb, 64)
		return na == nb && math.Abs(fa-fb) <= 0.002*fb
	})
}

func TestReach(t *testing.T) {
	m, c := fields(t)
	names := func(rs []coverage.Reach) string {
		var all []string
		for _, r := range rs {
			all = append(all, fmt.Sprintf("%s:%.0f", r.Name, r.DistanceM))
		}
		return strings.Join(all, " ")
	}
	for _, tc := range []struct {
		name string
		g    orb.Geometry
		m    float64
		want string
	}{
		{"inside, alone", m['1'], 200, "west:0"},
		{"inside, others near", m['6'], 505, "east:0 south:100 west:500"},
		{"on a border", m['2'], 0, "east:0 west:0"},
		{"at a T-junction", m['E'], 0, "east:0 south:0 west:0"},
		{"outside", m['4'], 400, "east:300 south:361"},
		{"far outside", m['y'], 500, ""},
		{"a line", m.Line("57"), 0, "south:0 west:0"},
		{"nothing", nil, 500, ""},
	} {
		if got := names(c.Within(geodesy.Prepare(tc.g), tc.m)); !sameShares(got, tc.want) {
			t.Errorf("%s: Within = %s, want %s", tc.name, got, tc.want)
		}
	}
	for _, tc := range []struct {
		town string
		g    orb.Geometry
		want float64
	}{
		{"west", m['5'], 100}, {"west", m['2'], 0}, {"west", m['4'], 1300}, {"west", m.Line("13"), 0}, {"nowhere", m['1'], math.Inf(1)},
	} {
		if r := c.Border(tc.town, geodesy.Prepare(tc.g)); math.Abs(r.DistanceM-tc.want) > 0.002*tc.want || r.Name != tc.town {
			t.Errorf("Border(%s, %v) = %v, want %v", tc.town, tc.g, r, tc.want)
		}
	}
	for _, tc := range []struct {
		at   rune
		want string
	}{
		{'1', "west:100"}, {'2', "east:100"}, {'E', "south:300"}, {'7', "south:300"}, {'4', "east:300"}, {'H', "south:0"}, {'B', "east:0"}, {'F', "east:0"},
	} {
		if got := names([]coverage.Reach{c.OuterBorder(geodesy.Prepare(m[tc.at]))}); !sameShares(got, tc.want) {
			t.Errorf("OuterBorder(geodesy.Prepare(%c)) = %s, want %s", tc.at, got, tc.want)
		}
	}
}

func TestExactNames(t *testing.T) {
	_, c := fields(t)
	if got := c.Names(); !slices.Equal(got, []string{"east", "south", "west"}) {
		t.Errorf("Names = %v", got)
	}
}
