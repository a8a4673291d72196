// Package predicate answers yes-or-no questions of plane geometry exactly: on
// which side of a line a point lies, whether segments meet, whether a point is
// inside, outside or on the border of an area, whether an area is valid.
//
// Coordinates are longitude, latitude in degrees, as plane Cartesian numbers: an
// edge is straight in them, as RFC 7946 section 3.1.1 has it. Answers are those
// of the given floating-point numbers without any rounding: a cheap filter
// decides clear cases, exact arithmetic the rest. There is no tolerance.
//
// Coordinates must be finite. The package does not measure (see geodesy), builds
// no new points except the place where two geometries meet, and knows nothing of
// the antimeridian: there, areas must be cut.
package predicate
