package ops

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"xunhu/api/dispatch"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

// maxKey is the longest Idempotency-Key, in bytes.
const maxKey = 200

// A request with a key is answered once: the same one again gets the same answer.
type request struct {
	*desk
	key    string
	digest string // of method, path, If-Match and body
}

// requested is desk for what is kept with its answer: the request, and its body; done as of request.
func (c *call) requested() (d *desk, q request, body []byte, done bool, err error) {
	if d, err = c.desk(); err != nil {
		return d, q, nil, false, err
	}
	if body, err = c.body(); err != nil {
		return d, q, nil, false, err
	}
	q, done, err = d.request(body)
	return d, q, body, done, err
}

// request reads the key of a request with this body. done: it was carried out before, and
// has been answered.
func (d *desk) request(body []byte) (q request, done bool, err error) {
	q = request{desk: d, key: d.r.Header.Get("Idempotency-Key")}
	if q.key == "" {
		return q, false, nil
	}
	if len(q.key) > maxKey {
		return q, false, problem.BadRequest(finding.New("desk.key_long", "", "most", maxKey))
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", d.r.Method, d.r.URL.Path, d.r.Header.Get("If-Match"), body))
	q.digest = hex.EncodeToString(sum[:])
	err = q.again()
	if errors.Is(err, store.ErrNotFound) {
		return q, false, nil
	}
	return q, true, err
}

// answered tells whether an answer is kept for the key of the request; whether it was to the same one is seen with its body.
func (d *desk) answered() bool {
	key := d.r.Header.Get("Idempotency-Key")
	if key == "" {
		return false
	}
	_, err := d.Store.Answered(d.ctx, d.code, d.person.ID, key)
	return err == nil
}

// again gives the answer that was kept; store.ErrNotFound if there is none.
func (q request) again() error {
	a, err := q.Store.Answered(q.ctx, q.code, q.person.ID, q.key)
	if err != nil {
		return err
	}
	if a.Request != q.digest {
		return problem.Unprocessable(finding.New("desk.key_reused", "", "key", q.key))
	}
	q.w.Header().Set("Idempotency-Replayed", "true")
	for name, v := range a.Header {
		q.w.Header().Set(name, v)
	}
	return q.send(a.Status, cmp.Or(a.Header["Content-Type"], geoJSON), a.Body)
}

// answered keeps changes and answers with a lead as it is then.
func (q request) answered(status int, shown feature.Feature, l dispatch.Lead, changes ...store.Change) error {
	b, err := geojson.Marshal(shown)
	if err != nil {
		return err
	}
	header := map[string]string{"ETag": `"` + tag(l) + `"`}
	if status == http.StatusCreated {
		header["Location"] = q.at("incidents", shown.ID)
	}
	var kept *store.Answer
	if q.key != "" {
		kept = &store.Answer{Person: q.person.ID, Key: q.key, Request: q.digest, Status: status, Header: header, Body: bytes.Clone(b), At: q.now}
	}
	if err := q.keep(q.ctx, kept, changes...); err != nil {
		if errors.Is(err, store.ErrRepeated) {
			return q.again()
		}
		return q.refusedByStore(err)
	}
	for name, v := range header {
		q.w.Header().Set(name, v)
	}
	return q.send(status, geoJSON, b)
}

// refusedByStore answers what the store alone can know.
func (q request) refusedByStore(err error) error {
	var f *finding.Finding
	if !errors.As(err, &f) {
		return err
	}
	told := *f
	told.Where = ""
	switch {
	case errors.Is(err, store.ErrReporter):
		return problem.Unprocessable(&told)
	case errors.Is(err, store.ErrExists):
		return &problem.Error{Status: http.StatusConflict, Err: &told}
	}
	return err
}
