// Package cql2 reads filters in the two encodings of CQL2 (OGC 21-065r2), text and JSON,
// into the trees of api/filter.
//
// It knows Basic CQL2 and the classes advanced-comparison-operators,
// case-insensitive-comparison, basic-spatial-functions, basic-spatial-functions-plus,
// spatial-functions and temporal-functions. Beyond them two scalar properties may be
// compared, and a literal may stand first. Arithmetic, arrays, accenti and functions of
// one's own are refused by name.
//
// Names and types are checked while reading. An error is a *finding.Finding, its Where
// "?filter", with the place in its argument "at": line and column of a text, JSON
// pointer into an object. A filter is refused by its bytes before it is looked at, then
// by its depth, its nodes and its positions, so that no input costs more than its length
// allows.
//
// Where the standard leaves the choice: key words and functions are known in any case;
// a backslash before ' \ a b t n v f r in a text means what it means in C, before
// anything else itself; heights are read and dropped; ENVELOPE is BBOX by its old name.
//
// Hand-written, because the two libraries that exist in Go are of 2026, by one author
// each, used by nobody, and not to be had from the module proxy.
package cql2
