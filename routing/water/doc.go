// Package water finds ways over ground that one may cross by any course: boats over
// lakes, people through wetlands; and along channels, paths and dykes that join them.
//
// A Chart says where one may go (Open), where not (Obstacles: islands, reed, protected
// cores, shallows), what a season may close (Closures), along which lines one may go
// whatever lies around them (Channels), where one changes to the roads (Landings), and
// how far to keep off (ClearanceM). Build makes a Network of it, Customize prices its
// arcs for a Profile, a Query finds ways between any two places, Many the costs
// between all of a list. The network is a
// graph.Graph with costs in milliseconds, rounded up, so that it can be joined to a road
// network at the nodes of its landings and be contracted with it.
//
// # What is exact
//
// Coordinates are longitude, latitude in degrees, WGS 84, and edges are straight in
// them, as everywhere in geo; lengths are metres along those edges on the ellipsoid.
// Sight is decided by geo/predicate on the numbers given: no course enters an obstacle,
// not by the last bit. Courses may touch borders, and do not pass where two borders
// touch. Of all courses made of such edges a Query gives the fastest, to a millisecond
// an arc; for any set of closures, each of which turns courses at its own corners
// without the network being built anew; and in wind, see Wind. Against the shortest
// curve on the ellipsoid an edge of d metres at latitude φ is longer by a relative
// (d·tan φ/R)²/24: 4 mm in 20 km at 35°.
//
// Two things are as near as is said here. The clearance is kept whole, and by up to 2 %
// more than whole: round corners are polygons of 16 sides. Mouths of channels,
// landings and places that are asked for off the water are joined to the place in open
// water nearest to them, moved inwards by what rounding needs, some nanometres; the
// straight way over to it is not open water, and is travelled at the same speed.
// Closures take no clearance. A course may pass where two of them, or one and the shore,
// touch in a single place; between two that share a border it may not.
//
// # How
//
// A shortest way bends only where the water spans more than half a turn around a vertex
// of its border (T. Lozano-Pérez, M. A. Wesley, CACM 22, 1979), and there it is taut: it
// wraps around the vertex. So only lines that are tangent at both ends are edges (S. K.
// Ghosh, D. M. Mount, SIAM J. Comput. 20, 1991; S. Oh, H. W. Leong, SoCS 2017). They are
// found by looking from each bend, into the two cones where a taut line can lie, through
// the edges of a triangulation (F. Bungiu et al., EuroCG 2014): what is looked at is only
// what is seen. Wind does not change the lines, as its costs keep the triangle's
// inequality.
//
// # Errors
//
// Faults are findings with the code water.*: areas that are not valid, numbers that
// are none, an unknown closure, and, of a query, a place on land, in
// an obstacle or in a closed area, and two places that no way joins. All faults of one
// chart or profile come together. Landings out of reach are left out, and told by Network.Findings.
//
// The package knows no depth, current, waves, traffic, or limits by vessel; it does not
// reach across the antimeridian. The same chart, profile and places give the same way.
package water
