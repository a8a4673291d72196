package wire

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/trip"
)

// Afloat finds the fastest way by boat through points, and by road to and from the
// landings, one feature a leg of either; those by road with their steps in words if they
// are asked for. The sequence of a leg is the number of the point that it comes from. An
// error names by "n", from 1, the point to which no way leads.
func Afloat(trips trip.Planner, points []orb.Point, sites []atlas.Site, steps bool, l words.Lang) (legs []feature.Feature, n int, err error) {
	for i := range points[1:] {
		way, err := trips.Way(points[i], points[i+1])
		if err != nil {
			return nil, i + 2, err
		}
		for _, f := range legsOf(trips, way, i, len(points), sites, steps, l) {
			f.ID = strconv.Itoa(len(legs) + 1)
			legs = append(legs, f)
		}
	}
	return legs, 0, nil
}

// legsOf makes features of the legs from point i of n to the next.
func legsOf(trips trip.Planner, way []trip.Leg, i, n int, sites []atlas.Site, steps bool, l words.Lang) (legs []feature.Feature) {
	for k, leg := range way {
		props := map[string]any{"sequence": int64(i + 1), "profile": trips.Roads.Profile().Name, "mode": leg.Mode, "distance_m": leg.DistanceM, "duration_s": leg.DurationS}
		if leg.Mode == trip.ByBoat {
			props["profile"] = "boat"
		} else if leg.Mode == trip.ByRoad && steps {
			told := stepsOf(trips.Roads, leg.Drive, i+2, n, l)
			if k+1 < len(way) {
				change := words.Say(l, "step.arrive.ground", nil)
				if way[k+1].Mode == trip.ByBoat {
					change = words.Say(l, "step.arrive.landing", finding.Args{"name": landingName(sites, way[k+1].Landing, l)})
				}
				told[len(told)-1].(map[string]any)["text"] = change
			}
			props["steps"] = told
		}
		if k > 0 && trips.ChangeS > 0 {
			props["change_s"] = trips.ChangeS
		}
		if leg.Landing != "" && leg.Mode == trip.ByBoat {
			props["landing"], props["landing_name"] = leg.Landing, landingName(sites, leg.Landing, l)
		}
		legs = append(legs, feature.Feature{Geometry: leg.Line, Props: props})
	}
	return legs
}

// Left tells what a network of waters left out.
func Left(all []*finding.Finding, l words.Lang) (texts []string) {
	for _, f := range all {
		texts = append(texts, words.Error(l, f))
	}
	return texts
}

// landingName is what people call a landing.
func landingName(sites []atlas.Site, id string, l words.Lang) string {
	i := slices.IndexFunc(sites, func(s atlas.Site) bool { return s.ID == id })
	if i < 0 {
		return id
	}
	return words.Named(l, sites[i].Name, sites[i].NameEN)
}
