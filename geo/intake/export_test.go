package intake

import (
	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Guard asks the datum guard about geometries that were read in a system into a
// region; told says that the user named the system.
func Guard(base atlas.Dataset, kind feature.Kind, read crs.System, told bool, geometries []orb.Geometry) *finding.Finding {
	r := &reading{base: base, taken: map[feature.Kind][]feature.Feature{}}
	if told {
		r.req.CRS = read.Name()
	}
	return r.suspect(read, kind, geometries)
}
