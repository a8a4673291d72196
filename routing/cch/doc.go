// Package cch answers queries for cheapest paths in microseconds, and takes new
// costs in milliseconds: a customizable contraction hierarchy.
//
// It has one type for each phase:
//
//   - An Index is made once for a network and an order of its nodes. Contracting
//     the nodes in that order joins the higher neighbours of each by shortcuts; the
//     Index holds these edges and the elimination tree, in which the parent of a node
//     is its lowest higher neighbour.
//   - A Metric is made from an Index for one set of costs: Customize gives every edge
//     its cost in both directions, then leaves out of the search all that a way over a
//     third, higher or middle, node makes needless. Update makes one from another,
//     best a Base, where few costs differ, and looks only at what rests on them.
//   - A Query finds the cost or the path between two places. It climbs from both
//     towards the root of the elimination tree and meets on the way; no queue is
//     needed.
//   - A Many finds costs from one place to a list of places, through buckets; a Sweep
//     finds those from one place to all nodes.
//
// All neighbours of a node that lie above it stand on its way to the root. So a node
// there is known by its depth alone, and the whole state of a search is an array as
// long as the tree is high, a few hundred entries.
//
// Costs are those of package graph: integers, never negative, graph.Infinity where
// there is no way. A sum that reaches Infinity is Infinity. All answers equal those
// of package dijkstra to the unit. Indexes and metrics do not change and may be read
// by many; each goroutine has its own Query.
//
// Dibbelt, Strasser, Wagner, "Customizable contraction hierarchies", ACM J. Exp.
// Algorithmics 21 (2016); buckets after Knopp, Sanders, Schultes, Schulz, Wagner,
// "Computing many-to-many shortest paths using highway hierarchies", ALENEX 2007;
// sweep after Delling, Goldberg, Nowatzyk, Werneck, "PHAST", J. Parallel Distrib.
// Comput. 73 (2013).
package cch
