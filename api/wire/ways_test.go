package wire_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// A street with a roundabout and a crossing. Three kilometres east lies an island of roads,
// from J to K, and as far again Z; from E a road leads to P from which nobody comes back.
const town = `
	          N     n
	          |     |
	          1     |
	         / \    |
	W-------4   2---X---E
	         \ /    |
	          3     |
	          |     s
	          S`

// nowhere is a region whose town lies far from the streets.
var nowhere = func() *atlas.Atlas {
	schema, _ := feature.SchemaOf(feature.Towns)
	a, err := atlas.Build(atlas.Dataset{Collections: map[feature.Kind]feature.Collection{feature.Towns: {Schema: schema, Features: []feature.Feature{
		{ID: "far", Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{100, 20}, Max: orb.Point{101, 21}}.ToPolygon()}, Props: map[string]any{"name": "far"}}}}}})
	if err != nil {
		panic(err)
	}
	return a
}()

func streets(t *testing.T) (geotest.Map, *road.Day) {
	t.Helper()
	m := geotest.Draw(t, town, 100)
	for i, c := range []rune("JKZ") {
		m[c] = orb.Point{m['E'][0] + []float64{0.035, 0.04, 0.1}[i], m['E'][1]}
	}
	m['P'] = orb.Point{m['E'][0] + 0.02, m['E'][1] + 0.04}
	ways := []road.Way{{ID: "EP", Class: "residential", Oneway: 1, Line: m.Line("EP")}}
	for _, w := range []struct{ marks, name string }{{"W4", "微山路"}, {"N1", ""}, {"2XE", "解放街"}, {"S3", "南路"}, {"nXs", ""}, {"JK", "湖堤"}} {
		ways = append(ways, road.Way{ID: w.marks, Name: w.name, Class: "residential", Line: m.Line(w.marks)})
	}
	ways = append(ways, road.Way{ID: "o", Class: "residential", Oneway: 1, Line: m.Line("43214"), Tags: road.Tags{"junction": "roundabout"}})
	car, _ := road.ProfileNamed("car")
	n, err := road.Build(ways, car)
	if err != nil {
		t.Fatal(err)
	}
	return m, n.Plain()
}

// Steps are said in both languages, and the stubs to the road are part of a leg.
func TestStepsInWords(t *testing.T) {
	m, d := streets(t)
	for _, tc := range []struct {
		lang words.Lang
		by   string
		want string
	}{
		{words.ZH, "WEn", "向东出发，沿微山路行驶 800 米 / 进入环岛，从第 2 出口驶出，进入解放街，行驶 1.4 公里 / 到达第 2 点 | " +
			"向西出发，沿解放街行驶 400 米 / 右转，行驶 400 米 / 到达终点"},
		{words.ZH, "WW", "到达终点"},
		{words.EN, "WE", "Head east on 微山路 for 800 m / Enter the roundabout and take exit 2 onto 解放街, 1.4 km / Arrive at the destination"},
		{words.EN, "nW", "Head south for 400 m / Turn right onto 解放街 for 400 m / Enter the roundabout and take exit 2 onto 微山路, 1.4 km / Arrive at the destination"},
	} {
		legs, err := wire.Route(d, nowhere, m.Points(tc.by), true, tc.lang)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, leg := range legs {
			var texts []string
			for _, s := range leg.Props["steps"].([]any) {
				texts = append(texts, s.(map[string]any)["text"].(string))
			}
			all = append(all, strings.Join(texts, " / "))
		}
		if got := strings.Join(all, " | "); got != tc.want {
			t.Errorf("%s:\n%s\nwant\n%s", tc.by, got, tc.want)
		}
	}
}

// Every turn has its sentence, with a name and without.
func TestEveryTurnHasItsSentence(t *testing.T) {
	for _, turn := range []road.Turn{road.Depart, road.Straight, road.SlightLeft, road.Left, road.SharpLeft, road.SlightRight, road.Right, road.SharpRight, road.Around, road.Circle} {
		for _, code := range []string{"step." + string(turn), "step." + string(turn) + ".named"} {
			if !words.Has(code) {
				t.Errorf("no sentence for %s", code)
			}
		}
	}
	for _, code := range []string{"step.straight.on", "step.slight_left.on", "step.left.on", "step.sharp_left.on", "step.slight_right.on", "step.right.on",
		"step.sharp_right.on", "step.arrive", "step.arrive.via", "step.roundabout.within"} {
		if !words.Has(code) {
			t.Errorf("no sentence for %s", code)
		}
	}
}

// A fault names the point by its number.
func TestWhyThereIsNoWay(t *testing.T) {
	m, d := streets(t)
	drowned := d.Day(road.Closure{Where: orb.Bound{Min: m['W'], Max: m['W']}.Pad(0.05).ToPolygon()})
	shut := d.Day(road.Closure{Where: orb.LineString{m['2'], m['X']}})
	for _, tc := range []struct {
		name   string
		day    *road.Day
		by     string
		zh, en string
	}{
		{"far from all roads", d, "WEZ", "第 3 点 2 公里内没有道路（小汽车）", "no road within 2 km of point 3 (by car)"},
		{"an island", d, "WK", "第 2 点在由 2 个路口组成的孤立路网上（0.5 公里）：小汽车到不了", "point 2 lies on an island of 2 nodes (0.5 km): not reachable by car"},
		{"no way back", d, "PW", "第 1 点所在的道路，小汽车只能进不能出", "the road at point 1 can be entered and not left"},
		{"all closed around", drowned, "Wn", "第 1 点 2 公里内的道路（小汽车）都已封闭", "all roads within 2 km of point 1 (by car) are closed"},
		{"closed", shut, "WSE", "从第 2 点到第 3 点没有小汽车可走的路：封闭的道路", "no way leads from point 2 to point 3 by car: closed roads"},
	} {
		_, err := wire.Route(tc.day, nowhere, m.Points(tc.by), false, words.ZH)
		if err == nil {
			t.Errorf("%s: a way was found", tc.name)
			continue
		}
		if zh, en := words.Error(words.ZH, err), words.Error(words.EN, err); !strings.HasPrefix(zh, tc.zh) || !strings.HasPrefix(en, tc.en) {
			t.Errorf("%s: %s\n%s", tc.name, zh, en)
		}
	}
}
