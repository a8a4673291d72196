// Package gpx reads and writes GPX, the files of navigation devices.
//
// A file is one layer: waypoints as points, routes as lines, and each segment of
// a track as a line of its own, in the order of the file. The property "gpx" says
// what it was: wpt, rte or trk. Properties are name, cmt, desc, src, sym, type, a
// waypoint's time and ele (metres), and what stands as plain text in extensions.
// A line keeps the moments of its positions in "times", their heights in
// "elevations" and speeds (m/s) in "speeds", as lists as long as the line with
// nil where the file says nothing; a line without any has no such property.
// Segments and routes without any point, which devices leave behind, are passed
// over.
//
// Coordinates are WGS 84 longitude and latitude, by the standard; the caller may
// say GCJ-02 or BD-09.
//
// Writing makes a waypoint of a point, a track of a line, of many lines a track
// with as many segments, a route of what was one; many points become waypoints of
// the same properties. Other properties go to extensions with their types, and
// come back. GPX holds no areas and nothing without a place: Losses says what of
// a collection is left out, and Write fails if nothing is left.
//
// A row that cannot be taken is a feature.Refusal with file and line. A track's
// name is used only by segments behind it, as the standard orders them. The format
// is GPX 1.1 (Topografix, 2004); 1.0 is read too, as far as they agree.
package gpx
