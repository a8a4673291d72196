// Package search solves tour problems, plainly.
//
// Stops are put in where they cost least (cheapest insertion, in a drawn order);
// then moves improve the tours until none of them pays: insert, drop, relocate,
// swap, turn (2-opt), twoOptStar, flip and replace. From there it is kicked: a few
// neighbouring stops are taken out and put back, and the result is kept if it is no
// dearer. The number of kicks is fixed, so that the same problem and seed give the
// same solution on any machine.
//
// A move is priced by reading alone, from a handful of travel times; only if it
// pays are the changed tours written to the side and their clocks followed; only if
// they keep windows and limits do they become the tours. Nothing is allocated on
// the way. The priced gain is exactly the fall in tour.Cost.
//
// Leaving a stop out is always possible, at its penalty, so every valid problem has
// a solution. The package does not prove a solution best; tour.LowerBound tells how
// far from it one may be, and exhaustive search in the tests tells how far small
// ones are.
package search
