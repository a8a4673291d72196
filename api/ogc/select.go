package ogc

import (
	"errors"

	"xunhu/api/problem"
	"xunhu/api/store"
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
