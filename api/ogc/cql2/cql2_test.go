package cql2

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"xunhu/api/filter"
	"xunhu/api/words"
	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// scope has a property of each type.
func scope() Scope {
	return Scope{Properties: filter.Properties(feature.Schema{Fields: []feature.Field{
		{Name: "name", Type: feature.Text}, {Name: "名称", Type: feature.Text}, {Name: "n", Type: feature.Integer}, {Name: "x", Type: feature.Real},
		{Name: "pilot", Type: feature.Boolean}, {Name: "day", Type: feature.Date}, {Name: "last", Type: feature.Date},
		{Name: "at", Type: feature.Time}, {Name: "date", Type: feature.Text}, {Name: "tags", Type: feature.JSON},
	}})}
}

// Both encodings say the same, and what the tree says.
func TestTextAndJSONAgree(t *testing.T) {
	name, n, pilot := filter.Property{Name: "name", Of: filter.TextType}, filter.Property{Name: "n", Of: filter.NumberType}, filter.Property{Name: "pilot", Of: filter.BoolType}
	for _, tc := range []struct {
		text, json string
		want       filter.Expr // nil: only that both are the same
	}{
		{`name='x'`, `{"op":"=","args":[{"property":"name"},"x"]}`, filter.Compare{Op: filter.Equal, Left: name, Right: filter.Text("x")}},
		{`"name" <> 'it''s \'so\'\n\\'`, `{"op":"<>","args":[{"property":"name"},"it's 'so'\n\\"]}`, filter.Compare{Op: filter.Unequal, Left: name, Right: filter.Text("it's 'so'\n\\")}},
		{`n >= -1.5e3`, `{"op":">=","args":[{"property":"n"},-1500]}`, filter.Compare{Op: filter.GreaterEqual, Left: n, Right: filter.Number(-1500)}},
		{`TRUE`, `true`, filter.Const(true)},
		{`pilot = true and not n < 1 OR name is not null`,
			`{"op":"or","args":[{"op":"and","args":[{"op":"=","args":[{"property":"pilot"},true]},{"op":"not","args":[{"op":"<","args":[{"property":"n"},1]}]}]},{"op":"not","args":[{"op":"isNull","args":[{"property":"name"}]}]}]}`,
			filter.Or{filter.And{filter.Compare{Op: filter.Equal, Left: pilot, Right: filter.Bool(true)}, filter.Not{Of: filter.Compare{Op: filter.Less, Left: n, Right: filter.Number(1)}}},
				filter.Not{Of: filter.IsNull{Of: name}}}},
		{`name NOT LIKE 'B\_r%'`, `{"op":"not","args":[{"op":"like","args":[{"property":"name"},"B\\_r%"]}]}`, filter.Not{Of: filter.Like{Of: name, Pattern: `B\_r%`}}},
		{`CaseI(name) like casei('KØB%')`, `{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"casei":"KØB%"}]}`, filter.Like{Of: filter.Folded{Of: name}, Pattern: "køb%"}},
		{`n not between 1 and 2`, `{"op":"not","args":[{"op":"between","args":[{"property":"n"},1,2]}]}`, nil},
		{`day IN ('2026-11-01', DATE('2026-11-02'))`, `{"op":"in","args":[{"property":"day"},["2026-11-01",{"date":"2026-11-02"}]]}`,
			filter.In{Of: filter.Property{Name: "day", Of: filter.DateType}, List: []filter.Value{filter.Date("2026-11-01"), filter.Date("2026-11-02")}}},
		{`(名称 = 'x')`, `{"op":"=","args":[{"property":"名称"},"x"]}`, nil},
		{`"date" = 'x' AND date='x'`, `{"op":"and","args":[{"op":"=","args":[{"property":"date"},"x"]},{"op":"=","args":[{"property":"date"},"x"]}]}`, nil},
		{`at > TIMESTAMP('2026-11-01T08:00:00+08:00')`, `{"op":">","args":[{"property":"at"},{"timestamp":"2026-11-01T00:00:00Z"}]}`, nil},
		{`T_DURING(INTERVAL(day, "last"), interval('2026-01-01','..'))`, `{"op":"t_during","args":[{"interval":[{"property":"day"},{"property":"last"}]},{"interval":["2026-01-01",".."]}]}`, nil},
		{`t_after(at, INTERVAL('..', '2026-01-01T00:00:00Z'))`, `{"op":"t_after","args":[{"property":"at"},{"interval":["..","2026-01-01T00:00:00Z"]}]}`, nil},
		{`S_INTERSECTS(geometry, POINT Z (117 35 9))`, `{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[117,35]}]}`, nil},
		{`S_WITHIN(BBOX(117,34,118,35), geometry)`, `{"op":"s_contains","args":[{"property":"geometry"},{"bbox":[117,34,0,118,35,9]}]}`, nil},
		{`s_disjoint(geometry, ENVELOPE(150,-90,-150,90))`, `{"op":"not","args":[{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[150,-90,-150,90]}]}]}`, nil},
		{`S_CROSSES(geometry, LINESTRING(0 0,1 1))`, `{"op":"s_crosses","args":[{"property":"geometry"},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}`, nil},
		{`S_TOUCHES(geometry, MULTIPOINT((0 0),(1 1)))`, `{"op":"s_touches","args":[{"property":"geometry"},{"type":"MultiPoint","coordinates":[[0,0],[1,1]]}]}`, nil},
		{`S_EQUALS(geometry, MULTILINESTRING((0 0,1 1),(2 2,3 3)))`, `{"op":"s_equals","args":[{"property":"geometry"},{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]]}]}`, nil},
		{`S_OVERLAPS(geometry, MULTIPOLYGON(((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1)),((20 0,21 0,21 1,20 0))))`,
			`{"op":"s_overlaps","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,0]],[[2,1],[3,1],[3,2],[2,1]]],[[[20,0],[21,0],[21,1],[20,0]]]]}]}`, nil},
		{`S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 1), POLYGON((0 0,9 0,9 9,0 0))))`,
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,1]},{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]]]}]}]}`, nil},
	} {
		a, err := Text(tc.text, scope())
		if err != nil {
			t.Errorf("%s: %v", tc.text, err)
			continue
		}
		b, err := JSON(tc.json, scope())
		if err != nil {
			t.Errorf("%s: %v", tc.json, err)
			continue
		}
		if !reflect.DeepEqual(a, b) || tc.want != nil && !reflect.DeepEqual(a, tc.want) {
			t.Errorf("%s\n text %#v\n json %#v\n want %#v", tc.text, a, b, tc.want)
		}
	}
}

// Coordinates come in the scope's system and in its order of axes.
func TestCoordinatesAreOfTheSystem(t *testing.T) {
	plain, err := Text(`S_INTERSECTS(geometry,BBOX(117,34,118,35))`, scope())
	if err != nil {
		t.Fatal(err)
	}
	north := scope()
	north.System = crs.CGCS2000.Turned()
	turned, err := Text(`S_INTERSECTS(geometry,BBOX(34,117,35,118))`, north)
	if err != nil || !reflect.DeepEqual(plain, turned) {
		t.Errorf("%v: %v, want %v", err, turned, plain)
	}
	var wrong *finding.Finding
	if _, err := Text(`S_INTERSECTS(geometry,POINT(117 34))`, north); !errors.As(err, &wrong) || wrong.Code != "cql2.outside" {
		t.Errorf("longitude first where latitude comes first: %v", err)
	}
}

// A filter that cannot be read is refused with what is wrong and where.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct{ src, code, at string }{
		{"", "cql2.ends", "line 1, column 1"},
		{"THIS IS NOT A FILTER", "cql2.no_property", "line 1, column 1"},
		{"name IS NOT A FILTER", "cql2.unexpected", "line 1, column 13"},
		{"name = 'x'\nAND\n 名称 == 'y'", "cql2.unexpected", "line 3, column 6"},
		{"名称 = 'x' ; DROP", "cql2.character", "line 1, column 10"},
		{"name = 'x", "cql2.open_text", "line 1, column 8"},
		{`"name = 1`, "cql2.open_quote", "line 1, column 1"},
		{"name", "cql2.ends", "line 1, column 5"},
		{"name = 'x' AND 1", "cql2.ends", "line 1, column 17"},
		{"(name = 'x'", "cql2.ends", "line 1, column 12"},
		{"name = 'x') ", "cql2.unexpected", "line 1, column 11"},
		{"nmae = 'x'", "cql2.no_property", "line 1, column 1"},
		{"tags = 'x'", "cql2.no_property", "line 1, column 1"},
		{"n = 'x'", "filter.types", "line 1, column 3"},
		{"name > 1", "filter.types", "line 1, column 6"},
		{"geometry = 'x'", "cql2.no_value", "line 1, column 1"},
		{"day = 'yesterday'", "filter.not_date", "line 1, column 5"},
		{"day = '2026-02-30'", "filter.not_date", "line 1, column 5"},
		{"at = TIMESTAMP('2026-11-01')", "filter.not_time", "line 1, column 16"},
		{"day = TIMESTAMP('2026-11-01T00:00:00Z')", "filter.types", "line 1, column 5"},
		{"DATE(1) = day", "cql2.no_text", "line 1, column 6"},
		{"n LIKE '1'", "filter.not_text", "line 1, column 8"},
		{"name LIKE 1", "filter.not_pattern", "line 1, column 11"},
		{"CASEI(n) = 'x'", "filter.not_text", "line 1, column 1"},
		{"CASEI(name, name) = 'x'", "cql2.arguments", "line 1, column 1"},
		{"ACCENTI(name) = 'x'", "cql2.accenti", "line 1, column 1"},
		{"Buffer(geometry, 1)", "cql2.no_function", "line 1, column 1"},
		{"n + 1 > 2", "cql2.arithmetic", "line 1, column 3"},
		{"n = 1e999", "cql2.number", "line 1, column 5"},
		{"'x' IS NULL", "cql2.null_of_property", "line 1, column 1"},
		{"A_CONTAINS(name, ('a'))", "cql2.no_function", "line 1, column 1"},
		{"T_DURING(day, INTERVAL('2026-01-01','..'))", "filter.intervals_only", "line 1, column 1"},
		{"T_AFTER(day, at)", "filter.mixed_times", "line 1, column 1"},
		{"T_AFTER(n, at)", "filter.no_time", "line 1, column 1"},
		{"T_AFTER(at)", "cql2.arguments", "line 1, column 1"},
		{"T_AFTER(at, INTERVAL(at))", "cql2.arguments", "line 1, column 13"},
		{"S_INTERSECTS(name, POINT(1 1))", "cql2.no_geometry", "line 1, column 14"},
		{"S_INTERSECTS(geometry, geometry)", "cql2.no_shape", "line 1, column 24"},
		{"S_INTERSECTS(geometry, POINT(90 180))", "cql2.outside", "line 1, column 24"},
		{"S_INTERSECTS(geometry, POINT(90))", "cql2.position", "line 1, column 30"},
		{"S_INTERSECTS(geometry, POINT EMPTY)", "cql2.empty_shape", "line 1, column 30"},
		{"S_INTERSECTS(geometry, BBOX(1,2,3))", "cql2.box", "line 1, column 24"},
		{"S_INTERSECTS(geometry, BBOX(0,2,1,1))", "crs.box_order", ""},
		{"S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", "filter.bad_shape", "line 1, column 1"},
		{"S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0)))", "filter.bad_shape", "line 1, column 1"},
		{"S_INTERSECTS(geometry, LINESTRING(0 0,0 0))", "filter.bad_shape", "line 1, column 1"},
		{strings.Repeat("(", 1000) + "true" + strings.Repeat(")", 1000), "cql2.too_deep", "line 1, column 65"},
		{strings.Repeat("NOT ", 1000) + "true", "cql2.too_deep", "line 1, column 261"},
		{"true" + strings.Repeat(" OR true", 2001), "cql2.too_many", "line 1, column 16001"},
		{"S_INTERSECTS(geometry, MULTIPOINT(" + strings.Repeat("0 0,", 8000) + "0 0))", "cql2.positions", "line 1, column 32035"},
		{strings.Repeat("x", 10<<20), "cql2.too_long", ""},

		{`{"op":"="`, "cql2.json", "line 1, column 10"},
		{"{\"op\":\n  nope}", "cql2.json", "line 2, column 4"},
		{`true false`, "cql2.json", ""},
		{`[]`, "cql2.array", "the outermost value"},
		{`null`, "cql2.json_value", "the outermost value"},
		{`{}`, "cql2.json_object", "the outermost value"},
		{`"x"`, "cql2.no_condition", "the outermost value"},
		{`{"op":"and","args":[true,{"op":"=","args":[{"property":"nmae"},1]}]}`, "cql2.no_property", "/args/1/args/0"},
		{`{"op":"=","args":[{"property":"n"},"x"]}`, "filter.types", "the outermost value"},
		{`{"op":"=","args":[{"property":1},"x"]}`, "cql2.json_text", "/args/0/property"},
		{`{"op":"="}`, "cql2.json_array", "/args"},
		{`{"op":"=","args":[1]}`, "cql2.arguments", "the outermost value"},
		{`{"op":"in","args":[{"property":"n"},1]}`, "cql2.json_array", "/args/1"},
		{`{"op":"buffer","args":[]}`, "cql2.no_function", "the outermost value"},
		{`{"op":7}`, "cql2.json_text", "/op"},
		{`{"op":"=","args":[{"property":"n"},{"op":"+","args":[1,2]}]}`, "cql2.arithmetic", "/args/1"},
		{`{"op":"s_within","args":[{"property":"geometry"},{"type":"Circle"}]}`, "cql2.json_geometry", "/args/1/type"},
		{`{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,"0"]]]}]}`, "cql2.json_value", "/args/1/coordinates/0/0/1"},
		{`{"op":"s_within","args":[{"property":"geometry"},{"type":"MultiPoint","coordinates":[]}]}`, "cql2.empty_shape", "/args/1/coordinates"},
		{`{"op":"s_within","args":[{"property":"geometry"},{"bbox":[0,0,1]}]}`, "cql2.box", "/args/1"},
		{strings.Repeat(`{"op":"not","args":[`, 100) + "true" + strings.Repeat("]}", 100), "cql2.too_deep", ""},
		{strings.Repeat(`[`, 60000), "cql2.json", ""},
	} {
		read := Text
		if strings.HasPrefix(tc.src, "{") || strings.HasPrefix(tc.src, "[") || tc.src == "null" || tc.src == `"x"` || tc.src == "true false" {
			read = JSON
		}
		shown := tc.src[:min(len(tc.src), 60)]
		_, err := read(tc.src, scope())
		var f *finding.Finding
		if !errors.As(err, &f) {
			t.Errorf("%s: %v", shown, err)
			continue
		}
		at, _ := f.Args["at"].(finding.Name)
		if f.Code != tc.code || tc.at != "" && at.EN != tc.at || f.Where != "?filter" {
			t.Errorf("%s: %s at %q (%s), want %s at %q", shown, f.Code, at.EN, f.Where, tc.code, tc.at)
		}
		for _, l := range []words.Lang{words.ZH, words.EN} {
			if said := words.Say(l, f.Code, f.Args); strings.ContainsAny(said, "{}") && !strings.Contains(tc.src, "{") || said == f.Code {
				t.Errorf("%s: %s", shown, said)
			}
		}
	}
}

