// Package overlay cuts, joins and widens geometries.
//
// Coordinates are longitude, latitude in degrees; edges are straight in them.
// Results keep the dimension of the first geometry and are always Multi
// geometries: what merely touches is left out, and an empty result is nil. New
// vertices are rounded to float64 (about 1e-9 m), so that neighbours cut by
// different borders can differ by slivers of that width.
//
// Buffer works in metres, in a conformal plane around the geometry; its scale is
// wrong by 1.3e-6 at 10 km from the centre and 1.3e-4 at 100 km. Round corners are
// polygons of 64 sides, which stay within 0.12 % of the radius.
//
// Geometries must be valid; one that is not gives ErrInvalid, never a panic and
// never a guess (see package valid for mending). The work is done by
// peterstace/simplefeatures, a port of JTS in plain Go, which nobody else sees.
package overlay
