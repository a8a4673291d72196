// Package finding carries what a person must be told: a code, the place, and
// the figures of the sentence.
//
// The lower floors know what is wrong and where; they do not know in which
// language it is read. They hand up a Finding, and api/words turns its code into
// the Chinese or English sentence. A Finding is an error, so that a reader can
// return it as it is.
package finding
