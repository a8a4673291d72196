package intake

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// The datum guard stops a layer that fits the region much better when it is read
// in another system. Two kinds of evidence count, each only when it is strong.
//
// Borders: the median distance between the places of the layer and the nearest
// line of what the region has of that kind (or of a kind that follows the same
// lines), measured both ways, over the places that lie within reach. Another
// reading must bring at least fitLeast metres down to a fifth and below fitMost,
// over at least fitPlaces places, in one direction at least and without making the
// other worse. Of a layer of points, three or more, it is enough to ask this of the
// points themselves, if a shift of the same size in a random direction would bring
// so many of them within fitMost less than once in 100,000 times. Of lines in a
// dense net, near to some line wherever they lie, that the reading fits to wellFits
// and fitDense times better than the layer as it was read and than a shift of the
// same size in any other direction.
//
// Place: at most a tenth of the layer lies near the region as it is read, and at
// least four fifths do in another reading. This finds exchanged axes and wrong
// zones, which move places by tens of kilometres.
//
// What the user says by --crs is believed, but for zones, which metres without a
// zone number can only have from the user: these he must trust expressly.
const (
	reachM     = 2000 // beyond it a distance counts as this: no datum shifts so far
	fitLeast   = 60.0
	fitMost    = 100.0
	fitFalls   = 5
	fitDense   = 3
	fitPlaces  = 30   // that must lie within reach
	fitChance  = 1e-5 // that points fit so by chance
	wellFits   = 30.0 // a layer that fits something so well is read rightly
	mostPlaces = 600
	nearOutM   = 3000 // how far about the towns a layer's places still lie near the region
)

// A reading of a layer is a system in which its coordinates may be meant.
type readingAs struct {
	name string                    // as --crs wants it
	code string                    // of the finding
	to   func(orb.Point) orb.Point // from the place as it was read
}

// guard gives the fault of a layer that seems to be in another system than it was
// read in, nil if it may be taken.
func (r *reading) guard(in format.Layer, kind feature.Kind, rows []row) *finding.Finding {
	if r.req.TrustCRS || len(r.base.Collections[feature.Towns].Features) == 0 && len(r.taken[feature.Towns]) == 0 {
		return nil
	}
	read, err := crs.Parse(strings.TrimSuffix(in.CRS(), " (assumed)"))
	if err != nil {
		return nil // a projection of its own, which nobody mistakes for another
	}
	geometries := make([]orb.Geometry, 0, len(rows))
	for _, row := range rows {
		if row.Geometry != nil {
			geometries = append(geometries, row.Geometry)
		}
	}
	return r.suspect(read, kind, geometries)
}

// suspect gives the fault of geometries that seem to be in another system than that
// in which they were read.
func (r *reading) suspect(read crs.System, kind feature.Kind, geometries []orb.Geometry) *finding.Finding {
	if fault := r.elsewhere(read, geometries); fault != nil {
		return fault
	}
	if r.req.CRS != "" || !read.Degrees() {
		return nil
	}
	return r.beside(read, kind, geometries)
}

// shifts gives the readings that move places by less than the guard's reach.
func shifts(read crs.System) []readingAs {
	var all []readingAs
	for _, s := range []crs.System{crs.WGS84, crs.GCJ02, crs.BD09} {
		if read.Same(s) {
			continue
		}
		all = append(all, readingAs{s.Name(), "datum.shifted",
			func(p orb.Point) orb.Point { return s.ToWGS84(read.FromWGS84(p)) }})
		if read.Same(crs.WGS84) { // is it the region that is shifted?
			all = append(all, readingAs{s.Name(), "datum.region_shifted", s.FromWGS84})
		}
	}
	return all
}

// jumps gives the readings that move places far: exchanged axes and other zones.
func jumps(read crs.System, told bool) []readingAs {
	var all []readingAs
	if !told {
		turned := read.Turned()
		all = append(all, readingAs{turned.Name(), "datum.turned",
			func(p orb.Point) orb.Point { return turned.ToWGS84(read.FromWGS84(p)) }})
	}
	if read.Degrees() {
		return all
	}
	for _, family := range [][2]int{{4534, 4554}, {4502, 4512}, {32643, 32653}} {
		for code := family[0]; code <= family[1]; code++ {
			zone, err := crs.Parse(fmt.Sprint(code))
			if err != nil || zone.Same(read) {
				continue
			}
			all = append(all, readingAs{zone.Name(), "datum.other_zone", func(p orb.Point) orb.Point {
				xy := read.FromWGS84(p)
				if zone.Check(xy) != nil {
					return orb.Point{math.NaN(), math.NaN()}
				}
				return zone.ToWGS84(xy)
			}})
		}
	}
	return all
}

