// Package osmpbf reads an OpenStreetMap extract in the PBF format and gives
// back what was asked for as points, lines and valid areas.
//
// The file is read five times, each time with less of it: once to check the
// framing and the indices of every block, then its relations, its ways, its
// nodes, and, for lines, its ways again, which are handed on one by one. Of a node
// that a wanted way or relation needs 16 bytes are kept, and areas and points as they
// are; so memory grows with the nodes that are wanted, not with the lines or the file.
//
// The decoder (github.com/paulmach/osm) trusts its input and panics in its own
// goroutines where nobody can recover. So every block is inflated and checked
// here first, and what the decoder gets is the checked bytes, uncompressed.
//
// Areas come from closed ways and from multipolygon and boundary relations:
// member ways are joined at shared nodes, and rings nest by their geometry, not
// by the roles of their members, which are often wrong. A relation of which any
// ring does not close (usual at the edge of an extract) gives no area but a
// finding with the number of open ends and the place of the first.
//
// Coordinates are longitude, latitude in degrees, WGS 84. The package neither
// simplifies nor clips, does not mend rings that cross themselves (geo/valid
// does), and reads no history files.
//
// Lines that are wanted apart meet where they share a node: a node that lies where another
// lies is moved north by 1e-7 degrees on them.
//
// Walk shows a file's elements one by one to whoever wants them in another form, as routing/road
// does for turn restrictions.
//
// Format: https://wiki.openstreetmap.org/wiki/PBF_Format
package osmpbf
