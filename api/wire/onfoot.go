package wire

import (
	"errors"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/trip"
)

// OnFoot is Route on foot where some of the points lie in a wetland: a way to or from such a one leads over its ground, and
// by road or path to where that begins. Where no ground leads on, it is the way by road, with what is
// walked from there in a straight line.
func OnFoot(walks trip.Planner, a *atlas.Atlas, points []orb.Point, steps bool, l words.Lang) ([]feature.Feature, error) {
	q := walks.Afloat.NewQuery()
	in := make([]bool, len(points))
	any := false
	for i, p := range points {
		in[i], _ = q.Afloat(p)
		any = any || in[i]
	}
	if !any {
		return Route(walks.Roads, a, points, steps, l)
	}
	var all []feature.Feature
	for i := range points[1:] {
		var legs []feature.Feature
		if in[i] || in[i+1] {
			if way, err := walks.Way(points[i], points[i+1]); err == nil {
				legs = legsOf(walks, way, i, len(points), nil, steps, l)
			}
		}
		if legs == nil {
			var err error
			if legs, err = Route(walks.Roads, a, points[i:i+2], steps, l); err != nil {
				return nil, further(err, i)
			}
		}
		for _, f := range legs {
			f.ID, f.Props["sequence"] = strconv.Itoa(len(all)+1), int64(i+1)
			if err := ground(a, f.Geometry.(orb.LineString), f.Props, l); err != nil {
				return nil, err
			}
			all = append(all, f)
		}
	}
	return all, nil
}

// further counts the points that findings name from a later one on.
func further(err error, by int) error {
	all := []error{err}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		all = many.Unwrap()
	}
	for i, one := range all {
		var f *finding.Finding
		if !errors.As(one, &f) {
			continue
		}
		told := *f
		told.Args = finding.Args{}
		for name, v := range f.Args {
			if n, ok := v.(int); ok && (name == "n" || name == "from") {
				v = n + by
			}
			told.Args[name] = v
		}
		all[i] = &told
	}
	return errors.Join(all...)
}
