// Package vrplib reads public instances of tour problems and their solutions, and
// our own mixed ones.
//
// Parse knows the kind of a file by what stands in it, not by its name:
//
//	Solomon  Solomon's and Homberger's customers with windows: distances truncated
//	         to 0.1, total distance, the fleet a limit and not an aim
//	CVRPLIB  capacity alone: distances rounded to integers, any number of vehicles
//	CARP     gdb, val, egl in the Spanish format: edges to be driven along in either
//	         direction, the shortest ways between them, any number of vehicles
//	MCGRP    CBMix: nodes, edges and arcs; what service costs beyond the driving is
//	         the same for every solution and is not counted, as in the literature
//	Chao     team orienteering: the prize collected within a longest tour
//	Cordeau  several depots, several days with patterns of visits, windows
//	mixed    a problem with all that a tour.Problem can hold, as JSON
//
// A Problem has whole numbers; where a set counts otherwise, Scale of them are one
// of the set's, and Value gives what the set would print. Durations of Chao's tours
// are rounded up, so that no tour is longer than the set allows.
//
// Solutions are read in CVRPLIB's form where a tour is a list of customers, and in
// a JSON form for all. One that was made for another instance is refused.
//
// What is wrong with a file comes back as a finding with its line. The package opens
// no files and knows no best values; these stand in files beside the instances.
package vrplib
