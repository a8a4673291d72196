// Package tour says what a tour problem is, what a solution is, what it costs, and
// whether it is right.
//
// A Problem has locations with travel times between them, shifts, and stops. A
// shift is one crew on one day: it leaves a base, and is back within its hours. A
// stop is served at most once, in one of its options: an option enters at one
// location, takes some time, and leaves at the same or another, so that a stretch
// of river can be served in either direction. Service begins within one of the
// stop's windows; whoever comes early waits. A stop that no shift serves costs its
// penalty.
//
// The cost of a solution is the travel time and the service time of all tours plus
// the penalties of what is left out; waiting costs nothing, but counts towards the
// length of a shift. All times are whole seconds from an origin that the problem's
// maker chooses, all costs whole seconds, so that sums are exact.
//
// Check trusts no solver: it computes every time and every sum from the problem
// alone. LowerBound says what no solution can undercut. How a solution is found is
// the matter of routing/tour/search. The package knows no roads, no people and no
// calendar.
package tour
