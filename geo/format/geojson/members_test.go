package geojson

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// members are texts that are JSON, or nearly.
var members = []string{
	`{}`, ` { } `, `{"a":1}`, `{"a":1,"b":[1,2,{"c":"d"}],"e":null,"f":true,"g":false,"h":-0.5e+7}`, "{\"a\" :\n[ ]\t, \"b\": { } }", `{"名":"字"}`,
	`{"a":"\u0041"}`, `{"\u0061":1}`, `{"a":1,"a":2}`, `{"a":"\x"}`, `{"a":1,}`, `{"a"}`, `{"a":01}`, `{"a":1.}`, `{"a":tru}`, `{"a":"b}`, `{"a":1}x`, `{"a":[1,]}`, `{"a":}`,
	"{\"a\":\"\n\"}", "{\"\x88\":1}", `[]`, `null`, `"a"`, `1`, ``, `{`, `{"a":{"b":[}}`, `{"a":-}`, `{"a":1e}`, `{"a":nul}`,
	`{"a":` + strings.Repeat("[", Deepest+9) + strings.Repeat("]", Deepest+9) + `}`,
}

// Members and valid say what encoding/json says.
func FuzzMembers(f *testing.F) {
	for _, s := range members {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := valid(b), json.Valid(b); got != want {
			t.Errorf("valid(%q) = %v, want %v", b, got, want)
		}
		var want map[string]json.RawMessage
		wanted := json.Unmarshal(b, &want) == nil && want != nil
		got, err := Members(b)
		if (err == nil) != wanted {
			t.Fatalf("Members(%q): %v, want %v", b, err, want)
		}
		if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
			t.Fatalf("Members(%q) = %v, want %v", b, got, want)
		}
		for name, v := range want {
			if string(got[name]) != string(v) {
				t.Errorf("Members(%q)[%s] = %s, want %s", b, name, got[name], v)
			}
		}
	})
}
