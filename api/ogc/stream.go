package ogc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// perPart is how many features are read and written at once. A page that is not larger goes
// out whole, with its length; of a larger one no more than this is held at a time, and
// nobody else waits for a slow reader: each part is a look of its own at the store.
const perPart = 1000

// buffers keeps those of pages that were written.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 1<<19); return &b }}

// stream answers with a page as GeoJSON. The numbers and links stand behind the features,
// because what comes next is known there. A fault after the first part cuts the answer.
func (c *call) stream(s feature.Schema, sel selection) error {
	w, err := newWriter(s, sel.system)
	if err != nil {
		return err
	}
	kept := buffers.Get().(*[]byte)
	defer buffers.Put(kept)
	b := append((*kept)[:0], `{"type":"FeatureCollection","timeStamp":"`...)
	b = c.options.Now().UTC().AppendFormat(b, time.RFC3339)
	b = append(b, `","features":[`...)
	n, begun := 0, false
	put := func(r store.Row) (err error) {
		if n > 0 {
			b = append(b, ',')
		}
		n++
		b, err = w.feature(b, r)
		return err
	}
	found := store.Page{Next: sel.after, Matched: -1}
	for part := sel; ; {
		if part.limit = sel.limit - n; sel.plans == nil {
			part.limit = min(part.limit, perPart)
		}
		found, err = c.part(s, part, n+part.limit == sel.limit, put)
		if err != nil {
			return err
		}
		if found.Next == "" || n >= sel.limit {
			break
		}
		part.after = found.Next
		begun = true
		if err := c.began(b); err != nil {
			return err
		}
		b = b[:0]
		if err := c.may(s.Kind); err != nil { // a slow reader may have lost the right meanwhile
			return err
		}
	}
	if found.Matched < 0 {
		if found.Matched, err = c.matched(s, sel, n); err != nil {
			return err
		}
	}
	links, err := json.Marshal(c.itemsLinks(s, sel, found, n))
	if err != nil {
		return err
	}
	b = fmt.Appendf(b, `],"numberMatched":%d,"numberReturned":%d,"links":`, found.Matched, n)
	b = append(append(b, links...), "}\n"...)
	*kept = b
	if !begun {
		c.w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	}
	return c.began(b)
}

// began writes a part of the answer, with its head before the first.
func (c *call) began(b []byte) error {
	h := c.w.Header()
	h.Set("Content-Language", string(c.lang))
	if h.Get("Content-Type") == "" {
		h.Add("Vary", "Accept, Accept-Language")
	}
	h.Set("Content-Type", typeGeoJSON)
	if _, err := c.w.Write(b); err != nil {
		return err
	}
	if h.Get("Content-Length") != "" {
		return nil
	}
	if err := http.NewResponseController(c.w).Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// part hands over some features of a page.
func (c *call) part(s feature.Schema, sel selection, count bool, put func(store.Row) error) (store.Page, error) {
	if sel.plans != nil {
		return c.planned(s, sel, put)
	}
	q := store.Query{Equal: sel.equal, Filter: sel.filter, Limit: sel.limit, Offset: sel.offset, After: sel.after}
	page, err := c.store.Rows(c.ctx, c.data.Region.Code, s.Kind, q, count, put)
	if errors.Is(err, store.ErrCursor) {
		return page, problem.BadRequest(finding.New("param.after", "?after", "value", sel.after))
	}
	return page, err
}

// matched counts what a page of n features was taken from.
func (c *call) matched(s feature.Schema, sel selection, n int) (int, error) {
	if sel.after == "" && (n > 0 || sel.offset == 0) {
		return sel.offset + n, nil
	}
	page, err := c.store.Rows(c.ctx, c.data.Region.Code, s.Kind, store.Query{Equal: sel.equal, Filter: sel.filter, Limit: 1}, true, func(store.Row) error { return nil })
	return page.Matched, err
}
