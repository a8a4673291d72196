// Package words holds every sentence that a person reads, in Chinese and in
// English: findings, faults, reasons of decisions, titles.
//
// A sentence is found by its code. Names in braces are replaced by the figures
// that come with the code: {n} as it is, {m:1} with one decimal. A code that is not in the
// catalogue is a fault of the program, and a test over the sources finds it.
package words
