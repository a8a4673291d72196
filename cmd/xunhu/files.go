package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"xunhu/geo/finding"
)

// disk opens files by the names that people type, relative or absolute.
type disk struct{}

// Open opens one file.
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// output writes to a file or, without a name, to w. A file appears under its name
// only when all of it is written, so that nothing is ever half there; a device or
// a pipe is written as it stands, never replaced.
func output(name string, w io.Writer, write func(io.Writer) error) error {
	return outputMode(name, 0o644, w, write)
}

// outputMode is output of a file that not everybody may read.
func outputMode(name string, mode fs.FileMode, w io.Writer, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(w)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return pour(name, write)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return finding.New("command.cannot_write", name).Because(err)
	}
	defer os.Remove(f.Name()) // of no effect once renamed
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := errorsFirst(f.Chmod(mode), f.Close(), os.Rename(f.Name(), name)); err != nil {
		return finding.New("command.cannot_write", name).Because(err)
	}
	return nil
}

// pour writes into what stands under a name.
func pour(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return finding.New("command.cannot_write", name).Because(err)
	}
	return errorsFirst(write(f), f.Close())
}

func errorsFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// now is the present moment in the zone of the settings.
func (p *program) now() time.Time { return time.Now().In(p.config.zone) }

// say writes a line of words for people.
func (p *program) say(line string) { fmt.Fprintln(p.words, line) }
