package predicate

import "github.com/paulmach/orb"

// OnSegment tells whether p lies on the segment from a to b, its ends included.
func OnSegment(p, a, b orb.Point) bool {
	return inBox(p, a, b) && Orient(a, b, p) == 0
}

// inBox tells whether p lies in the rectangle with the corners a and b.
func inBox(p, a, b orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) &&
		min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1])
}

// SegmentsMeet tells whether the segments a-b and c-d have a point in common;
// a common end is enough.
func SegmentsMeet(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	// A degenerate segment has side 0 throughout; the other pair then decides, and
	// boxes that meet decide between points of one line.
	return Orient(a, b, c)*Orient(a, b, d) <= 0 && Orient(c, d, a)*Orient(c, d, b) <= 0
}

// SegmentsCross tells whether each segment passes properly through the other: no
// end lies on the other segment.
func SegmentsCross(a, b, c, d orb.Point) bool {
	return Orient(a, b, c)*Orient(a, b, d) < 0 && Orient(c, d, a)*Orient(c, d, b) < 0
}
