package store

import (
	"context"

	"xunhu/geo/feature"
)

// What a Cell holds.
const (
	Nothing = iota
	OfText  // and JSON, which is text that is valid
	OfInteger
	OfReal
	OfTruth // Integer is 1 or 0
)

// A Cell is one property as it is kept.
type Cell struct {
	Of      int
	Text    []byte
	Integer int64
	Real    float64
}

// A Row is a feature as it is kept. It must not be used after the call that it was given to.
type Row struct {
	ID    []byte
	Shape []byte // WKB, or EWKB in 4326; nil: none
	Cells []Cell // by the fields of the schema
}

// Rows hands features over as they are kept, for who writes them on without a look: no
// feature is made of them.
type Rows interface {
	// Rows is Query, but that each is given the features of the page one after another. With
	// count they are counted, as Query does; without, Matched is -1 unless the page tells.
	// An error of each ends it and comes back within that of Rows.
	Rows(ctx context.Context, region string, kind feature.Kind, q Query, count bool, each func(Row) error) (Page, error)
}
