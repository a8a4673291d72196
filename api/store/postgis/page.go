package postgis

import (
	"context"
	"fmt"
	"strconv"

	"xunhu/api/filter"
	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

// Query reads one page. See store.Store.
func (s *Store) Query(ctx context.Context, region string, k feature.Kind, q store.Query) (store.Page, error) {
	p, after, err := pagesOf(region, k, q)
	if err != nil {
		return store.Page{}, err
	}
	var page store.Page
	err = s.look(ctx, func(t *tx) error {
		var snapshot string
		askSnapshot(t, &snapshot)
		s.mustHave(t, region)
		if err := p.read(ctx, t, after, &page); err != nil {
			return err
		}
		if n := len(page.Features); p.q.After == "" && page.Next == "" && (n > 0 || p.q.Offset == 0) {
			page.Matched = p.q.Offset + n
			return nil
		}
		return s.countOnce(ctx, t, p, snapshot, &page.Matched)
	})
	if err != nil {
		return store.Page{}, s.fault(fmt.Sprintf("query %s of region %s", k, region), err)
	}
	return page, nil
}

// pagesOf renders a query.
func pagesOf(region string, k feature.Kind, q store.Query) (p pages, after int64, err error) {
	of, err := tableOf(k)
	if err != nil {
		return p, 0, err
	}
	w, err := of.where(region, q)
	if err != nil {
		return p, 0, err
	}
	sure, err := of.filtered(w, q.Filter)
	if err != nil {
		return p, 0, err
	}
	if after, err = row.After(q.After); err != nil {
		return p, 0, err
	}
	if q.After != "" {
		q.Offset = 0
	}
	return pages{of, w, q, sure}, after, nil
}

// pages are the features that a clause finds, of which those pass that need no further
// look or that pass the filter.
type pages struct {
	of   table
	from *clause
	q    store.Query
	sure string // "": none needs a look
}

// perLook is how many features are read at once where some may not pass.
const perLook = 1000

// read reads a page, one more to know whether another page follows.
func (p pages) read(ctx context.Context, t *tx, after int64, into *store.Page) error {
	if p.sure == "" {
		limit := p.q.Limit
		if limit > 0 {
			limit++
		}
		_, err := p.some(ctx, t, after, limited(limit, p.q.Offset), 0, into)
		return err
	}
	for skip := p.q.Offset; into.Next == ""; {
		n, err := p.some(ctx, t, after, limited(perLook, 0), skip, into)
		if err != nil || n.rows < perLook {
			return err
		}
		after, skip = n.last, skip-n.skipped
	}
	return nil
}

// seen is what was read: how many rows, how many that passed were left out, and the last.
type seen struct {
	rows, skipped int
	last          int64
}

// some adds to a page what passes of some rows, but for those to skip.
func (p pages) some(ctx context.Context, t *tx, after int64, limit string, skip int, into *store.Page) (n seen, err error) {
	sure := "TRUE"
	if p.sure != "" {
		sure = p.sure
	}
	args := append(append([]any{}, p.from.args...), after)
	n.last = after
	taken := after // nothing passes between the last that was taken and this
	err = t.each(ctx, func(rows *result) error {
		var known bool
		n.rows++
		f, err := p.of.decode(rows, &n.last, &known)
		switch {
		case err != nil || into.Next != "" || !known && !filter.Passes(p.q.Filter, f):
		case n.skipped < skip:
			n.skipped++
		case p.q.Limit > 0 && len(into.Features) == p.q.Limit:
			into.Next = strconv.FormatInt(taken, 10)
		default:
			taken = n.last
			into.Features = append(into.Features, f)
		}
		return err
	}, fmt.Sprintf("SELECT t.fid, %s, %s %s AND t.fid > $%d ORDER BY t.fid%s", sure, p.of.selects, p.from.text, len(args), limit), args...)
	return n, err
}

// count counts all features, in the database where it can.
func (p pages) count(ctx context.Context, t *tx, into *int) error {
	if p.sure == "" {
		return t.one(ctx, []any{into}, "SELECT count(*) "+p.from.text, p.from.args...)
	}
	if err := t.one(ctx, []any{into}, "SELECT count(*) "+p.from.text+" AND "+p.sure, p.from.args...); err != nil {
		return err
	}
	return t.each(ctx, func(rows *result) error {
		f, err := p.of.decode(rows)
		if err == nil && filter.Passes(p.q.Filter, f) {
			*into++
		}
		return err
	}, "SELECT "+p.of.selects+" "+p.from.text+" AND NOT "+p.sure, p.from.args...)
}
