package ops

import (
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// Page sizes.
const (
	usualPage = 1000
	maxPage   = 10000
)

// page reads one page of what users made, and the links around it.
func (c *call) page(kind feature.Kind, path string) (store.Page, []Link, error) {
	limit := min(c.params.Integer("limit", 1, usualPage), maxPage)
	offset := c.params.Integer("offset", 0, 0)
	if err := c.params.Err(); err != nil {
		return store.Page{}, nil, err
	}
	region, err := c.region()
	if err != nil {
		return store.Page{}, nil, err
	}
	page, err := c.Store.Query(c.ctx, region.Dataset.Region.Code, kind, store.Query{Limit: limit, Offset: offset})
	if err != nil {
		return store.Page{}, nil, err
	}
	links := []Link{{Rel: "self", Type: geoJSON, Href: c.r.URL.RequestURI()}}
	if next := offset + len(page.Features); len(page.Features) > 0 && next < page.Matched {
		q := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(next)}}
		if lang := c.params.Text("lang"); lang != "" {
			q.Set("lang", lang)
		}
		links = append(links, Link{Rel: "next", Type: geoJSON, Href: c.prefix + path + "?" + q.Encode()})
	}
	return page, links, nil
}

// newID makes an id that nobody else makes: region, day, and 40 random bits.
func (s *Service) newID(region string, now time.Time) (string, error) {
	var random [5]byte
	if _, err := io.ReadFull(s.Random, random[:]); err != nil {
		return "", fmt.Errorf("ops: make an id: %w", err)
	}
	tail := strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
	return region + "-" + now.Format("20060102") + "-" + tail, nil
}
