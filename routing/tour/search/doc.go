// Package search solves tour problems: ruin and recreate under simulated annealing, and a population above it.
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
// Where tours depend on each other, by companions, periods or balance, what depends is a tie: it is
// taken out whole and put in whole, and companions have a moment that their tours keep as a window.
// Required tasks may be out of reach of one insertion after another, so now and then
// the general kernel's plans get several tasks at once, whatever that costs for the moment;
// of a dozen tasks at most, tours are made anew by trying some of them in all orders.
// Tasks of several modes keep no modes in a tour: its cost is that of the best choice, and
// tables of what lies before and behind each gap, by mode, price a task there with all
// its modes at once. Where such tours carry loads, every second cycle may overload them
// for a price that adapts; where prizes are all that matters, tours may be too long for one.
//
// Where up to some hundred required tasks are served by like shifts from one depot, and there is time for several cycles,
// each island has a population from a fifth of the budget on, which begins with the best plan so far; it is
// that of routing/tour/genetic.
//
// Islands search alone, each with its own generator, and exchange at fixed counts of
// iterations: the same problem, seed and count give the same answer on any number of
// cores. Where the budget is time, only its end depends on the clock, which is the
// caller's. The package does not prove a solution best; tour.LowerBound says how far
// from it one may be.
package search
