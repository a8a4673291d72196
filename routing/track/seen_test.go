package track_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/routing/track"
	"xunhu/routing/track/tracktest"
)

// gone is a record of going through marks at a pace.
func gone(m geotest.Map, marks string, paceMS, noiseM float64) track.Record {
	rng := rand.New(rand.NewPCG(uint64(len(marks)), 3))
	trip := tracktest.Trip{Line: m.Line(marks), PaceMS: paceMS, Varies: 0.1, VariesS: 60, StopEvery: 1e9, Begin: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)}
	return tracktest.Receiver{EveryS: 5, WanderM: noiseM, WanderS: 60, WhiteM: noiseM / 10, Decimals: 7}.Record(rng, "r", "Li", tracktest.Go(rng, trip))
}

func TestLookAtLines(t *testing.T) {
	m := geotest.Draw(t, `
		a-----------------------f
		A-----------------------B
		b-----------------------d
		|
		c-----------------------e`, 30)
	for _, tc := range []struct {
		name        string
		marks       string
		pace, noise float64
		met         bool
		left, right float64
	}{
		{"along the left bank", "af", 1.2, 3, true, 1, 0},
		{"along the right bank", "bd", 1.2, 3, true, 0, 1},
		{"out on the left, back on the right", "afdb", 1.2, 3, true, 1, 1},
		{"along the left bank with a poor receiver", "af", 1.2, 13, true, 1, 0},
		{"afloat", "AB", 3, 1, true, 1, 1},
		{"by car along the bank", "bd", 12, 3, false, 0, 0},
		{"on a road further off than one sees", "ce", 1.2, 3, false, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seen, err := track.Look(gone(m, tc.marks, tc.pace, tc.noise), []track.Need{{ID: "reach", Geometry: m.Line("AB"), SightM: 50, SlowMS: 5}})
			if err != nil {
				t.Fatal(err)
			}
			s := seen[0]
			if s.Met != tc.met || math.Abs(s.Left-tc.left) > 0.08 || math.Abs(s.Right-tc.right) > 0.08 {
				t.Errorf("met %v, left %.2f, right %.2f (share %.2f, nearest %.0f m, passed too fast %.0f m)", s.Met, s.Left, s.Right, s.Share, s.NearM, s.PassedTooFastM)
			}
			if tc.pace > 5 && s.PassedTooFastM < 0.9*geodesy.Length(m.Line("AB")) {
				t.Errorf("only %.0f m were passed too fast", s.PassedTooFastM)
			}
		})
	}
}

// Half of a reach is walked; the other half is missed, and said where.
func TestLookSaysWhatWasMissed(t *testing.T) {
	m := geotest.Draw(t, `
		a-----------c
		A-----------C-----------B`, 30)
	whole := m.Line("ACB")
	seen, err := track.Look(gone(m, "ac", 1.2, 2), []track.Need{{Geometry: whole, SightM: 40, SlowMS: 5}})
	if err != nil {
		t.Fatal(err)
	}
	missed, ok := seen[0].Missed.(orb.MultiLineString)
	if !ok || len(missed) != 1 {
		t.Fatalf("missed %v", seen[0].Missed)
	}
	if got, want := geodesy.Length(missed), geodesy.Length(whole)/2; math.Abs(got-want) > 45 {
		t.Errorf("missed %.0f m of %.0f", got, 2*want)
	}
	if _, d := geodesy.Nearest(missed, m['B']); d > 1 {
		t.Errorf("the missed part ends %.0f m before B", d)
	}
}

func TestLookAtPoints(t *testing.T) {
	m := geotest.Draw(t, `
		a-----------P-----------b
		c-----------------------d`, 60)
	for _, tc := range []struct {
		name string
		r    track.Record
		met  bool
		near float64
	}{
		{"stood there", stood(m, "aPb", 'P', 300), true, 0},
		{"walked by", gone(m, "ab", 1.2, 1), false, 0},
		{"a street off", gone(m, "cd", 1.2, 1), false, 60},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seen, err := track.Look(tc.r, []track.Need{{Geometry: m['P'], SightM: 50, StayS: 120}})
			if err != nil {
				t.Fatal(err)
			}
			if s := seen[0]; s.Met != tc.met || math.Abs(s.NearM-tc.near) > 8 {
				t.Errorf("met %v, nearest %.0f m, stayed %.0f s", s.Met, s.NearM, s.StayS)
			}
		})
	}
}

// stood is a record of going through marks, and standing at one.
func stood(m geotest.Map, marks string, at rune, forS int) track.Record {
	r := gone(m, marks, 1.2, 1)
	var out track.Record
	late := time.Duration(0)
	for i, f := range r.Fixes {
		f.Time = f.Time.Add(late)
		out.Fixes = append(out.Fixes, f)
		if late == 0 && geodesy.Distance(f.At, m[at]) < 6 {
			for s := 5; s <= forS; s += 5 {
				out.Fixes = append(out.Fixes, track.Fix{At: f.At, Time: r.Fixes[i].Time.Add(time.Duration(s) * time.Second)})
			}
			late = time.Duration(forS) * time.Second
		}
	}
	return out
}

// What is seen of an area agrees with looking from every place of the record at every
// spot of it.
func TestLookAtAreas(t *testing.T) {
	m := geotest.Draw(t, `
		Q-----------R
		|           |
		a-----------b
		|           |
		T-----------S`, 100)
	area := m.Polygon("QRST")
	r := gone(m, "ab", 1.2, 2)
	seen, err := track.Look(r, []track.Need{{Geometry: area, SightM: 120}})
	if err != nil {
		t.Fatal(err)
	}
	spots, near := 0, 0
	line := orb.LineString{}
	for _, f := range r.Fixes {
		line = append(line, f.At)
	}
	b := area.Bound()
	for x := 0.005; x < 1; x += 0.01 {
		for y := 0.005; y < 1; y += 0.01 {
			spots++
			if _, d := geodesy.Nearest(line, orb.Point{b.Min[0] + x*(b.Max[0]-b.Min[0]), b.Min[1] + y*(b.Max[1]-b.Min[1])}); d < 120 {
				near++
			}
		}
	}
	if got, want := seen[0].Share, float64(near)/float64(spots); math.Abs(got-want) > 0.01 || want < 0.3 || want > 0.9 {
		t.Errorf("seen %.3f, want %.3f", got, want)
	}
	if seen[0].Met || seen[0].Missed == nil {
		t.Errorf("met %v, missed %v", seen[0].Met, seen[0].Missed)
	}
}

// A clock that jumps back is said, and what it stamped is left out until it is right again.
func TestTimed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 4, 1, 9, minute, 0, 0, time.UTC) }
	r := track.Record{ID: "r", Person: "Li", Fixes: []track.Fix{{Time: at(0)}, {Time: at(5)}, {Time: at(2)}, {Time: at(4)}, {}, {Time: at(6)}, {Time: at(1)}}}
	timed, found := r.Timed()
	if len(timed.Fixes) != 3 || timed.End() != at(6) {
		t.Errorf("kept %v", timed.Fixes)
	}
	if len(found) != 3 || found[0].Code != "track.clock_back" || found[0].Args["n"] != 2 || found[0].Args["seconds"] != 180.0 ||
		found[1].Code != "track.clock_back" || found[1].Args["seconds"] != 300.0 || found[2].Code != "track.no_time" || found[2].Args["n"] != 1 {
		t.Errorf("found %v", found)
	}
}
