package store

import (
	"context"
	"time"

	"xunhu/geo/feature"
)

// A Signature says who makes an edit, and when.
type Signature struct {
	Person string
	At     time.Time
}

// An Edit is what is kept of a change of one feature by hand, never changed nor taken away.
type Edit struct {
	Kind feature.Kind
	ID   string
	Signature
	Before, After string // digests of the feature as it is kept; "": it was not, or is not, there
}

// An Editor changes single features.
type Editor interface {
	// Edit changes the feature of an id in one transaction: change is given what stands
	// there, nil if nothing does, and gives what shall stand there under the same id, nil
	// for nothing. What has changed is noted with the signature. An error of change undoes
	// all, and comes back within the one of Edit. ErrNotFound if the region is missing.
	Edit(ctx context.Context, region string, kind feature.Kind, id string, by Signature, change func(was *feature.Feature) (*feature.Feature, error)) error
	// Edits lists what was changed, the first first.
	Edits(ctx context.Context, region string) ([]Edit, error)
}
