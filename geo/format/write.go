package format

import (
	"io"
	"slices"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/format/gpkg"
	"xunhu/geo/format/gpx"
	"xunhu/geo/format/kml"
	"xunhu/geo/format/shapefile"
	"xunhu/geo/format/table"
)

// Write writes a collection in the format of a file ending, with or without its
// dot: geojson, json; geojsonl, geojsons, ndjson (one feature a line); csv; gpkg;
// kml, kmz; gpx; zip (Shapefile). What the format cannot hold is left out or cut:
// Losses says it.
func Write(w io.Writer, ending string, c feature.Collection) error {
	return WriteWith(w, ending, c, Options{})
}

// WriteWith is Write with the encoding of a Shapefile's text, "GBK" or "UTF-8"; all
// other formats are UTF-8, and all are in WGS 84.
func WriteWith(w io.Writer, ending string, c feature.Collection, opt Options) error {
	switch plain(ending) {
	case "geojson", "json":
		return geojson.WriteCollection(w, slices.Values(c.Features), nil)
	case "geojsonl", "geojsons", "ndjson":
		return geojson.WriteSequence(w, slices.Values(c.Features))
	case "csv":
		return table.Write(w, c)
	case "gpkg":
		return gpkg.Write(w, c)
	case "kml":
		return kml.Write(w, c)
	case "kmz":
		return kml.WriteKMZ(w, c)
	case "gpx":
		return gpx.Write(w, c)
	case "zip":
		return shapefile.Write(w, c, opt.Encoding)
	case "shp":
		return finding.New("format.loose_shp", "")
	}
	return finding.New("format.unknown_ending", "", "ending", ending)
}

// Losses says what of a collection the format of a file ending cannot hold.
func Losses(ending string, c feature.Collection, opt Options) []*finding.Finding {
	switch plain(ending) {
	case "gpkg":
		return gpkg.Losses(c)
	case "gpx":
		return gpx.Losses(c)
	case "zip":
		return shapefile.Losses(c, opt.Encoding)
	}
	return nil
}

func plain(ending string) string { return strings.ToLower(strings.TrimPrefix(ending, ".")) }
