package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/format/gpkg"
	"xunhu/geo/format/gpx"
	"xunhu/geo/format/kml"
	"xunhu/geo/format/shapefile"
	"xunhu/geo/format/table"
)

// Open finds the layers of a file. The closer is to be closed when the layers are
// no longer read; it is never nil without an error. Faults of the file are
// *finding.Finding.
func Open(fsys fs.FS, name string, opt Options) (layers []Layer, closer io.Closer, err error) {
	head, err := sniff(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	switch kind := kindOf(head, name); kind {
	case empty:
		return nil, nil, finding.New("format.empty", name)
	case geoJSON:
		l, err := geojson.Open(fsys, name, opt.CRS)
		return one(l, err)
	case looseShapefile:
		l, err := shapefile.Open(fsys, name, opt.CRS, opt.Encoding)
		return one(l, err)
	case csv:
		l, err := table.Open(fsys, name, opt.CRS, opt.Encoding)
		if err == nil && opt.Unplaced {
			l.TakeUnplaced()
		}
		return one(l, err)
	case workbook:
		return openBook(fsys, name, opt)
	case oldWorkbook:
		return nil, nil, finding.New("sheet.old", name)
	case looseKML:
		l, err := kml.Open(fsys, name, opt.CRS)
		return one(l, err)
	case tracks:
		l, err := gpx.Open(fsys, name, opt.CRS)
		return one(l, err)
	case geoPackage:
		found, closer, err := gpkg.Open(fsys, name, opt.CRS)
		return layersOf(found), closer, err
	case packedKML:
		return openZip(fsys, name, func(r io.ReaderAt, size int64) ([]Layer, error) {
			l, err := kml.OpenKMZ(r, size, name, opt.CRS)
			return []Layer{l}, err
		})
	case archive:
		return openZip(fsys, name, func(r io.ReaderAt, size int64) ([]Layer, error) {
			found, err := shapefile.OpenZip(r, size, name, opt.CRS, opt.Encoding)
			if f, ok := errors.AsType[*finding.Finding](err); ok && f.Code == "shapefile.zip_without_shp" {
				if l, other := kml.OpenKMZ(r, size, name, opt.CRS); other == nil {
					return []Layer{l}, nil
				}
			}
			return layersOf(found), err
		})
	case "gzip", "RAR", "7z":
		return nil, nil, finding.New("format.packed", name, "kind", string(kind))
	case unknown:
		return nil, nil, finding.New("format.unknown_kind", name)
	default:
		return nil, nil, finding.New("format.other_kind", name, "kind", string(kind))
	}
}

// nothing is what there is to close where each reading opens its own file.
type nothing struct{}

func (nothing) Close() error { return nil }

func one(l Layer, err error) ([]Layer, io.Closer, error) {
	if err != nil {
		return nil, nil, err
	}
	return []Layer{l}, nothing{}, nil
}

func layersOf[L Layer](found []L) []Layer {
	layers := make([]Layer, len(found))
	for i, l := range found {
		layers[i] = l
	}
	return layers
}

// openZip keeps the archive open for its layers.
func openZip(fsys fs.FS, name string, find func(r io.ReaderAt, size int64) ([]Layer, error)) ([]Layer, io.Closer, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("format: %w", err)
	}
	r, size, err := random(f)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("format: read %s: %w", name, err), f.Close())
	}
	layers, err := find(r, size)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return layers, f, nil
}

// random gives random access to a file; one that has none is read whole.
func random(f fs.File) (io.ReaderAt, int64, error) {
	if r, ok := f.(io.ReaderAt); ok {
		info, err := f.Stat()
		if err != nil {
			return nil, 0, err
		}
		return r, info.Size(), nil
	}
	b, err := io.ReadAll(f)
	return bytes.NewReader(b), int64(len(b)), err
}
