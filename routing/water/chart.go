package water

import "github.com/paulmach/orb"

// An Area is a Polygon or MultiPolygon (lon, lat) with a name.
type Area struct {
	ID   string
	Area orb.Geometry
}

// A Channel is a line along which one may go, whatever lies around it: a river, a
// passage cut through reed; on foot a path or a dyke. Channels join where they have a
// vertex in common.
type Channel struct {
	ID   string
	Line orb.LineString
}

// A Landing is where one changes to another network. It may stand in an obstacle, as a
// pier does in reed.
type Landing struct {
	ID string
	At orb.Point
}

// A Chart is what is known of the waters of a region, or of ground to be walked.
type Chart struct {
	Open      []Area // where one may go by any course
	Obstacles []Area // where one may not: islands, reed, protected cores, shallows
	Closures  []Area // open water that a profile may close, such as in a season
	Channels  []Channel
	Landings  []Landing
	// ClearanceM is how far a course keeps from the shore and from obstacles, in metres.
	ClearanceM float64
	// ReachM is how far from open water and channels a landing, the dead end of a channel
	// or a place that is asked for may lie: the way over is straight. 0 means the
	// clearance and 50 m more.
	ReachM float64
}

func (c Chart) reachM() float64 {
	if c.ReachM > 0 {
		return c.ReachM
	}
	return c.ClearanceM + 50
}
