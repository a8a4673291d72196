// Package feature holds what all parts of the program pass to each other: a
// geometry with an identity and properties, and the schema of each kind.
//
// Coordinates are longitude, latitude in degrees, WGS 84 (taken as equal to
// CGCS2000 for this purpose). Other systems exist only in geo/format and geo/crs.
package feature
