package format

import (
	"io"
	"slices"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/format/table"
)

// Write writes a collection in the format of a file ending, with or without its
// dot: geojson, json; geojsonl, geojsons, ndjson (one feature a line); csv.
func Write(w io.Writer, ending string, c feature.Collection) error {
	switch strings.ToLower(strings.TrimPrefix(ending, ".")) {
	case "geojson", "json":
		return geojson.WriteCollection(w, slices.Values(c.Features), nil)
	case "geojsonl", "geojsons", "ndjson":
		return geojson.WriteSequence(w, slices.Values(c.Features))
	case "csv":
		return table.Write(w, c)
	}
	return finding.New("format.unknown_ending", "", "ending", ending)
}
