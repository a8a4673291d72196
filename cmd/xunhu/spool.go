package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"xunhu/geo/finding"
)

// A spool keeps sentences until they can be printed, in a file, for there may be as
// many as an import has rows. They are printed in the order in which they came.
type spool struct {
	file *os.File
	in   *bufio.Writer
	out  *bufio.Reader
}

// add keeps a sentence.
func (s *spool) add(line string) error {
	if s.file == nil {
		f, err := os.CreateTemp("", "xunhu-*.txt")
		if err != nil {
			return finding.New("command.cannot_write", os.TempDir()).Because(err)
		}
		s.file, s.in = f, bufio.NewWriter(f)
	}
	_, err := s.in.Write(binary.AppendUvarint(nil, uint64(len(line)))) // a line may hold breaks
	if err == nil {
		_, err = s.in.WriteString(line)
	}
	if err != nil {
		return finding.New("command.cannot_write", s.file.Name()).Because(err)
	}
	return nil
}

// print prints the next n sentences, a line each. Nothing can be added after it.
func (s *spool) print(w io.Writer, n int) error {
	if n == 0 {
		return nil
	}
	if s.out == nil {
		if err := s.in.Flush(); err != nil {
			return finding.New("command.cannot_write", s.file.Name()).Because(err)
		}
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read back %s: %w", s.file.Name(), err)
		}
		s.out = bufio.NewReader(s.file)
	}
	for range n {
		size, err := binary.ReadUvarint(s.out)
		if err == nil {
			_, err = io.CopyN(w, s.out, int64(size))
		}
		if err != nil {
			return fmt.Errorf("read back %s: %w", s.file.Name(), err)
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// Close throws the sentences away.
func (s *spool) Close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}
