package geojson

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Layer is a GeoJSON file. Its features can be read as often as one likes; each
// reading opens the file anew.
type Layer struct {
	fsys   fs.FS
	file   string
	system crs.System
	given  bool // the caller said which system
}

// errEnough stops a walk that has seen what it wanted.
var errEnough = errors.New("enough")

// Open looks at the head of a file: whether it is GeoJSON, and in which system.
// system overrides what the file says; "" leaves it to the file. Faults of the
// file are *finding.Finding.
func Open(fsys fs.FS, file, system string) (*Layer, error) {
	l := &Layer{fsys: fsys, file: file}
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			return nil, err
		}
		l.system, l.given = s, true
	}
	seen := false
	err := l.walk(visitor{
		crs: func(name string) error {
			if l.given || name == "" {
				return nil
			}
			s, err := crs.Parse(name)
			if err == nil {
				l.system = s
			}
			return err
		},
		feature: func(feature.Feature, *finding.Finding, int) error {
			seen = true
			return errEnough
		},
		broken: func(*finding.Finding) error { return nil }, // the next may be whole
	})
	if err != nil && (!errors.Is(err, errEnough) || !seen) {
		return nil, err
	}
	return l, nil
}

// Name gives the name of the file without its ending.
func (l *Layer) Name() string {
	return strings.TrimSuffix(path.Base(l.file), path.Ext(l.file))
}

// CRS gives the name of the system in which the file is.
func (l *Layer) CRS() string { return l.system.Name() }

// Features reads the features in WGS 84. A feature that cannot be taken comes as
// a feature.Refusal and reading goes on; if the very first does not lie in the system
// of the file, or the text itself is broken, the fault is that of the whole file and ends
// the reading. Of a sequence a broken text is refused, and the next is read.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		n, good := 0, false
		err := l.walk(visitor{
			crs: func(name string) error { return l.late(name, n) },
			feature: func(f feature.Feature, fault *finding.Finding, line int) error {
				n++
				outside := false
				if fault == nil {
					f.Geometry, fault = l.system.Bring(f.Geometry)
					outside = fault != nil && fault.Code != crs.Nowhere
				}
				if fault != nil {
					fault.Where = fmt.Sprintf("%s:%d", l.file, line)
					if fault.Args["feature"] = n; fault.Args["line"] == nil {
						fault.Args["line"] = line
					}
					if outside && !good {
						return fault
					}
					if !yield(feature.Feature{}, feature.Refusal{Finding: fault}) {
						return errEnough
					}
					return nil
				}
				good = true
				if !yield(f, nil) {
					return errEnough
				}
				return nil
			},
			broken: func(fault *finding.Finding) error {
				n++
				fault.Where = fmt.Sprintf("%s:%d", l.file, fault.Args["line"])
				fault.Args["feature"] = n
				if !yield(feature.Feature{}, feature.Refusal{Finding: fault}) {
					return errEnough
				}
				return nil
			},
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, err)
		}
	}
}

// late refuses a system that is named after features that were read without it.
func (l *Layer) late(name string, features int) error {
	if l.given || features == 0 || name == "" {
		return nil
	}
	s, err := crs.Parse(name)
	if err != nil {
		return err
	}
	if s.Same(l.system) {
		return nil
	}
	return finding.New("geojson.late_crs", "", "crs", s.Name())
}

// walk opens the file, reads it, and says in which file a fault lies.
func (l *Layer) walk(v visitor) (err error) {
	f, err := l.fsys.Open(l.file)
	if err != nil {
		return fmt.Errorf("geojson: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	err = walk(f, v)
	var fault *finding.Finding
	if errors.As(err, &fault) && fault.Where == "" {
		fault.Where = l.file
	}
	return err
}
