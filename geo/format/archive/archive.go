// Package archive opens zip files that strangers send, within limits.
//
// Nothing is ever unpacked to the disk, so a name cannot lead astray; an archive
// whose names try to ("../x", "/x", "C:\x") is refused all the same, for whoever
// made it meant harm or made a mistake. A member may unfold to 4 GiB at most, and
// beyond 64 MiB to 200 times what it takes in the archive: tables of blanks pass,
// bombs do not. What is counted are the bytes that come out, not those that the
// archive claims. Encrypted members are refused, for there is nobody to ask for
// the password.
package archive

import (
	"archive/zip"
	"errors"
	"io"
	"strings"

	"xunhu/geo/finding"
)

// The limits.
const (
	Most    = 4 << 30  // bytes that a member may unfold to
	Free    = 64 << 20 // bytes of a member that may unfold at any ratio
	Ratio   = 200      // times that a member may unfold beyond that
	Members = 100_000  // files within one archive
)

// Open reads the list of an archive's members and refuses what none of ours
// would hold. where is the archive's name for people.
func Open(r io.ReaderAt, size int64, where string) (*zip.Reader, error) {
	z, err := zip.NewReader(r, size)
	if errors.Is(err, zip.ErrInsecurePath) {
		err = nil // the names are judged below
	}
	if err != nil {
		return nil, finding.New("archive.damaged", where).Because(err)
	}
	if len(z.File) > Members {
		return nil, finding.New("archive.too_many", where, "members", len(z.File), "most", Members)
	}
	for _, f := range z.File {
		if leaves(f.Name) {
			return nil, finding.New("archive.bad_name", where, "name", f.Name)
		}
	}
	return z, nil
}

// leaves tells whether a member's name leads out of the archive.
func leaves(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// Member opens one member for reading within the limits. Passing one of them, or
// meeting damage, is a *finding.Finding of the reading; where names the member.
func Member(f *zip.File, where string) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, finding.New("archive.encrypted", where)
	}
	r, err := f.Open()
	if err != nil {
		return nil, finding.New("archive.damaged", where).Because(err)
	}
	return &member{ReadCloser: r, where: where, packed: f.CompressedSize64}, nil
}

// A member counts what comes out of it.
type member struct {
	io.ReadCloser
	where  string
	packed uint64
	out    uint64
}

// Close ends the reading. Damage that nobody has read is no fault.
func (m *member) Close() error {
	_ = m.ReadCloser.Close()
	return nil
}

func (m *member) Read(b []byte) (int, error) {
	n, err := m.ReadCloser.Read(b)
	m.out += uint64(n)
	switch {
	case m.out > Most:
		return n, finding.New("archive.too_large", m.where, "most", int64(Most))
	case m.out > Free && m.out/Ratio > m.packed:
		return n, finding.New("archive.bomb", m.where, "packed", m.packed, "ratio", Ratio)
	case err != nil && !errors.Is(err, io.EOF):
		return n, finding.New("archive.damaged", m.where).Because(err)
	}
	return n, err
}
