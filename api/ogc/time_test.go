package ogc

import (
	"math/rand/v2"
	"testing"
	"time"

	"xunhu/api/filter"
	"xunhu/geo/feature"
)

// The filter for an interval keeps what has an instant in common with it, asked of each
// feature by its time.
func TestDuringAgreesWithIntervals(t *testing.T) {
	kinds := []feature.Kind{feature.Incidents, feature.Towns, feature.Closures, feature.Rivers}
	kept, dropped := 0, 0
	for seed := range uint64(20000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		s, _ := feature.SchemaOf(kinds[rng.IntN(len(kinds))])
		f := feature.Feature{Props: map[string]any{}}
		at := func() time.Time { return time.Date(2026, 11, 1+rng.IntN(3), 12*rng.IntN(2), 0, 0, 0, time.UTC) }
		for _, field := range s.Fields {
			switch {
			case rng.IntN(3) == 0:
			case field.Type == feature.Time:
				f.Props[field.Name] = at().In(time.FixedZone("", 8*3600)).Format(time.RFC3339)
			case field.Type == feature.Date:
				f.Props[field.Name] = at().Format(time.DateOnly)
			}
		}
		var q interval
		if rng.IntN(3) > 0 {
			q.from = at()
		}
		if rng.IntN(3) > 0 || q.from.IsZero() {
			q.until, q.before = at(), rng.IntN(2) == 0
		}
		e, asked := during(s, q)
		if !asked {
			t.Fatalf("seed %d: %s is not asked", seed, s.Kind)
		}
		want := true
		if date := datingOf(s); date != nil {
			if i, dated := date(f); dated {
				want = i.meets(q)
			}
		}
		if got := filter.Passes(e, f); got != want {
			t.Fatalf("seed %d: %s %v in %v: %t, want %t", seed, s.Kind, f.Props, q, got, want)
		}
		if want {
			kept++
		} else {
			dropped++
		}
	}
	if kept < 3000 || dropped < 3000 {
		t.Errorf("%d kept, %d dropped", kept, dropped)
	}
}

// A dating gives the time of a feature; ok is false if it has none.
type dating func(feature.Feature) (i interval, ok bool)

// datingOf finds how the features of a kind are dated, or nil if they are not.
func datingOf(s feature.Schema) dating {
	has := func(name string) bool { _, ok := s.Field(name); return ok }
	switch {
	case has("occurred_at"):
		return func(f feature.Feature) (interval, bool) { return moment(f.Text("occurred_at")) }
	case has("valid_from") && has("valid_to"):
		return validity
	case s.Kind == feature.Closures:
		return inForce
	}
	return nil
}

// validity is from valid_from to valid_to, both days included.
func validity(f feature.Feature) (interval, bool) {
	from, okFrom := moment(f.Text("valid_from"))
	until, okUntil := moment(f.Text("valid_to"))
	return interval{from: from.from, until: until.until, before: until.before}, okFrom || okUntil
}

// inForce is from when until when a closure closes anything, the end excluded; one that
// was lifted, until then.
func inForce(f feature.Feature) (interval, bool) {
	from, begins := moment(f.Text("from"))
	if !begins {
		from, _ = moment(f.Text("set_at"))
	}
	until, ended := moment(f.Text("until"))
	if lifted, ok := moment(f.Text("lifted_at")); ok && (!ended || lifted.from.Before(until.from)) {
		until, ended = lifted, true
	}
	return interval{from: from.from, until: until.from, before: ended}, true
}
