// Package geojson reads and writes GeoJSON (RFC 7946) and sequences of GeoJSON
// texts (RFC 8142, and the kind that is delimited by newlines alone).
//
// Reading is a stream: of a FeatureCollection no more than one feature is held
// at a time, 64 MiB and 256 levels at most; a sequence goes on behind a text that is
// broken. A lone feature and a bare geometry are read as a collection of one.
// The old member "crs" (GeoJSON 2008) is understood when it stands before the
// features; coordinates then come out in WGS 84. A third number of a position
// (height) is dropped. Rings are taken as they are, closed or not, whichever way
// they turn: geo/valid judges them. A geometry without any position is no
// geometry.
//
// Whole numbers without fraction or exponent that fit become int64, all others
// float64; writing keeps the difference ("5" and "5.0"), so that reading,
// writing and reading again gives the same. An id that is a number becomes text.
//
// Writing gives the shortest digits that read back as the same number, turns
// outer rings counter-clockwise and inner rings clockwise (the right-hand rule),
// and sorts properties by name: same features, same bytes.
//
// The package does not read TopoJSON or Esri JSON, and keeps no foreign members
// of a feature.
package geojson