// seeds are filters of every kind for the fuzzers.
var seeds = []string{
	`name='x' AND (n>=1 OR NOT pilot=true)`, `CASEI(name) LIKE casei('a%_')`, `n BETWEEN -1 AND 2e3 AND day IN (DATE('2026-11-01'))`,
	`S_INTERSECTS(geometry,POLYGON((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1)))`, `T_MEETS(INTERVAL(day,"last"),INTERVAL('..','2026-01-01'))`,
	`{"op":"and","args":[{"op":"=","args":[{"property":"name"},"x"]},{"op":"isNull","args":[{"property":"n"}]}]}`,
	`{"op":"s_within","args":[{"property":"geometry"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,1]}]}]}`,
	`{"op":"t_after","args":[{"property":"at"},{"interval":["..",{"timestamp":"2026-01-01T00:00:00Z"}]}]}`,
}

// Whatever comes in is a tree that can be evaluated, or a finding with a place that both
// languages can say.
func fuzz(f *testing.F, read func(string, Scope) (filter.Expr, error)) {
	for _, s := range seeds {
		f.Add(s)
	}
	some := feature.Feature{ID: "1", Props: map[string]any{"name": "x", "n": int64(1), "pilot": true, "day": "2026-11-01", "at": "2026-11-01T00:00:00Z"}}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := read(src, scope())
		if err == nil {
			if e == nil {
				t.Fatalf("%q: neither a tree nor an error", src)
			}
			filter.Passes(e, some)
			filter.Bound(e)
			return
		}
		var wrong *finding.Finding
		if !errors.As(err, &wrong) || wrong.Where != "?filter" || !words.Has(wrong.Code) {
			t.Fatalf("%q: %v", src, err)
		}
		if _, ok := wrong.Args["at"].(finding.Name); !ok && wrong.Code != "cql2.too_long" {
			t.Fatalf("%q: %v has no place", src, err)
		}
	})
}

func FuzzText(f *testing.F) { fuzz(f, Text) }

func FuzzJSON(f *testing.F) { fuzz(f, JSON) }
