package intake

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
)

// keepSeats leaves units that are made again where they were, as long as that is
// still on their ground: towns of new borders do not move every office.
func keepSeats(old, made []feature.Feature, cover *coverage.Coverage) {
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
		town, ok := cover.Locate(p)
		towns, _ := u.Props["towns"].([]any)
		if ok && (len(towns) == 0 || slices.Contains(towns, any(town))) {
			made[i].Geometry = p
		}
	}
}
