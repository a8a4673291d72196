package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xunhu/api/store/sqlite"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

type restoreVerb struct {
	File   string `arg:"" help:"${help_restore_file}"`
	Accept bool   `help:"${help_restore_accept}"`
}

// unproved begins the name of the folder, within that of the data, where an archive is unpacked.
const unproved = ".restore-"

// Run puts an archive into a folder that holds nothing. It is unpacked in a corner of that folder,
// proved there, and moved to its place when all of it holds, the store last.
func (v *restoreVerb) Run(ctx context.Context, p *program) error {
	if p.store.database != "" { // it would lie in a folder that nobody reads
		return finding.New("command.restore_elsewhere", "")
	}
	made, err := p.empty()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(p.store.data, unproved+"*")
	if err != nil {
		return finding.New("command.cannot_write", p.store.data).Because(err)
	}
	m, broken, err := v.prove(ctx, p, work)
	if err == nil {
		err = moveIn(work, p.store.data, m)
	}
	_ = os.RemoveAll(work) // gone with what was in it, or of no use
	if err != nil {
		if made {
			os.Remove(p.store.data)
		}
		return err
	}
	p.say(words.Say(p.lang, "command.restored", finding.Args{"files": len(m.Files), "made": m.Made, "regions": m.Regions}))
	if broken > 0 {
		return errRefused
	}
	return nil
}

// prove unpacks the archive, and proves what was in it.
func (v *restoreVerb) prove(ctx context.Context, p *program, work string) (m manifest, broken int, err error) {
	if m, err = v.unpack(ctx, work); err != nil {
		return m, 0, err
	}
	if broken, err = p.proved(ctx, filepath.Join(work, storeName)); err != nil {
		return m, broken, in(v.File, err)
	}
	if broken > 0 && !v.Accept {
		return m, broken, finding.New("command.restore_broken", v.File, "n", broken)
	}
	return m, broken, nil
}

// empty makes sure that the folder of the data is there and holds nothing but what a restore
// that was killed has left, which goes; made tells whether it was missing.
func (p *program) empty() (made bool, err error) {
	entries, err := os.ReadDir(p.store.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, p.store.folder()
	case err != nil:
		return false, finding.New("command.cannot_write", p.store.data).Because(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), unproved) {
			return false, finding.New("command.restore_onto", p.store.data)
		}
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(p.store.data, e.Name())); err != nil {
			return false, finding.New("command.cannot_write", p.store.data).Because(err)
		}
	}
	return false, nil
}

// moveIn moves the files to where they belong. The store comes last: without it there are no data.
func moveIn(work, data string, m manifest) error {
	last := func(f archiveFile) int {
		if f.Name == storeName {
			return 1
		}
		return 0
	}
	files := slices.SortedStableFunc(slices.Values(m.Files), func(a, b archiveFile) int { return last(a) - last(b) })
	for _, f := range files {
		name := filepath.FromSlash(f.Name)
		to := filepath.Join(data, name)
		if err := errorsFirst(os.MkdirAll(filepath.Dir(to), 0o750), os.Rename(filepath.Join(work, name), to)); err != nil {
			return finding.New("command.cannot_write", to).Because(err)
		}
	}
	if dir, err := os.Open(data); err == nil { // so that the moves outlive a power cut
		_ = dir.Sync() // not every system can
		dir.Close()
	}
	return nil
}

// unpack writes the files of an archive into a folder, and holds them against the manifest.
func (v *restoreVerb) unpack(ctx context.Context, into string) (manifest, error) {
	var m manifest
	bad := func(err error) error {
		if over := ctx.Err(); over != nil {
			return over
		}
		return finding.New("command.no_backup", v.File).Because(err)
	}
	f, err := os.Open(v.File)
	if err != nil {
		return m, finding.New("command.cannot_read", v.File).Because(err)
	}
	defer f.Close()
	zipped, err := gzip.NewReader(until(ctx, f))
	if err != nil {
		return m, bad(err)
	}
	root, err := os.OpenRoot(into)
	if err != nil {
		return m, finding.New("command.cannot_write", into).Because(err)
	}
	defer root.Close()
	var have []archiveFile
	for in := tar.NewReader(zipped); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, bad(err)
		}
		if h.Name == manifestName {
			if err := json.NewDecoder(in).Decode(&m); err != nil {
				return m, bad(err)
			}
			continue
		}
		if h.Typeflag != tar.TypeReg || !filepath.IsLocal(filepath.FromSlash(h.Name)) {
			return m, bad(fmt.Errorf("entry %q", h.Name))
		}
		one, err := unpacked(root, h, in)
		if err != nil {
			var disk *finding.Finding
			if errors.As(err, &disk) {
				return m, err
			}
			return m, bad(err)
		}
		have = append(have, one)
	}
	switch {
	case m.Format == 0: // there was none: the archive is cut off, or none of ours
		return m, bad(io.ErrUnexpectedEOF)
	case m.Format != backupFormat:
		return m, finding.New("command.backup_newer", v.File, "have", m.Format, "know", backupFormat)
	}
	for _, f := range m.Files {
		if !slices.Contains(have, f) {
			return m, finding.New("command.backup_changed", v.File, "name", f.Name)
		}
	}
	if len(have) != len(m.Files) {
		return m, finding.New("command.backup_changed", v.File, "name", manifestName)
	}
	return m, nil
}

// unpacked writes one file, down to the disk.
func unpacked(root *os.Root, h *tar.Header, in io.Reader) (archiveFile, error) {
	name := filepath.FromSlash(h.Name)
	full := func(err error) error {
		return finding.New("command.cannot_write", filepath.Join(root.Name(), name)).Because(err)
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return archiveFile{}, full(err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return archiveFile{}, full(err)
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(sum, f), in)
	var disk *fs.PathError
	switch {
	case errors.As(err, &disk) && disk.Op == "write":
		return archiveFile{}, full(err)
	case err != nil:
		return archiveFile{}, err
	}
	if err := f.Sync(); err != nil {
		return archiveFile{}, full(err)
	}
	return archiveFile{Name: h.Name, Bytes: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// proved proves a store whole: its pages, and the records of all regions. It gives the number
// of findings, which are printed.
func (p *program) proved(ctx context.Context, file string) (broken int, err error) {
	s, err := sqlite.Open(ctx, file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Sound(ctx); err != nil {
		return 0, err
	}
	regions, err := s.Regions(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range regions {
		d, err := s.Load(ctx, r.Code)
		if err != nil {
			return broken, err
		}
		n, err := p.prove(ctx, s, d)
		if broken += n; err != nil {
			return broken, err
		}
	}
	return broken, s.Forget(ctx)
}
