package highway

import (
	"strings"

	"xunhu/geo/feature"
)

// The classes of the kind road_rules. The first three stand on a vertex of roads.
const (
	Barrier     = "barrier"
	Ford        = "ford"
	Signals     = "traffic_signals"
	Restriction = "restriction"
)

// IsRule tells whether a point stands in the way of a vehicle, by its tags.
func IsRule(t Tags) bool {
	class, _, _ := NodeColumns(t)
	return class != ""
}

// NodeColumns gives the class and kind of a point on a road, and the tags that it keeps
// beside them; the class is "" if nothing there stands in anybody's way.
func NodeColumns(t Tags) (class, kind string, kept Tags) {
	ford := t["ford"]
	switch {
	case t["barrier"] != "":
		class, kind = Barrier, t["barrier"]
	case ford != "" && ford != "no":
		class, kind = Ford, ford
	case t["highway"] == "traffic_signals":
		class = Signals
	default:
		return "", "", nil
	}
	kept = Only(t, NodeKeys)
	delete(kept, class)
	if class == Signals || kept["highway"] != "traffic_signals" {
		delete(kept, "highway")
	}
	return class, kind, kept
}

// NodeTags gives the tags of a point on a road by its columns and what it keeps beside them.
func NodeTags(f feature.Feature) Tags {
	t, kind := Beside(f), f.Text("kind")
	switch class := f.Text("class"); class {
	case Barrier:
		t["barrier"] = kind
	case Ford:
		t["ford"] = "yes"
		if kind != "" {
			t["ford"] = kind
		}
	case Signals:
		t["highway"] = "traffic_signals"
	}
	return t
}

// RestrictionColumns gives the kind of a turn restriction, whom it excepts, and the tags
// that it keeps beside them: those for one kind of vehicle. It is not ok if it bans nothing.
func RestrictionColumns(t Tags) (kind, except string, kept Tags, ok bool) {
	kept = Tags{}
	for k, v := range t {
		if strings.HasPrefix(k, "restriction:") {
			kept[k] = v
		}
	}
	kind = t["restriction"]
	return kind, t["except"], kept, kind != "" || len(kept) > 0
}

// RestrictionTags gives the tags of a turn restriction.
func RestrictionTags(f feature.Feature) Tags {
	t := Beside(f)
	for key, column := range map[string]string{"restriction": "kind", "except": "except"} {
		if v := f.Text(column); v != "" {
			t[key] = v
		}
	}
	return t
}
