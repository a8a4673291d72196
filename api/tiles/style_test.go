package tiles

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// parsed is what a test asks of a style.
type parsed struct {
	Version int
	Name    string
	Glyphs  string
	Sprite  string
	Sources map[string]struct {
		Tiles       []string
		Attribution string
	}
	Layers []struct {
		ID          string
		SourceLayer string `json:"source-layer"`
		Layout      map[string]any
		Paint       map[string]any
	}
}

func style(t *testing.T, r atlas.Region, k Look) (parsed, string) {
	t.Helper()
	b := Style(r, k)
	var p parsed
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	return p, string(b)
}

var tengzhou = atlas.Region{Code: "370481", Name: "滕州", NameEN: "Tengzhou", Illustration: true, Version: "a b"}

func TestStyle(t *testing.T) {
	look := Look{Base: "http://127.0.0.1:8080/r/370481/", Lang: words.ZH, Bound: orb.Bound{Min: orb.Point{116.8, 34.8}, Max: orb.Point{117.4, 35.3}}}
	p, text := style(t, tengzhou, look)
	if p.Version != 8 || p.Name != "滕州" || p.Glyphs != "" || p.Sprite != "" {
		t.Errorf("version %d, name %q, glyphs %q, sprite %q", p.Version, p.Name, p.Glyphs, p.Sprite)
	}
	if got, want := p.Sources["region"].Tiles[0], "http://127.0.0.1:8080/r/370481/tiles/region/{z}/{x}/{y}.mvt?v=a+b"; got != want {
		t.Errorf("tiles at %s, want %s", got, want)
	}
	based := look
	based.Under = &BaseLook{Version: "1", Format: "mvt", Vector: true, MaxZoom: 14, Attribution: "© OSM", Painted: []byte(`{"under": [{"id": "base-water"}]}`)}
	_, over := style(t, tengzhou, based)
	for _, address := range regexp.MustCompile(`[a-z]+://[^"]*`).FindAllString(text+over, -1) {
		if !strings.HasPrefix(address, "http://127.0.0.1:8080/") {
			t.Errorf("the style leads out to %s", address)
		}
	}
	drawn, ids := map[string]bool{}, map[string]bool{}
	for _, l := range p.Layers {
		if ids[l.ID] {
			t.Errorf("layer %s stands twice", l.ID)
		}
		ids[l.ID], drawn[l.SourceLayer] = true, true
	}
	for _, k := range feature.Regional() {
		if !drawn[string(k)] && k != feature.RoadRules && k != feature.Codes {
			t.Errorf("nothing draws %s", k)
		}
	}
	if !drawn[labelLayer] {
		t.Error("nothing draws the labels")
	}
}

func TestStyleLanguage(t *testing.T) {
	for lang, want := range map[words.Lang]string{words.ZH: `["coalesce",["get","name"],`, words.EN: `["coalesce",["get","name_en"],`} {
		if _, text := style(t, tengzhou, Look{Lang: lang}); !strings.Contains(text, want) {
			t.Errorf("%s: no %s", lang, want)
		}
	}
}

func TestAttribution(t *testing.T) {
	for _, tc := range []struct {
		name string
		r    atlas.Region
		want string
	}{
		{"real", atlas.Region{Attribution: "© OpenStreetMap"}, "© OpenStreetMap"},
		{"drawn", atlas.Region{Illustration: true}, "演示数据 / illustration"},
		{"drawn, with an author", atlas.Region{Illustration: true, Attribution: "巡湖"}, "演示数据 / illustration · 巡湖"},
		{"drawn, and says so", atlas.Region{Illustration: true, Attribution: "演示数据 / illustration"}, "演示数据 / illustration"},
		{"with a trap", atlas.Region{Attribution: "<script>"}, "&lt;script&gt;"},
	} {
		if p, _ := style(t, tc.r, Look{}); p.Sources["region"].Attribution != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, p.Sources["region"].Attribution, tc.want)
		}
	}
}

// Names must be readable: contrast with the halo at least 4.5 (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		for what, colour := range map[string]string{"text": p.text, "water": p.waterText, "wetland": p.wetlandText,
			"zone": p.zoneText, "basin": p.divide, "neighbour": p.neighbourText, "unit": p.unit} {
			if c := contrast(t, colour, p.halo); c < 4.5 {
				t.Errorf("%s: %s on the halo has contrast %.1f, want 4.5", name, what, c)
			}
		}
	}
}

// contrast is the contrast ratio of two colours (WCAG 2.2).
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(s string) float64 {
		var rgb [3]float64
		for i := range rgb {
			n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			if rgb[i] = float64(n) / 255; rgb[i] <= 0.04045 {
				rgb[i] /= 12.92
			} else {
				rgb[i] = math.Pow((rgb[i]+0.055)/1.055, 2.4)
			}
		}
		return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// 天地图 is there for whoever has a key, from exactly the hosts that the content policy allows, and off.
func TestTianditu(t *testing.T) {
	p, text := style(t, tengzhou, Look{Base: "http://127.0.0.1", Lang: words.ZH, Tianditu: "a&b"})
	hosts := map[string]bool{}
	for _, address := range regexp.MustCompile(`https://[^/"]*`).FindAllString(text, -1) {
		hosts[address] = true
	}
	if want := TiandituHosts(); len(hosts) != len(want) || !hosts[want[0]] || !hosts[want[7]] {
		t.Errorf("hosts %v", hosts)
	}
	at := map[string]int{}
	for i, l := range p.Layers {
		at[l.ID] = i + 1
		if strings.HasPrefix(l.ID, tianditu) && l.Layout["visibility"] != "none" {
			t.Errorf("%s is switched on", l.ID)
		}
	}
	if !(at["towns"] < at["tianditu-vec"] && at["tianditu-vec"] < at["tianditu-cva"] && at["tianditu-cva"] < at["wetlands"]) {
		t.Errorf("layers %v", at)
	}
	if one := p.Sources["tianditu-vec"]; !strings.HasSuffix(one.Tiles[0], "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a%26b") || !strings.Contains(one.Attribution, "天地图") {
		t.Errorf("%+v", one)
	}
}
