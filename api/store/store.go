package store

import (
	"context"
	"errors"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// What callers compare with errors.Is.
var (
	ErrNotFound = errors.New("store: not found")
	ErrExists   = errors.New("store: exists already")
	ErrDamaged  = errors.New("store: not a store of this program")
	ErrAway     = errors.New("store: out of reach")             // for now: who asks again later may be answered
	ErrBusy     = errors.New("store: somebody else is writing") // for now, as above
	ErrFull     = errors.New("store: no room left")             // nothing was written
	ErrCursor   = errors.New("store: not a place in a collection")
)

// A Query asks for features of one kind. The zero Query asks for all.
type Query struct {
	IDs    []string          // these alone, if any are named
	BBox   *orb.Bound        // whose bounds meet this one (lon, lat); features without geometry do not
	Equal  map[string]string // property = value, as text, all of them; a name that is not in the schema is an error
	Filter filter.Expr       // what passes it; nil: all. A name that is not in the schema is an error
	Limit  int               // at most so many; 0: all
	Offset int               // after so many, in the order of insertion
	After  string            // after the page that gave this Next, instead of Offset; ErrCursor if no page can have

	// Wants is asked by Rows of shapes, WKB or EWKB in 4326, before the rest of their features is read; what it does not
	// want is left out. It may be asked any number of times, and must not keep what it is given. Not with Limit, Offset,
	// After or a count, which know nothing of it.
	Wants func(shape []byte) bool
}

// A Page is the answer to a Query.
type Page struct {
	Features []feature.Feature
	Matched  int    // how many there are without Limit, Offset and After
	Next     string // where the next page begins, for After; "" after the last
}

// A Put adds the features that one row became to a collection that is being filled,
// all of them or none; ErrExists if the ID of one is taken there. Filling may go on
// after an error.
type Put func(kind feature.Kind, row ...feature.Feature) error

// A Store keeps regions. All methods may be called from many goroutines.
type Store interface {
	// Regions lists the regions, in the order of their codes.
	Regions(ctx context.Context) ([]atlas.Region, error)
	// Load reads a whole region without what its users made. ErrNotFound if there is none.
	Load(ctx context.Context, region string) (atlas.Dataset, error)
	// Save writes a region's metadata and the collections that d holds, each in
	// whole, in one transaction; other collections of the region stay. It gives the
	// region a new Version.
	Save(ctx context.Context, d atlas.Dataset) error
	// Fill is Save without a dataset: it writes a region's metadata and replaces the
	// collections of the kinds that are named by what fill puts, row by row. What
	// fill has put need not fit into memory. An error of fill undoes all of it.
	Fill(ctx context.Context, r atlas.Region, kinds []feature.Kind, fill func(put Put) error) error
	// Query reads one page of a collection. ErrNotFound if the region is missing.
	Query(ctx context.Context, region string, kind feature.Kind, q Query) (Page, error)
	Rows
	// Insert adds features, all or none; ErrExists if the ID of one is taken.
	Insert(ctx context.Context, region string, kind feature.Kind, features ...feature.Feature) error
	// Update replaces one feature by ID; ErrNotFound if it is missing.
	Update(ctx context.Context, region string, kind feature.Kind, f feature.Feature) error
	Leads
	Closures
	Rosters
	JointPatrols
	Archive
	Seeds
	Jobs
	Units
	Nodes
	TileSets
	Accounts
	Close() error
}