// elsewhere finds a layer that lies outside the region as it is read and within
// it in another reading.
func (r *reading) elsewhere(read crs.System, geometries []orb.Geometry) *finding.Finding {
	region := bounds(r.towns())
	places := make([]orb.Point, 0, len(geometries))
	for _, g := range geometries {
		places = append(places, g.Bound().Center())
	}
	places = thin(places, mostPlaces)
	measure := func(to func(orb.Point) orb.Point) (share, metres float64) {
		near := 0
		var all []float64
		for _, p := range places {
			m := outside(region, to(p))
			if m <= nearOutM {
				near++
			}
			if !math.IsNaN(m) {
				all = append(all, m)
			}
		}
		return float64(near) / float64(len(places)), median(all)
	}
	same := func(p orb.Point) orb.Point { return p }
	if len(places) == 0 {
		return nil
	}
	share, before := measure(same)
	if share > 0.1 {
		return nil
	}
	var fault *finding.Finding
	best := 0.8
	for _, as := range jumps(read, r.req.CRS != "") {
		if s, after := measure(as.to); s >= best && (fault == nil || s > best) {
			best = s
			fault = finding.New(as.code, "", "crs", as.name, "as", read.Name(), "before_m", before, "after_m", after,
				"region", r.regionName()).On(as.to(places[len(places)/2]))
		}
	}
	return fault
}

// beside finds a layer whose lines lie beside those that the region has, and on
// them in another reading.
func (r *reading) beside(read crs.System, kind feature.Kind, geometries []orb.Geometry) *finding.Finding {
	var fault *finding.Finding
	least := math.Inf(1)
	for _, like := range follows[kind] {
		theirs := r.have(like, kind)
		if len(theirs) == 0 {
			continue
		}
		fit := newMatch(geometries, theirs)
		same := func(p orb.Point) orb.Point { return p }
		asRead := fit.measure(same)
		if asRead.well() {
			return nil
		}
		for _, as := range shifts(read) {
			before, after, ok := fit.better(asRead, fit.measure(as.to))
			if !ok && points(geometries) {
				before, after, ok = fit.betterOfPoints(asRead.there, as.to)
			} else if !ok {
				before, after, ok = fit.betterOfMany(asRead.there, as.to)
			}
			if ok && after < least {
				least = after
				schema, _ := feature.SchemaOf(like)
				fault = finding.New(as.code, "", "crs", as.name, "as", read.Name(), "before_m", before, "after_m", after,
					"shift_m", fit.shift(as.to), "like", finding.Name{ZH: schema.ZH, EN: schema.EN}, "region", r.regionName()).On(as.to(fit.ours[0]))
			}
		}
	}
	return fault
}

// follows names the kinds whose lines those of a kind follow.
var follows = map[feature.Kind][]feature.Kind{
	feature.Towns:      {feature.Towns},
	feature.Neighbours: {feature.Neighbours, feature.Towns},
	feature.Zones:      {feature.Zones},
	feature.Wetlands:   {feature.Wetlands, feature.Lakes},
	feature.Lakes:      {feature.Lakes, feature.Wetlands},
	feature.Basins:     {feature.Basins},
	feature.Rivers:     {feature.Rivers},
	feature.Roads:      {feature.Roads},
	feature.Sites:      {feature.Sites, feature.Rivers, feature.Units},
	feature.Units:      {feature.Units},
}

// have gives the geometries of a kind to compare with: what this reading brought
// in its stead, else what the region has. A layer is not compared with other
// files of its own kind.
func (r *reading) have(like, kind feature.Kind) []orb.Geometry {
	fs := r.base.Collections[like].Features
	if taken := r.taken[like]; len(taken) > 0 && like != kind {
		fs = taken
	}
	var all []orb.Geometry
	for _, f := range fs {
		if f.Geometry != nil && f.Text("source") != Generated {
			all = append(all, f.Geometry)
		}
	}
	return all
}

func (r *reading) towns() []feature.Feature {
	if taken := r.taken[feature.Towns]; len(taken) > 0 {
		return taken
	}
	return r.base.Collections[feature.Towns].Features
}

func (r *reading) regionName() string {
	if r.base.Region.Name != "" {
		return r.base.Region.Name
	}
	return r.region.Name
}

func bounds(fs []feature.Feature) orb.Bound {
	var b orb.Bound
	met := false
	for _, f := range fs {
		switch {
		case f.Geometry == nil:
		case !met:
			b, met = f.Geometry.Bound(), true
		default:
			b = b.Union(f.Geometry.Bound())
		}
	}
	return b
}

// outside gives the metres from a place to a box, 0 within it, on a sphere: a
// guide to the size of an error. NaN stays NaN.
func outside(b orb.Bound, p orb.Point) float64 {
	q := orb.Point{max(b.Min[0], min(b.Max[0], p[0])), max(b.Min[1], min(b.Max[1], p[1]))}
	const degree = 111_195
	return math.Hypot((p[0]-q[0])*math.Cos((p[1]+q[1])/2*math.Pi/180), p[1]-q[1]) * degree
}

// thin takes places evenly down to a number.
func thin(ps []orb.Point, most int) []orb.Point {
	if len(ps) <= most {
		return ps
	}
	some := make([]orb.Point, most)
	for i := range some {
		some[i] = ps[i*len(ps)/most]
	}
	return some
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	all = slices.Clone(all)
	slices.Sort(all)
	return all[len(all)/2]
}
