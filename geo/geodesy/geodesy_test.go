package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// The first two are the worked examples of C. F. F. Karney, Algorithms for
// geodesics, Journal of Geodesy 87 (2013), tables 3 and 5; the rest was computed
// with geod of PROJ 9.
func TestInverse(t *testing.T) {
	for _, tc := range []struct {
		name       string
		a, b       orb.Point
		m, azimuth float64
	}{
		{"five metres", orb.Point{0, -30.12345}, orb.Point{0.00005, -30.12344}, 4.944208, 77.043533541},
		{"nearly antipodal", orb.Point{0, -30}, orb.Point{179.8, 29.9}, 19989832.827610, 161.890524736},
		{"across a county", orb.Point{117, 35}, orb.Point{117.2, 35.1}, 21354.515870, 58.642392573},
		{"nearly antipodal on the equator", orb.Point{0, 0}, orb.Point{179.5, 0.5}, 19936288.578965, 25.671872868},
		{"more so", orb.Point{0, 0}, orb.Point{179.7, 0.5}, 19944127.420750, 15.556882793},
		{"across the antimeridian", orb.Point{179.9, 35}, orb.Point{-179.9, 35}, 18257.630880, 89.942642317},
		{"along the equator", orb.Point{0, 0}, orb.Point{90, 0}, 10018754.171395, 90},
		{"over the pole", orb.Point{0, 89.9}, orb.Point{180, 89.9}, 22338.795683, 0},
		{"antipodal by a tenth of a degree", orb.Point{117, 35}, orb.Point{-63.2, -34.9}, 19989888.934073, 18.734934200},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := geodesy.Distance(tc.a, tc.b); !near(got, tc.m, 5e-4) {
				t.Errorf("Distance = %.6f, want %.6f", got, tc.m)
			}
			if got := geodesy.Azimuth(tc.a, tc.b); !near(got, tc.azimuth, 3e-5) {
				t.Errorf("Azimuth = %.9f, want %.9f", got, tc.azimuth)
			}
			if got := geodesy.Distance(tc.b, tc.a); !near(got, tc.m, 5e-4) {
				t.Errorf("Distance back = %.6f, want %.6f", got, tc.m)
			}
		})
	}
}

// Between antipodes there are two ways or more of the same length: only the
// length is certain.
func TestDistanceOfAntipodes(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b orb.Point
		m    float64
	}{
		{"on the equator", orb.Point{0, 0}, orb.Point{180, 0}, 20003931.458625},
		{"nearly, on the equator", orb.Point{0, 0}, orb.Point{179.9, 0}, 20003008.421509},
		{"poles", orb.Point{0, 90}, orb.Point{0, -90}, 20003931.458625},
		{"Tengzhou", orb.Point{117, 35}, orb.Point{-63, -35}, 20003931.458625},
	} {
		if got := geodesy.Distance(tc.a, tc.b); !near(got, tc.m, 5e-4) {
			t.Errorf("%s: Distance = %.6f, want %.6f", tc.name, got, tc.m)
		}
	}
}

func TestAzimuth(t *testing.T) {
	o := orb.Point{117, 35}
	for _, tc := range []struct {
		name string
		to   orb.Point
		want float64
	}{
		{"itself", o, 0},
		{"north", orb.Point{117, 36}, 0},
		{"south", orb.Point{117, 34}, 180},
		{"west, by half the convergence more", orb.Point{116.9, 35}, 270.028680},
	} {
		if got := geodesy.Azimuth(o, tc.to); !near(got, tc.want, 1e-5) {
			t.Errorf("%s: Azimuth = %.6f, want %.6f", tc.name, got, tc.want)
		}
	}
}

