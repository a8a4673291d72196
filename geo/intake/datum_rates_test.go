package intake_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/crs"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// remade gives a geometry with each position replaced.
func remade(g orb.Geometry, to func(orb.Point) orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return to(g)
	case orb.LineString:
		return orb.LineString(moved(orb.Ring(g), to))
	case orb.MultiPolygon:
		var all orb.MultiPolygon
		for _, p := range g {
			var rings orb.Polygon
			for _, r := range p {
				rings = append(rings, moved(r, to))
			}
			all = append(all, rings)
		}
		return all
	}
	panic(fmt.Sprintf("%T", g))
}

func shapes(d atlas.Dataset, k feature.Kind) []orb.Geometry {
	var all []orb.Geometry
	for _, f := range d.Collections[k].Features {
		if f.Geometry != nil {
			all = append(all, f.Geometry)
		}
	}
	return all
}

// How often the guard finds a shifted layer, and how often it stops a good one, by
// kind and number of features: random parts of a region, given again over it or as
// something new beside the rest, each vertex off by some 5, 15 or 50 m in its own
// direction. A good layer is never stopped, and what is given again is found from
// ten points or some short lines on; new rivers, roads and sites that follow
// nothing in the region carry no evidence, and pass.
func TestDatumGuardRates(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the guard some hundred times")
	}
	region := demo.Dataset()
	for _, k := range []feature.Kind{feature.Towns, feature.Wetlands, feature.Rivers, feature.Roads, feature.Sites, feature.Units} {
		all := shapes(region, k)
		for _, n := range []int{1, 3, 10, 30, 100} {
			if n > len(all) {
				continue
			}
			var again, fresh rate
			for seed := range uint64(3) {
				rng := rand.New(rand.NewPCG(seed, uint64(n)))
				noise := []float64{5, 15, 50}[seed%3]
				picked := rng.Perm(len(all))[:n]
				again.try(region, k, all, picked, noise, rng)
				if n < len(all) {
					fresh.try(without(region, k, picked), k, all, picked, noise, rng)
				}
			}
			t.Logf("%-8s n=%-3d given again: %s; new: %s", k, n, again, fresh)
			if again.alarms+fresh.alarms > 0 {
				t.Errorf("good %s were stopped", k)
			}
			points := k == feature.Sites || k == feature.Units
			if (points && n >= 10 || n >= 30) && again.found*10 < again.tries*9 {
				t.Errorf("%d of %d layers of %d shifted %s were found", again.found, again.tries, n, k)
			}
		}
	}
}

// A rate counts good layers that were stopped, and shifted ones that were found.
type rate struct{ good, alarms, tries, found int }

func (r rate) String() string {
	return fmt.Sprintf("stopped %d of %d, found %d of %d", r.alarms, r.good, r.found, r.tries)
}

// try asks the guard about some of the features, each vertex moved by noise in
// metres, as they are and shifted.
func (r *rate) try(base atlas.Dataset, k feature.Kind, all []orb.Geometry, picked []int, noise float64, rng *rand.Rand) {
	for _, s := range []crs.System{crs.WGS84, crs.GCJ02, crs.BD09} {
		var layer []orb.Geometry
		for _, i := range picked {
			layer = append(layer, remade(all[i], func(p orb.Point) orb.Point {
				return s.FromWGS84(metre(rng.NormFloat64()*noise, rng.NormFloat64()*noise)(p))
			}))
		}
		fault := intake.Guard(base, k, crs.WGS84, false, layer)
		switch {
		case s == crs.WGS84:
			r.good++
			if fault != nil {
				r.alarms++
			}
		default:
			r.tries++
			if fault != nil && fault.Code == "datum.shifted" && fault.Args["crs"] == s.Name() {
				r.found++
			}
		}
	}
}

// without gives a region without some features of a kind that have a place.
func without(d atlas.Dataset, k feature.Kind, picked []int) atlas.Dataset {
	out := atlas.Dataset{Region: d.Region, Collections: maps.Clone(d.Collections)}
	var left []feature.Feature
	i := 0
	for _, f := range d.Collections[k].Features {
		if f.Geometry == nil || !slices.Contains(picked, i) {
			left = append(left, f)
		}
		if f.Geometry != nil {
			i++
		}
	}
	out.Collections[k] = feature.Collection{Features: left}
	return out
}
