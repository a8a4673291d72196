package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

// Open finds the layers of a file. The closer is to be closed when the layers are
// no longer read. Faults of the file are *finding.Finding.
func Open(fsys fs.FS, name string, opt Options) (layers []Layer, closer io.Closer, err error) {
	head, err := sniff(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	switch kindOf(head, name) {
	case isEmpty:
		return nil, nil, finding.New("format.empty", name)
	case isGeoJSON:
		l, err := geojson.Open(fsys, name, opt.CRS)
		if err != nil {
			return nil, nil, err
		}
		return []Layer{l}, nothing{}, nil
	}
	return nil, nil, finding.New("format.unknown_kind", name)
}

type kind int

const (
	isUnknown kind = iota
	isEmpty
	isGeoJSON
)

// kindOf knows a file by its first bytes, then by its ending.
func kindOf(head []byte, name string) kind {
	text := bytes.TrimLeft(head, " \t\r\n\x1e\xef\xbb\xbf")
	switch ending := strings.ToLower(path.Ext(name)); {
	case len(head) == 0:
		return isEmpty
	case bytes.HasPrefix(text, []byte("{")), ending == ".geojson", ending == ".json", ending == ".geojsonl", ending == ".geojsons":
		return isGeoJSON
	}
	return isUnknown
}

// sniff reads the first bytes of a file.
func sniff(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, finding.New("format.not_found", name).Because(err)
		}
		return nil, fmt.Errorf("format: %w", err)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("format: read %s: %w", name, err)
	}
	return head[:n], nil
}
