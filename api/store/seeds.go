package store

import (
	"context"
	"time"
)

// A Seed is what the draws of a plan are from, by what the plan commits to. Whoever reads it
// before the plan is over can foretell the rest of it.
type Seed struct {
	Commitment string // patrol.Commitment
	Seed       uint64
	Until      time.Time // the first moment after the plan
}

// Seeds keeps the sealed seeds of plans, whether the plans themselves are kept or not. They
// stand in no collection: nothing that reads features shows them.
type Seeds interface {
	// KeepSeeds adds seeds, all or none; one that is kept already stays as it is.
	KeepSeeds(ctx context.Context, region string, seeds ...Seed) error
	// SeedOf reads the seed behind a commitment; ErrNotFound if none is kept.
	SeedOf(ctx context.Context, region, commitment string) (Seed, error)
}
