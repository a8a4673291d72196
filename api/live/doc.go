// Package live keeps each region of a store ready to answer: its atlas, its rules,
// its networks and its tiles, built once for each version of the data.
//
// New data means a new Region, swapped in whole; so does the first day of another
// edition. A caller keeps the Region that it was given for the whole of its request,
// so that an answer never mixes versions; On gives it the edition of another day,
// which is built once and kept as long as the version. Roads with closures are made for
// each set of closures that is asked for, and a few of them are kept (Day).
//
// A Watch tells those who follow a region when it stands otherwise than it stood, on whichever node that was done.
package live
