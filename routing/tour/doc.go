// Package tour says what a tour problem is, what a solution is, what it costs, and
// whether it is right.
//
// A Problem has locations, with travel times and distances between them for each
// class of vehicle; shifts; and tasks. A shift is one crew with one vehicle on one
// day: it leaves its start, makes one tour of one or more trips, and is at its end
// within its hours. A task is served at most once, in one of its modes: a mode
// enters at one location, takes some time, and leaves at the same or another. So a
// point has one mode, a road that is driven along in either direction has two, a
// one-way street one, a reach that may be seen from either bank four, and a thing
// that can be done at several places one for each place. (Modes: Vidal, Node, edge,
// arc routing and turn penalties, Operations Research 65, 2017.)
//
// Service begins within one of the windows of the mode; whoever comes early waits.
// A solution says when each visit begins, so that crews who meet, and breaks, need
// no convention. A task that is optional and left out costs its prize; one that is
// required may not be left out, and Check says so.
//
// Times are whole seconds from an origin that the problem's maker chooses, costs
// whole numbers of whatever unit the prices are in, so that sums are exact. A
// problem need not use seconds or metres: only Check's words do.
//
// Check trusts no solver: it computes every time and every sum from the problem
// alone, in its own words. Cost adds up, LowerBound says what no solution undercuts,
// and Hindrances says why a task cannot be served at all. How a solution is found is the
// matter of routing/tour/search. The package knows no roads, no people and no
// calendar.
package tour
