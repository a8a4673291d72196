package road

import (
	"maps"
	"slices"
	"testing"

	"xunhu/geo/highway"
)

// A region keeps every tag that the vehicles on roads ask for.
func TestRegionsKeepWhatProfilesRead(t *testing.T) {
	for name, p := range Defaults() {
		if p.class != "highway" {
			continue
		}
		keys := slices.Concat(p.oneway, slices.Collect(maps.Keys(p.factor)))
		for _, k := range p.access {
			keys = append(keys, k, k+":forward", k+":backward")
			if !slices.Contains(highway.NodeKeys, k) {
				t.Errorf("%s reads %s of barriers, which a region does not keep", name, k)
			}
		}
		for _, k := range keys {
			if p.asks(k) && k != "oneway:electric_bicycle" && !slices.Contains(highway.Keys, k+":conditional") {
				t.Errorf("%s reads %s:conditional, which a region does not keep", name, k)
			}
			if !slices.Contains(highway.Keys, k) {
				t.Errorf("%s reads %s, which a region does not keep", name, k)
			}
		}
	}
}
