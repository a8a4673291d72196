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
// The search does not end at control sections, as the field would allow; the next one up
// and down the water is named, with the station of its town.
//
// A place is known to AccuracyM: it may be anywhere in that circle, each square metre
// alike (see weigh). Candidates are the bodies that would lead there, by their part of
// the circle; of a line or area, by its shares. The rows themselves follow from the place
// as it is given. Below Certainty the decision asks for a look on site.
//
// A zone of class disputed is a border in dispute, or never agreed: it changes no row, but
// is told, and the government decides. A county is named for a place beyond the border
// only if the region draws it there; else the branch asks its superior.
//
// Judge gives what the tables say; Explain adds sentences, law, limits, suspects up the
// water and whom to warn down of it.
package jurisdiction
