package live

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/highway"
	"xunhu/geo/overlay"
	"xunhu/routing/trip"
	"xunhu/routing/water"
)

// How people walk through a wetland.
const (
	groundKMH = 2.5   // over reeds and mud
	dykeKMH   = 4.0   // along paths and dykes through what cannot be crossed
	bankM     = 5.0   // kept from the line of a river
	entryM    = 250.0 // along paths in a wetland, between places where one may leave them
)

// Walks plans ways on foot through the wetlands, while some closures are in force: over their ground by any
// course but through lakes and rivers, along the paths and dykes that cross these, and by the roads and paths of
// the region to where they lie in a wetland. ok is false where the region has no wetland that can be walked. What is closed to those on
// foot is closed on the ground too, by area, or by line and what lies within lineM of it.
func (r *Region) Walks(closures []store.Closure, at time.Time) (walks trip.Planner, ids []string, ok bool, err error) {
	roads, ids, err := r.Day("foot", closures, at)
	if err != nil || len(r.Atlas.Wetlands) == 0 {
		return walks, ids, false, err
	}
	var hold []store.Closure
	set := "ground"
	for _, c := range closures {
		if c.Speed == 0 && slices.Contains(ids, c.ID) {
			hold = append(hold, c)
			set += "\x00" + c.ID
		}
	}
	w := r.shared.waters.of(set, mostWaters, func() *waters {
		c, err := ground(r.Atlas)
		if err != nil {
			return &waters{err: err}
		}
		return newWaters(c, hold, water.Profile{Name: "foot", KMH: groundKMH, ChannelKMH: dykeKMH})
	})
	walks = trip.Planner{Roads: roads, Waters: w.net, Afloat: w.afloat, Mode: trip.OverGround}
	var f *finding.Finding
	if errors.As(w.err, &f) && f.Code == "water.none" {
		return walks, ids, false, nil // all of it is lake
	}
	return walks, ids, w.err == nil, w.err
}

// ground is what the region knows of the ground of its wetlands.
func ground(a *atlas.Atlas) (water.Chart, error) {
	c := water.Chart{ReachM: 2 * bankM}
	var wet []orb.Geometry
	for _, w := range a.Wetlands {
		c.Open = append(c.Open, water.Area{ID: w.ID, Area: w.Geometry})
		wet = append(wet, w.Geometry)
	}
	for _, l := range a.Lakes {
		c.Obstacles = append(c.Obstacles, water.Area{ID: l.ID, Area: l.Geometry})
	}
	near := func(g orb.Geometry) bool {
		return slices.ContainsFunc(wet, func(w orb.Geometry) bool { return w.Bound().Intersects(g.Bound()) })
	}
	for _, r := range a.Rivers {
		if slices.Contains(navigable, r.Class) && near(r.Line) {
			wide, err := overlay.Buffer(r.Line, bankM)
			if err != nil {
				return c, err
			}
			c.Obstacles = append(c.Obstacles, water.Area{ID: r.ID, Area: wide})
		}
	}
	all, err := overlay.Union(wet...)
	if err != nil {
		return c, err
	}
	for _, r := range a.Roads {
		if !near(r.Line) || highway.Shut(r.Access) && r.Access != "agricultural" {
			continue
		}
		in, err := overlay.Intersection(r.Line, all)
		if err != nil {
			return c, err
		}
		lines, _ := in.(orb.MultiLineString)
		for i, l := range lines {
			id := r.ID + "/" + strconv.Itoa(i+1)
			c.Channels = append(c.Channels, water.Channel{ID: id, Line: l})
			for k, p := range entries(l) {
				c.Landings = append(c.Landings, water.Landing{ID: id + "/" + strconv.Itoa(k+1), At: p})
			}
		}
	}
	return c, nil
}

// entries are places along a path, its ends among them.
func entries(l orb.LineString) []orb.Point {
	all, since := []orb.Point{l[0]}, 0.0
	for i := 1; i < len(l); i++ {
		if since += geodesy.Distance(l[i-1], l[i]); since >= entryM || i == len(l)-1 {
			all, since = append(all, l[i]), 0
		}
	}
	return all
}
