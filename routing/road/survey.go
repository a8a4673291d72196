package road

import (
	"errors"
	"maps"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// A Way is a road or channel as it was surveyed.
type Way struct {
	ID, Name, Class string  // Class is OpenStreetMap's highway value
	Oneway          int     // 1 along the line, -1 against it, 0 both
	MaxSpeedKMH     float64 // 0: not signed
	Access          string  // OpenStreetMap's access value; "": open
	Tags            Tags    // what else is known; goes before the fields above
	Line            orb.LineString
}

// tags gives all that is known of a way as tags.
func (w Way) tags() Tags {
	t := Tags{}
	put := func(key, value string) {
		if value != "" {
			t[key] = value
		}
	}
	put("name", w.Name)
	put("highway", w.Class)
	put("access", w.Access)
	switch {
	case w.Oneway > 0:
		t["oneway"] = "yes"
	case w.Oneway < 0:
		t["oneway"] = "-1"
	}
	if w.MaxSpeedKMH > 0 {
		t["maxspeed"] = strconv.FormatFloat(w.MaxSpeedKMH, 'f', -1, 64)
	}
	maps.Copy(t, w.Tags)
	return t
}

// A Node is what stands on a vertex of ways: a gate, a bollard, a traffic light.
type Node struct {
	At   orb.Point
	Tags Tags
}

// A Restriction bans a turn, or all turns but one, by the rules of OpenStreetMap's
// relation of that name. The ways are named by their IDs.
type Restriction struct {
	Tags     Tags // restriction=no_left_turn and the like, except=...
	From, To []string
	ViaWays  []string  // in the order of travel
	Via      orb.Point // where ViaWays is empty
}

// A Survey is all that is known of the ways of a region. Vertices are the same where their
// coordinates are, to a centimetre (1e-7°).
type Survey struct {
	Ways         []Way
	Nodes        []Node
	Restrictions []Restriction
}

// Build makes the network of a profile from ways alone.
func Build(ways []Way, p Profile) (*Network, error) { return Survey{Ways: ways}.Network(p) }

// Network makes the network of a profile. Ways that the profile may not travel, and
// ways without length, are left out. A way with a coordinate that is not on the
// globe is an error, and so is a network without any road; both are findings.
func (s Survey) Network(p Profile) (*Network, error) {
	l, err := s.land(&p)
	if err != nil {
		return nil, err
	}
	return l.network(len(s.Ways))
}

func (s Survey) land(p *Profile) (*land, error) {
	l := newLand(p)
	vertices := map[point]int32{}
	number := map[string]int32{}
	var faults []error
	for _, w := range s.Ways {
		tags := w.tags()
		v, late, open := l.judge(tags)
		if !open {
			continue
		}
		if bad := offGlobe(w.Line); bad >= 0 {
			faults = append(faults, finding.New("road.off_globe", w.ID, "lon", w.Line[bad][0], "lat", w.Line[bad][1]))
			continue
		}
		first := len(l.refs)
		for _, at := range w.Line {
			q := rounded(at)
			i, ok := vertices[q]
			if !ok {
				i = int32(len(l.at))
				vertices[q] = i
				l.at = append(l.at, q)
			}
			l.refs = append(l.refs, int64(i))
		}
		if n := l.add(first, v, late, tags); n >= 0 && w.ID != "" {
			number[w.ID] = n
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	for _, x := range s.Nodes {
		if i, ok := vertices[rounded(x.At)]; ok {
			l.stands(i, x.Tags)
		}
	}
	for _, r := range s.Restrictions {
		l.restrict(r, number, vertices)
	}
	return l, nil
}

// restrict takes a restriction over, if it binds the profile and its ways are there.
func (l *land) restrict(r Restriction, number map[string]int32, vertices map[point]int32) {
	bounds := l.bounds(r.Tags)
	if bounds == nil {
		return
	}
	ways := func(ids []string) (ns []int32) {
		for _, id := range ids {
			n, ok := number[id]
			if !ok {
				n = -1 // a way that this profile cannot travel
			}
			ns = append(ns, n)
		}
		return ns
	}
	b := ban{from: ways(r.From), to: ways(r.To), via: ways(r.ViaWays), vertex: -1}
	if len(r.ViaWays) == 0 {
		v, ok := vertices[rounded(r.Via)]
		if !ok {
			return
		}
		b.vertex = v
	}
	for _, b.bound = range bounds {
		l.bans = append(l.bans, b)
	}
}

// offGlobe gives the first point that is no longitude and latitude, or -1.
func offGlobe(l orb.LineString) int {
	for i, p := range l {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return i
		}
	}
	return -1
}

// A point is a place in steps of 1e-7°, a centimetre: longitude, latitude.
type point struct{ lon, lat int32 }

func rounded(p orb.Point) point {
	return point{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
}

func (p point) degrees() orb.Point { return orb.Point{float64(p.lon) / 1e7, float64(p.lat) / 1e7} }
