package jurisdiction

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// A Candidate is a body that would lead if the place were known better, with how
// probable that is.
type Candidate struct {
	Lead        string
	Probability float64
	Towns       []string // codes of the towns, counties for what lies beyond the city
}

// portion is a part of where an incident may lie, with one answer to who leads.
type portion struct {
	town   string           // "" beyond the city
	county *atlas.Neighbour // beyond the city, if the region holds one there
	lake   bool             // on a shared lake
	post   string           // in the zone of this post, on duty
	p      float64
}

// weigh finds the candidates of an incident. A point may lie anywhere within its
// accuracy, each square metre alike: the accuracy is the radius of the smallest circle
// that holds all places that are meant (Darwin Core, coordinateUncertaintyInMeters;
// Wieczorek, Guo and Hijmans, The point-radius method for georeferencing locality
// descriptions, Int. J. GIS 18 (2004) 745–767), and nothing more is known of it. A
// line or area is divided by its shares. Each portion is asked who would lead if the
// incident lay there alone; portions with the same lead are one candidate.
//
// Below the certainty of the settings, the decision asks for a look on site.
func (r *Rules) weigh(d *Decision, s *survey) error {
	var list []portion
	var err error
	if p, ok := s.inc.Geometry.(orb.Point); ok {
		if s.inc.AccuracyM <= 0 {
			return nil
		}
		list, err = r.portions(s, p)
	} else {
		list = r.shares(s)
	}
	if err != nil || len(list) < 2 {
		return err
	}
	sum := 0.0
	for _, q := range list {
		sum += q.p
	}
	for _, q := range list {
		if q.p <= 0 {
			continue
		}
		lead, place := r.leadIn(s, q)
		i := slices.IndexFunc(d.Candidates, func(c Candidate) bool { return c.Lead == lead })
		if i < 0 {
			i = len(d.Candidates)
			d.Candidates = append(d.Candidates, Candidate{Lead: lead})
		}
		c := &d.Candidates[i]
		c.Probability += q.p / sum
		c.Towns = join(c.Towns, place)
	}
	if len(d.Candidates) < 2 {
		d.Candidates = nil
		return nil
	}
	slices.SortStableFunc(d.Candidates, func(a, b Candidate) int { return cmp.Compare(b.Probability, a.Probability) })
	d.ConfirmOnSite = d.Candidates[0].Probability < r.set.Certainty
	return nil
}

// leadIn asks table V who would lead if the incident lay in a portion alone.
func (r *Rules) leadIn(s *survey, q portion) (lead, place string) {
	in := s.in
	in.Span, in.SQ, in.Z = "ONE", "SAME", "N"
	if q.post != "" {
		in.Z = "Y"
	}
	county := q.county
	switch {
	case q.lake:
		in.J = "LAKE"
		if county == nil {
			county = r.neighbour(s.shape, farthestM)
		}
	case q.town == "":
		in.J = "OUT"
	case in.J != "CBORD":
		in.J = "IN"
	}
	theirs := ""
	if county != nil {
		theirs, place = r.authority(*county), county.Code
	}
	town := r.offices.of(q.town)
	if q.town != "" {
		place = q.town
	}
	switch row := pick(tableV, &in); {
	case row == "V2", row == "V1" && q.lake && theirs != "":
		return theirs, place
	case row == "V7", row == "V3" && q.post != "":
		return q.post, place
	case row == "V3":
		return r.leadTown(s).Station, place
	case row == "V4", row == "V8", row == "V9", row == "V10":
		return town.Station, place
	}
	if q.lake {
		town = r.leadTown(s)
	}
	return town.Squad, place
}

// shares are the portions of a line or area.
func (r *Rules) shares(s *survey) []portion {
	var list []portion
	if len(s.towns) < 2 && !r.significant(s, s.outside) {
		return nil
	}
	for _, t := range s.towns {
		if r.significant(s, t.AmountM) {
			list = append(list, portion{town: t.Code, post: s.post(), p: t.AmountM})
		}
	}
	if r.significant(s, s.outside) {
		list = append(list, portion{county: s.outer, p: s.outside})
	}
	return list
}

// tiny is a part of a disc that may be rounding.
const tiny = 1e-6

