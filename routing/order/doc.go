// Package order finds the order in which the nodes of a network are contracted.
//
// Dissect peels off nodes of degree one and two, whose contraction never adds an
// edge to what remains, and cuts the rest again and again by small separators: a
// separator comes after both sides that it parts. Separators are found by inertial
// flow: the nodes are sorted along a line, the first and the last quarter become
// source and sink of a flow of unit capacities, and the least cut between them is
// covered by the fewest nodes. Of several lines the one wins whose cut has the fewest
// edges for each node on its smaller side.
//
// The order depends on the shape of the network alone, never on costs, so it is
// made once and serves every vehicle and every closure. Coordinates only guide the
// cuts; wrong ones make the order worse, not wrong. The same input gives the same
// order.
//
// Lipton, Tarjan, "A separator theorem for planar graphs", SIAM J. Appl. Math. 36
// (1979); Schild, Sommer, "On balanced separators in road networks", SEA 2015;
// Dibbelt, Strasser, Wagner, "Customizable contraction hierarchies", ACM J. Exp.
// Algorithmics 21 (2016).
package order
