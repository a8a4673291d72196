// Package genetic solves plain tour problems of some hundred tasks by hybrid genetic search.
//
// It is the method of Vidal, Crainic, Gendreau and Prins (A hybrid genetic algorithm with adaptive
// diversity management for a large class of vehicle routing problems with time windows, Computers &
// Operations Research 40, 2013). A population holds right plans and plans whose tours are overloaded or late,
// for a price that adapts so that both come about. Two parents make a child by exchange of tours, a descent
// makes the child as good as moves nearby can, and of too many plans those go that are dear and
// like others. A descent that may pass through wrong plans leads out of valleys in which ruin and recreate
// stays, however long it runs; that search is in routing/tour/search, which gives this one its
// problems and its first plan.
//
// A plan is rows of places in linked lists (plan.go). Moves (between.go, within.go, swapstar.go) are first looked at by a
// bound, from sums along the tours and a few ways; what might pay is priced in full by a pricer: of points, of points
// with windows, or of tasks in several modes, whose best choice is part of the price (Vidal, Node,
// edge, arc routing and turn penalties, Operations Research 65, 2017).
//
// The same problem, seed and calls give the same plans. The package knows no clock.
package genetic
