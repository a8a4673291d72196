package wire

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/geo/valid"
)

// ReadClosure takes a closure from a feature, a line or an area with the properties
// profiles, from, until, speed and reason; all but the last may be missing. known are the
// vehicles that there are. Its faults come back joined, as findings with pointers.
func ReadClosure(f feature.Feature, known []string, now time.Time) (store.Closure, error) {
	c := store.Closure{Where: f.Geometry, Reason: strings.TrimSpace(f.Text("reason")), Set: now}
	var faults []error
	fault := func(code, where string, args ...any) { faults = append(faults, finding.New(code, where, args...)) }
	switch f.Geometry.(type) {
	case orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
		if wrong := valid.Check(f.Geometry); wrong != nil {
			told := *wrong
			told.Where = "/geometry"
			faults = append(faults, &told)
		} else if b := f.Geometry.Bound(); !(b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90) {
			fault("closure.off_globe", "/geometry")
		}
	default:
		fault("closure.shape", "/geometry")
	}
	c.Profiles = profilesOf(f.Props["profiles"])
	for _, p := range c.Profiles {
		if !slices.Contains(known, p) {
			fault("input.choice", "/properties/profiles", "name", "profiles", "value", p, "choices", known)
		}
	}
	moment := func(name string) time.Time {
		text := f.Text(name)
		if text == "" {
			return time.Time{}
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			fault("input.time", "/properties/"+name, "name", name, "value", text)
		}
		return t.Truncate(time.Second).In(law.China)
	}
	c.From, c.Until = moment("from"), moment("until")
	switch {
	case c.Until.IsZero():
	case !c.Until.After(c.Begins()) && !c.From.IsZero():
		fault("closure.order", "/properties/until")
	case !c.Until.After(now):
		fault("closure.past", "/properties/until", "value", f.Text("until"))
	}
	if given := f.Props["speed"]; given != nil {
		v, ok := f.Number("speed")
		if !ok || !(v >= 0 && v < 1) {
			fault("closure.speed", "/properties/speed", "value", given)
		}
		c.Speed = v
	}
	if c.Reason == "" {
		fault("closure.reason", "/properties/reason")
	}
	return c, errors.Join(faults...)
}

// profilesOf reads a list of vehicles: of texts, or one text with commas or semicolons.
func profilesOf(v any) []string {
	var all []string
	switch v := v.(type) {
	case string:
		for p := range strings.FieldsFuncSeq(v, func(r rune) bool { return strings.ContainsRune(",;，；、 ", r) }) {
			all = append(all, p)
		}
	case []any:
		for _, p := range v {
			text, _ := p.(string)
			all = append(all, cmp.Or(text, "?"))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// NewClosure is Closure of one that is being set, with the length of the roads that it means.
func NewClosure(c store.Closure, region meaning, usual string, now time.Time) feature.Feature {
	f := Closure(c, now)
	if m, ok := region.MeansM(c, usual); ok {
		f.Props["affects_m"] = m
	}
	return f
}

// meaning is all that this package asks of a live region.
type meaning interface {
	MeansM(c store.Closure, usual string) (metres float64, ok bool)
}

// The states of a closure.
const (
	ClosurePlanned = "planned"  // it will be in force
	ClosureInForce = "in_force" // it is
	ClosureOver    = "over"     // its time is over
	ClosureLifted  = "lifted"   // it was lifted, perhaps before its time came
)

// Closure is a closure as people read it: its properties, and how it stands.
func Closure(c store.Closure, now time.Time) feature.Feature {
	f := c.Feature()
	switch {
	case !c.Lifted.IsZero():
		f.Props["state"] = ClosureLifted
	case c.InForce(now, now):
		f.Props["state"] = ClosureInForce
	case c.Begins().After(now):
		f.Props["state"] = ClosurePlanned
	default:
		f.Props["state"] = ClosureOver
	}
	return f
}
