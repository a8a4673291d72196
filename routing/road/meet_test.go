package road_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/routing/road"
)

// What drawn lines join, and what they do not. Cells are a metre.
func TestMeet(t *testing.T) {
	for _, tc := range []struct {
		name, drawing, ways, routes string
	}{
		{"ends that miss by a metre", `
			A---------B C---------D`, "AB\nCD", "AD yes"},
		{"ends that miss by four", `
			A---------B    C------D`, "AB\nCD", "AD no"},
		{"an end beside a line", `
			A---------------------B

			          C
			          |
			          D`, "AB\nCD", "AD yes, DB yes"},
		{"an end that goes over a line", `
			          C
			A---------------------B
			          |
			          D`, "AB\nCD", "AD yes, DB yes"},
		{"a crossing", `
			          C
			          |
			          |
			          |
			A---------------------B
			          |
			          |
			          |
			          D`, "AB\nCD", "AD yes, CB yes"},
		{"under a bridge", `
			          C
			          |
			          |
			          |
			A---------------------B
			          |
			          |
			          |
			          D`, "AB bridge=yes\nCD", "AD no"},
		{"bridge=no is none", `
			          C
			          |
			          |
			          |
			A---------------------B
			          |
			          |
			          |
			          D`, "AB bridge=no\nCD", "AD yes"},
		{"over a tunnel", `
			          C
			          |
			          |
			          |
			A---------------------B
			          |
			          |
			          |
			          D`, "AB\nCD tunnel=yes", "AD no"},
		{"two layers", `
			          C
			          |
			          |
			          |
			A---------------------B
			          |
			          |
			          |
			          D`, "AB layer=2\nCD layer=1", "AD no"},
		{"a bridge goes on as a road", `
			A---------B C---------D`, "AB bridge=yes\nCD", "AD yes"},
		{"an end under a bridge", `
			A---------------------B

			          C
			          |
			          D`, "AB bridge=yes\nCD", "AD no"},
		{"a vertex on a line", `
			A---------E-----------B
			       C     D`, "AB\nCED", "AD yes"},
		{"a line that meets itself", `
			A---------------------B

			          C-----------D`, "ABDC", "AC yes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := draw(t, tc.drawing, 1)
			_, s := land{tc.drawing, tc.ways}.survey(t)
			for i, w := range s.Ways {
				s.Ways[i].Line = m.Line(w.ID) // at a metre a cell
			}
			met := road.Meet(s.Ways, 2.5)
			p, _ := road.ProfileNamed("foot")
			n, err := road.Build(met, p)
			if err != nil {
				t.Fatal(err)
			}
			for route := range strings.SplitSeq(tc.routes, ", ") {
				ends := []rune(route)
				a, errA := n.Snap(m[ends[0]], 3)
				b, errB := n.Snap(m[ends[1]], 3)
				_, err := n.Plain().Between(a, b)
				if errA != nil || errB != nil || (err == nil) != strings.HasSuffix(route, "yes") {
					t.Errorf("%s: %v, %v, %v; lines %v", route, errA, errB, err, met)
				}
			}
		})
	}
}

// On the ground, after Meet every two lines that cross share a vertex there; nothing is moved by more than
// the tolerance, and to meet again changes nothing.
func TestMeetLeavesNoCrossing(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var ways []road.Way
		for range 2 + rng.IntN(12) {
			var l orb.LineString
			for range 2 + rng.IntN(4) {
				l = append(l, orb.Point{117 + math.Round(rng.Float64()*1e4)/1e6, 35 + math.Round(rng.Float64()*1e4)/1e6})
			}
			ways = append(ways, road.Way{Class: "path", Line: l})
		}
		met := road.Meet(ways, 1)
		for i, w := range met {
			for _, o := range met[i+1:] {
				for a := 1; a < len(w.Line); a++ {
					for b := 1; b < len(o.Line); b++ {
						if cross(w.Line[a-1], w.Line[a], o.Line[b-1], o.Line[b]) {
							t.Fatalf("seed %d: %v and %v still cross", seed, w.Line[a-1:a+1], o.Line[b-1:b+1])
						}
					}
				}
			}
		}
		length := 0
		for _, w := range met {
			length += len(w.Line)
		}
		again := 0
		for _, w := range road.Meet(met, 0) {
			again += len(w.Line)
		}
		if again != length {
			t.Errorf("seed %d: %d vertices, and %d when they meet again", seed, length, again)
		}
	}
}

// cross tells whether two segments cross well within both: more than some centimetres from their ends.
func cross(a, b, c, d orb.Point) bool {
	side := func(p, q, r orb.Point) float64 {
		l := math.Hypot(q[0]-p[0], q[1]-p[1])
		return ((q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0])) / l
	}
	const apart = 5e-7
	s1, s2, s3, s4 := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	return min(s1, s2) < -apart && max(s1, s2) > apart && min(s3, s4) < -apart && max(s3, s4) > apart
}
