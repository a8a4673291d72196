package ogc

import (
	"xunhu/api/store"
	"xunhu/geo/feature"
)

// find reads one page of a collection.
func (c *call) find(s feature.Schema, sel selection) (store.Page, error) {
	q := store.Query{Equal: sel.equal}
	date := datingOf(s)
	if sel.boxes == nil && (sel.time == nil || date == nil) {
		q.Limit, q.Offset = sel.limit, sel.offset
		return c.store.Query(c.ctx, c.data.Region.Code, s.Kind, q)
	}
	if len(sel.boxes) == 1 && alwaysPlaced(s) {
		q.BBox = &sel.boxes[0]
	}
	page, err := c.store.Query(c.ctx, c.data.Region.Code, s.Kind, q)
	if err != nil {
		return store.Page{}, err
	}
	var kept []feature.Feature
	for _, f := range page.Features {
		if sel.covers(f) && sel.holds(f, date) {
			kept = append(kept, f)
		}
	}
	from := min(sel.offset, len(kept))
	to := min(from+sel.limit, len(kept))
	return store.Page{Features: kept[from:to], Matched: len(kept)}, nil
}

// alwaysPlaced tells whether every feature of a kind has a geometry, so that the
// store's box search loses none.
func alwaysPlaced(s feature.Schema) bool {
	return s.Kind != feature.Units && s.Kind != feature.Plans && s.Kind != feature.Incidents
}

// covers tells whether a feature passes the bbox.
func (sel selection) covers(f feature.Feature) bool {
	if len(sel.boxes) == 0 || f.Geometry == nil {
		return true
	}
	for _, b := range sel.boxes {
		if meets(f.Geometry, b) {
			return true
		}
	}
	return false
}

// holds tells whether a feature passes the datetime.
func (sel selection) holds(f feature.Feature, date dating) bool {
	if sel.time == nil || date == nil {
		return true
	}
	i, dated := date(f)
	return !dated || i.meets(*sel.time)
}
