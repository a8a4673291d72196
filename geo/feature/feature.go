package feature

import (
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// A Feature is a geometry with an identity and properties. The values of Props
// are string, float64, int64, bool, nil, []any or map[string]any; nothing else.
type Feature struct {
	ID       string
	Geometry orb.Geometry // nil for a unit whose seat is not known
	Props    map[string]any
}

// Text gives a property as text: "" if it is missing, numbers in plain decimal.
func (f Feature) Text(name string) string {
	switch v := f.Props[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// Number gives a property as a number, and whether it is one.
func (f Feature) Number(name string) (float64, bool) {
	switch v := f.Props[name].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}

// Flag tells whether a property is true: true, 1, "true", "yes", "1" or 是.
func (f Feature) Flag(name string) bool {
	switch v := f.Props[name].(type) {
	case bool:
		return v
	case float64:
		return v == 1
	case int64:
		return v == 1
	case string:
		return v == "true" || v == "yes" || v == "1" || v == "是"
	}
	return false
}

// A Collection is the features of one kind. Every feature follows the schema.
type Collection struct {
	Schema   Schema
	Features []Feature
}

// A Refusal is a row that a reader could not take. Reading goes on after it;
// any other error ends the reading.
type Refusal struct{ *finding.Finding }

// Unwrap gives the finding.
func (r Refusal) Unwrap() error { return r.Finding }
