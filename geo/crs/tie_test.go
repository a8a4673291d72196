package crs

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// The example of EPSG's Guidance Note 7-2 for methods 9606 and 9607: WGS 72 to
// WGS 84 by 4.5 m, 0.554″ and 0.219 ppm.
func TestTiePublished(t *testing.T) {
	want := [3]float64{3657660.78, 255778.43, 5201387.75}
	for _, text := range []string{tieMark + "0,0,4.5,0,0,0.554,0.219", frameMark + "0,0,4.5,0,0,-0.554,0.219"} {
		_, by, err := cutTie(text)
		if err != nil {
			t.Fatal(err)
		}
		got := by.apply([3]float64{3657660.66, 255768.55, 5201382.11})
		for i := range got {
			if math.Abs(got[i]-want[i]) > 0.006 {
				t.Errorf("%s gives %v, want %v", text, got, want)
			}
		}
	}
}

// Values of cs2cs of PROJ 9.1.1: metres of the 3° zone of 117° E to WGS 84.
func TestTieKept(t *testing.T) {
	metres := []orb.Point{{500000, 3874592.9}, {563210.123, 3888123.456}, {380000, 5300000}}
	for name, want := range map[string][]orb.Point{
		"EPSG:2436+towgs84=15.8,-154.4,-82.3":                            {{117.00061364379, 34.99954425943}, {117.69404877003, 35.11951928863}, {115.39816495048, 47.82274394813}},
		"EPSG:2436+towgs84=-120.3,80.25,41,1.25,-2.1,3.4,-5.6":           {{117.00219058271, 34.99909995994}, {117.69559241729, 35.11906043661}, {115.40014816430, 47.82175115891}},
		"EPSG:2384+towgs84=15.8,-154.4,-82.3":                            {{117.00061365830, 35.00012415225}, {117.69406521612, 35.12010109185}, {115.39811388407, 47.82353581662}},
		"EPSG:2384+towgs84-frame=-120.3,80.25,41,-1.25,2.1,-3.4,-5.6/yx": {{117.00219061112, 34.99967981797}, {117.69560887567, 35.11964220464}, {115.40009713104, 47.82254297669}},
	} {
		s := mustParse(t, name)
		for i, p := range metres {
			if s.turned {
				p = orb.Point{p[1], p[0]}
			}
			if d := apart(s.ToWGS84(p), want[i]); d > 2e-11 {
				t.Errorf("%s: %v is %v, %g degrees beside %v", name, p, s.ToWGS84(p), d, want[i])
			}
		}
	}
}

// A place comes back to where it was but for the height that is left out on the
// way; surface undoes space to the last bits, also near the poles and the axes.
func TestTieThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	for range 2000 {
		p := orb.Point{360*rng.Float64() - 180, 179.8*rng.Float64() - 89.9}
		for _, e := range []ellipsoid{wgs84Ellipsoid, krassowsky1940, iag1975} {
			if d := apart(e.surface(e.space(p)), p); d > 1e-12 {
				t.Fatalf("%v comes back %g degrees away", p, d)
			}
		}
	}
	for _, name := range []string{"EPSG:2437+towgs84=12.5,-113,-41", "EPSG:2384+towgs84=-120,80,40,1.2,-2.1,3.4,-5.6", "西安80+towgs84=-120,80,40"} {
		s := mustParse(t, name)
		for range 1000 {
			p := orb.Point{117 + 6*rng.Float64() - 3, 18 + 35*rng.Float64()}
			there := s.FromWGS84(p)
			if d := apart(s.ToWGS84(there), p) * 111e3; d > 0.02 {
				t.Errorf("%s: %v comes back %g m away", name, p, d)
			}
		}
	}
}

// Two systems that differ in their ties alone are not the same, and the shortcut
// for degrees does not take an old datum for WGS 84.
func TestTiedDegreesAreMoved(t *testing.T) {
	a, b := mustParse(t, "北京54+towgs84=12,-113,-41"), mustParse(t, "北京54+towgs84=12,-113,-40")
	if a.Same(b) || a.Same(WGS84) || a == b {
		t.Error("different ties are the same")
	}
	g, fault := a.Bring(orb.Point{117, 35})
	if fault != nil || apart(g.(orb.Point), orb.Point{117, 35}) < 3e-4 {
		t.Errorf("%v, %v", g, fault)
	}
}
