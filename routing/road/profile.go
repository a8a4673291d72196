package road

import "maps"

// A Profile says how fast one kind of vehicle travels which roads.
type Profile struct {
	Name      string
	SpeedsKMH map[string]float64 // by OpenStreetMap's highway class; a class that is missing is closed
	TopKMH    float64            // no road is travelled faster
	Limited   bool               // keeps to signed speed limits; travels at 90 % of them
	Oneway    bool               // keeps to one-way roads
	Closed    map[string]bool    // values of access that shut a way
}

// share of a signed limit that is reached on the average.
const ofLimit = 0.9

// set makes a set of names.
func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// ProfileNamed gives one of the profiles car, motorcycle, bicycle and foot. The
// speeds by class are averages with stops and bends, in the range that
// OpenStreetMap's routers use; an office may change them in its own copy.
func ProfileNamed(name string) (Profile, bool) {
	car := map[string]float64{
		"motorway": 100, "motorway_link": 50, "trunk": 75, "trunk_link": 45,
		"primary": 60, "primary_link": 40, "secondary": 50, "secondary_link": 35,
		"tertiary": 40, "tertiary_link": 30, "unclassified": 30, "residential": 25,
		"living_street": 10, "service": 15, "road": 25, "track": 12,
	}
	slow := func(kmh float64, more map[string]float64) map[string]float64 {
		m := map[string]float64{}
		for class := range car {
			m[class] = kmh
		}
		for _, class := range []string{"motorway", "motorway_link", "trunk", "trunk_link"} {
			delete(m, class)
		}
		maps.Copy(m, more)
		return m
	}
	motor := set("no", "private", "military", "emergency", "psv", "bus", "agricultural", "forestry")
	others := set("no", "private", "military", "emergency")
	switch name {
	case "car":
		return Profile{Name: name, SpeedsKMH: car, TopKMH: 120, Limited: true, Oneway: true, Closed: motor}, true
	case "motorcycle":
		m := maps.Clone(car)
		m["service"], m["track"], m["path"] = 20, 20, 10
		return Profile{Name: name, SpeedsKMH: m, TopKMH: 80, Limited: true, Oneway: true, Closed: motor}, true
	case "bicycle":
		m := slow(15, map[string]float64{"cycleway": 16, "path": 10, "track": 10, "footway": 5, "pedestrian": 5, "bridleway": 8, "living_street": 10})
		return Profile{Name: name, SpeedsKMH: m, TopKMH: 25, Limited: true, Oneway: true, Closed: others}, true
	case "foot":
		m := slow(4.5, map[string]float64{"cycleway": 4.5, "path": 4, "track": 4, "footway": 4.5, "pedestrian": 4.5, "bridleway": 4, "steps": 2, "corridor": 4})
		return Profile{Name: name, SpeedsKMH: m, TopKMH: 6, Closed: others}, true
	}
	return Profile{}, false
}

// speed gives the speed on a way in km/h, and false where the way is closed.
func (p Profile) speed(w Way) (float64, bool) {
	v, ok := p.SpeedsKMH[w.Class]
	if !ok || v <= 0 || p.Closed[w.Access] {
		return 0, false
	}
	if p.Limited && w.MaxSpeedKMH > 0 {
		v = w.MaxSpeedKMH * ofLimit
	}
	return min(v, p.TopKMH), true
}

// directions tells whether a way may be travelled along its line and against it.
func (p Profile) directions(w Way) (along, against bool) {
	if !p.Oneway {
		return true, true
	}
	return w.Oneway >= 0, w.Oneway <= 0
}
