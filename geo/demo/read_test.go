package demo

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

func TestParse(t *testing.T) {
	got, err := parse("# said once\n\nrivers a-1 | name 界河 | class river\n  117,35 117.5,35.25\n  118,36\nincidents X1 line | severity N\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []block{
		{kind: "rivers", id: "a-1", fields: map[string]string{"name": "界河", "class": "river"},
			vertices: []orb.Point{{117, 35}, {117.5, 35.25}, {118, 36}}},
		{kind: "incidents", id: "X1", as: "line", fields: map[string]string{"severity": "N"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"  117,35",           // vertices of nothing
		"rivers",             // no id
		"rivers a | name",    // no value
		"rivers a\n  117;35", // no comma
		"rivers a\n  117,x",  // no number
		"rivers a\n  y,35",
	} {
		if b, err := parse(text); err == nil {
			t.Errorf("%q was read as %+v", text, b)
		}
	}
}

// Arcs chain in any order and direction, and the ring comes counter-clockwise.
func TestOutline(t *testing.T) {
	a, b, c, d := orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{1, 1}, orb.Point{0, 1}
	arcs := []arc{
		{between: [2]string{"square", "east"}, vertices: []orb.Point{c, b}},
		{between: [2]string{"east", ""}, vertices: []orb.Point{b, {2, 0}, {2, 1}, c}},
		{between: [2]string{"", "square"}, vertices: []orb.Point{c, d, a, b}},
	}
	for name, corners := range map[string]int{"square": 4, "east": 4} {
		ring := outline(name, arcs)
		if !ring.Closed() || len(ring) != corners+1 || ring.Orientation() != orb.CCW {
			t.Errorf("%s: %v", name, ring)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a broken border was taken")
		}
	}()
	outline("square", arcs[:1])
}

func TestDatasetIsMadeAnew(t *testing.T) {
	a := Dataset()
	towns := a.Collections[feature.Towns].Features
	towns[0].Props["name"] = "changed"
	towns[0].Geometry.(orb.MultiPolygon)[0][0][0] = orb.Point{}
	if b := Dataset().Collections[feature.Towns].Features[0]; b.Text("name") == "changed" || b.Geometry.(orb.MultiPolygon)[0][0][0] == (orb.Point{}) {
		t.Error("a caller changed the drawing for all others")
	}
	if !reflect.DeepEqual(Dataset(), Dataset()) {
		t.Error("two calls differ")
	}
}

func ExampleDataset() {
	d := Dataset()
	fmt.Println(d.Region.Name, d.Region.Illustration)
	for _, f := range d.Collections[feature.Towns].Features[16:19] {
		fmt.Println(f.ID, f.Text("name"), f.Text("name_en"), f.Text("source"))
	}
	// Output:
	// 滕州市 true
	// 370481112 羊庄镇 Yangzhuang Town 演示数据 / illustration
	// 370481113 木石镇 Mushi Town 演示数据 / illustration
	// 370481114 界河镇 Jiehe Town 演示数据 / illustration
}
