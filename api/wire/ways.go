package wire

import (
	"errors"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/road"
)

// MostStubM is how far from a road a point may lie, in metres.
const MostStubM = 2000

// Snap puts points on the road. Each that lies too far from one that is open is a finding
// that names it by its number "n", from 1.
func Snap(d *road.Day, points []orb.Point) ([]road.Place, error) {
	places := make([]road.Place, len(points))
	var faults []error
	for i, p := range points {
		var err error
		if places[i], err = d.Snap(p, MostStubM); err != nil {
			code := "way.no_road"
			if _, err := d.Network.Snap(p, MostStubM); err == nil {
				code = "way.closed"
			}
			faults = append(faults, finding.New(code, "", "n", i+1, "km", MostStubM/1000.0, "by", by(d.Profile())).On(p))
		}
	}
	return places, errors.Join(faults...)
}

// Route finds the fastest way through points, one feature a leg, which says on whose ground
// it runs; with the steps of each in words if they are asked for. Its faults name the points
// by their numbers "n", from 1.
func Route(d *road.Day, a *atlas.Atlas, points []orb.Point, steps bool, l words.Lang) ([]feature.Feature, error) {
	places, err := Snap(d, points)
	if err != nil {
		return nil, err
	}
	legs := make([]feature.Feature, 0, len(points)-1)
	for i := range places[1:] {
		path, err := d.Way(places[i], places[i+1])
		if err != nil {
			return nil, cutOff(d, places, i)
		}
		f, err := leg(d, a, path, places[i], places[i+1], l)
		if err != nil {
			return nil, err
		}
		f.ID, f.Props["sequence"] = strconv.Itoa(i+1), int64(i+1)
		if steps {
			f.Props["steps"] = stepsOf(d, path, i+2, len(places), l)
		}
		legs = append(legs, f)
	}
	return legs, nil
}

// Alternatives finds the fastest way between two points and at most so many others, one
// feature a way, the fastest first; its faults are those of Route.
func Alternatives(d *road.Day, a *atlas.Atlas, points [2]orb.Point, most int, steps bool, l words.Lang) ([]feature.Feature, error) {
	places, err := Snap(d, points[:])
	if err != nil {
		return nil, err
	}
	paths, err := d.Alternatives(places[0], places[1], most)
	if err != nil {
		return nil, cutOff(d, places, 0)
	}
	ways := make([]feature.Feature, len(paths))
	for i, path := range paths {
		if ways[i], err = leg(d, a, path, places[0], places[1], l); err != nil {
			return nil, err
		}
		ways[i].ID, ways[i].Props["sequence"], ways[i].Props["alternative"] = strconv.Itoa(i+1), int64(1), int64(i)
		if steps {
			ways[i].Props["steps"] = stepsOf(d, path, 2, 2, l)
		}
	}
	return ways, nil
}

// leg measures a way, and says on whose ground it runs.
func leg(d *road.Day, a *atlas.Atlas, path road.Path, from, to road.Place, l words.Lang) (feature.Feature, error) {
	f := feature.Feature{Geometry: path.Line, Props: map[string]any{
		"profile": d.Profile().Name, "distance_m": path.DistanceM, "duration_s": path.DurationS, "walk_m": from.OffM + to.OffM,
	}}
	return f, ground(a, path.Line, f.Props, l)
}

// ground lists the towns that a way passes, by falling distance, and how much of it lies in
// none; nothing without an atlas. A way along a shared border counts in equal parts to both.
func ground(a *atlas.Atlas, way orb.LineString, props map[string]any, l words.Lang) error {
	if a == nil {
		return nil
	}
	towns := []any{}
	if way[0] != way[len(way)-1] || len(way) > 2 {
		shares, outside, err := a.Cover.Shares(way)
		if err != nil {
			return err
		}
		for _, s := range shares {
			t, _ := a.Town(s.Name)
			towns = append(towns, map[string]any{"code": s.Name, "name": words.Named(l, t.Name, t.NameEN), "distance_m": s.Amount})
		}
		if outside > 0 {
			props["outside_m"] = outside
		}
	}
	props["towns"] = towns
	return nil
}

// cutOff says why there is no way from a point to the next.
func cutOff(d *road.Day, places []road.Place, i int) error {
	var faults []error
	for k := i; k <= i+1; k++ {
		var f *finding.Finding
		if !errors.As(d.Island(places[k]), &f) {
			continue
		}
		code := "way.no_return"
		if f.Code == "road.island" {
			code = "way.island"
		}
		told := finding.New(code, "", "n", k+1, "by", by(d.Profile())).On(places[k].From)
		if nodes, ok := f.Args["nodes"]; ok {
			told.Args["nodes"], told.Args["km"] = nodes, f.Args["km"]
		}
		faults = append(faults, told)
	}
	if len(faults) == 0 {
		faults = append(faults, finding.New("way.cut_off", "", "n", i+2, "from", i+1, "by", by(d.Profile())).On(places[i+1].From))
	}
	return errors.Join(faults...)
}

// by is how one travels: "by car", "on foot".
func by(p road.Profile) finding.Name {
	if strings.HasPrefix(p.EN, "on ") {
		return finding.Name{ZH: p.ZH, EN: p.EN}
	}
	return finding.Name{ZH: p.ZH, EN: "by " + p.EN}
}

// stepsOf gives the steps of a leg that ends at point n of several.
func stepsOf(d *road.Day, path road.Path, n, several int, l words.Lang) []any {
	var all []any
	last := ""
	for _, s := range d.Steps(path) {
		step := map[string]any{
			"turn": string(s.Turn), "text": stepText(d.Profile(), s, last, n, several, l), "name": s.Name,
			"distance_m": s.DistanceM, "duration_s": s.DurationS, "at": []any{s.At[0], s.At[1]},
		}
		if s.Exit > 0 {
			step["exit"] = int64(s.Exit)
		}
		all = append(all, step)
		last = s.Name
	}
	return all
}

// stepText says a step in a language; last is the road that the step before was on.
func stepText(p road.Profile, s road.Step, last string, n, several int, l words.Lang) string {
	code := "step." + string(s.Turn)
	switch {
	case s.Turn == road.Arrive && n < several:
		code += ".via"
	case s.Turn == road.Circle && s.Exit == 0:
		code += ".within"
	case s.Turn == road.Arrive || s.Name == "":
	case s.Name == last && s.Turn != road.Around && s.Turn != road.Circle:
		code += ".on"
	default:
		code += ".named"
	}
	return words.Say(l, code, finding.Args{
		"name": s.Name, "far": travelled(p.Name, s.DistanceM), "heading": words.Heading(s.Heading), "exit": s.Exit, "n": n,
	})
}

// travelled is a distance with the Chinese verb of the vehicle's travel; the English
// sentences need none.
func travelled(profile string, m float64) finding.Name {
	verb, far := "行驶 ", words.Far(m)
	switch profile {
	case "foot":
		verb = "步行 "
	case "boat":
		verb = "航行 "
	}
	return finding.Name{ZH: verb + far.ZH, EN: far.EN}
}
