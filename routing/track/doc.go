// Package track tells from recorded positions where a crew went, what it saw, and
// whether the record can be believed.
//
// Match follows Newson and Krumm: each fix may have been on any road nearby, the less
// likely the further off, and between two fixes a crew hardly goes much further than
// they are apart; the most likely sequence of places (Viterbi) is taken. Where no
// road is near, or none leads on, the match is broken, and a new one begins.
// Places are those of a road.Network; ways between them are the shortest ones, by the
// vehicle's own rules, so a crew that went against a one-way road is shown on the
// detour, with that detour's low likelihood.
//
// Look tells of points, lines and areas how much was seen, from which bank, how fast,
// and what was missed. Sight is a plain radius.
//
// Signs gives grounds for doubt: leaps, a pace that is too even, lines without the
// noise of a receiver, copies of other records. They are hints with figures, for
// somebody to ask about; the package gives no verdict. TestSigns measures them on
// labelled records of package tracktest.
//
// Coordinates are lon, lat in degrees, lengths metres, times seconds.
//
// Newson, Krumm, "Hidden Markov map matching through noise and sparseness", ACM
// SIGSPATIAL GIS 2009.
package track
