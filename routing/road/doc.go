// Package road turns ways into a network on which vehicles and people travel.
//
// Ways are lines with OpenStreetMap's road class. They join where they have a
// vertex in common, that is, where two coordinates are equal to the last bit;
// ways that merely cross, as at a bridge, do not join. Between junctions lies an
// edge, which keeps its shape; each direction in which a profile may travel it is
// an arc of a graph.Graph with a cost in milliseconds.
//
// Only the largest strongly connected part (by length of road) is kept: from
// every place on it every other can be reached and left again. A car park behind a
// one-way gate, or a road on an island without ferry, is therefore never snapped
// to; the nearest road that leads everywhere is taken.
//
// Snap finds the nearest point of the network to a coordinate; a Place lies
// anywhere on an edge, not only at junctions. Route travels between coordinates:
// the stubs from a coordinate to its place on the road are walked, and are part of
// line, distance and duration.
//
// The package knows no turn restrictions, closures, traffic, gradients or ferries
// and no open water. Lengths are metres on the ellipsoid, coordinates lon, lat in
// degrees. A Network does not change and may be used by many goroutines at once.
package road
