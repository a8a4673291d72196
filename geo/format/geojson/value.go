package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// appendObject writes properties in the order of their names; nil is {}.
func appendObject(b []byte, props map[string]any) ([]byte, error) {
	b = append(b, '{')
	for i, name := range slices.Sorted(maps.Keys(props)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, name), ':')
		var err error
		if b, err = appendValue(b, props[name]); err != nil {
			return nil, fmt.Errorf("property %q: %w", name, err)
		}
	}
	return append(b, '}'), nil
}

// appendValue writes a property. A float64 keeps a point or an exponent, so that
// it does not come back as an int64. JSON that is written out already stays as it is.
// Values beyond those of feature.Feature are written as encoding/json writes them.
func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return appendReal(b, v)
	case string:
		return appendString(b, v), nil
	case []any:
		return appendAll(b, v, appendValue)
	case map[string]any:
		return appendObject(b, v)
	case json.RawMessage:
		if !valid(v) {
			return nil, errors.New("not JSON")
		}
		return append(b, v...), nil
	}
	return appendPlain(b, v)
}

func appendReal(b []byte, v float64) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("%v is not a JSON number", v)
	}
	style := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		style = 'e'
	}
	start := len(b)
	b = strconv.AppendFloat(b, v, style, -1, 64)
	if !bytes.ContainsAny(b[start:], ".e") {
		b = append(b, ".0"...)
	}
	return b, nil
}

// appendString writes a string without escaping <, > and &, which only HTML needs.
func appendString(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' && s[i] != 0x7f
	}
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	b, err := appendPlain(b, s)
	if err != nil {
		panic("geojson: a string did not encode: " + err.Error())
	}
	return b
}

func appendPlain(b []byte, v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...), nil
}

// value turns what encoding/json gives (with UseNumber) into what a feature may
// hold. It changes lists and objects in place.
func value(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		return number(v.String())
	case []any:
		for i := range v {
			var err error
			if v[i], err = value(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for name := range v {
			var err error
			if v[name], err = value(v[name]); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

func number(s string) (any, error) {
	if s != "-0" && !strings.ContainsAny(s, ".eE") {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
	}
	return strconv.ParseFloat(s, 64)
}
