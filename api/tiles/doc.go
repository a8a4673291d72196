// Package tiles draws a region as vector tiles (Mapbox Vector Tile 2.1) and gives
// the style that MapLibre paints them with.
//
// A Set is a dataset held in memory, in web mercator (EPSG:3857, scaled to the
// unit square with y to the south), with one R-tree a layer. Layers are named as
// the kinds; each feature has its id, name and what a style needs, no more. The
// layer "labels" holds one point for each named area, inside of it, so that an
// area that tiles cut has its name once.
//
// Simplification opens no gaps. The borders of all areas are cut into arcs where
// three or more meet; each arc is simplified once (Douglas and Peucker 1973), in a
// direction that does not depend on who asks, and each vertex keeps the tolerance
// up to which it stays. So both sides of a border lose the same vertices, and
// vertices are rounded to the tile's grid before anything is cut.
//
// A Base makes the base map that lies beneath: an archive of tiles (pmtiles) of an OpenStreetMap
// extract. Its areas are simplified one by one, as nobody measures on them. Of and Archive write a
// collection as such an archive; a Drawing is of what changes too often for a Set.
//
// Zooms are 0 to 16; the style asks for 0 to 14 and lets MapLibre enlarge the
// rest. Latitudes beyond 85.05 degrees are drawn at the edge. Geometry is taken
// as valid: nothing is mended here. A Set never changes; new data make a new Set.
package tiles
