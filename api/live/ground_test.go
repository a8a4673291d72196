package live_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/predicate"
)

// A wetland with a lake in it, a dyke across the lake, and a path that ends where the wetland begins.
const marsh = `
	A-----------------------------B
	|                             |
	|   P-----------------Q       |
	|   |   1   U-----V   |   t---|-s
	|   |       |     |   |   |   |
	|   |   d---+-----+-e |   |   |
	|   |       |  3  |   |   |   |
	|   |   2   X-----W  4q---r   |
	|   S-----------------R       |
	|                             |
	D-----------------------------C`

func TestWalksThroughAWetland(t *testing.T) {
	m := geotest.Draw(t, marsh, 50)
	row := func(id string, g orb.Geometry, props ...any) feature.Feature {
		f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id}}
		for i := 0; i < len(props); i += 2 {
			f.Props[props[i].(string)] = props[i+1]
		}
		return f
	}
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	dataset := func(lake orb.Polygon) atlas.Dataset {
		return atlas.Dataset{Region: atlas.Region{Code: "M", Name: "marsh", Version: "1"}, Collections: map[feature.Kind]feature.Collection{
			feature.Towns:    of(row("t", m.Polygon("ADCB"))),
			feature.Wetlands: of(row("wet", m.Polygon("PSRQ"))),
			feature.Lakes:    of(row("lake", lake)),
			feature.Roads:    of(row("dyke", m.Line("de"), "class", "path"), row("path", m.Line("qr"), "class", "path"), row("lane", m.Line("rts"), "class", "residential")),
		}}
	}
	region := func(d atlas.Dataset) *live.Region {
		t.Helper()
		r, err := live.New(d, jurisdiction.Defaults(), monday())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := region(dataset(m.Polygon("UXWV")))
	walk := func(from, to rune, closures ...store.Closure) (modes string, line orb.LineString) {
		t.Helper()
		walks, _, ok, err := r.Walks(closures, time.Time{})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		way, err := walks.Way(m[from], m[to])
		if err != nil {
			return err.Error(), nil
		}
		for _, l := range way {
			modes += l.Mode + " "
			line = append(line, l.Line...)
		}
		return modes, line
	}
	lake := m.Polygon("UXWV")
	if modes, line := walk('1', '2'); modes != "ground " || len(line) != 2 {
		t.Errorf("over open ground: %s, %v", modes, line)
	}
	if modes, line := walk('1', '4'); modes != "ground " || predicate.In(geodesy.Along(line, geodesy.Length(line)/2), lake) != predicate.Inside {
		t.Errorf("along the dyke through the lake: %s, %v", modes, line)
	}
	if modes, line := walk('s', '4'); modes != "road ground " || geodesy.Distance(line[0], m['s']) > 0.01 {
		t.Errorf("in from the road: %s, %v", modes, line)
	}
	if modes, _ := walk('4', 's'); modes != "ground road " {
		t.Errorf("out to the road: %s", modes)
	}
	shut := store.Closure{ID: "dyke", Where: orb.Bound{Min: m['+'], Max: m['+']}.Pad(0.0004).ToPolygon(), Profiles: []string{"foot"}}
	shut.Where = m.Polygon("UXWV")
	if modes, line := walk('1', '4', shut); modes != "ground " || predicate.In(geodesy.Along(line, geodesy.Length(line)/2), lake) == predicate.Inside {
		t.Errorf("around the lake while the dyke is closed: %s, %v", modes, line)
	}
	drowned, dry := dataset(m.Polygon("PSRQ")), dataset(lake)
	drowned.Collections[feature.Roads] = of(drowned.Collections[feature.Roads].Features[2])
	delete(dry.Collections, feature.Wetlands)
	for name, d := range map[string]atlas.Dataset{"all lake": drowned, "none": dry} {
		if _, _, ok, err := region(d).Walks(nil, time.Time{}); ok || err != nil {
			t.Errorf("%s: walked through, %v", name, err)
		}
	}
}
