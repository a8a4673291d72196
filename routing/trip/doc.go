// Package trip leads over land and water: by boat alone, by road to a landing and on by
// boat, or by boat to a landing and on by road, whichever is fastest.
//
// A place is left or reached by boat if it lies in open water or within reach of it or of
// a channel, as routing/water has it; by road if it does not lie in open water. All
// landings are tried, with the time that a change takes there, so that the way is the
// fastest of these three kinds in both networks; of equally fast landings the first of
// the chart is taken. Two places on the shore are joined by boat alone if water joins
// them; two that only roads can reach are for the road alone.
//
// The same holds on foot, with the ground of wetlands for waters, what cannot be walked for obstacles, and places
// where paths lie in a wetland for landings.
//
// The package knows no timetable, and not whether a boat lies at a landing. A Planner
// does not change and may be used by many goroutines.
package trip
