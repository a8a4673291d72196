package live

import (
	"slices"
	"sync"

	"xunhu/geo/atlas"
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

// waters is the open water that is being built, or is built.
type waters struct {
	once   sync.Once
	net    *water.Network
	afloat *water.Metric
	err    error
}

// Trips plans ways by boat and by road to the boat: over lakes and along navigable
// rivers, from sites of the class landing; by car on the road. All editions have the
// same.
func (r *Region) Trips() (trip.Planner, error) {
	roads, err := r.Roads("car")
	if err != nil {
		return trip.Planner{}, err
	}
	w := &r.shared.waters
	w.once.Do(func() {
		if w.net, w.err = water.Build(chart(r.Atlas)); w.err == nil {
			w.afloat, w.err = w.net.Customize(water.Profile{Name: "boat", KMH: boatKMH, ChannelKMH: channelKMH})
		}
	})
	return trip.Planner{Roads: roads, Waters: w.net, Afloat: w.afloat, ChangeS: changeS}, w.err
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
