package gpx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/markup"
)

// A Layer is a GPX file. Its features can be read as often as one likes; each
// reading opens the file anew.
type Layer struct {
	fsys   fs.FS
	file   string
	system crs.System
}

// Open looks at the head of a file. system overrides WGS 84. Faults of the file
// are *finding.Finding.
func Open(fsys fs.FS, file, system string) (*Layer, error) {
	l := &Layer{fsys: fsys, file: file}
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
func (l *Layer) Name() string {
	return strings.TrimSuffix(path.Base(l.file), path.Ext(l.file))
}

// CRS gives the name of the system in which the file is taken to be.
func (l *Layer) CRS() string { return l.system.Name() }

// errEnough stops a reading that nobody listens to any longer.
var errEnough = errors.New("enough")

// Features reads the file in WGS 84. What cannot be taken comes as a
// feature.Refusal and reading goes on; where the file itself is broken the reading
// ends.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		err := l.read(func(r *markup.Reader) error {
			d := &document{Reader: r, system: l.system, yield: yield}
			return d.Children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "wpt":
					return d.waypoint(e)
				case "rte":
					return d.route()
				case "trk":
					return d.track()
				}
				return d.Skip()
			})
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, err)
		}
	}
}

// read opens the file, and hands it over behind the start of its root.
func (l *Layer) read(do func(*markup.Reader) error) (err error) {
	f, err := l.fsys.Open(l.file)
	if err != nil {
		return fmt.Errorf("gpx: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := markup.NewReader(f, l.file)
	root, err := r.Root()
	if err != nil {
		return err
	}
	if root.Name.Local != "gpx" {
		return finding.New("gpx.not_gpx", l.file, "root", root.Name.Local)
	}
	return do(r)
}
