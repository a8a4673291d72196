package dispatch

import (
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/law"
)

// A Summary is what is compared when doubles are looked for.
type Summary struct {
	ID       string
	Category string
	At       orb.Point // lon, lat
	Unplaced bool      // nobody knows where; it is like nothing
	Reaches  []string  // the reaches that it lies at
	Time     time.Time
}

// The distances within which two leads may be the same thing (guard 7), our defaults.
const (
	SameWithinM    = 200.0
	SameWithinTime = 72 * time.Hour
)

// MaySame suggests that two leads are of the same thing: the same group of categories,
// within 200 m or at the same reach, within 72 hours; each limit counts still. It gives the
// distance in metres. A person decides.
func MaySame(a, b Summary) (distanceM float64, same bool) {
	distanceM = geodesy.Distance(a.At, b.At)
	group := func(code string) string { c, _ := law.CategoryOf(code); return c.Group }
	apart := a.Time.Sub(b.Time)
	if a.Unplaced || b.Unplaced || a.ID == b.ID || group(a.Category) != group(b.Category) || math.Abs(float64(apart)) > float64(SameWithinTime) {
		return distanceM, false
	}
	shared := slices.ContainsFunc(a.Reaches, func(r string) bool { return r != "" && slices.Contains(b.Reaches, r) })
	return distanceM, shared || distanceM <= SameWithinM
}
