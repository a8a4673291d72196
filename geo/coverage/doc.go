// Package coverage holds named areas that tile the land, such as the towns of a
// county, and says which of them a place, a line or an area belongs to.
//
// Coordinates are longitude, latitude in degrees (WGS 84); lengths are metres, areas
// square metres. An edge is straight in longitude and latitude (RFC 7946, section
// 3.1.1), and that is what a border means here: not a geodesic, which between ends 5 km apart
// runs up to half a metre beside it at 45° of latitude. Which side of a border a place is on is
// decided exactly, without tolerance.
//
// Cells are closed: a place on a shared border touches all cells there, but
// belongs to one, the one with the smallest name. The same holds where cells
// overlap by mistake. So every place has at most one owner, and the parts of a
// line or area add up to the whole.
//
// Cells must be valid (see package valid); that they fit together is not asked
// for but reported by Findings. Examine also takes cells that New refuses; Mend snaps
// borders that almost match. Where their borders miss each other by less than
// Tolerance, OuterBorder still takes them as shared; Locate, Touching and Split
// take them as they are drawn.
//
// Locate reads a map of the cells on a grid and asks the cells themselves where that
// cannot tell: next to a border, and where cells overlap. It answers as looking at
// all cells would. The map can be kept in a file (WriteMap, NewFromMap). For the towns of
// a county that is not worth the file: to draw them takes milliseconds.
//
// Shares of an area are measured by sums over edges (geodesy.Land), and only the parts of
// cells that its border cuts are drawn, by package overlay, if they are asked for.
//
// A Coverage never changes and may be used by many goroutines. It does not know
// what the cells are, nor time.
package coverage
