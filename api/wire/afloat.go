package wire

import (
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/routing/trip"
)

// Afloat finds the fastest way by boat through points, and by road to and from the
// landings, one feature a leg of either. The sequence of a leg is the number of the
// point that it comes from. An error names by "n", from 1, the point to which no way leads.
func Afloat(trips trip.Planner, points []orb.Point) (legs []feature.Feature, n int, err error) {
	for i := range points[1:] {
		way, err := trips.Way(points[i], points[i+1])
		if err != nil {
			return nil, i + 2, err
		}
		for _, l := range way {
			props := map[string]any{"sequence": int64(i + 1), "profile": "car", "mode": l.Mode, "distance_m": l.DistanceM, "duration_s": l.DurationS}
			if l.Mode == trip.ByBoat {
				props["profile"] = "boat"
			}
			if l.Landing != "" {
				props["landing"] = l.Landing
			}
			legs = append(legs, feature.Feature{ID: strconv.Itoa(len(legs) + 1), Geometry: l.Line, Props: props})
		}
	}
	return legs, 0, nil
}
