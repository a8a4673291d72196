package live

import (
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/trip"
	"xunhu/routing/water"
)

// How a patrol boat of a county travels.
const (
	boatKMH    = 15.0
	channelKMH = 8.0   // between banks and moored boats
	offShoreM  = 20.0  // kept from shores in open water
	reachM     = 100.0 // from open water or a channel to a landing, or to who is fetched
	changeS    = 300   // from car to boat or back, at a landing
)

// navigable are the classes of rivers that boats travel.
var navigable = []string{"river", "canal"}

// mostWaters is how many sets of closures the waters keep ready.
const mostWaters = 4

// waters is the open water with what is closed on it.
type waters struct {
	net    *water.Network
	afloat *water.Metric
	err    error
}

// Trips plans ways by boat and by road to the boat, at a moment and in a wind while some closures are in force:
// over lakes and along navigable rivers, from sites of the class landing; by car on the
// road. It gives the ids of the closures that hold. Of water they close the area, or the
// line and what lies within lineM of it, whole: to boats no closure is a matter of speed.
// All editions have the same.
func (r *Region) Trips(closures []store.Closure, at time.Time, wind Wind) (trip.Planner, []string, error) {
	roads, ids, err := r.Day("car", closures, at)
	if err != nil {
		return trip.Planner{}, nil, err
	}
	var hold []store.Closure
	set := ""
	for _, c := range closures {
		if c.Speed == 0 && (len(c.Profiles) == 0 || slices.Contains(c.Profiles, "boat")) {
			hold = append(hold, c)
			set += c.ID + "\x00"
			if !slices.Contains(ids, c.ID) {
				ids = append(ids, c.ID)
			}
		}
	}
	w := r.shared.waters.of(set, mostWaters, func() *waters { return newWaters(chart(r.Atlas), hold, Wind{}.profile()) })
	afloat, err := w.afloat, w.err
	if err == nil && wind.Force > 0 {
		afloat, err = w.net.Customize(wind.profile())
	}
	return trip.Planner{Roads: roads, Waters: w.net, Afloat: afloat, ChangeS: changeS}, ids, err
}

// lineM is how far beside a line that is drawn across water no boat goes.
const lineM = 10.0

func newWaters(c water.Chart, closures []store.Closure, p water.Profile) *waters {
	w := &waters{}
	for _, x := range closures {
		if w.err = closed(&c, x); w.err != nil {
			return w
		}
	}
	if w.net, w.err = water.Build(c); w.err == nil {
		w.afloat, w.err = w.net.Customize(p)
	}
	return w
}

// closed takes a closure out of a chart: its area is an obstacle, channels are cut at it,
// and landings within it are none.
func closed(c *water.Chart, x store.Closure) error {
	area := x.Where
	if area.Dimensions() < 2 {
		wide, err := overlay.Buffer(area, lineM)
		if err != nil {
			return err
		}
		area = wide
	}
	for _, o := range c.Open { // on land it is in nobody's way
		afloat, err := overlay.Intersection(o.Area, area)
		if err != nil {
			return err
		}
		if afloat != nil {
			c.Obstacles = append(c.Obstacles, water.Area{ID: x.ID, Area: afloat})
		}
	}
	var channels []water.Channel
	for _, ch := range c.Channels {
		rest, err := overlay.Difference(ch.Line, area)
		if err != nil {
			return err
		}
		lines, _ := rest.(orb.MultiLineString) // nil if nothing is left
		for i, l := range lines {
			id := ch.ID
			if len(lines) > 1 {
				id += "/" + strconv.Itoa(i+1)
			}
			channels = append(channels, water.Channel{ID: id, Line: l})
		}
	}
	c.Channels = channels
	c.Landings = slices.DeleteFunc(slices.Clone(c.Landings), func(l water.Landing) bool { return predicate.In(l.At, area) != predicate.Outside })
	return nil
}

// chart is what the region knows of its waters.
func chart(a *atlas.Atlas) water.Chart {
	c := water.Chart{ClearanceM: offShoreM, ReachM: reachM}
	for _, l := range a.Lakes {
		c.Open = append(c.Open, water.Area{ID: l.ID, Area: l.Geometry})
	}
	for _, r := range a.Rivers {
		if slices.Contains(navigable, r.Class) {
			c.Channels = append(c.Channels, water.Channel{ID: r.ID, Line: r.Line})
		}
	}
	for _, s := range a.Sites {
		if s.Class == "landing" {
			c.Landings = append(c.Landings, water.Landing{ID: s.ID, At: s.At})
		}
	}
	return c
}
