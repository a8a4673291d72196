// Package row says how a feature becomes a row of a table, and a region its version, so
// that both stores keep the same and say the same of it.
//
// A geometry is brought to the shape of its kind without changing a coordinate, and is
// written as GeoPackage has it (OGC 12-128r17, 2.1.3); PostGIS writes the same geometry in
// its own way. The digest of a collection is over these bytes and the cells.
package row
