package atlas

import (
	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// A Region says what a dataset is a region of, and where it comes from.
type Region struct {
	Code         string // GB/T 2260 for a Chinese county; else a short name such as "liechtenstein"
	Name, NameEN string
	Illustration bool   // drawn for demonstration; whatever shows it must say so
	Attribution  string // who made the data, and their licence
	Version      string // digest of the data, made by the store; "" before it is kept
	Edition      string // first day of the edition that On has taken (RFC 3339); "" for all editions, and for the time before the first
}

// Boundaries names the data that a decision was made by: the version, with the
// first day of the edition after an @ where there is one.
func (r Region) Boundaries() string {
	if r.Edition == "" {
		return r.Version
	}
	return r.Version + "@" + r.Edition
}

// A Dataset is a region as features: what readers make, what stores keep, and
// what an Atlas is built from. A kind that is absent is empty.
type Dataset struct {
	Region      Region
	Collections map[feature.Kind]feature.Collection
}

// Bound is the extent of the towns (lon, lat), or of everything where there are
// no towns.
func (d Dataset) Bound() orb.Bound {
	extent := func(kinds ...feature.Kind) (b orb.Bound, any bool) {
		for _, k := range kinds {
			for _, f := range d.Collections[k].Features {
				if f.Geometry == nil {
					continue
				}
				if !any {
					b, any = f.Geometry.Bound(), true
					continue
				}
				b = b.Union(f.Geometry.Bound())
			}
		}
		return b, any
	}
	if b, ok := extent(feature.Towns); ok {
		return b
	}
	b, _ := extent(feature.Regional()...)
	return b
}
