package crs

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// proj runs a program of PROJ, or skips where it is not installed.
func proj(t *testing.T, stdin, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skip(program + " of PROJ is not installed (.ci/tools installs it)")
	}
	run := exec.CommandContext(t.Context(), path, args...)
	run.Stdin = strings.NewReader(stdin)
	var faults bytes.Buffer
	run.Stderr = &faults
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, faults.String())
	}
	return string(out)
}

// through brings places through cs2cs; the registry has north before east.
func through(t *testing.T, from, to string, places []orb.Point) []orb.Point {
	t.Helper()
	var in strings.Builder
	for _, p := range places {
		fmt.Fprintf(&in, "%.17g %.17g\n", p[1], p[0])
	}
	args := append([]string{"-f", "%.12f"}, strings.Fields(from)...)
	args = append(append(args, "+to"), strings.Fields(to)...)
	lines := strings.Split(strings.TrimSpace(proj(t, in.String(), "cs2cs", args...)), "\n")
	if len(lines) != len(places) {
		t.Fatalf("%s to %s: %d places of %d", from, to, len(lines), len(places))
	}
	out := make([]orb.Point, len(places))
	for i, l := range lines {
		if _, err := fmt.Sscan(l, &out[i][1], &out[i][0]); err != nil {
			t.Fatalf("%s to %s: %q: %v", from, to, l, err)
		}
	}
	return out
}

// metres is the size of a difference of degrees on the ground, roughly.
func metres(a, b orb.Point) float64 {
	return math.Hypot(around(a[0]-b[0])*math.Cos(a[1]*math.Pi/180), a[1]-b[1]) * 111_320
}

// codes are the systems that PROJ is asked for: the first and the last of each run
// of zones (a run follows one rule), or all of CGCS2000 and of UTM about China.
func codes(all bool) []int {
	asked := []int{3857, 32601, 32660, 32701, 32760}
	for _, g := range grids {
		for code := g.first; code <= g.last; code++ {
			if all && g.datum == cgcs2000 || code == g.first || code == g.last {
				asked = append(asked, code)
			}
		}
	}
	for zone := 43; zone <= 53 && all; zone++ {
		asked = append(asked, 32600+zone, 32700+zone)
	}
	return asked
}

// scattered gives places in a system's zone and up to nine degrees from its central
// meridian, from the equator to the far north, or south.
func scattered(s System) []orb.Point {
	rng := rand.New(rand.NewPCG(uint64(s.code), 0))
	var all []orb.Point
	for i := range 60 {
		reach := []float64{1.5, 3, 6, widest}[i%4]
		p := orb.Point{around(s.tm.lon0 + reach*(2*rng.Float64()-1)), 84 * rng.Float64()}
		switch {
		case s.method == webMercator:
			p = orb.Point{360*rng.Float64() - 180, 170*rng.Float64() - 85}
		case s.tm.fn > 0:
			p[1] = -80 * rng.Float64()
		}
		all = append(all, p)
	}
	return all
}

// Every zone agrees with PROJ itself, there and back.
func TestZonesAgainstPROJ(t *testing.T) {
	if testing.Short() {
		t.Skip("runs PROJ some hundred times")
	}
	for _, code := range codes(true) {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			s, old, _ := byCode(code)
			base := "EPSG:4326"
			switch {
			case s.tm.ellipsoid == cgcs2000Ellipsoid:
				base = "EPSG:4490"
			case old == beijing54.old:
				base = "EPSG:4214"
			case old == xian80.old:
				base = "EPSG:4610"
			case old == newBeijing.old:
				base = "EPSG:4555"
			}
			places := scattered(s)
			worst := 0.0
			for i, want := range through(t, base, fmt.Sprint("EPSG:", code), places) {
				if code == 3857 || code >= 32601 && code <= 32760 {
					want = orb.Point{want[1], want[0]} // these have east first
				}
				there := apart(s.FromWGS84(places[i]), want)
				back := metres(places[i], s.ToWGS84(want))
				if worst = max(worst, there, back); there > 1e-6 || back > 1e-6 {
					t.Errorf("%v is %v, %g m beside PROJ's %v; back %g m", places[i], s.FromWGS84(places[i]), there, want, back)
				}
			}
			if worst > 1e-7 {
				t.Logf("worst %.1e m", worst)
			}
		})
	}
}

// What PROJ writes of each system, in three dialects, is read as that system.
func TestDescriptionsOfPROJ(t *testing.T) {
	if testing.Short() {
		t.Skip("runs PROJ some hundred times")
	}
	for _, code := range append(codes(false), 4326, 4490, 4214, 4610, 4555) {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			want, wantOld, _ := byCode(code)
			out := proj(t, "", "projinfo", "-o", "WKT2:2019,WKT2:2015,WKT1:GDAL,WKT1:ESRI", "--single-line", fmt.Sprint("EPSG:", code))
			read := 0
			for line := range strings.Lines(out) {
				line = strings.TrimSpace(line)
				if !strings.HasSuffix(line, "]") {
					continue
				}
				read++
				got, old, err := parseWKT(line)
				if err != nil || old != wantOld || !got.tm.same(want.tm) && want.method == transverse || got.method != want.method ||
					got.code != want.code && want.method != transverse {
					t.Errorf("%v, %q, %v of\n%s", got, old, err, line)
				}
			}
			if read < 3 {
				t.Errorf("%d descriptions in\n%s", read, out)
			}
		})
	}
}

// Ties agree with PROJ's +towgs84, on longitudes and in zones, both ways.
func TestTiesAgainstPROJ(t *testing.T) {
	zone := "+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=500000 +y_0=0 +axis=neu"
	degrees := "+proj=longlat +axis=neu"
	for _, tc := range []struct{ name, as string }{
		{"EPSG:2436", zone + " +ellps=krass"},
		{"EPSG:2384", zone + " +a=6378140 +rf=298.257"},
		{"北京54", degrees + " +ellps=krass"},
		{"西安80", degrees + " +a=6378140 +rf=298.257"},
	} {
		for _, by := range []string{"0,0,0", "15.8,-154.4,-82.3", "-120.3,80.25,41,1.25,-2.1,3.4,-5.6", "12,-113,-41,20,-30,15,50"} {
			s := mustParse(t, tc.name+"+towgs84="+by)
			rng := rand.New(rand.NewPCG(9, 0))
			var places []orb.Point
			for range 50 {
				places = append(places, orb.Point{117 + 12*rng.Float64() - 6, 3 + 60*rng.Float64()})
			}
			as := tc.as + " +towgs84=" + by + " +type=crs"
			there := through(t, "EPSG:4326", as, places)
			back := through(t, as, "EPSG:4326", there)
			size := func(a, b orb.Point) float64 {
				if s.Degrees() {
					return metres(a, b)
				}
				return apart(a, b)
			}
			worst := 0.0
			for i, p := range places {
				a, b := size(s.FromWGS84(p), there[i]), metres(s.ToWGS84(there[i]), back[i])
				if worst = max(worst, a, b); a > 1e-5 || b > 1e-5 {
					t.Errorf("%s: %v is %g m beside PROJ, back %g m", s.Name(), p, a, b)
				}
			}
			t.Logf("%s: worst %.1e m", s.Name(), worst)
		}
	}
}
