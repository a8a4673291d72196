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
)

// A kind is what a file is, by the name that people give it.
type kind string

const (
	unknown        kind = ""
	empty          kind = "empty"
	geoJSON        kind = "GeoJSON"
	looseShapefile kind = "Shapefile"
	archive        kind = "zip"
	csv            kind = "CSV"
	workbook       kind = "XLSX"
	oldWorkbook    kind = "XLS / DOC"
	geoPackage     kind = "GeoPackage"
	looseKML       kind = "KML"
	packedKML      kind = "KMZ"
	tracks         kind = "GPX"
)

// marks are the first bytes of what else people send, to name it when refusing.
var marks = []struct {
	at   int
	mark string
	kind kind
}{
	{0, "SQLite format 3\x00", geoPackage},
	{4, "\x0a\x09OSMHeader", "OpenStreetMap PBF"},
	{0, "%PDF", "PDF"},
	{0, "Rar!", "RAR"},
	{0, "7z\xbc\xaf", "7z"},
	{0, "\x1f\x8b", "gzip"},
	{0, "\x89PNG", "PNG"},
	{0, "\xff\xd8\xff", "JPEG"},
	{0, "\xd0\xcf\x11\xe0", oldWorkbook},
}

// kindOf knows a file by its first bytes, then by its ending.
func kindOf(head []byte, name string) kind {
	ending := strings.ToLower(path.Ext(name))
	if len(head) == 0 {
		return empty
	}
	for _, m := range marks {
		if len(head) > m.at && bytes.HasPrefix(head[m.at:], []byte(m.mark)) {
			return m.kind
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		if ending == ".xlsx" || ending == ".xlsm" || isWorkbook(head) {
			return workbook
		}
		switch ending {
		case ".kmz":
			return packedKML
		case ".docx", ".gpkg":
			return kind(strings.ToUpper(ending[1:]))
		}
		if len(head) > 30 && bytes.HasPrefix(head[30:], []byte("doc.kml")) {
			return packedKML
		}
		return archive
	case ending == ".zip":
		return archive
	case bytes.HasPrefix(head, []byte{0, 0, 0x27, 0x0a}):
		return looseShapefile
	}
	switch ending {
	case ".shp", ".dbf", ".shx", ".prj", ".cpg":
		return looseShapefile
	}
	text := bytes.TrimLeft(head, " \t\r\n\x1e\xef\xbb\xbf")
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return geoJSON
	case bytes.Contains(head, []byte("<gpx")) && bytes.HasPrefix(text, []byte("<")):
		return tracks
	case bytes.Contains(head, []byte("<kml")) && bytes.HasPrefix(text, []byte("<")):
		return looseKML
	}
	switch ending { // with a long preamble, or in UTF-16
	case ".gpx":
		return tracks
	case ".kml":
		return looseKML
	}
	if bytes.HasPrefix(text, []byte("<")) {
		return "XML / HTML"
	}
	switch ending {
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson":
		return geoJSON
	case ".csv", ".tsv", ".txt":
		return csv
	}
	return unknown
}

// isWorkbook knows an office document by the name of the first part in its zip,
// which stands behind the 30 bytes of its head.
func isWorkbook(head []byte) bool {
	for _, first := range []string{"[Content_Types].xml", "_rels/.rels", "docProps/", "xl/"} {
		if len(head) > 30 && bytes.HasPrefix(head[30:], []byte(first)) {
			return true
		}
	}
	return false
}

// sniff reads the first bytes of a file.
func sniff(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, finding.New("format.not_found", name).Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		return nil, errors.Join(finding.New("format.folder", name), f.Close())
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
