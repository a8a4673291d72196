package ogc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"xunhu/geo/finding"

	"xunhu/api/problem"
)

// Media types of the answers.
const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeHTML    = "text/html"
	typeOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	typeSchema  = "application/schema+json"
	crs84       = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
)

// A link is one link of the standard's link schema.
type link struct {
	Href     string `json:"href"`
	Rel      string `json:"rel"`
	Type     string `json:"type"`
	Hreflang string `json:"hreflang,omitempty"`
	Title    string `json:"title,omitempty"`
}

// html tells whether a person asks: by f, else by the Accept header. A client
// that takes both equally gets JSON.
func (c *call) html() bool {
	if f := c.params.Get("f"); f != "" {
		return f == "html"
	}
	page, data := -1.0, -1.0
	for _, part := range strings.Split(c.r.Header.Get("Accept"), ",") {
		media, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			q, _ = strconv.ParseFloat(text, 64)
		}
		switch {
		case media == typeHTML:
			page = max(page, q)
		case media == typeJSON || strings.HasSuffix(media, "+json"):
			data = max(data, q)
		}
	}
	return page > data
}

// address is that of a resource below the root.
func (c *call) address(path ...string) string {
	var b strings.Builder
	b.WriteString(c.root)
	for _, part := range path {
		b.WriteString("/" + url.PathEscape(part))
	}
	return b.String()
}

// href makes a link's address below the root. A language that was asked for in
// the address stays in it.
func (c *call) href(f string, path ...string) string {
	var b strings.Builder
	b.WriteString(c.address(path...))
	q := url.Values{}
	if f != "" {
		q.Set("f", f)
	}
	if lang := c.params.Get("lang"); lang != "" {
		q.Set("lang", lang)
	}
	if len(q) > 0 {
		b.WriteString("?" + q.Encode())
	}
	return b.String()
}

// both gives the links self and alternate of a resource that is served in both
// encodings, the one that is being sent as self. Query is kept.
func (c *call) both(media string, path ...string) []link {
	address := func(f string) string {
		q := url.Values{}
		for name, v := range c.params {
			q[name] = v
		}
		q.Set("f", f)
		base, _, _ := strings.Cut(c.href("", path...), "?")
		return base + "?" + q.Encode()
	}
	data := link{Href: address("json"), Rel: "self", Type: media, Title: c.in("本页（JSON）", "This page as JSON")}
	page := link{Href: address("html"), Rel: "alternate", Type: typeHTML, Title: c.in("本页（网页）", "This page as HTML")}
	if c.html() {
		data.Rel, page.Rel = "alternate", "self"
		return []link{page, data}
	}
	return []link{data, page}
}

// send answers with v as JSON, or with the page that shows it.
func (c *call) send(media string, v any, p page) error {
	h := c.w.Header()
	h.Set("Content-Language", string(c.lang))
	h.Add("Vary", "Accept, Accept-Language")
	var body bytes.Buffer
	if c.html() {
		if err := c.write(&body, p); err != nil {
			return err
		}
		h.Set("Content-Type", typeHTML+"; charset=utf-8")
	} else {
		enc := json.NewEncoder(&body)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("ogc: encode %s: %w", c.r.URL.Path, err)
		}
		h.Set("Content-Type", media)
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	_, err := body.WriteTo(c.w)
	return err
}

// notFound says which part of the address does not exist.
func notFound(code string, args ...any) error {
	return problem.NotFound(finding.New(code, "", args...))
}
