package dispatch

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf16"
)

// canonical appends a JSON value as RFC 8785 writes it. Numbers are whole here, and written
// as they came.
func canonical(b []byte, v any) []byte {
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
			b = canonical(b, x)
		}
		return append(b, ']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.SortFunc(names, func(x, y string) int { return slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y))) })
		b = append(b, '{')
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(quoted(b, name), ':')
			b = canonical(b, v[name])
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("dispatch: %T in a record", v))
}

// quoted escapes what must be escaped, and nothing else.
func quoted(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch short := map[rune]byte{'"': '"', '\\': '\\', '\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r'}[r]; {
		case short != 0:
			b = append(b, '\\', short)
		case r < 0x20:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = append(b, string(r)...)
		}
	}
	return append(b, '"')
}
