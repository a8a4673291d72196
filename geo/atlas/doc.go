// Package atlas holds a region as one immutable whole: towns, units, zones,
// waters, roads and sites, each found by its place or by its code.
//
// An Atlas is built once from a Dataset and checked whole; all faults of its
// organisation come back together. After that nothing in it changes: new data
// means a new Atlas. All methods may be called from many goroutines.
//
// It does not decide anything; who answers for a place is geo/jurisdiction's.
package atlas
