// Package demo holds the demonstration region: Tengzhou (滕州), drawn here as an
// illustration, so that the program shows what it does before anyone brings data.
//
// The names and codes of the 21 towns and the places of their seats are facts.
// Everything else (outlines, rivers, roads, sites, which squad covers which town)
// is drawn to be plausible and is no fact: every feature carries the source
// «演示数据 / illustration», and whatever shows the region must say so.
//
// The seats, and the shape of the city of which our outline is a coarse redrawing,
// are after Vonng/adcode (CC BY 4.0); Region.Attribution says so.
//
// The drawing stands as text under region. Borders are kept as arcs from node to
// node, each once, so that neighbours share their vertices by construction: towns,
// basins and neighbouring counties are put together from the arcs that name them.
// All other kinds are blocks of one line of fields and lines of vertices.
// Coordinates are longitude, latitude, WGS 84 degrees, to four decimals (11 m).
//
// The package reads no file at run time and takes no options. It does not check
// the region: that is done by its tests and, for any region, by geo/coverage and
// geo/atlas.
package demo