// The areas were computed with the equal-area cylinder (cea) of PROJ 9, with
// 60,000 points on each edge of the large ones.
func TestArea(t *testing.T) {
	for _, tc := range []struct {
		name string
		ring orb.Ring
		want float64
	}{
		{"a village", orb.Ring{{117, 35}, {117.01, 35}, {117.01, 35.01}, {117, 35.01}, {117, 35}}, 1012695.4237},
		{"a province", orb.Ring{{116, 34}, {119, 34.5}, {118, 37}, {116, 34}}, 40426378228.5239},
		{"a continent", orb.Ring{{-10, -5}, {12, -3}, {3, 50}, {-10, -5}}, 6907663100705.8310},
		{"a degree at the equator", orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, 12308463893.9743},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := geodesy.Area(tc.ring); !near(got, tc.want, tc.want*1e-9) {
				t.Errorf("Area = %.4f, want %.4f", got, tc.want)
			}
			tc.ring.Reverse()
			if got := geodesy.Area(orb.Polygon{tc.ring}); !near(got, tc.want, tc.want*1e-9) {
				t.Errorf("Area the other way round = %.4f, want %.4f", got, tc.want)
			}
		})
	}
	box := orb.Bound{Min: orb.Point{117, 35}, Max: orb.Point{117.1, 35.1}}
	hole := orb.Bound{Min: orb.Point{117.02, 35.02}, Max: orb.Point{117.04, 35.04}}
	withHole := orb.Polygon{box.ToRing(), hole.ToRing()}
	if got, want := geodesy.Area(withHole), geodesy.Area(box)-geodesy.Area(hole); got != want {
		t.Errorf("Area with a hole = %v, want %v", got, want)
	}
	for _, g := range []orb.Geometry{orb.Polygon{}, orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, nil} {
		if got := geodesy.Area(g); got != 0 {
			t.Errorf("Area(%T) = %v, want 0", g, got)
		}
	}
}

// However a line or an area is cut along its own edges, the parts are the whole.
func TestPartsAddUp(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		scale := math.Pow(10, rng.Float64()*5-3) // 0.001 to 100 degrees
		a := orb.Point{rng.Float64() * 70, rng.Float64()*60 - 30}
		b := orb.Point{a[0] + rng.Float64()*scale, a[1] + (rng.Float64()-0.5)*scale/2}
		s := rng.Float64()
		mid := orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])}
		whole := geodesy.Length(orb.LineString{a, b})
		parts := geodesy.Length(orb.LineString{a, mid}) + geodesy.Length(orb.LineString{mid, b})
		if !near(whole, parts, 1e-9*whole+1e-8) {
			t.Fatalf("seed %d: %v in one, %v in two", seed, whole, parts)
		}
		if straight := geodesy.Distance(a, b); straight > whole*(1+1e-9)+5e-4 {
			t.Fatalf("seed %d: the geodesic has %v m, the edge only %v", seed, straight, whole)
		}
		c := orb.Point{a[0], b[1] + scale/3}
		area := geodesy.Area(orb.Ring{a, b, c, a})
		halves := geodesy.Area(orb.Ring{a, mid, c, a}) + geodesy.Area(orb.Ring{mid, b, c, mid})
		if !near(area, halves, 1e-9*area+1e-6) {
			t.Fatalf("seed %d: %v m² in one, %v in two", seed, area, halves)
		}
	}
}

func TestLength(t *testing.T) {
	l := orb.LineString{{117, 35}, {117.03, 35.02}}
	if got, want := geodesy.Length(l), geodesy.Distance(l[0], l[1]); !near(got, want, 1e-3) {
		t.Errorf("Length of a short edge = %v, Distance %v", got, want)
	}
	box := orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{0.01, 0.01}}
	for _, tc := range []struct {
		g    orb.Geometry
		want float64
	}{
		{orb.Point{1, 2}, 0},
		{nil, 0},
		{orb.MultiLineString{l, l}, 2 * geodesy.Length(l)},
		{orb.Polygon{box.ToRing(), box.ToRing()}, 2 * geodesy.Length(box)},
		{orb.MultiPolygon{box.ToPolygon()}, geodesy.Length(box)},
		{orb.Collection{l, box}, geodesy.Length(l) + geodesy.Length(box)},
	} {
		if got := geodesy.Length(tc.g); !near(got, tc.want, 1e-9) {
			t.Errorf("Length(%T) = %v, want %v", tc.g, got, tc.want)
		}
	}
}

func TestAlong(t *testing.T) {
	l := orb.LineString{{117, 35}, {117.2, 35.1}, {117.2, 35.1}, {118, 36}}
	whole := geodesy.Length(l)
	for _, share := range []float64{0.001, 0.1, 0.2, 0.5, 0.99} {
		p := geodesy.Along(l, share*whole)
		head := orb.LineString{l[0], p}
		if p[0] > l[1][0] {
			head = orb.LineString{l[0], l[1], p}
		}
		if got := geodesy.Length(head); !near(got, share*whole, 1e-6) {
			t.Errorf("at %v: %v m from the start, want %v", share, got, share*whole)
		}
	}
	if got := geodesy.Along(l, -1); got != l[0] {
		t.Errorf("before the start: %v", got)
	}
	if got := geodesy.Along(l, whole+1); got != l[3] {
		t.Errorf("beyond the end: %v", got)
	}
	if got := geodesy.Along(nil, 5); got != (orb.Point{}) {
		t.Errorf("on an empty line: %v", got)
	}
}
