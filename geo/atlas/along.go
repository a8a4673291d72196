package atlas

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
)

// A SiteMet is a site beside the water of a trace.
type SiteMet struct {
	Site      Site
	Town      string    // code of the town that it lies in, or ""
	At        orb.Point // on the water
	OffM      float64   // from the site to the water
	DistanceM float64   // along the water to there
	TimeS     float64   // that the water needs for it
	Unsure    bool      // the way there uses a reach of unknown direction
}

// An AreaMet is an area that the water of a trace comes to.
type AreaMet struct {
	Area      *Area
	At        orb.Point // where it is first met
	DistanceM float64
	TimeS     float64
	Unsure    bool
}

// outlet is where a site drains into the water.
type outlet struct {
	site     int
	at       orb.Point
	measureM float64
	offM     float64
}

// SitesAlong gives the sites beside the pieces of a trace, each at the nearest place of
// the reach nearest to it, if that is within siteM; in the order in which the trace
// comes to them.
func (a *Atlas) SitesAlong(pieces []hydro.Piece, siteM float64) []SiteMet {
	outlets := a.outlets()
	best := map[int]SiteMet{}
	for _, p := range pieces {
		for _, o := range outlets[p.Reach] {
			if o.offM > siteM || !p.Holds(hydro.Place{Reach: p.Reach, MeasureM: o.measureM}) {
				continue
			}
			m, s := p.Way(o.measureM)
			if old, known := best[o.site]; known && old.DistanceM <= m {
				continue
			}
			site := a.Sites[o.site]
			town, _ := a.Cover.Locate(site.At)
			best[o.site] = SiteMet{Site: site, Town: town, At: o.at, OffM: o.offM, DistanceM: m, TimeS: s, Unsure: p.Unsure}
		}
	}
	all := make([]SiteMet, 0, len(best))
	for _, m := range best {
		all = append(all, m)
	}
	slices.SortFunc(all, func(x, y SiteMet) int {
		return cmp.Or(cmp.Compare(x.DistanceM, y.DistanceM), cmp.Compare(x.Site.ID, y.Site.ID))
	})
	return all
}

// farthestM is how far from the water, in metres, a site may ever drain into it.
const farthestM = 2000.0

// drain finds where each site drains into the water, by reach.
func (a *Atlas) drain() map[int32][]outlet {
	all := map[int32][]outlet{}
	for i, s := range a.Sites {
		for m := 200.0; m <= farthestM; m *= 10 {
			found := a.Water.Snap(s.At, m)
			if len(found) == 0 {
				continue
			}
			c := found[0]
			all[c.Reach] = append(all[c.Reach], outlet{site: i, at: c.At, measureM: c.MeasureM, offM: c.DistanceM})
			break
		}
	}
	return all
}

// AreasAlong gives the areas of a kind (Zones, Wetlands, Basins or Lakes) that the
// pieces of a trace come to, in the order in which they do.
func (a *Atlas) AreasAlong(kind feature.Kind, pieces []hydro.Piece) []AreaMet {
	var all []AreaMet
	x := a.index[kind]
	for _, p := range pieces {
		line := a.Water.Cut(p.Reach, p.From, p.To)
		x.near(line.Bound(), func(i int) {
			at, on, met := enters(line, x.shapes[i]())
			if !met {
				return
			}
			m, s := p.Way(p.From + on)
			one := AreaMet{Area: &x.areas[i], At: at, DistanceM: m, TimeS: s, Unsure: p.Unsure}
			if k := slices.IndexFunc(all, func(o AreaMet) bool { return o.Area == one.Area }); k < 0 {
				all = append(all, one)
			} else if m < all[k].DistanceM {
				all[k] = one
			}
		})
	}
	slices.SortStableFunc(all, func(x, y AreaMet) int { return cmp.Compare(x.DistanceM, y.DistanceM) })
	return all
}

// enters gives the first place of a line that an area holds, and the metres to there.
func enters(line orb.LineString, area *geodesy.Shape) (at orb.Point, m float64, met bool) {
	meets := func(part orb.LineString) bool { return area.Meets(geodesy.Prepare(part)) }
	for v := 1; v < len(line); v++ {
		a, b := line[v-1], line[v]
		if !meets(orb.LineString{a, b}) {
			m += geodesy.Edge(a, b)
			continue
		}
		if area.Meets(geodesy.Prepare(a)) {
			return a, m, true
		}
		low, high := 0.0, 1.0 // the part of the edge that is outside, and that is not
		at = b
		for range 30 {
			half := (low + high) / 2
			p := orb.Point{a[0] + half*(b[0]-a[0]), a[1] + half*(b[1]-a[1])}
			if meets(orb.LineString{a, p}) {
				high, at = half, p
			} else {
				low = half
			}
		}
		return at, m + geodesy.Edge(a, at), true
	}
	return orb.Point{}, 0, false
}
