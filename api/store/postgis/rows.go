package postgis

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

// Rows hands a page over as it is kept. Where features need a further look they are made,
// looked at and taken apart again. See store.Rows.
func (s *Store) Rows(ctx context.Context, region string, k feature.Kind, q store.Query, count bool, each func(store.Row) error) (store.Page, error) {
	p, after, err := pagesOf(region, k, q)
	if err != nil {
		return store.Page{}, err
	}
	if p.sure != "" {
		return s.taken(ctx, region, k, q, each)
	}
	var page store.Page
	err = s.look(ctx, func(t *tx) error {
		var snapshot string
		if count {
			askSnapshot(t, &snapshot)
		}
		s.mustHave(t, region)
		n, err := p.raw(ctx, t, after, &page, each)
		switch {
		case err != nil:
			return err
		case p.q.After == "" && page.Next == "" && (n > 0 || p.q.Offset == 0):
			page.Matched = p.q.Offset + n
			return nil
		case !count:
			page.Matched = -1
			return nil
		}
		return s.countOnce(ctx, t, p, snapshot, &page.Matched)
	})
	if err != nil {
		return store.Page{}, s.fault(fmt.Sprintf("query %s of region %s", k, region), err)
	}
	return page, nil
}

// raw reads the rows of a page, one more to know whether another page follows.
func (p pages) raw(ctx context.Context, t *tx, after int64, into *store.Page, each func(store.Row) error) (n int, err error) {
	limit := p.q.Limit
	if limit > 0 {
		limit++
	}
	last := after
	fields := p.of.schema.Fields
	r := store.Row{Cells: make([]store.Cell, len(fields))}
	args := append(append([]any{}, p.from.args...), after)
	err = t.each(ctx, func(rows *result) error {
		if p.q.Limit > 0 && n == p.q.Limit {
			into.Next = strconv.FormatInt(last, 10)
			return nil
		}
		n++
		values := rows.RawValues() // fid, id, geom, the fields
		last = int64(binary.BigEndian.Uint64(values[0]))
		r.ID, r.Shape = cleared(values[1]), values[2]
		if err := srs(r.Shape); err != nil {
			return err
		}
		if p.q.Wants != nil && !p.q.Wants(r.Shape) {
			return nil
		}
		for i, f := range fields {
			r.Cells[i] = cellOf(f.Type, values[3+i])
		}
		return each(r)
	}, fmt.Sprintf("SELECT t.fid, %s %s AND t.fid > $%d ORDER BY t.fid%s", p.of.selects, p.from.text, len(args), limited(limit, p.q.Offset)), args...)
	return n, err
}

// cellOf reads a value in binary form; text and JSON are the same in both.
func cellOf(t feature.Type, b []byte) store.Cell {
	switch {
	case b == nil:
		return store.Cell{}
	case t == feature.Integer:
		return store.Cell{Of: store.OfInteger, Integer: int64(binary.BigEndian.Uint64(b))}
	case t == feature.Real:
		return store.Cell{Of: store.OfReal, Real: math.Float64frombits(binary.BigEndian.Uint64(b))}
	case t == feature.Boolean:
		return store.Cell{Of: store.OfTruth, Integer: int64(b[0])}
	}
	return store.Cell{Of: store.OfText, Text: cleared(b)}
}

// cleared is unescaped, of bytes.
func cleared(b []byte) []byte {
	for _, c := range b {
		if c == escape {
			return []byte(unescaped(string(b)))
		}
	}
	return b
}

// srs refuses EWKB that is not in 4326.
func srs(b []byte) error {
	const hasID = 0x20000000
	if b == nil {
		return nil
	}
	var order binary.ByteOrder = binary.BigEndian
	if len(b) > 0 && b[0] == 1 {
		order = binary.LittleEndian
	}
	if len(b) < 9 || order.Uint32(b[1:])&hasID == 0 || order.Uint32(b[5:]) != srid {
		return fmt.Errorf("geometry that is not in SRID %d", srid)
	}
	return nil
}

// taken takes features apart that were made.
func (s *Store) taken(ctx context.Context, region string, k feature.Kind, q store.Query, each func(store.Row) error) (store.Page, error) {
	page, err := s.Query(ctx, region, k, q)
	if err != nil {
		return page, err
	}
	schema, err := row.SchemaOf(k)
	if err != nil {
		return page, err
	}
	for _, f := range page.Features {
		r, err := row.Made(schema, f)
		if err == nil && (q.Wants == nil || q.Wants(r.Shape)) {
			err = each(r)
		}
		if err != nil {
			return page, err
		}
	}
	page.Features = nil
	return page, nil
}
