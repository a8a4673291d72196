package live

import (
	"context"
	"slices"
	"time"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/patrol"
)

// Kept is what is asked of a store to read what users made.
type Kept interface {
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
}

// Watch reads tracks, and what patrols found, from a store.
func (r *Region) Watch(ctx context.Context, s Kept, l words.Lang) (*wire.Watch, error) {
	w := wire.NewWatch(r.Atlas, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), l)
	err := r.eachKept(ctx, s, feature.Tracks, func(f feature.Feature) error {
		if rec, ok := wire.KeptTrack(f); ok {
			return w.Look(rec)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, r.eachKept(ctx, s, feature.Incidents, func(f feature.Feature) error {
		at, err := time.Parse(time.RFC3339, f.Text("occurred_at"))
		if src := f.Text("source"); err == nil && f.Geometry != nil && (src == "patrol" || src == "drone") {
			w.Find(f.Geometry, at)
		}
		return nil
	})
}

// eachKept goes through everything of a kind that a store keeps.
func (r *Region) eachKept(ctx context.Context, s Kept, k feature.Kind, with func(feature.Feature) error) error {
	for q := (store.Query{Limit: 500}); ; q.Offset += q.Limit {
		page, err := s.Query(ctx, r.Dataset.Region.Code, k, q)
		if err != nil {
			return err
		}
		for _, f := range page.Features {
			if err := with(f); err != nil {
				return err
			}
		}
		if q.Offset+len(page.Features) >= page.Matched {
			return nil
		}
	}
}

// Weighed gives the needs of a unit, or those that are asked for, weighed by what may be
// found there in the month of a plan's first day; notes say by what. Patrols for leads and
// sorties of drones and guidance are for none of those that a unit has by itself.
func (r *Region) Weighed(ctx context.Context, s Kept, unit, kind string, needs []patrol.Need, from time.Time, explore float64, set patrol.Settings) ([]patrol.Need, []*finding.Finding, error) {
	var err error
	if needs == nil {
		if slices.Contains([]string{patrol.Tasks, patrol.BackChecks, patrol.Sorties, patrol.Guidance}, kind) {
			return nil, nil, nil
		}
		if needs, err = patrol.NeedsOf(r.Atlas, unit, set); err != nil {
			return nil, nil, err
		}
	}
	w, err := r.Watch(ctx, s, words.ZH)
	if err != nil {
		return nil, nil, err
	}
	return w.Weigh(needs, from.Month(), 1, explore)
}
