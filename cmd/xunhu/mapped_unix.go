//go:build unix

package main

import (
	"os"
	"syscall"
)

// mapped gives the bytes of a file without reading them all; done gives them back.
func mapped(file string) (b []byte, done func() error, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() == 0 {
		return nil, func() error { return nil }, nil
	}
	if b, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED); err != nil {
		return nil, nil, &os.PathError{Op: "map", Path: file, Err: err}
	}
	return b, func() error { return syscall.Munmap(b) }, nil
}
