package crs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

const shared = "../../../shared/data/crs/"

// apart is the distance of two places in the unit of their coordinates.
func apart(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

func mustParse(t testing.TB, s string) System {
	t.Helper()
	sys, err := Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return sys
}

// PROJ is the oracle of every zone and of Web Mercator.
func TestAgainstPROJ(t *testing.T) {
	f, err := os.Open("testdata/proj.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	worst := 0.0
	for _, row := range rows[1:] {
		var v [4]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(row[i+1], 64); err != nil {
				t.Fatal(err)
			}
		}
		s := mustParse(t, row[0])
		degrees, metres := orb.Point{v[0], v[1]}, orb.Point{v[2], v[3]}
		d := apart(s.FromWGS84(degrees), metres)
		worst = max(worst, d)
		if d > 1e-6 {
			t.Errorf("EPSG:%s: FromWGS84(%v) = %v, want %v", row[0], degrees, s.FromWGS84(degrees), metres)
		}
		back := s.ToWGS84(metres)
		if d := math.Hypot(around(back[0]-degrees[0]), back[1]-degrees[1]); d > 1e-11 {
			t.Errorf("EPSG:%s: ToWGS84(%v) = %v, want %v", row[0], metres, back, degrees)
		}
	}
	t.Logf("%d places, worst %.1e m", len(rows)-1, worst)
}

// Every code that is known leads there and back, and Parse reads its name.
func TestThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	systems := []System{WGS84, CGCS2000, GCJ02, BD09, mustParse(t, "EPSG:3857")}
	for code := 4491; code <= 4554; code++ {
		systems = append(systems, mustParse(t, strconv.Itoa(code)))
	}
	for code := 32601; code <= 32760; code++ {
		if s, _, ok := byCode(code); ok {
			systems = append(systems, s)
		}
	}
	for _, s := range systems {
		if again := mustParse(t, s.Name()); again != s {
			t.Errorf("Parse(%q) = %v, want %v", s.Name(), again, s)
		}
		for range 50 {
			p := orb.Point{75 + 60*rng.Float64(), 5 + 48*rng.Float64()}
			if s.method == transverse {
				p[0] = around(s.tm.lon0 - 6 + 12*rng.Float64())
			}
			if d := apart(s.ToWGS84(s.FromWGS84(p)), p); d > 1e-10 {
				t.Errorf("%s: %v comes back %g degrees away", s.Name(), p, d)
			}
		}
	}
}

// A transverse Mercator keeps angles, and lengths on its central meridian: these
// two say all about it, and need no other program.
func TestConformal(t *testing.T) {
	s := mustParse(t, "EPSG:4548")
	e := cgcs2000Ellipsoid
	e2 := e.f * (2 - e.f)
	const h = 1e-5 // degrees
	for lat := 1.0; lat < 60; lat += 7 {
		w := 1 - e2*math.Pow(math.Sin(lat*math.Pi/180), 2)
		north := e.a * (1 - e2) / (w * math.Sqrt(w)) * math.Pi / 180           // metres in a degree
		east := e.a / math.Sqrt(w) * math.Cos(lat*math.Pi/180) * math.Pi / 180 // metres in a degree
		for _, lon := range []float64{117, 118.4, 114.6} {
			a, b := s.FromWGS84(orb.Point{lon - h, lat}), s.FromWGS84(orb.Point{lon + h, lat})
			c, d := s.FromWGS84(orb.Point{lon, lat - h}), s.FromWGS84(orb.Point{lon, lat + h})
			ux, uy := (b[0]-a[0])/(2*h*east), (b[1]-a[1])/(2*h*east)
			vx, vy := (d[0]-c[0])/(2*h*north), (d[1]-c[1])/(2*h*north)
			if math.Hypot(ux-vy, uy+vx) > 1e-7 {
				t.Errorf("at %v, %v the axes are (%v, %v) and (%v, %v)", lon, lat, ux, uy, vx, vy)
			}
			if k := math.Hypot(vx, vy); lon == 117 && math.Abs(k-1) > 1e-8 {
				t.Errorf("scale %v on the central meridian at %v", k, lat)
			}
		}
	}
}

