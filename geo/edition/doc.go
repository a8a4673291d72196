// Package edition puts a new edition of towns, zones, units or neighbours into a
// region, and says what it changes.
//
// An edition says how things are from its first day on, whole: what it does not
// name ends the day before. Amend keeps what has not changed as it is, gives the
// last day to what has, and adds what is new; nothing is lost, so that an act of
// any earlier day is still decided as it was. An edition may be given again for the
// same day, to correct it. It cannot be put before changes that are already there
// for later days.
//
// Compare sets two atlases side by side. The land is a ledger in whole square
// metres: each entry is what lay in one town (or in none) before and lies in one
// (or in none) after; a town's area is the sum of its entries, so that all figures
// add up without rest. Parts under half a square metre, such as the slivers that
// rounding leaves, are no entry. Where towns of one edition overlap, which intake
// tells of, the land is counted once for each.
//
// Edited changes a single row by hand, where that changes nothing up to today.
//
// It does not decide incidents and does not read files or stores.
package edition
