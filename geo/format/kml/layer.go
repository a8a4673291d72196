package kml

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/archive"
	"xunhu/geo/format/markup"
)

// A Layer is a KML file. Its features can be read as often as one likes; each
// reading opens the file anew.
type Layer struct {
	open   func() (io.ReadCloser, error)
	name   string
	where  string
	system crs.System
}

// Open looks at the head of a file. system overrides WGS 84. Faults of the file
// are *finding.Finding.
func Open(fsys fs.FS, file, system string) (*Layer, error) {
	return newLayer(file, file, system, func() (io.ReadCloser, error) { return fsys.Open(file) })
}

// OpenKMZ finds the KML within an archive; where is the archive's name for people.
func OpenKMZ(r io.ReaderAt, size int64, where, system string) (*Layer, error) {
	z, err := archive.Open(r, size, where)
	if err != nil {
		return nil, err
	}
	at := -1
	for i, f := range z.File {
		name := strings.ToLower(f.Name)
		if path.Ext(name) != ".kml" || strings.HasPrefix(path.Base(name), "._") {
			continue
		}
		if name == "doc.kml" {
			at = i
			break
		}
		if at < 0 {
			at = i
		}
	}
	if at < 0 {
		return nil, finding.New("kml.none_inside", where)
	}
	member := z.File[at]
	inside := where + "/" + member.Name
	return newLayer(where, inside, system, func() (io.ReadCloser, error) { return archive.Member(member, inside) })
}

func newLayer(file, where, system string, open func() (io.ReadCloser, error)) (*Layer, error) {
	l := &Layer{open: open, name: strings.TrimSuffix(path.Base(file), path.Ext(file)), where: where}
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			return nil, err
		}
		l.system = s
	}
	return l, l.read(func(*markup.Reader) error { return nil })
}

// Name gives the name of the file without its ending.
func (l *Layer) Name() string { return l.name }

// CRS gives the name of the system in which the file is taken to be.
func (l *Layer) CRS() string { return l.system.Name() }

// errEnough stops a reading that nobody listens to any longer.
var errEnough = errors.New("enough")

// Features reads the Placemarks in WGS 84. One that cannot be taken comes as a
// feature.Refusal and reading goes on; where the file itself is broken the reading
// ends.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		err := l.read(func(r *markup.Reader) error {
			d := &document{Reader: r, system: l.system, schemas: map[string]map[string]string{}, yield: yield}
			if err := d.container(nil, ""); err != nil {
				return err
			}
			if d.placemarks == 0 && d.links > 0 {
				return finding.New("kml.only_links", l.where, "n", d.links)
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, err)
		}
	}
}

// roots are the elements that a file may begin with; kml itself is often left out.
var roots = []string{"kml", "Document", "Folder"}

// read opens the file, and hands it over behind the start of its root.
func (l *Layer) read(do func(*markup.Reader) error) (err error) {
	f, err := l.open()
	if err != nil {
		return fmt.Errorf("kml: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := markup.NewReader(f, l.where)
	root, err := r.Root()
	if err != nil {
		return err
	}
	if !slices.Contains(roots, root.Name.Local) {
		return finding.New("kml.not_kml", l.where, "root", root.Name.Local)
	}
	return do(r)
}
