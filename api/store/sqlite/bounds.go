package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/store"
)

// bounded is filtered. A box that holds all that is in the R-tree leaves nothing out but what is not
// there, so that the R-tree need not be gone through: it costs as much as reading the rows.
func (t table) bounded(ctx context.Context, tx *sql.Tx, region string, q store.Query, shapes *held) (string, []any, error) {
	if q.BBox == nil {
		return t.filtered(region, q, shapes)
	}
	var root []byte
	err := tx.QueryRowContext(ctx, t.root).Scan(&root)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", nil, err
	}
	all, ok := rootBound(root)
	if !ok || all.Min[0] < q.BBox.Min[0] || all.Min[1] < q.BBox.Min[1] || all.Max[0] > q.BBox.Max[0] || all.Max[1] > q.BBox.Max[1] {
		return t.filtered(region, q, shapes)
	}
	q.BBox = nil
	from, args, err := t.filtered(region, q, shapes)
	// The sign keeps the planner from the index on the region, which holds all of the collection.
	return strings.Replace(from, "t.region = ?", "+t.region = ?", 1) + " AND " + t.placed, args, err
}

// rootBound is the box around the root of an R-tree: two bytes of its depth, two of how many cells there are,
// then for each eight bytes of what it is and its four edges, rounded outwards. false where it is empty,
// or not as SQLite writes it.
func rootBound(node []byte) (b orb.Bound, ok bool) {
	const head, cell = 4, 8 + 4*4
	be := binary.BigEndian
	if len(node) < head {
		return b, false
	}
	n := int(be.Uint16(node[2:]))
	if node = node[head:]; n == 0 || len(node) < n*cell {
		return b, false
	}
	for i := range n {
		at := func(k int) float64 { return float64(math.Float32frombits(be.Uint32(node[i*cell+8+4*k:]))) }
		one := orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}
		if i == 0 {
			b = one
		}
		b = b.Union(one)
	}
	return b, !math.IsNaN(b.Min[0] + b.Min[1] + b.Max[0] + b.Max[1])
}
