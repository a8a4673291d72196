package track

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// A Record is what one device recorded.
type Record struct {
	ID     string // of the record
	Person string // who carried the device; "" if nobody says
	Fixes  []Fix
}

// Timed gives a record with the fixes whose moments rise, and a finding for each
// place where a clock jumped back and for fixes without a moment. The first fix
// behind a jump back is kept as soon as it is later than all before.
func (r Record) Timed() (Record, []*finding.Finding) {
	out := Record{ID: r.ID, Person: r.Person, Fixes: make([]Fix, 0, len(r.Fixes))}
	var found []*finding.Finding
	without, jump := 0, (*finding.Finding)(nil)
	for _, f := range r.Fixes {
		if f.Time.IsZero() {
			without++
			continue
		}
		if n := len(out.Fixes); n > 0 && !f.Time.After(out.Fixes[n-1].Time) {
			if back := out.Fixes[n-1].Time.Sub(f.Time); back > 0 && jump == nil {
				jump = finding.New("track.clock_back", r.ID, "person", r.Person, "at", out.Fixes[n-1].Time, "seconds", back.Seconds(), "n", 0)
				found = append(found, jump)
			}
			if jump != nil {
				jump.Args["n"] = jump.Args["n"].(int) + 1
			}
			continue
		}
		jump = nil
		out.Fixes = append(out.Fixes, f)
	}
	if without > 0 {
		found = append(found, finding.New("track.no_time", r.ID, "person", r.Person, "n", without, "of", len(r.Fixes)))
	}
	return out, found
}

// Begin is the moment of the first fix, End that of the last; zero without any.
func (r Record) Begin() time.Time {
	if len(r.Fixes) == 0 {
		return time.Time{}
	}
	return r.Fixes[0].Time
}

// End is the moment of the last fix; zero without any.
func (r Record) End() time.Time {
	if len(r.Fixes) == 0 {
		return time.Time{}
	}
	return r.Fixes[len(r.Fixes)-1].Time
}

// A laid record lies in a plane around its first fix: metres east and north, and
// seconds from its beginning.
type laid struct{ x, y, t []float64 }

func (r Record) laid(origin Fix) laid {
	l := laid{make([]float64, len(r.Fixes)), make([]float64, len(r.Fixes)), make([]float64, len(r.Fixes))}
	east, north := geodesy.Degree(origin.At[1])
	for i, f := range r.Fixes {
		l.x[i], l.y[i] = (f.At[0]-origin.At[0])*east, (f.At[1]-origin.At[1])*north
		l.t[i] = f.Time.Sub(origin.Time).Seconds()
	}
	return l
}

// step is how far fix j lies from fix i, in metres.
func (l laid) step(i, j int) float64 { return math.Hypot(l.x[j]-l.x[i], l.y[j]-l.y[i]) }

// at is where the record was at a second, between its fixes in proportion; ok is
// false outside it and in gaps of over maxGapS.
func (l laid) at(s float64) (x, y float64, ok bool) {
	i := sort.SearchFloat64s(l.t, s)
	switch {
	case i == len(l.t):
		return 0, 0, false
	case l.t[i] == s:
		return l.x[i], l.y[i], true
	case i == 0 || l.t[i]-l.t[i-1] > maxGapS:
		return 0, 0, false
	}
	f := (s - l.t[i-1]) / (l.t[i] - l.t[i-1])
	return l.x[i-1] + f*(l.x[i]-l.x[i-1]), l.y[i-1] + f*(l.y[i]-l.y[i-1]), true
}

// maxGapS is the longest time between two fixes that counts as one movement.
const maxGapS = 120

func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// line of the fixes.
func (r Record) line() orb.LineString {
	l := make(orb.LineString, len(r.Fixes))
	for i, f := range r.Fixes {
		l[i] = f.At
	}
	return l
}
