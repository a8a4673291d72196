package dispatch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// slowly appends a JSON value as RFC 8785 writes it, one member after another.
func slowly(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return fmt.Append(b, v)
	case json.Number:
		return append(b, v...)
	case string:
		return quoted(b, v)
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = slowly(b, x)
		}
		return append(b, ']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names) // all are ASCII, so bytes stand in the order of UTF-16
		b = append(b, '{')
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(quoted(b, name), ':')
			b = slowly(b, v[name])
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("dispatch: %T in a record", v))
}

// Whatever encoding/json writes has the form that it has when it is read whole and written member by member.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{}`, `[]`, `{"b":1,"a":[{"d":null,"c":true},-5,"x"],"aa":{"z":"","y":[]}}`, `"<\u2028>\"\\\u0001\n\u007f湖"`, `{"a\u0022":"\ud83d\ude00","a":false,"":0}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if d.Decode(&v) != nil {
			return
		}
		if _, many := v.(map[string]any); many && bytes.ContainsAny(b, "\\") {
			b = bytes.ReplaceAll(b, []byte("\\"), nil) // names are plain
			if json.Unmarshal(b, &v) != nil {
				return
			}
			d := json.NewDecoder(bytes.NewReader(b))
			d.UseNumber()
			if d.Decode(&v) != nil {
				return
			}
		}
		in, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonical(in), slowly(nil, v); !bytes.Equal(got, want) {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	})
}
