// Package hydro holds the river network of a region as a directed graph, and says
// what lies up and down the water from a place.
//
// A reach is a piece of a river line from node to node. Lines meet where they have
// a vertex in common; an end that meets nothing is joined to the nearest vertex of
// another line within Tolerance. Ends that lie nearer than NearM to another line
// without being joined, directed circles, lines that meet nobody and places where
// water only arrives or only leaves are told by Findings, and nothing is mended
// in silence. Lines that cross without a common vertex pass over each other.
//
// Where a source gives the network itself, it counts: ends with the same FromNode or
// ToNode are one node, wherever they are drawn. Across draws the way of the water
// through a lake that rivers enter and leave.
//
// A line is drawn downstream if it is Directed. Where the direction is not known or
// changes (a canal, a reach with a gate) a trace goes both ways, and says of all
// that it finds beyond that it is Unsure.
//
// A place is a reach and a measure: metres along the reach from its start as it is
// drawn. A place at the end of a reach is the node there, and so belongs to
// every reach that meets it. A trace goes by the shortest way along the water: its
// pieces are disjoint, come by rising distance, and end exactly at the limit.
//
// Coordinates are longitude, latitude in degrees (WGS 84), edges straight in them;
// measures and distances are metres. Networks may have loops and divergences.
//
// Times are those of a steady flow at the speed that a river is given, or of its class:
// they tell the order of who is reached, and about when; they are no forecast of a
// wave or a flood.
//
// A Network never changes and may be used by many goroutines. It does not know
// discharge, nor whether a gate is open.
package hydro
