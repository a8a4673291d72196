package highway

import (
	"slices"
	"strconv"
	"strings"
)

// Oneway gives 1 along the line, -1 against it, 0 both. Roundabouts and
// motorways are one way unless somebody says otherwise.
func Oneway(t Tags) int {
	switch t["oneway"] {
	case "yes", "true", "1":
		return 1
	case "-1", "reverse":
		return -1
	case "no", "false", "0", "reversible", "alternating":
		return 0
	}
	switch {
	case t["junction"] == "roundabout", t["junction"] == "circular", t["highway"] == "motorway":
		return 1
	}
	return 0
}

// MaxSpeed gives a signed limit in km/h, 0 where none is signed as a number.
func MaxSpeed(t Tags) float64 {
	text := strings.TrimSpace(t["maxspeed"])
	factor := 1.0
	if mph, ok := strings.CutSuffix(text, "mph"); ok {
		text, factor = strings.TrimSpace(mph), 1.609344
	}
	text = strings.TrimSpace(strings.TrimSuffix(text, "km/h"))
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v > 0 && v <= 200) {
		return 0
	}
	return v * factor
}

// closing are the values of access that close a road to ordinary motor traffic.
var closing = []string{"no", "private", "military", "emergency", "psv", "bus", "agricultural", "forestry"}

// Access gives the access of a road as one value of OpenStreetMap. A road that
// is closed to motor vehicles alone is given as "agricultural": the word for a
// road that ordinary motor traffic may not use and others may.
func Access(t Tags) string {
	all := first(t["access"])
	for _, key := range []string{"motorcar", "motor_vehicle", "vehicle"} { // the narrowest that speaks decides
		value := first(t[key])
		if value == "" {
			continue
		}
		switch shut := slices.Contains(closing, value); {
		case !shut && slices.Contains(closing, all):
			return value
		case shut && !slices.Contains(closing, all):
			return "agricultural"
		}
		break
	}
	if slices.Contains(closing, all) && (opens(t["foot"]) || opens(t["bicycle"])) {
		return "agricultural"
	}
	return all
}

func opens(value string) bool {
	return value == "yes" || value == "designated" || value == "permissive"
}

// first gives the first of several values.
func first(value string) string {
	one, _, _ := strings.Cut(value, ";")
	return strings.TrimSpace(one)
}

// Shut tells whether a value of access closes a road to ordinary motor traffic.
func Shut(access string) bool { return slices.Contains(closing, access) }
