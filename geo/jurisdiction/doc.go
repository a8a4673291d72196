// Package jurisdiction decides which body answers for an incident.
//
// Three tables are asked in turn: V (who verifies on site), L (who carries it on
// after verification), N (who is told). Exactly one row of V and of L applies to
// any input; every row of N that matches applies. Their inputs are computed from
// geometry and organisation; each Decision names its rows and carries its reasons
// as codes with figures, so that a disputed case can be read.
//
// A place on a shared border belongs to one town, by the coverage's rule, never
// by rounding; the others are named as near. Same atlas, same settings, same
// manning, same incident: same answer.
//
// The water's part of input H, that is what lies up and down the flow, is not
// computed here yet: H holds BASIN where the geometry itself lies in two basins,
// and a reason says that the flow was not traced.
package jurisdiction
