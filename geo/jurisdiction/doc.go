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
// Input H says what the water does with an incident. Our defaults, because the
// field leaves them open:
//
//   - Matters of air and noise are not carried by water, unless they are an
//     emergency. All others are.
//   - A matter of water, of unknown kind, or an emergency belongs to the nearest
//     reach within WaterM; any other lies on the water only within τ. A line or
//     area belongs to all reaches within τ of it.
//   - From there the water is followed TraceM up and down. TOWN: the path joins the
//     lead town with another. EXT: it comes from or leaves the city. BASIN: its
//     reaches, or the incident itself, lie in several basins. Less than
//     SignificantM of a path does not count.
//   - What floats on the shared lake is in the neighbour's water: EXT. What lies
//     outside the city counts only if its water reaches a town.
//
// Control sections, at which the field would let the search end, are not known; nor
// is what a lake does inside.
package jurisdiction