func TestParse(t *testing.T) {
	const gk = `PROJCS["whatever",GEOGCS["GCS",DATUM["%s",SPHEROID["S",%s,%s]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],` +
		`PROJECTION["%s"],PARAMETER["False_Easting",%d],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",117],PARAMETER["Scale_Factor",%s],PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]`
	const geo = `GEOGCS["GCS",DATUM["%s",SPHEROID["S",%s,%s]],PRIMEM["Greenwich",%s],UNIT["Degree",0.0174532925199433]]`
	for _, tc := range []struct{ in, want, code string }{
		{"EPSG:4326", "EPSG:4326", ""},
		{"4548", "EPSG:4548", ""},
		{" epsg:4490 ", "EPSG:4490", ""},
		{"CRS84", "EPSG:4326", ""},
		{"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", ""},
		{"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "EPSG:4326", ""},
		{"urn:ogc:def:crs:EPSG::4527", "EPSG:4527", ""},
		{"urn:ogc:def:crs:EPSG:6.6:32650", "EPSG:32650", ""},
		{"http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:3857", ""},
		{"gcj02", "GCJ-02", ""},
		{"火星坐标系", "GCJ-02", ""},
		{"bd-09", "BD-09", ""},
		{"CGCS2000", "EPSG:4490", ""},
		{"EPSG:2437", "", "crs.old_datum"},
		{"4214", "", "crs.old_datum"},
		{"2364", "", "crs.old_datum"},
		{"21463", "", "crs.old_datum"},
		{"4822", "", "crs.old_datum"},
		{"EPSG:2437+towgs84=12.5,-113,-41", "EPSG:2437+towgs84=12.5,-113,-41", ""},
		{"2437 +towgs84= 12.5, -113, -41, 0, 0, 0, 0 ", "EPSG:2437+towgs84=12.5,-113,-41", ""},
		{"EPSG:2364+towgs84=1,2,3,0.1,-0.2,0.3,4/yx", "EPSG:2364+towgs84=1,2,3,0.1,-0.2,0.3,4/yx", ""},
		{"EPSG:2364+towgs84-frame=1,2,3,0.1,-0.2,0,4", "EPSG:2364+towgs84=1,2,3,-0.1,0.2,0,4", ""},
		{"北京54+towgs84=0,0,0", "EPSG:4214+towgs84=0,0,0", ""},
		{"西安80+towgs84=1,2,3", "EPSG:4610+towgs84=1,2,3", ""},
		{"EPSG:4548+towgs84=1,2,3", "", "crs.needless_tie"},
		{"GCJ-02+towgs84=1,2,3", "", "crs.needless_tie"},
		{"EPSG:99999+towgs84=1,2,3", "", "crs.unknown"},
		{"EPSG:2437+towgs84=", "", "crs.bad_tie"},
		{"EPSG:2437+towgs84=1,2", "", "crs.bad_tie"},
		{"EPSG:2437+towgs84=1,2,3,4", "", "crs.bad_tie"},
		{"EPSG:2437+towgs84=1,2,x", "", "crs.bad_tie"},
		{"EPSG:2437+towgs84=1,2,NaN", "", "crs.bad_tie"},
		{"EPSG:2437+towgs84=1,2,3,0,0,90,0", "", "crs.bad_tie"}, // degrees for seconds
		{"EPSG:2437+towgs84=1,2,3,0,0,0,1.00001", "EPSG:2437+towgs84=1,2,3,0,0,0,1.00001", ""},
		{"EPSG:2437+towgs84=5000,2,3", "", "crs.bad_tie"},
		{"北京54", "", "crs.old_datum"},
		{"西安80", "", "crs.old_datum"},
		{"EPSG:5070", "", "crs.unknown"},
		{"EPSG:99999999", "", "crs.unknown"},
		{"", "", "crs.unknown"},
		{"nonsense", "", "crs.unknown"},
		{fmt.Sprintf(geo, "D_WGS_1984", "6378137.0", "298.257223563", "0"), "EPSG:4326", ""},
		{fmt.Sprintf(geo, "D_China_2000", "6378137.0", "298.257222101", "0"), "EPSG:4490", ""},
		{fmt.Sprintf(geo, "D_ETRS_1989", "6378137.0", "298.257222101", "0"), "EPSG:4326", ""},
		{fmt.Sprintf(geo, "D_Paris", "6378137.0", "298.257222101", "2.33"), "", "crs.unknown"},
		{fmt.Sprintf(geo, "D_Beijing_1954", "6378245", "298.3", "0"), "", "crs.old_datum"},
		{fmt.Sprintf(geo, "D_Xian_1980", "6378140", "298.257", "0"), "", "crs.old_datum"},
		{fmt.Sprintf(gk, "D_China_2000", "6378137", "298.257222101", "Gauss_Kruger", 500000, "1"), "EPSG:4548", ""},
		{fmt.Sprintf(gk, "D_China_2000", "6378137", "298.257222101", "Gauss_Kruger", 39500000, "1"), "EPSG:4527", ""},
		{fmt.Sprintf(gk, "D_China_2000", "6378137", "298.257222101", "Transverse_Mercator", 500000, "1.0"), "EPSG:4548", ""},
		{fmt.Sprintf(gk, "D_China_2000", "6378137", "298.257222101", "Gauss_Kruger", 20500000, "1"), "EPSG:4498", ""},
		{fmt.Sprintf(gk, "D_WGS_1984", "6378137", "298.257223563", "Transverse_Mercator", 500000, "0.9996"), "EPSG:32650", ""},
		{fmt.Sprintf(gk, "D_WGS_1984", "6378137", "298.257223563", "Transverse_Mercator", 12345, "1"), "whatever", ""},
		{fmt.Sprintf(gk, "D_WGS_1984", "6378137", "298.257223563", "Albers", 0, "1"), "", "crs.unknown"},
		{fmt.Sprintf(gk, "D_Beijing_1954", "6378245", "298.3", "Gauss_Kruger", 500000, "1"), "", "crs.old_datum"},
		{fmt.Sprintf(gk, "D_Beijing_1954", "6378245", "298.3", "Gauss_Kruger", 500000, "1") + "+towgs84=1,2,3", "EPSG:2436+towgs84=1,2,3", ""},
		{fmt.Sprintf(gk, "D_Beijing_1954", "6378245", "298.3", "Albers", 500000, "1") + "+towgs84=1,2,3", "", "crs.unknown"},
		{fmt.Sprintf(geo, "D_Xian_1980", "6378140", "298.257", "0") + "+towgs84=1,2,3", "EPSG:4610+towgs84=1,2,3", ""},
		{`GEOGCS["x"`, "", "crs.bad_wkt"},
		{`GEOGCS["x"]]`, "", "crs.bad_wkt"},
		{`[`, "", "crs.bad_wkt"},
	} {
		t.Run(tc.in, func(t *testing.T) {
			got, err := Parse(tc.in)
			if tc.code != "" {
				if f, ok := errors.AsType[*finding.Finding](err); !ok || f.Code != tc.code {
					t.Fatalf("error %v, want %s", err, tc.code)
				}
				return
			}
			if err != nil || got.Name() != tc.want {
				t.Errorf("%q, %v, want %q", got.Name(), err, tc.want)
			}
		})
	}
}

// The .prj texts of the shared data are what their names say.
func TestParsePrj(t *testing.T) {
	files, err := fs.Glob(os.DirFS(shared+"prj"), "*.prj")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the .prj texts are not here")
	}
	for _, file := range files {
		text, err := os.ReadFile(shared + "prj/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var code int
		if _, err := fmt.Sscanf(file, "EPSG_%d.prj", &code); err != nil {
			t.Fatal(err)
		}
		got, err := Parse(string(text))
		if _, old, _ := byCode(code); old != "" {
			if f, ok := errors.AsType[*finding.Finding](err); !ok || f.Code != "crs.old_datum" || f.Args["name"] != old {
				t.Errorf("%s: %v, %v", file, got.Name(), err)
			}
		} else if err != nil || got.code != code {
			t.Errorf("%s: %v, %v", file, got.Name(), err)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, tc := range []struct {
		system string
		at     orb.Point
		want   string
	}{
		{"EPSG:4326", orb.Point{117, 35}, ""},
		{"EPSG:4326", orb.Point{-180, -90}, ""},
		{"EPSG:4326", orb.Point{35, 117}, "crs.axes_swapped"},
		{"EPSG:4326", orb.Point{500000, 3874592}, "crs.not_degrees"},
		{"EPSG:4326", orb.Point{math.NaN(), 0}, "crs.nowhere"},
		{"GCJ-02", orb.Point{35, 117}, "crs.axes_swapped"},
		{"EPSG:4548", orb.Point{500000, 3874592}, ""},
		{"EPSG:4548", orb.Point{39500000, 3874592}, "crs.zone_number EPSG:4527"}, // a zone number where none belongs
		{"EPSG:4549", orb.Point{39500000, 3874592}, "crs.zone_number EPSG:4527"},
		{"EPSG:4528", orb.Point{39500000, 3874592}, "crs.zone_number EPSG:4527"},
		{"EPSG:4498", orb.Point{39500000, 3874592}, "crs.zone_number EPSG:4527"},
		{"EPSG:4527", orb.Point{20500000, 3874592}, "crs.zone_number EPSG:4498"},
		{"EPSG:4527", orb.Point{500000, 3874592}, "crs.zone_number EPSG:4548"}, // none where one belongs
		{"EPSG:4498", orb.Point{500000, 3874592}, "crs.zone_number EPSG:4548"},
		{"EPSG:2436+towgs84=1,2,3", orb.Point{39500000, 3874592}, "crs.zone_number EPSG:2415+towgs84=1,2,3"},
		{"EPSG:4527", orb.Point{46500000, 3874592}, "crs.outside_zone"},
		{"EPSG:32650", orb.Point{39500000, 3874592}, "crs.outside_zone"},
		{"EPSG:4527", orb.Point{3874592, 39500000}, "crs.metres_swapped"},
		{"EPSG:4548", orb.Point{3874592, 500000}, "crs.metres_swapped"},
		{"EPSG:4548", orb.Point{math.Inf(1), 0}, "crs.nowhere"},
		{"EPSG:3857", orb.Point{1.2e7, 3.9e6}, ""},
	} {
		t.Run(fmt.Sprint(tc.system, tc.at), func(t *testing.T) {
			s := mustParse(t, tc.system)
			f := s.Check(orb.LineString{s.FromWGS84(orb.Point{s.tm.lon0, 10}), tc.at})
			got := ""
			if f != nil {
				got = f.Code
				if other, ok := f.Args["other"]; ok {
					got += " " + other.(string)
				}
			}
			if got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// Bring moves every geometry and changes none.
func TestBring(t *testing.T) {
	s := mustParse(t, "EPSG:4548")
	ring := orb.Ring{{500000, 3.87e6}, {501000, 3.87e6}, {501000, 3.88e6}, {500000, 3.87e6}}
	for _, g := range []orb.Geometry{
		ring[0], orb.MultiPoint(ring), orb.LineString(ring), orb.MultiLineString{orb.LineString(ring)}, ring,
		orb.Polygon{ring}, orb.MultiPolygon{{ring}}, orb.Collection{ring[0], orb.Polygon{ring}},
	} {
		before := orb.Clone(g)
		got, fault := s.Bring(g)
		if fault != nil {
			t.Fatal(fault)
		}
		if !orb.Equal(before, g) {
			t.Errorf("%s was changed", g.GeoJSONType())
		}
		if got.GeoJSONType() != g.GeoJSONType() || !got.Bound().Pad(1e-9).Contains(s.ToWGS84(ring[0])) || got.Bound().Max[0] > 117.1 {
			t.Errorf("%s became %v", g.GeoJSONType(), got)
		}
	}
	if g, fault := s.Bring(nil); g != nil || fault != nil {
		t.Errorf("nothing became %v, %v", g, fault)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`GEOGCS["GCS",DATUM["D",SPHEROID["S",6378137.0,298.257223563]],PRIMEM["G",0.0],UNIT["Degree",0.0174532925199433]]`)
	f.Add(`PROJCS["P",GEOGCS["G",DATUM["D",SPHEROID["S",6378137,298.257222101]]],PROJECTION["Gauss_Kruger"],PARAMETER["Central_Meridian",117]]`)
	f.Add("EPSG:4548")
	f.Fuzz(func(t *testing.T, s string) {
		sys, err := Parse(s)
		if err != nil {
			if _, ok := errors.AsType[*finding.Finding](err); !ok {
				t.Fatalf("%q: %v is no finding", s, err)
			}
			return
		}
		sys.Check(sys.FromWGS84(orb.Point{117, 35}))
	})
}

func ExampleParse() {
	s, err := Parse("EPSG:4548") // CGCS2000, 3° zone around 117° E
	if err != nil {
		fmt.Println(err)
		return
	}
	p := s.ToWGS84(orb.Point{514300, 3883300})
	fmt.Printf("%.5f %.5f\n", p.Lon(), p.Lat())
	// Output: 117.15680 35.07838
}

// A turned system takes what its plain one gives, the other way round.
func TestTurned(t *testing.T) {
	at := orb.Point{117.05, 35.05}
	for _, name := range []string{"EPSG:4326", "GCJ-02", "EPSG:4548", "EPSG:32650"} {
		plain, err := Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		turned, err := Parse(name + "/yx")
		if err != nil || turned.Name() != name+"/yx" || turned.Turned() != plain || turned.Same(plain) {
			t.Fatalf("%s: %v %v", name, turned, err)
		}
		p := plain.FromWGS84(at)
		if q := turned.FromWGS84(at); q != (orb.Point{p[1], p[0]}) || turned.ToWGS84(q) != plain.ToWGS84(p) {
			t.Errorf("%s: %v for %v", name, q, p)
		}
		got, fault := turned.Bring(orb.LineString{{p[1], p[0]}})
		if fault != nil || got.(orb.LineString)[0] != plain.ToWGS84(p) {
			t.Errorf("%s: %v %v", name, got, fault)
		}
		if _, fault := turned.Bring(orb.MultiPoint{p}); fault == nil || fault.Code != "crs.turned" {
			t.Errorf("%s took easting first: %v", name, fault)
		}
	}
	if _, err := Parse("4555/yx"); err == nil {
		t.Error("an old datum was taken because it was turned")
	}
}
