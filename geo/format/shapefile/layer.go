package shapefile

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"golang.org/x/text/encoding"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A part is one of the files that make a layer.
type part struct {
	open func() (io.ReadCloser, error)
	size int64
}

// A Layer is one Shapefile. Its features can be read as often as one likes.
type Layer struct {
	where   string // path of the .shp for people, within its archive if it has one
	parts   map[string]part
	system  crs.System
	assumed bool
	text    encoding.Encoding
	fields  []field
	rows    int // of the table
}

// newLayer checks that the layer is whole and finds its system and encoding.
func newLayer(where string, parts map[string]part, system, enc string) (*Layer, error) {
	l := &Layer{where: where, parts: parts}
	if _, ok := parts[".shp"]; !ok {
		return nil, finding.New("shapefile.no_shp", where, "file", path.Base(where))
	}
	if _, ok := parts[".dbf"]; !ok {
		return nil, finding.New("shapefile.no_dbf", where, "file", swap(path.Base(where), ".dbf"))
	}
	if err := l.read(".shp", func(r io.Reader, size int64) error {
		_, err := newShapes(r, size)
		return err
	}); err != nil {
		return nil, err
	}
	if err := l.findSystem(system); err != nil {
		return nil, err
	}
	if err := l.findEncoding(enc); err != nil {
		return nil, err
	}
	return l, nil
}

// read opens one part, hands it over, closes it, and says where a fault lies.
func (l *Layer) read(ending string, do func(r io.Reader, size int64) error) (err error) {
	p := l.parts[ending]
	r, err := p.open()
	if err != nil {
		return fmt.Errorf("shapefile: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return l.place(ending, do(r, p.size))
}

// place says in which file a fault lies.
func (l *Layer) place(ending string, err error) error {
	if f, ok := errors.AsType[*finding.Finding](err); ok {
		if f.Where == "" {
			f.Where = swap(l.where, ending)
		}
		return err
	}
	if err != nil {
		return fmt.Errorf("shapefile: read %s: %w", swap(l.where, ending), err)
	}
	return nil
}

func (l *Layer) findSystem(system string) error {
	if system != "" {
		s, err := crs.Parse(system)
		l.system = s
		return err
	}
	said, err := l.small(".prj")
	if err != nil {
		return err
	}
	if said == "" {
		l.assumed = true
		return nil
	}
	l.system, err = crs.Parse(said)
	return l.place(".prj", err)
}

// small reads a part that holds a line of text; "" if it is absent.
func (l *Layer) small(ending string) (string, error) {
	if _, ok := l.parts[ending]; !ok {
		return "", nil
	}
	var text []byte
	err := l.read(ending, func(r io.Reader, _ int64) (err error) {
		text, err = io.ReadAll(io.LimitReader(r, 1<<16))
		return err
	})
	return strings.Trim(string(text), " \t\r\n\x00"), err
}

// findEncoding reads the table once, to know its fields and to judge its text.
func (l *Layer) findEncoding(enc string) error {
	var err error
	if enc != "" {
		if l.text, err = encodingNamed(enc); err != nil {
			return err
		}
	} else {
		said, err := l.small(".cpg")
		if err != nil {
			return err
		}
		if said != "" { // a .cpg that says nothing we know is as good as none
			l.text, _ = encodingNamed(said)
		}
	}
	return l.read(".dbf", func(r io.Reader, size int64) error {
		t, err := newTable(r, size)
		if err != nil {
			return err
		}
		if l.text == nil {
			l.text = encodingOf(t.language)
		}
		if l.text == nil {
			if l.text, err = guess(t); err != nil {
				return err
			}
		}
		l.rows = t.rows
		l.fields, err = t.named(l.text)
		return err
	})
}

// Name gives the name of the .shp without its ending.
func (l *Layer) Name() string {
	return strings.TrimSuffix(path.Base(l.where), path.Ext(l.where))
}

// CRS gives the name of the system in which the file is, with "(assumed)" behind
// it if neither a .prj nor the caller says.
func (l *Layer) CRS() string {
	if l.assumed {
		return l.system.Name() + " (assumed)"
	}
	return l.system.Name()
}

// errEnough stops a reading that nobody listens to any longer.
var errEnough = errors.New("enough")

// Features reads the features in WGS 84. A row that cannot be taken comes as a
// feature.Refusal and reading goes on; where the file itself is broken, or not
// even the first row lies in the layer's system, the reading ends.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		err := l.read(".shp", func(shp io.Reader, shpSize int64) error {
			return l.read(".dbf", func(dbf io.Reader, dbfSize int64) error {
				s, err := newShapes(shp, shpSize)
				if err != nil {
					return l.place(".shp", err)
				}
				t, err := newTable(dbf, dbfSize)
				if err != nil {
					return err
				}
				return l.pair(s, t, yield)
			})
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, err)
		}
	}
}

// pair reads shapes and rows side by side.
func (l *Layer) pair(s *shapes, t *table, yield func(feature.Feature, error) bool) error {
	decode := l.text.NewDecoder()
	good := false
	for n := 1; ; n++ {
		content, shpErr := s.next()
		row, deleted, dbfErr := t.next()
		switch {
		case errors.Is(shpErr, io.EOF) && errors.Is(dbfErr, io.EOF):
			return nil
		case shpErr != nil && !errors.Is(shpErr, io.EOF):
			return l.place(".shp", shpErr)
		case dbfErr != nil && !errors.Is(dbfErr, io.EOF):
			return l.place(".dbf", dbfErr)
		case shpErr != nil || dbfErr != nil:
			f := finding.New("shapefile.uneven", l.where, "shapes", n-1, "rows", l.rows)
			if dbfErr != nil {
				f = finding.New("shapefile.rows_missing", l.where, "rows", n-1)
			}
			return f
		case deleted:
			continue
		}
		g, fault := shape(content)
		outside := false
		if fault == nil {
			g, fault = l.system.Bring(g)
			outside = fault != nil && fault.Code != crs.Nowhere
		}
		if fault != nil {
			fault.Where = fmt.Sprintf("%s#%d", l.where, n)
			fault.Args["record"] = n
			if outside && !good {
				return fault
			}
			if !yield(feature.Feature{}, feature.Refusal{Finding: fault}) {
				return errEnough
			}
			continue
		}
		good = true
		if !yield(feature.Feature{Geometry: g, Props: props(l.fields, row, decode)}, nil) {
			return errEnough
		}
	}
}

// swap gives a path another ending.
func swap(name, ending string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + ending
}
