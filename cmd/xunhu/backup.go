package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xunhu/api/store/sqlite"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

type backupVerb struct {
	File string `arg:"" help:"${help_backup_file}"`
}

// manifestName is the last entry of an archive: one that is cut off has none.
const manifestName = "manifest.json"

// backupFormat is the edition of the archive's form.
const backupFormat = 1

// A manifest says what an archive holds.
type manifest struct {
	Format  int           `json:"format"`
	Made    string        `json:"made"`    // RFC 3339
	Program string        `json:"program"` // its version
	Regions []string      `json:"regions"`
	Files   []archiveFile `json:"files"`
}

// An archiveFile is one file of an archive.
type archiveFile struct {
	Name   string `json:"name"` // slashes between folders
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Run writes the store as it is at one moment, and what lies beside it, into one archive.
// A service may go on meanwhile.
func (v *backupVerb) Run(ctx context.Context, p *program) error {
	if err := p.outside(v.File); err != nil {
		return err
	}
	kept, err := p.store.open(ctx)
	if err != nil {
		return err
	}
	defer kept.Close()
	s, ok := kept.(*sqlite.Store)
	if !ok {
		return finding.New("command.backup_elsewhere", "")
	}
	work := os.TempDir()
	if v.File != "-" {
		work = filepath.Dir(v.File)
	}
	if work, err = os.MkdirTemp(work, ".xunhu-backup-*"); err != nil {
		return finding.New("command.cannot_write", v.File).Because(err)
	}
	defer func() { _ = os.RemoveAll(work) }() // a copy that is of no more use
	snapshot := filepath.Join(work, storeName)
	if err := s.Backup(ctx, snapshot); err != nil {
		return err
	}
	m := manifest{Format: backupFormat, Made: p.now().Format(time.RFC3339), Program: version, Regions: regionCodes(ctx, s)}
	const own = 0o600 // it holds who reported what
	if err := outputMode(v.File, own, p.out, func(w io.Writer) error { return p.pack(ctx, w, snapshot, &m) }); err != nil {
		return unwritten(ctx, v.File, err)
	}
	var bytes int64
	for _, f := range m.Files {
		bytes += f.Bytes
	}
	p.say(words.Say(p.lang, "command.backed_up", finding.Args{"files": len(m.Files), "bytes": bytes, "regions": m.Regions}))
	return nil
}

// unwritten says of a file that could not be written to its end what stood in the way.
func unwritten(ctx context.Context, name string, err error) error {
	var told *finding.Finding
	if over := ctx.Err(); over != nil {
		return over
	}
	if errors.As(err, &told) {
		return err
	}
	return finding.New("command.unwritten", name, "why", err.Error()).Because(err)
}

// outside refuses an archive within the folder that it is made of: it would go into the next.
func (p *program) outside(file string) error {
	if file == "-" {
		return nil
	}
	data, err := filepath.Abs(p.store.data)
	if err != nil {
		return err
	}
	target, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	if within, err := filepath.Rel(data, target); err == nil && filepath.IsLocal(within) {
		return finding.New("command.backup_within", file, "data", p.store.data)
	}
	return nil
}

// pack writes the archive: the snapshot of the store, the other files, the manifest.
func (p *program) pack(ctx context.Context, w io.Writer, snapshot string, m *manifest) error {
	zipped := gzip.NewWriter(w)
	out := tar.NewWriter(zipped)
	add := func(name, file string) error {
		f, err := archived(ctx, out, name, file)
		m.Files = append(m.Files, f)
		return err
	}
	if err := add(storeName, snapshot); err != nil {
		return err
	}
	beside, err := p.beside()
	if err != nil {
		return err
	}
	for _, name := range beside {
		if err := add(name, filepath.Join(p.store.data, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: p.now()}); err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	if err := errors.Join(out.Close(), zipped.Close()); err != nil {
		return err
	}
	if f, ok := w.(*os.File); ok && f != os.Stdout { // a pipe cannot, and need not
		return f.Sync()
	}
	return nil
}

// archived adds one file to an archive, at the size that it has now.
func archived(ctx context.Context, out *tar.Writer, name, file string) (archiveFile, error) {
	f, err := os.Open(file)
	if err != nil {
		return archiveFile{}, finding.New("command.cannot_read", file).Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return archiveFile{}, finding.New("command.cannot_read", file).Because(err)
	}
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return archiveFile{}, err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(until(ctx, f), info.Size()))
	if err == nil && n < info.Size() {
		err = finding.New("command.cannot_read", file).Because(io.ErrUnexpectedEOF)
	}
	return archiveFile{Name: name, Bytes: n, SHA256: hex.EncodeToString(h.Sum(nil))}, err
}

// beside lists the files of the folder of the data that are kept with the store: all but the
// store itself, what is made anew when it is missing (networks), locks, keys, and what
// is half written.
func (p *program) beside() ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(p.store.data), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return finding.New("command.cannot_read", filepath.Join(p.store.data, name)).Because(err)
		}
		if d.IsDir() {
			if name == "roads" || name == tlsFolder || name != "." && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		own := strings.HasPrefix(name, storeName) || name == lockName || strings.HasPrefix(d.Name(), ".")
		if d.Type().IsRegular() && !own {
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// until reads until ctx ends.
func until(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(b []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(b)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
