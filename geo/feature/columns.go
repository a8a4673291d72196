package feature

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Columns gives the fields of a table that holds all properties of a collection:
// those of the schema in their order, then what features have besides, by name. A
// field has the schema's type if all its values are of that type, else the
// narrowest that holds them all: integers with reals are real, a mixture is text.
func (c Collection) Columns() []Field {
	columns := slices.Clone(c.Schema.Fields)
	place := map[string]int{}
	for i, f := range columns {
		place[f.Name] = i
	}
	fits := make([]bool, len(columns))
	for i := range fits {
		fits[i] = true
	}
	others, found := map[string]Type{}, map[string]Type{}
	for _, f := range c.Features {
		for name, v := range f.Props {
			if v == nil {
				if _, ok := place[name]; !ok && others[name] == "" {
					others[name] = ""
				}
				continue
			}
			t := typeOf(v)
			i, ok := place[name]
			if !ok {
				others[name] = wider(others[name], t)
				continue
			}
			found[name] = wider(found[name], t)
			fits[i] = fits[i] && holds(columns[i].Type, v)
		}
	}
	for i, f := range columns {
		if !fits[i] {
			columns[i].Type = found[f.Name]
		}
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		t := others[name]
		if t == "" {
			t = Text
		}
		columns = append(columns, Field{Name: name, Type: t, ZH: name, EN: name})
	}
	return columns
}

// typeOf gives the type of a value that is not nil.
func typeOf(v any) Type {
	switch v.(type) {
	case int64:
		return Integer
	case float64:
		return Real
	case bool:
		return Boolean
	case []any, map[string]any:
		return JSON
	}
	return Text
}

// wider gives the narrowest type for values of both types; "" is none yet.
func wider(a, b Type) Type {
	switch {
	case a == "" || a == b:
		return b
	case a == Integer && b == Real, a == Real && b == Integer:
		return Real
	}
	return Text
}

// holds tells whether a field of type t can hold v as it is.
func holds(t Type, v any) bool {
	s, text := v.(string)
	switch t {
	case Real:
		switch n := v.(type) {
		case int64:
			return int64(float64(n)) == n && n != math.MaxInt64
		case float64:
			return !math.IsNaN(n) && !math.IsInf(n, 0)
		}
		return false
	case Date:
		_, err := time.Parse(time.DateOnly, s)
		return text && err == nil
	case Time:
		return text
	}
	return typeOf(v) == t
}

// Plain writes a value as text: numbers in plain decimal, lists and objects as
// JSON, nil as "". It fails on what JSON cannot hold.
func Plain(v any) (string, error) {
	switch v.(type) {
	case []any, map[string]any:
	case nil, string, float64, int64, bool:
		return Feature{Props: map[string]any{"": v}}.Text(""), nil
	default:
		return "", fmt.Errorf("feature: a property of type %T", v)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", fmt.Errorf("feature: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
