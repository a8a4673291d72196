package wire

import (
	"context"
	"errors"
	"iter"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/trip"
)

// MatrixAfloat is Matrix by boat alone, between places on the water or at its shore.
func MatrixAfloat(ctx context.Context, trips trip.Planner, points []orb.Point) (iter.Seq2[MatrixRow, error], error) {
	var faults []error
	q := trips.Afloat.NewQuery()
	for i, p := range points {
		var f *finding.Finding
		if _, err := q.Afloat(p); errors.As(err, &f) {
			told := *f
			told.Args["n"] = i + 1
			faults = append(faults, &told)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	search, err := trips.Afloat.Many(points)
	if err != nil {
		return nil, err
	}
	return rowsOf(ctx, search, func(int, int) float64 { return 0 }), nil
}

// IsochroneAfloat is Isochrone by boat alone, from a place on the water or at its shore.
func IsochroneAfloat(trips trip.Planner, at orb.Point, minutes []float64) ([]feature.Feature, error) {
	areas, err := trips.Afloat.NewQuery().Within(at, secondsOf(minutes))
	if err != nil {
		return nil, err
	}
	return areasOf(areas, minutes, "boat"), nil
}

// NearestAfloat is Nearest by boat, and by road to a landing where the seat is ashore.
func NearestAfloat(trips trip.Planner, a *atlas.Atlas, at orb.Point, l words.Lang) ([]feature.Feature, error) {
	if _, err := trips.Afloat.NewQuery().Afloat(at); err != nil {
		return nil, err
	}
	return soonest(a, "boat", l, func(seat orb.Point) (metres, seconds float64, err error) {
		legs, err := trips.Way(seat, at)
		for i, leg := range legs {
			metres, seconds = metres+leg.DistanceM, seconds+leg.DurationS
			if i > 0 {
				seconds += trips.ChangeS
			}
		}
		return metres, seconds, err
	})
}
