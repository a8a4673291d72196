package intake

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
)

// A county beside the region does not make the towns coarser, and a town that
// bears the file's name is the region even where it is small.
func TestDivide(t *testing.T) {
	areas := append(append(strips(6, 2, 1), strips(8, 6, 0.5)...), strips(9, 24, 0.25)...)
	areas[0].Tags["name"], areas[2].Tags["name:en"] = "West", "Corner"
	for called, want := range map[string]int{"": 8, "corner": 9, "nobody": 8} {
		d := divide(areas, called)
		l, _, err := d.choose(0)
		if err != nil || d.parent == nil || l.number != want {
			t.Errorf("called %q: parent %v, level %d, %v", called, d.parent, l.number, err)
		}
	}
}

// strips makes n areas of a level that cover the first part of a square degree.
func strips(level, n int, part float64) (areas []osmpbf.Area) {
	for i := range n {
		w, e := 10+part*float64(i)/float64(n), 10+part*float64(i+1)/float64(n)
		areas = append(areas, osmpbf.Area{ID: fmt.Sprint(level, "-", i),
			Tags:  osmpbf.Tags{"boundary": "administrative", "admin_level": strconv.Itoa(level), "name": "a"},
			Shape: orb.MultiPolygon{{{{w, 50}, {e, 50}, {e, 51}, {w, 51}, {w, 50}}}}})
	}
	return areas
}

func TestChoose(t *testing.T) {
	join := func(all ...[]osmpbf.Area) (out []osmpbf.Area) {
		for _, a := range all {
			out = append(out, a...)
		}
		return out
	}
	for _, tc := range []struct {
		name  string
		areas []osmpbf.Area
		asked int
		level int
		fault string
	}{
		{"the finest that tiles", join(strips(4, 1, 1), strips(6, 2, 1), strips(8, 11, 1)), 0, 8, ""},
		{"cities cover a part only", join(strips(4, 1, 1), strips(6, 3, 1), strips(8, 66, 0.1)), 0, 6, ""},
		{"nearly all is enough", join(strips(4, 1, 1), strips(8, 5, 0.95)), 0, 8, ""},
		{"one area is no tiling if two can be had", join(strips(6, 3, 1), strips(9, 1, 0.99)), 0, 6, ""},
		{"one area is better than none", strips(4, 1, 1), 0, 4, ""},
		{"as asked", join(strips(4, 1, 1), strips(8, 3, 0.1)), 8, 8, ""},
		{"asked for what is not there", strips(4, 1, 1), 7, 0, "intake.osm_no_such_level"},
		{"no boundaries", nil, 0, 0, "intake.osm_no_boundaries"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, note, err := divide(tc.areas, "").choose(tc.asked)
			var f *finding.Finding
			errors.As(err, &f)
			switch {
			case tc.fault != "":
				if f == nil || f.Code != tc.fault {
					t.Errorf("error %v, want %s", err, tc.fault)
				}
			case err != nil || got.number != tc.level || note == nil:
				t.Errorf("level %d, note %v, error %v; want level %d", got.number, note, err, tc.level)
			}
		})
	}
}
