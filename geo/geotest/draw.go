package geotest

import (
	"strings"
	"testing"
	"unicode"

	"github.com/paulmach/orb"
)

// The north-west corner of every drawing, and the metres of a degree there (WGS
// 84 at 35° north, rounded: drawings are to scale within 0.1 % over 10 km).
const (
	west, north             = 117.0, 35.0
	metresEast, metresNorth = 91288.0, 110941.0
)

// A Map holds the marked places of a drawing (lon, lat).
type Map map[rune]orb.Point

// Draw reads a drawing: every letter and digit marks a place, all other
// characters are for the eye. One column and one row are cellM metres each; up
// is north. Places in one column have the same longitude to the last bit, those
// in one row the same latitude. The first line may be empty; indentation that
// all lines share is cut. A mark that stands twice fails the test.
func Draw(t testing.TB, drawing string, cellM float64) Map {
	t.Helper()
	lines := strings.Split(strings.ReplaceAll(drawing, "\t", "    "), "\n")
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	indent := -1
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if n := len(l) - len(strings.TrimLeft(l, " ")); indent < 0 || n < indent {
			indent = n
		}
	}
	m := Map{}
	for row, l := range lines {
		for i, mark := range []rune(l) {
			if !unicode.IsLetter(mark) && !unicode.IsDigit(mark) {
				continue
			}
			if _, twice := m[mark]; twice {
				t.Fatalf("geotest: %q stands twice in the drawing", mark)
			}
			m[mark] = orb.Point{
				west + float64(i-indent)*cellM/metresEast,
				north - float64(row)*cellM/metresNorth,
			}
		}
	}
	return m
}

// Points gives the places of the marks, in their order. A mark that is not in
// the drawing panics.
func (m Map) Points(marks string) []orb.Point {
	var ps []orb.Point
	for _, mark := range marks {
		p, ok := m[mark]
		if !ok {
			panic("geotest: the drawing has no " + string(mark))
		}
		ps = append(ps, p)
	}
	return ps
}

// Line gives the line through the marks.
func (m Map) Line(marks string) orb.LineString { return m.Points(marks) }

// Ring gives the closed ring through the marks.
func (m Map) Ring(marks string) orb.Ring {
	r := orb.Ring(m.Points(marks))
	return append(r, r[0])
}

// Polygon gives the area within the marks of shell, without those of holes.
func (m Map) Polygon(shell string, holes ...string) orb.Polygon {
	g := orb.Polygon{m.Ring(shell)}
	for _, h := range holes {
		g = append(g, m.Ring(h))
	}
	return g
}