// portions divides the disc of a point's accuracy.
func (r *Rules) portions(s *survey, p orb.Point) ([]portion, error) {
	radius := s.inc.AccuracyM
	box := geodesy.Around(orb.Bound{Min: p, Max: p}, radius)
	zones := r.zonesWithin(s, p, box, radius)
	lakes := slices.ContainsFunc(r.overlap.lakes(r), func(l lakeShape) bool { return l.shape.Bound().Intersects(box) })
	if s.borderM >= radius && len(zones) == 0 && !lakes {
		return nil, nil // the disc lies where its middle does
	}
	var list []portion
	rest := 1.0 // of the disc
	take := func(q portion) {
		if q.p = min(q.p, rest); q.p > tiny {
			list = append(list, q)
			rest -= q.p
		}
	}
	for _, lake := range r.overlap.lakes(r) {
		if !lake.shape.Bound().Intersects(box) {
			continue
		}
		on := base{portion{lake: true}, "lake/" + lake.area.ID, lake.shape}
		if err := r.byZone(on, zones, min(rest, lake.shape.Share(p, radius)), p, radius, take); err != nil {
			return nil, err
		}
	}
	for _, t := range s.towns {
		land, err := r.overlap.land(r, t.Code)
		if err != nil {
			return nil, err
		}
		part := land.Share(p, radius)
		if rest <= tiny || part <= tiny {
			continue
		}
		if err := r.byZone(base{portion{town: t.Code}, t.Code, land}, zones, min(rest, part), p, radius, take); err != nil {
			return nil, err
		}
	}
	if rest <= tiny {
		return list, nil
	}
	// What is left lies beyond the city: the counties there, by their parts.
	beyond := make([]float64, len(r.offices.counties))
	sum := 0.0
	for i, county := range r.offices.counties {
		if county.Bound().Intersects(box) {
			beyond[i] = county.Share(p, radius)
			sum += beyond[i]
		}
	}
	left := rest
	for i, part := range beyond {
		if part > 0 {
			take(portion{county: &r.atlas.Neighbours[i], p: left * part / max(sum, left)})
		}
	}
	take(portion{p: rest})
	return list, nil
}

// zonesWithin gives the zones of posts on duty that the disc touches, the winning one
// first.
func (r *Rules) zonesWithin(s *survey, p orb.Point, box orb.Bound, radius float64) []*atlas.Area {
	var zones []*atlas.Area
	for i := range r.atlas.Zones {
		z := &r.atlas.Zones[i]
		if z.Class != "post" || !s.manned.of(z.Unit).On {
			continue
		}
		if shape := r.atlas.Shape(feature.Zones, z); shape.Bound().Intersects(box) && shape.Share(p, radius) > 0 {
			zones = append(zones, z)
		}
	}
	return zones
}

// base is a town without its shared lakes, or such a lake: a name for what is cut of
// it, and its shape.
type base struct {
	portion
	name  string
	shape *geodesy.Shape
}

// byZone divides a base's part of the disc among zones of posts and the rest.
func (r *Rules) byZone(on base, zones []*atlas.Area, whole float64, p orb.Point, radius float64, take func(portion)) error {
	for i, z := range zones {
		part := r.atlas.Shape(feature.Zones, z).Share(p, radius)
		switch {
		case i == 0 && whole >= 1-tiny: // the disc lies in the base
		case i == 0 && part >= 1-tiny: // or in the zone
			part = whole
		default:
			common, err := r.overlap.common(on, zones[:i+1])
			if err != nil {
				return err
			}
			part = common.Share(p, radius)
		}
		part = min(part, whole)
		inside := on.portion
		inside.post, inside.p = z.Unit, part
		take(inside)
		whole -= part
	}
	outside := on.portion
	outside.p = whole
	take(outside)
	return nil
}

// overlaps keeps what areas have in common, cut when first asked for.
type overlaps struct {
	kept sync.Map // of *geodesy.Shape, by name
	once sync.Once
	lake []lakeShape
}

type lakeShape struct {
	area  *atlas.Area
	shape *geodesy.Shape
}

// lakes gives the shared lakes.
func (o *overlaps) lakes(r *Rules) []lakeShape {
	o.once.Do(func() {
		for i := range r.atlas.Lakes {
			if l := &r.atlas.Lakes[i]; l.Shared {
				o.lake = append(o.lake, lakeShape{l, r.atlas.Shape(feature.Lakes, l)})
			}
		}
	})
	return o.lake
}

// land is a town without the shared lakes.
func (o *overlaps) land(r *Rules, town string) (*geodesy.Shape, error) {
	return o.cut(town, func() (orb.Geometry, error) {
		t, _ := r.atlas.Town(town)
		var land orb.Geometry = t.Area
		for _, l := range o.lakes(r) {
			less, err := overlay.Difference(land, l.area.Geometry)
			if err != nil {
				return nil, fmt.Errorf("town %s without lake %s: %w", town, l.area.ID, err)
			}
			land = less
		}
		return land, nil
	})
}

// common is what a base has in common with the last of some zones, less those before it.
func (o *overlaps) common(on base, zones []*atlas.Area) (*geodesy.Shape, error) {
	key := on.name
	for _, z := range zones {
		key += "/" + z.ID
	}
	return o.cut(key, func() (orb.Geometry, error) {
		last := len(zones) - 1
		common, err := overlay.Intersection(on.shape.Geometry(), zones[last].Geometry)
		for _, z := range zones[:last] {
			if err == nil && common != nil {
				common, err = overlay.Difference(common, z.Geometry)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%s in zone %s: %w", on.name, zones[last].ID, err)
		}
		return common, nil
	})
}

func (o *overlaps) cut(key string, how func() (orb.Geometry, error)) (*geodesy.Shape, error) {
	if shape, known := o.kept.Load(key); known {
		return shape.(*geodesy.Shape), nil
	}
	g, err := how()
	if err != nil {
		return nil, err
	}
	shape, _ := o.kept.LoadOrStore(key, geodesy.Prepare(g))
	return shape.(*geodesy.Shape), nil
}
