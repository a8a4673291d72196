// Package isochrone draws what can be reached within given times, as valid areas.
//
// It is given stretches of road with the moments at which their ends are reached,
// and takes the rest of the way on foot: a place is reached at the least, over all
// stretches, of the moment on the road and the walk from there in a straight line.
// Nobody walks further from the road than Settings.OffM.
//
// These moments are sampled on a grid, and the areas are what the grid's level lines
// enclose (marching squares, interpolated along the grid's edges; where two opposite
// corners of a cell are inside, they hang together). So an area is right to
// about a cell, and a road that is reached is within it for a cell's width, so that
// areas hang together. A level line crosses each edge of the grid at most once, and never
// at its ends: rings do not touch, and every area is valid by construction. The area
// of a shorter time lies within that of a longer one.
//
// Coordinates are lon, lat in degrees; moments are seconds from the start. Rings run
// as RFC 7946 asks: outer ones against the clock, holes with it. Grids are plane: a
// region is some hundred kilometres wide at most.
//
// Lorensen, Cline, "Marching cubes", SIGGRAPH 1987, in the plane.
package isochrone
