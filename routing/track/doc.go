// Package track tells by which roads a crew went whose positions were recorded.
//
// Match follows Newson and Krumm: each fix may have been on any road nearby, the less
// likely the further off, and between two fixes a crew hardly goes much further than
// they are apart; the most likely sequence of places (Viterbi) is taken. Where no
// road is near, or none leads on, the match is broken, and a new one begins.
//
// Places are those of a road.Network; ways between them are the shortest ones, by the
// vehicle's own rules, so a crew that went against a one-way road is shown on the
// detour, with that detour's low likelihood. Coordinates are lon, lat in degrees,
// lengths metres.
//
// Newson, Krumm, "Hidden Markov map matching through noise and sparseness", ACM
// SIGSPATIAL GIS 2009.
package track
