// Package storetest is the conformance suite that every store passes. What is not
// asked here is not promised: two stores that pass behave alike.
//
// It compares features as stores promise to keep them: a property that is nil
// counts as missing, a kind without features as absent.
package storetest
