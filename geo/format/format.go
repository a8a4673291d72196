package format

import (
	"iter"

	"xunhu/geo/feature"
)

// Options override what a file says of itself; "" leaves it to the file.
type Options struct {
	CRS      string // any name that geo/crs knows
	Encoding string // of the text in a Shapefile's table or a CSV: "GBK", "UTF-8", …
	Unplaced bool   // take rows of a table whose cells for the place are all empty, without geometry
}

// A Layer is one collection of features within a file or archive.
type Layer interface {
	// Name is the layer's own name: that of its file without the ending.
	Name() string
	// CRS names the system in which the file is, with "(assumed)" behind it where
	// the file does not say.
	CRS() string
	// Features reads the layer from its beginning, in WGS 84. A feature.Refusal
	// is a row that could not be taken; any other error ends the reading.
	Features() iter.Seq2[feature.Feature, error]
}
