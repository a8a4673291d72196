// Package coverage holds named areas that tile the land, such as the towns of a
// county, and says which of them a place, a line or an area belongs to.
//
// Coordinates are longitude, latitude in degrees (WGS 84), edges straight in
// them; lengths are metres, areas square metres. Which side of a border a place is
// on is decided exactly, without tolerance.
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
// all cells would.
//
// A Coverage never changes and may be used by many goroutines. It does not know
// what the cells are, nor time.
package coverage
