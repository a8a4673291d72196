package feature

import (
	"fmt"
	"math"
	"testing"
)

// A column has the narrowest type that holds all of its values.
func TestColumns(t *testing.T) {
	schema := Schema{Fields: []Field{
		{Name: "name", Type: Text}, {Name: "n", Type: Integer}, {Name: "x", Type: Real},
		{Name: "day", Type: Date}, {Name: "when", Type: Time}, {Name: "ok", Type: Boolean}, {Name: "list", Type: JSON}}}
	for _, tc := range []struct {
		name  string
		props []map[string]any
		want  string
	}{
		{"no features", nil, "name:text n:integer x:real day:date when:time ok:boolean list:json"},
		{"all as the schema says", []map[string]any{{"name": "a", "n": int64(1), "x": 1.5, "day": "2026-11-23",
			"when": "2026-11-23T08:00:00+08:00", "ok": true, "list": []any{}}, {"name": nil, "x": int64(2)}},
			"name:text n:integer x:real day:date when:time ok:boolean list:json"},
		{"not as the schema says", []map[string]any{{"name": "a", "n": 1.5, "x": int64(math.MaxInt64), "day": "soon", "when": 5.0, "ok": "yes", "list": 1.0},
			{"n": int64(2), "name": true}},
			"name:text n:real x:integer day:text when:real ok:text list:real"},
		{"others behind, by name", []map[string]any{{"b": int64(1), "a": "x"}, {"b": 1.5, "c": nil, "d": false}, {"d": int64(1), "c": nil}},
			"name:text n:integer x:real day:date when:time ok:boolean list:json a:text b:real c:text d:text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := Collection{Schema: schema}
			for _, p := range tc.props {
				c.Features = append(c.Features, Feature{Props: p})
			}
			got := ""
			for _, f := range c.Columns() {
				got += fmt.Sprintf(" %s:%s", f.Name, f.Type)
			}
			if got != " "+tc.want {
				t.Errorf("got %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	for want, v := range map[string]any{
		"": nil, "a<b": "a<b", "0.000001": 1e-6, "-3": int64(-3), "true": true, `["a<b",1]`: []any{"a<b", 1.0}, `{"a":null}`: map[string]any{"a": nil},
	} {
		if got, err := Plain(v); got != want || err != nil {
			t.Errorf("Plain(%v) = %q, %v; want %q", v, got, err, want)
		}
	}
	for _, v := range []any{[]any{math.NaN()}, struct{}{}} {
		if got, err := Plain(v); err == nil {
			t.Errorf("Plain(%v) = %q", v, got)
		}
	}
}
