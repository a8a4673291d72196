package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// A Closure shuts roads or waters, or makes them slower, for a time. It is set once and
// may be lifted once; nothing else of it changes, and it is never taken away.
type Closure struct {
	ID          string
	Where       orb.Geometry // a line, an area, or several (lon, lat)
	Profiles    []string     // vehicles that it holds for; none: all
	From, Until time.Time    // in force from then until then, the end excluded; zero: from when it was set, until it is lifted
	Speed       float64      // what is left of the usual speed; 0: closed
	Reason      string
	Person      string // who set it
	Set         time.Time
	Lifted      time.Time // zero: it was not
	LiftedBy    string
	LiftReason  string
}

// Revision is 1, and 2 when it was lifted.
func (c Closure) Revision() int {
	if c.Lifted.IsZero() {
		return 1
	}
	return 2
}

// Begins is the moment from which a closure is in force.
func (c Closure) Begins() time.Time {
	if c.From.IsZero() {
		return c.Set
	}
	return c.From
}

// InForce tells whether a closure is in force at some moment from one until another, both
// included.
func (c Closure) InForce(from, until time.Time) bool {
	began := !c.Begins().After(until)
	ended := !c.Until.IsZero() && !c.Until.After(from)
	lifted := !c.Lifted.IsZero() && !c.Lifted.After(from)
	return began && !ended && !lifted
}

// Feature is a closure as a feature of the kind Closures. Moments are told in China, to the
// second.
func (c Closure) Feature() feature.Feature {
	profiles := make([]any, len(c.Profiles))
	for i, p := range c.Profiles {
		profiles[i] = p
	}
	f := feature.Feature{ID: c.ID, Geometry: c.Where, Props: map[string]any{
		"profiles": profiles, "speed": c.Speed, "reason": c.Reason, "person": c.Person, "revision": int64(c.Revision()),
	}}
	for name, t := range map[string]time.Time{"from": c.From, "until": c.Until, "set_at": c.Set, "lifted_at": c.Lifted} {
		if !t.IsZero() {
			f.Props[name] = t.In(law.China).Format(time.RFC3339)
		}
	}
	if !c.Lifted.IsZero() {
		f.Props["lifted_by"], f.Props["lift_reason"] = c.LiftedBy, c.LiftReason
	}
	return f
}

// ClosureOf is the closure of a feature that Feature made.
func ClosureOf(f feature.Feature) (Closure, error) {
	c := Closure{ID: f.ID, Where: f.Geometry, Reason: f.Text("reason"), Person: f.Text("person"),
		LiftedBy: f.Text("lifted_by"), LiftReason: f.Text("lift_reason")}
	c.Speed, _ = f.Number("speed")
	profiles, _ := f.Props["profiles"].([]any)
	for _, p := range profiles {
		name, _ := p.(string)
		c.Profiles = append(c.Profiles, name)
	}
	for name, t := range map[string]*time.Time{"from": &c.From, "until": &c.Until, "set_at": &c.Set, "lifted_at": &c.Lifted} {
		text := f.Text(name)
		if text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return c, err
		}
		*t = at.In(law.China)
	}
	return c, nil
}

// Closures keeps what is closed. They are features of the kind Closures too, to be read
// with Query; whoever sets or lifts one does it here.
type Closures interface {
	// SetClosures adds closures, and the answer to the request that did so, all or nothing.
	// ErrExists if an id is taken; ErrRepeated if the answer's key was used.
	SetClosures(ctx context.Context, region string, answer *Answer, closures ...Closure) error
	// LiftClosure ends a closure at the moment, by the person and for the reason that c has.
	// ErrNotFound if there is none of its id; ErrStale if it was lifted before; ErrRepeated.
	LiftClosure(ctx context.Context, region string, answer *Answer, c Closure) error
	// ClosuresInForce lists those in force at some moment from one until another, both
	// included, in the order in which they were set.
	ClosuresInForce(ctx context.Context, region string, from, until time.Time) ([]Closure, error)
	// ClosureChanges counts how often one was set or lifted.
	ClosureChanges(ctx context.Context, region string) (int64, error)
}

// named are what a closure has that tells who set and who lifted it.
var named = []string{"person", "lifted_by"}

// Public gives the schema of what everybody may read of a kind: of closures all but who set
// and lifted them.
func Public(s feature.Schema) feature.Schema {
	if s.Kind == feature.Closures {
		s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(f feature.Field) bool { return slices.Contains(named, f.Name) })
	}
	return s
}

// Unnamed gives features of a kind without what Public leaves out.
func Unnamed(k feature.Kind, all []feature.Feature) []feature.Feature {
	if k != feature.Closures {
		return all
	}
	out := slices.Clone(all)
	for i := range out {
		out[i].Props = maps.Clone(out[i].Props)
		for _, name := range named {
			delete(out[i].Props, name)
		}
	}
	return out
}
