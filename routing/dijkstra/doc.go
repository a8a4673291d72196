// Package dijkstra finds cheapest paths by plain search: one to one, one to many,
// one to all. It is the oracle of all faster ones.
//
// Costs are those of package graph: integers, never negative, graph.Infinity for
// an arc that is closed. A node that cannot be reached costs Infinity, and so does
// one whose path would cost Infinity or more. Of equally cheap paths the one found
// first is kept; the same graph and costs give the same path.
//
// Dijkstra, "A note on two problems in connexion with graphs", Numer. Math. 1 (1959).
package dijkstra
