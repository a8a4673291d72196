// Package road turns ways into a network on which one kind of vehicle travels.
//
// A Profile says what a vehicle may and how fast: by the tags of OpenStreetMap for access, one-way
// traffic, surface, width, limits, fords, ferries, barriers and banned turns. Profiles are files
// (profiles/*.yaml) that an office may replace.
//
// A Survey's ways join where they have a vertex in common; ways that merely cross, as at a
// bridge, do not. Between junctions lies an edge, which keeps its shape; where two alike roads
// meet end to end there is no junction. Each direction in which the profile may
// travel an edge is an arc of a graph.Graph with a cost in milliseconds. A junction is one node,
// but where turns are banned or cost something it is as many as there are ways to go on (turns.go);
// Junction and Edge tell what a node and an arc stand for. Turning around is free at a dead
// end, and elsewhere what the profile says, but only where turns matter at all: on a shortest path nobody
// turns around without a ban.
//
// Everything is kept, also what hangs on nothing. The parts of the network within which every place
// reaches every other are numbered; the one with most road is the main part. Snap prefers it, Near and
// Places give it alone, and Island says why a place is not on it.
//
// A Place lies anywhere on an edge, not only at junctions. A Day is the network with the closures
// of a time, prepared for search (package cch): Between and Route find ways, Alternatives others
// beside them, Steps tells how to drive them; Many and From give costs, Within what is reached. The
// stubs from a coordinate to its place on the road are walked, and are part of line, distance and
// duration. A closure holds for the whole way;
// see Closure for what of a road it means.
//
// What depends on the hour (access:conditional and the like, restriction:conditional, a profile's hours) makes
// metrics of one network: SpanAt tells whose hour a moment has, At prepares its Day. Network.Day, and what is asked
// without a moment, knows no hours. Understood are days of the week and hours, no dates, holidays or weather;
// what else stands there is counted (Findings). Conditions on barriers are not read.
//
// The package knows no traffic beyond that, no gradients, and no open water. Lengths are
// metres on the ellipsoid, coordinates lon, lat in degrees, kept to 1e-7°. Networks and days do not
// change and may be used by many goroutines at once.
package road
