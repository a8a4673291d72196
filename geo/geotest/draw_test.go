package geotest_test

import (
	"fmt"
	"math"
	"testing"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
)

// Columns and rows are exact, and distances to scale.
func TestDraw(t *testing.T) {
	m := geotest.Draw(t, `
		A----B
		|    |
		C----湖`, 100)
	if len(m) != 4 {
		t.Fatalf("%d places, want 4", len(m))
	}
	if m['A'][0] != m['C'][0] || m['A'][1] != m['B'][1] || m['B'][0] != m['湖'][0] || m['C'][1] >= m['A'][1] {
		t.Errorf("not on a grid: %v", m)
	}
	if got := geodesy.Distance(m['A'], m['B']); math.Abs(got-500) > 0.5 {
		t.Errorf("five columns are %v m, want 500", got)
	}
	if got := geodesy.Distance(m['A'], m['C']); math.Abs(got-200) > 0.2 {
		t.Errorf("two rows are %v m, want 200", got)
	}
	if g := m.Polygon("AB湖C"); len(g) != 1 || len(g[0]) != 5 || g[0][0] != g[0][4] {
		t.Errorf("Polygon = %v", g)
	}
}

// spy notes that a test would have failed.
type spy struct {
	testing.TB
	failed bool
}

func (s *spy) Helper()               {}
func (s *spy) Fatalf(string, ...any) { s.failed = true }

func TestDrawRefusesDoubles(t *testing.T) {
	s := &spy{TB: t}
	if geotest.Draw(s, "A--A", 100); !s.failed {
		t.Error("a mark that stands twice passed")
	}
}

func TestMissingMark(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a mark that is not in the drawing passed")
		}
	}()
	geotest.Draw(t, "A--B", 100).Line("AC")
}

func ExampleDraw() {
	m := geotest.Draw(nopTB{}, `
		A---B
		|   |
		C---D`, 1000)
	fmt.Printf("%.1f ha\n", geodesy.Area(m.Polygon("ABDC"))/1e4)
	// Output: 800.1 ha
}

type nopTB struct{ testing.TB }

func (nopTB) Helper() {}
