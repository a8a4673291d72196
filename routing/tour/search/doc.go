// Package search solves tour problems: ruin and recreate under simulated annealing.
//
// It is the search of Christiaens and Vanden Berghe (Slack induction by string
// removals for vehicle routing problems, Transportation Science 54, 2020). Strings
// of visits are taken out of a few neighbouring tours; what is out is put back, one
// task after another, where it costs least, and now and then not quite there; the
// result is kept if it is not much dearer, and ever less dear as the budget runs out.
//
// A problem is compiled once into flat arrays of 32-bit numbers. A kernel then does
// the pricing: it keeps tables for each tour and says where a task goes in at least
// cost, by one call for a task and a tour. There is a kernel for points, for points
// with windows, for tasks of several modes, and one for everything that a Problem
// can say; the plainest that does is taken. What a kernel said of a task and a tour
// holds until that tour changes, so most of it is looked up: a trial asks only about
// the tours that it changed itself and those near the task.
//
// Islands search alone, each with its own generator, and exchange at fixed counts of
// iterations: the same problem, seed and count give the same answer on any number of
// cores. Where the budget is time, only its end depends on the clock, which is the
// caller's. The package does not prove a solution best; tour.LowerBound says how far
// from it one may be.
package search
