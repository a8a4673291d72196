// Package graph is a directed graph in flat arrays (an adjacency array).
//
// Nodes and arcs are numbered from 0 without gaps. The arcs that leave a node
// stand together, in the order in which they were given; so an arc's number says
// where its head, its tail and, in arrays that others keep, its cost stand. Loops,
// parallel arcs and nodes without arcs are allowed. A Graph does not change once
// it is built and may be read by many at the same time.
//
// Costs do not belong to the graph: they come as a slice with one Cost an arc, so
// that several vehicles and sets of closures share one graph. The graph knows no
// coordinates and no units; routing/road counts in milliseconds.
package graph
