package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A device or a pipe is written into, not replaced by a file.
func TestOutputDoesNotReplaceAPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	read := make(chan string)
	go func() {
		b, _ := os.ReadFile(name)
		read <- string(b)
	}()
	if err := output(name, io.Discard, func(w io.Writer) error { _, err := io.WriteString(w, "towns"); return err }); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(name)
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Fatalf("the pipe has become %v (%v)", info.Mode(), err)
	}
	if got := <-read; got != "towns" {
		t.Errorf("read %q", got)
	}
}

// A file that could not be written whole is not there, and an old one stays.
func TestOutputIsWholeOrNotThere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "towns.csv")
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := output(name, io.Discard, func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return io.ErrShortWrite })
	if err == nil {
		t.Fatal("no error")
	}
	if b, err := os.ReadFile(name); err != nil || string(b) != "old" {
		t.Errorf("the file holds %q (%v)", b, err)
	}
}
