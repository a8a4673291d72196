//go:build !unix

package main

import "os"

// mapped gives the bytes of a file; this system's way to map it is not used.
func mapped(file string) (b []byte, done func() error, err error) {
	b, err = os.ReadFile(file)
	return b, func() error { return nil }, err
}
