package patrol_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Once the seed is known, anybody can draw the days again; another seed is no match. A visit
// that is moved to a later day, made twice or silently dropped shows, and so does one under
// other rules.
func TestVerify(t *testing.T) {
	_, a, net := region(t)
	make := func() *patrol.Plan {
		r := ask("brigade", 42, 5)
		r.Settings.LeastVisits = 0
		r.Needs, _ = patrol.NeedsOf(a, "brigade", r.Settings)
		r.Needs = append(r.Needs, patrol.Need{ID: "once", Geometry: r.Needs[0].Geometry})
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	d, err := patrol.Verify(make(), 5)
	if err != nil || len(d.Wrong) != 0 || d.AsDrawn < 15 || d.Earlier+d.Forward+d.LeftOut != 0 || d.Once != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := patrol.Verify(make(), 6); !errors.Is(err, patrol.ErrWrong) {
		t.Errorf("another seed: %v", err)
	}
	drop := func(tour *patrol.Tour, need string) {
		for i, s := range tour.Stops {
			if s.Need == need {
				tour.Stops = append(tour.Stops[:i:i], tour.Stops[i+1:]...)
				return
			}
		}
	}
	first := func(p *patrol.Plan, need string) *patrol.Tour {
		for i := range p.Tours {
			for _, s := range p.Tours[i].Stops {
				if s.Need == need {
					return &p.Tours[i]
				}
			}
		}
		t.Fatalf("nobody goes to %s", need)
		return nil
	}
	for name, spoil := range map[string]func(p *patrol.Plan){
		"later":       func(p *patrol.Plan) { first(p, "sites/1").Date = p.From.AddDate(0, 0, 41).Format("2006-01-02") },
		"dropped":     func(p *patrol.Plan) { drop(first(p, "sites/1"), "sites/1") },
		"other rules": func(p *patrol.Plan) { p.Rules.GapShare = 0.2 },
		"one more": func(p *patrol.Plan) {
			last := &p.Tours[len(p.Tours)-1]
			for range 3 {
				last.Stops = append(last.Stops, first(p, "sites/1").Stops...)
			}
		},
	} {
		p := make()
		spoil(p)
		if d, err := patrol.Verify(p, 5); err != nil || len(d.Wrong) == 0 || !strings.HasPrefix(d.Wrong[0].Piece, d.Wrong[0].Need) || len(d.Wrong[0].Drawn) == 0 {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}

// The hours at which tours leave and the direction in which they run are proved from the plan
// alone; who moves one, turns it, or says that it could not be moved, is found.
func TestVerifyHours(t *testing.T) {
	_, a, net := region(t)
	make := func(seed uint64) *patrol.Plan {
		r := ask("brigade", 28, seed)
		r.Settings.Crews = 2
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	turned := 0
	for seed := range uint64(3) {
		d, err := patrol.Verify(make(seed), seed)
		if err != nil || len(d.Moved) > 0 || d.Hours < 10 || d.Held > 0 {
			t.Errorf("seed %d: %+v, %v", seed, d, err)
		}
	}
	several := func(p *patrol.Plan) *patrol.Tour {
		for i := range p.Tours {
			if x := &p.Tours[i]; x.Draw.Turns && x.Stops[0].Piece != x.Stops[len(x.Stops)-1].Piece {
				turned++
				return x
			}
		}
		return &p.Tours[0]
	}
	for name, spoil := range map[string]func(x *patrol.Tour){
		"an hour later":     func(x *patrol.Tour) { x.Start, x.End = x.Start.Add(time.Hour), x.End.Add(time.Hour) },
		"the shift chosen":  func(x *patrol.Tour) { x.Draw.Open = x.Draw.Open.Add(5 * time.Minute) },
		"said to be held":   func(x *patrol.Tour) { x.Start, x.Draw.Held = x.Start.Add(time.Hour), true },
		"said to be longer": func(x *patrol.Tour) { x.Draw.Lasts += 600 },
		"turned":            func(x *patrol.Tour) { slices.Reverse(x.Stops) },
	} {
		p := make(1)
		x := several(p)
		spoil(x)
		if d, err := patrol.Verify(p, 1); err != nil || !slices.Equal(d.Moved, []string{x.ID}) {
			t.Errorf("%s: %v moved, %v", name, d.Moved, err)
		}
	}
	p := make(1)
	p.Tours[0].Draw = nil
	if d, err := patrol.Verify(p, 1); err != nil || d.Undrawn != 1 || len(d.Moved) > 0 {
		t.Errorf("a tour that does not tell of its draw: %+v, %v", d, err)
	}
	if turned == 0 {
		t.Error("no tour can be turned")
	}
}
