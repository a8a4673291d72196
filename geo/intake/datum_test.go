package intake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"xunhu/geo/atlas"
	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// blob is a bent outline of n places, some 15 km wide, around a place.
func blob(at orb.Point, n int) orb.Ring {
	var r orb.Ring
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		m := 0.07 + 0.012*math.Sin(5*a) + 0.006*math.Cos(11*a)
		r = append(r, orb.Point{at[0] + m*math.Cos(a)*1.2, at[1] + m*math.Sin(a)})
	}
	return append(r, r[0])
}

func moved(r orb.Ring, to func(orb.Point) orb.Point) orb.Ring {
	all := make(orb.Ring, len(r))
	for i, p := range r {
		all[i] = to(p)
	}
	return all
}

func areas(t testing.TB, names []string, rings ...orb.Ring) string {
	t.Helper()
	c := geojson.NewFeatureCollection()
	for i, r := range rings {
		f := geojson.NewFeature(orb.Polygon{r})
		f.Properties = geojson.Properties{"name": names[i], "code": fmt.Sprint(370481101 + i), "class": "reserve"}
		c.Append(f)
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// regionOf makes a region of one outline.
func regionOf(t testing.TB, r orb.Ring) atlas.Dataset {
	t.Helper()
	d, _, err := intake.Read(t.Context(), disk("towns.json", areas(t, []string{"湖东镇"}, r)), []string{"towns.json"}, nil,
		intake.Request{Code: "370481", Name: "湖东"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stopped gives the finding with which an import was stopped, nil if it was not.
func stopped(t testing.TB, d atlas.Dataset, name, text string, req intake.Request) *finding.Finding {
	t.Helper()
	_, _, err := intake.Read(t.Context(), disk(name, text), []string{name}, &d, req)
	f, ok := errors.AsType[*finding.Finding](err)
	switch {
	case err == nil:
		return nil
	case !ok || !strings.HasPrefix(f.Code, "datum."):
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// metre moves a place by metres to the east and north.
func metre(east, north float64) func(orb.Point) orb.Point {
	return func(p orb.Point) orb.Point {
		return orb.Point{p[0] + east/111_195/math.Cos(p[1]*math.Pi/180), p[1] + north/111_195}
	}
}

func TestDatumGuard(t *testing.T) {
	home := orb.Point{117.1, 35.05}
	outline := blob(home, 240)
	d := regionOf(t, outline)
	towns := func(r orb.Ring) string { return areas(t, []string{"湖东镇"}, r) }
	both := func(s crs.System) (to, from func(orb.Point) orb.Point) { return s.FromWGS84, s.ToWGS84 }
	toGCJ, fromGCJ := both(crs.GCJ02)
	toBD, _ := both(crs.BD09)
	asIs := intake.Request{CRS: "EPSG:4326"}
	noise := rand.New(rand.NewPCG(7, 0))
	for _, tc := range []struct {
		name, file, text string
		req              intake.Request
		want             string // code and system
	}{
		{"the same again", "towns.json", towns(outline), intake.Request{}, ""},
		{"GCJ-02", "towns.json", towns(moved(outline, toGCJ)), intake.Request{}, "datum.shifted GCJ-02"},
		{"BD-09", "towns.json", towns(moved(outline, toBD)), intake.Request{}, "datum.shifted BD-09"},
		{"GCJ-02, as told", "towns.json", towns(moved(outline, toGCJ)), intake.Request{CRS: "GCJ-02"}, ""},
		{"GCJ-02, kept as it is", "towns.json", towns(moved(outline, toGCJ)), asIs, ""},
		{"the region shifted", "towns.json", towns(moved(outline, fromGCJ)), intake.Request{}, "datum.region_shifted GCJ-02"},
		{"more places on the same lines", "towns.json", towns(blob(home, 1000)), intake.Request{}, ""},
		{"a generalised outline in GCJ-02", "towns.json", towns(moved(blob(home, 60), toGCJ)), intake.Request{}, "datum.shifted GCJ-02"},
		{"a shift of its own", "towns.json", towns(moved(outline, metre(0, 500))), intake.Request{}, ""},
		{"a shift too small to matter", "towns.json", towns(moved(outline, metre(40, 0))), intake.Request{}, ""},
		{"rough lines", "towns.json", towns(moved(outline, func(p orb.Point) orb.Point {
			return metre(noise.NormFloat64()*400, noise.NormFloat64()*400)(p)
		})), intake.Request{}, ""},
		{"another outline", "towns.json", towns(blob(metre(2500, 1800)(home), 240)), intake.Request{}, ""},
		{"a wetland, first of its kind", "wetlands.json", areas(t, []string{"湿地"}, blob(home, 40)), intake.Request{}, ""},
		{"a neighbour in GCJ-02", "neighbours.json", areas(t, []string{"邻县"}, moved(outline, toGCJ)), intake.Request{}, "datum.shifted GCJ-02"},
		{"zone of 120°", "sites.csv", metresOf(t, outline, "4548"), intake.Request{CRS: "4549"}, "datum.other_zone EPSG:4548"},
		{"zone of 120°, trusted", "sites.csv", metresOf(t, outline, "4548"), intake.Request{CRS: "4549", TrustCRS: true}, ""},
		{"GCJ-02, trusted", "towns.json", towns(moved(outline, toGCJ)), intake.Request{TrustCRS: true}, ""},
		{"zone of 117°", "sites.csv", metresOf(t, outline, "4548"), intake.Request{CRS: "4548"}, ""},
		{"6° zone", "sites.csv", metresOf(t, outline, "4509"), intake.Request{CRS: "4549"}, ""}, // the same meridian as 4548
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			f := stopped(t, d, tc.file, tc.text, tc.req)
			if f != nil {
				got = f.Code + " " + fmt.Sprint(f.Args["crs"])
				before, after := f.Args["before_m"].(float64), f.Args["after_m"].(float64)
				if !(before >= 60 && after <= 100 && before < 1e6) || f.At == nil {
					t.Errorf("%v", f)
				}
			}
			if tc.name == "6° zone" {
				if !strings.HasPrefix(got, "datum.other_zone ") {
					t.Errorf("%q", got)
				}
				return
			}
			if got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// metresOf gives places as a table of metres.
func metresOf(t testing.TB, ps []orb.Point, system string) string {
	t.Helper()
	s, err := crs.Parse(system)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("name,class,x,y\n")
	for i, p := range ps {
		q := s.FromWGS84(p)
		fmt.Fprintf(&b, "n%d,other,%.3f,%.3f\n", i, q[0], q[1])
	}
	return b.String()
}

// Exchanged degrees that are still degrees are found by where they lie.
func TestDatumGuardTurned(t *testing.T) {
	outline := blob(orb.Point{9.5, 47.1}, 240)
	d := regionOf(t, outline)
	turned := areas(t, []string{"湖东镇"}, moved(outline, func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }))
	f := stopped(t, d, "towns.json", turned, intake.Request{})
	if f == nil || f.Code != "datum.turned" || f.Args["crs"] != "EPSG:4326/yx" || f.Args["before_m"].(float64) < 1e6 || f.Args["after_m"] != 0.0 {
		t.Fatal(f)
	}
	out, _, err := intake.Read(t.Context(), disk("towns.json", turned), []string{"towns.json"}, &d, intake.Request{CRS: "EPSG:4326/yx"})
	if err != nil {
		t.Fatal(err)
	}
	if b := out.Bound(); b != d.Bound() {
		t.Errorf("%v, want %v", b, d.Bound())
	}
}

// The real outline, that web maps give 540 m beside: found in GCJ-02 whether the
// region was made of it whole or of a tenth of its places. Neighbours are found by
// the border that they share, if the region has it whole.
func TestDatumGuardTengzhou(t *testing.T) {
	text, err := os.ReadFile(shared(t, "tengzhou/outline_370481_gcj02.json"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := geojson.UnmarshalGeometry(text)
	if err != nil {
		t.Fatal(err)
	}
	web := g.Geometry().(orb.Polygon)[0]
	right := moved(web, crs.GCJ02.ToWGS84)
	var tenth orb.Ring
	for i := 0; i < len(right); i += 10 {
		tenth = append(tenth, right[i])
	}
	tenth = append(tenth, tenth[0])
	for name, r := range map[string]orb.Ring{"whole": right, "a tenth": tenth} {
		d := regionOf(t, r)
		f := stopped(t, d, "towns.json", areas(t, []string{"滕州市"}, web), intake.Request{})
		if f == nil || f.Code != "datum.shifted" || f.Args["crs"] != "GCJ-02" {
			t.Fatal(name, f)
		}
		if f := stopped(t, d, "towns.json", areas(t, []string{"滕州市"}, right), intake.Request{}); f != nil {
			t.Error(name, f)
		}
		for _, code := range []string{"370403", "370406", "370826", "370883"} {
			text, err := os.ReadFile(shared(t, "tengzhou/neighbour_"+code+"_gcj02.json"))
			if err != nil {
				t.Fatal(err)
			}
			g, err := geojson.UnmarshalGeometry(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, right := range []bool{false, true} {
				to := func(p orb.Point) orb.Point { return p }
				if right {
					to = crs.GCJ02.ToWGS84
				}
				var rings []orb.Ring
				switch g := g.Geometry().(type) {
				case orb.Polygon:
					rings = append(rings, moved(g[0], to))
				case orb.MultiPolygon:
					for _, p := range g {
						rings = append(rings, moved(p[0], to))
					}
				}
				names := strings.Split(strings.Repeat("邻县,", len(rings)), ",")
				f := stopped(t, d, "neighbours.json", areas(t, names, rings...), intake.Request{})
				if right && f != nil || !right && f == nil && name == "whole" {
					t.Errorf("%s: neighbour %s, right %v: %v", name, code, right, f)
				}
			}
		}
	}
}

// Good data raise no alarm: real towns again, by halves, generalised, and each
// kind of a real extract beside the others.
func TestDatumGuardIsQuietOnGoodData(t *testing.T) {
	file := shared(t, "towns/乐清市街道.zip")
	d, _ := read(t, file, intake.Request{})
	if _, _, err := intake.Read(t.Context(), os.DirFS(filepath.Dir(file)), []string{filepath.Base(file)}, &d, intake.Request{}); err != nil {
		t.Error(err)
	}
	towns := d.Collections[feature.Towns].Features
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 1))
		coarse := 1 + rng.IntN(12)
		shake := rng.Float64() * 60
		c := geojson.NewFeatureCollection()
		for _, f := range towns {
			if rng.IntN(3) > 0 {
				continue
			}
			var r orb.Ring
			for i, p := range f.Geometry.(orb.MultiPolygon)[0][0] {
				if i%coarse == 0 {
					r = append(r, metre(rng.NormFloat64()*shake, rng.NormFloat64()*shake)(p))
				}
			}
			r = append(r, r[0])
			g := geojson.NewFeature(orb.Polygon{r})
			g.Properties = geojson.Properties{"name": f.Text("name"), "code": f.ID}
			c.Append(g)
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = intake.Read(t.Context(), disk("towns.json", string(b)), []string{"towns.json"}, &d, intake.Request{})
		if f, ok := errors.AsType[*finding.Finding](err); ok && strings.HasPrefix(f.Code, "datum.") {
			t.Errorf("seed %d: every %d. place, shaken by %.0f m: %v", seed, coarse, shake, f)
		}
	}
}
