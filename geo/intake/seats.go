package intake

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
)

// keepSeats leaves units that are made again where they were, as long as that is
// still on their ground: towns of new borders do not move every office.
func keepSeats(old, made []feature.Feature, towns func() (*coverage.Coverage, error)) error {
	were := map[string]orb.Point{}
	for _, u := range old {
		if p, ok := u.Geometry.(orb.Point); ok {
			were[u.ID] = p
		}
	}
	for i, u := range made {
		p, ok := were[u.ID]
		if !ok {
			continue
		}
		cover, err := towns()
		if err != nil {
			return err
		}
		town, ok := cover.Locate(p)
		own, _ := u.Props["towns"].([]any)
		if ok && (len(own) == 0 || slices.Contains(own, any(town))) {
			made[i].Geometry = p
		}
	}
	return nil
}
