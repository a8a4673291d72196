// Package atlas holds a region as one immutable whole: towns, units, zones,
// waters, roads and sites, each found by its place or by its code.
//
// An Atlas is built once from a Dataset and checked whole; all faults of its
// organisation come back together. After that nothing in it changes: new data
// means a new Atlas. All methods may be called from many goroutines.
//
// Towns, zones, units and neighbours carry the first and last day on which they
// hold (valid_from and valid_to, both inclusive, empty is open). A Dataset may hold
// every edition; an Atlas is of one: On takes what holds on a day, Editions lists
// the days of change, CheckValidity finds dates that cannot be.
//
// It does not decide anything; who answers for a place is geo/jurisdiction's.
package atlas
