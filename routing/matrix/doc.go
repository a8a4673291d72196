// Package matrix holds what it costs to travel between each two of a few hundred
// or thousand places, dense, row by row.
//
// It asks for the rows through OneToMany and does not know what answers: plain
// search today, a hierarchy with buckets tomorrow. Rows are asked for one after
// another, in order. A matrix need not be symmetric.
package matrix
