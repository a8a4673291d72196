package ogc

import (
	"errors"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// find reads one page of a collection. The days of plans are asked here, of all that the
// store finds; there are few.
func (c *call) find(s feature.Schema, sel selection) (store.Page, error) {
	q := store.Query{Equal: sel.equal, Filter: sel.filter}
	if sel.plans == nil {
		q.Limit, q.Offset, q.After = sel.limit, sel.offset, sel.after
		page, err := c.store.Query(c.ctx, c.data.Region.Code, s.Kind, q)
		if errors.Is(err, store.ErrCursor) {
			return page, problem.BadRequest(finding.New("param.after", "?after", "value", sel.after))
		}
		return page, err
	}
	return c.onTheirDays(s, sel, q)
}

// onTheirDays reads a page of plans by their days.
func (c *call) onTheirDays(s feature.Schema, sel selection, q store.Query) (store.Page, error) {
	page, err := c.store.Query(c.ctx, c.data.Region.Code, s.Kind, q)
	if err != nil {
		return store.Page{}, err
	}
	var kept []feature.Feature
	for _, f := range page.Features {
		if i, dated := planned(f); !dated || i.meets(*sel.plans) {
			kept = append(kept, f)
		}
	}
	from := min(sel.offset, len(kept))
	to := min(from+sel.limit, len(kept))
	return store.Page{Features: kept[from:to], Matched: len(kept)}, nil
}

// planned hands over a page of plans by their days: all of it, since they are found by
// counting.
func (c *call) planned(s feature.Schema, sel selection, put func(store.Row) error) (store.Page, error) {
	page, err := c.onTheirDays(s, sel, store.Query{Equal: sel.equal, Filter: sel.filter})
	if err != nil {
		return page, err
	}
	whole, _ := feature.SchemaOf(s.Kind)
	for _, f := range page.Features {
		r, err := row.Made(whole, f)
		if err == nil {
			err = put(r)
		}
		if err != nil {
			return page, err
		}
	}
	return page, nil
}
