package ogc

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/intake"
)

// The largest feature that is written, in bytes: of points, and of the rest, whose shapes are as long as a river is.
const (
	maxPoint   = 1 << 20
	maxFeature = 16 << 20
)

// maxID is the longest id of a new feature, in bytes: not every store can index longer ones.
const maxID = 200

// editable tells whether the features of a kind may be written here, one by one. Towns are
// not: they tile the land, so that a border belongs to two of them, and no change of one
// leaves the others right; they come as editions. Incidents, closures, plans and tracks have
// lives of their own, kept by api/ops. All else of a region may: see edition.Edited for what
// is proved, and what of zones, units and neighbours that leaves.
func editable(k feature.Kind) bool {
	return k != feature.Towns && slices.Contains(feature.Regional(), k)
}

// An Editor is all that writing asks of a store.
type Editor interface {
	store.Editor
	store.Units
}

// methods are what may be asked of a collection's items, or of one.
func (c *call) methods(k feature.Kind, one bool) []string {
	all := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	switch {
	case c.options.Edit == nil || !editable(k):
	case one:
		all = append(all, http.MethodPut, http.MethodDelete)
	default:
		all = append(all, http.MethodPost)
	}
	return all
}

// tells answers OPTIONS.
func (c *call) tells() error {
	s, err := c.schema()
	if err != nil {
		return err
	}
	one := problem.PathParam(c.r, "feature") != ""
	all := c.methods(s.Kind, one)
	h := c.w.Header()
	h.Set("Allow", strings.Join(all, ", "))
	if slices.Contains(all, http.MethodPost) {
		h.Set("Accept-Post", typeGeoJSON+", "+typeJSON)
	}
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// writing checks that somebody may write to the collection by the method of the request.
func (c *call) writing(one bool) (s feature.Schema, w editor, err error) {
	if s, err = c.schema(); err != nil {
		return s, w, err
	}
	if all := c.methods(s.Kind, one); !slices.Contains(all, c.r.Method) {
		c.w.Header().Set("Allow", strings.Join(all, ", "))
		return s, w, &problem.Error{Status: http.StatusMethodNotAllowed, Err: finding.New("ogc.not_editable", "", "collection", string(s.Kind))}
	}
	if err := c.plain(); err != nil {
		return s, w, err
	}
	if c.options.MayEdit == nil {
		return s, w, &problem.Error{Status: http.StatusForbidden, Err: finding.New("ogc.may_edit", "")}
	}
	w.person, w.may, err = c.options.MayEdit(c.w, c.r, s.Kind)
	return s, w, err
}

// An editor is who writes features, and what tells why not a certain one.
type editor struct {
	person string
	may    func(feature.Feature) error
}

// create answers POST /collections/{collection}/items. With an Idempotency-Key the same
// request again gives the same feature.
func (c *call) create() error {
	s, by, err := c.writing(false)
	if err != nil {
		return err
	}
	f, err := c.body(s)
	if err != nil {
		return err
	}
	key := c.r.Header.Get("Idempotency-Key")
	switch {
	case f.ID != "":
	case s.Kind == feature.Codes: // the code is the id, and nobody's to draw
		return problem.BadRequest(finding.New("ogc.required", "/id", "name", "id"))
	case key != "":
		sum := sha256.Sum256([]byte(by.person + "\n" + key))
		f.ID = newID(s.Kind, sum[:])
	default:
		var bits [10]byte
		if _, err := rand.Read(bits[:]); err != nil {
			return fmt.Errorf("ogc: draw an id: %w", err)
		}
		f.ID = newID(s.Kind, bits[:])
	}
	if len(f.ID) > maxID {
		return problem.BadRequest(finding.New("ogc.id_long", "/id", "n", len(f.ID), "most", maxID))
	}
	err = c.edit(s, f.ID, by, func(was *feature.Feature) (*feature.Feature, error) {
		switch {
		case was == nil:
			return &f, nil
		case key == "":
			return nil, &problem.Error{Status: http.StatusConflict, Err: finding.New("ogc.id_taken", "/id", "id", f.ID)}
		case tag(*was) != tag(f):
			return nil, problem.Unprocessable(finding.New("desk.key_reused", "", "key", key))
		}
		return was, nil
	})
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", c.address("collections", string(s.Kind), "items", f.ID))
	c.w.Header().Set("ETag", tag(f))
	c.w.WriteHeader(http.StatusCreated)
	return nil
}

// newID makes an id of ten bytes or more.
func newID(k feature.Kind, b []byte) string {
	return strings.TrimSuffix(string(k), "s") + "-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:10]))
}

// replace answers PUT /collections/{collection}/items/{feature}.
func (c *call) replace() error {
	s, by, err := c.writing(true)
	if err != nil {
		return err
	}
	f, err := c.body(s)
	if err != nil {
		return err
	}
	id := problem.PathParam(c.r, "feature")
	if f.ID != "" && f.ID != id {
		return problem.BadRequest(finding.New("ogc.other_id", "/id", "id", f.ID, "want", id))
	}
	f.ID = id
	if err := c.edit(s, id, by, func(was *feature.Feature) (*feature.Feature, error) { return &f, c.seen(s, id, was) }); err != nil {
		return err
	}
	c.w.Header().Set("ETag", tag(f))
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// remove answers DELETE /collections/{collection}/items/{feature}.
func (c *call) remove() error {
	s, by, err := c.writing(true)
	if err != nil {
		return err
	}
	id := problem.PathParam(c.r, "feature")
	if err := c.edit(s, id, by, func(was *feature.Feature) (*feature.Feature, error) { return nil, c.seen(s, id, was) }); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// mostTries is how often a change is proved anew because others, on other nodes or by an import, have changed something
// meanwhile.
const mostTries = 5

// edit changes a feature, if its editor may: as it was and as it shall be. What change found
// wrong comes back as it was. Nothing rests on sites; any other change is proved against
// the whole region, and made if that is still as it was then.
func (c *call) edit(s feature.Schema, id string, by editor, change func(*feature.Feature) (*feature.Feature, error)) error {
	signed := store.Signature{Person: by.person, At: c.options.Now()}
	allowed := func(was *feature.Feature) (*feature.Feature, error) {
		next, err := change(was)
		for _, f := range []*feature.Feature{was, next} {
			if err == nil && f != nil {
				err = by.may(*f)
			}
		}
		return next, err
	}
	var err error
	if s.Kind == feature.Sites {
		err = c.options.Edit.Edit(c.ctx, c.data.Region.Code, s.Kind, id, signed, allowed)
	} else {
		err = c.proofs(s.Kind, id, signed, allowed)
	}
	var told *problem.Error
	switch {
	case errors.As(err, &told):
		return told
	case errors.Is(err, store.ErrStale): // each time somebody was faster
		return &problem.Error{Status: http.StatusConflict, Err: err}
	}
	return err
}

// proofs is proved until nobody is faster. Of one region here one proof goes on after the other: they would refuse one
// another, and each builds all of the region.
func (c *call) proofs(k feature.Kind, id string, by store.Signature, change func(*feature.Feature) (*feature.Feature, error)) error {
	slot := c.slot(c.data.Region.Code)
	select {
	case slot <- struct{}{}:
		defer func() { <-slot }()
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
	err := store.ErrStale
	for try := 0; errors.Is(err, store.ErrStale) && try < mostTries; try++ {
		err = c.proved(k, id, by, change)
	}
	return err
}

// slot is free while nobody proves a change of a region.
func (s *Service) slot(region string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proving[region] == nil {
		s.proving[region] = make(chan struct{}, 1)
	}
	return s.proving[region]
}

// proved makes a change that leaves the region sound.
func (c *call) proved(k feature.Kind, id string, by store.Signature, change func(*feature.Feature) (*feature.Feature, error)) error {
	code := c.data.Region.Code
	seen, err := c.options.Edit.Digests(c.ctx, code) // before the rows: what comes between is seen
	if err != nil {
		return err
	}
	base, err := c.dataset(c.ctx, code)
	if err != nil {
		return err
	}
	var was *feature.Feature
	all := base.Collections[k].Features
	if i := slices.IndexFunc(all, func(f feature.Feature) bool { return f.ID == id }); i >= 0 {
		was = &all[i]
	}
	next, err := change(was)
	if err != nil {
		return err
	}
	switch _, err := edition.Edited(base, k, id, next, c.options.Now()); {
	case errors.Is(err, edition.ErrHeld):
		return &problem.Error{Status: http.StatusConflict, Err: err}
	case err != nil:
		return problem.Unprocessable(err)
	}
	return c.options.Edit.Whole(c.ctx, "", func(inside store.Store, _ any) error {
		if err := store.StillAs(c.ctx, inside, code, seen, restedOn()...); err != nil {
			return err
		}
		return inside.(store.Editor).Edit(c.ctx, code, k, id, by, change)
	})
}

// restedOn are the kinds on which a proof rests: nothing does on sites.
func restedOn() []feature.Kind {
	return slices.DeleteFunc(feature.Regional(), func(k feature.Kind) bool { return k == feature.Sites })
}

// seen tells whether a feature stands there, and as it was when the asker read it.
func (c *call) seen(s feature.Schema, id string, was *feature.Feature) error {
	if was == nil {
		return notFound("ogc.no_feature", "collection", string(s.Kind), "id", id)
	}
	match := c.r.Header.Get("If-Match")
	switch {
	case match == "" && s.Kind != feature.Sites: // others rest on the ground: nobody changes it unseen
		return &problem.Error{Status: http.StatusPreconditionRequired, Err: finding.New("ogc.no_if_match", "")}
	case match == "" || listed(match, tag(*was)):
		return nil
	}
	return &problem.Error{Status: http.StatusPreconditionFailed, Err: finding.New("ogc.stale", "", "id", id)}
}

// listed tells whether a list of entity tags has one (RFC 9110, 13.1.1).
func listed(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "*" || one == tag {
			return true
		}
	}
	return false
}

// tag is the entity tag of a feature as it is kept.
func tag(f feature.Feature) string {
	b, err := geojson.Marshal(f)
	if err != nil { // what the store gave can be written
		b = fmt.Append(nil, f)
	}
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// body reads and checks the feature of a request.
func (c *call) body(s feature.Schema) (feature.Feature, error) {
	var none feature.Feature
	media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	switch {
	case c.r.Header.Get("Content-Type") == "":
		return none, problem.BadRequest(finding.New("ogc.no_content_type", ""))
	case err != nil || media != typeGeoJSON && media != typeJSON:
		return none, &problem.Error{Status: http.StatusUnsupportedMediaType, Err: finding.New("ogc.content_type", "", "type", c.r.Header.Get("Content-Type"))}
	}
	in := lonLat
	if named := strings.Trim(c.r.Header.Get("Content-Crs"), "<> "); named != "" {
		all := c.systems()
		s, ok := called(all, named)
		if !ok {
			return none, problem.BadRequest(finding.New("param.crs", "", "name", "Content-Crs", "value", named, "known", uris(all)))
		}
		in = s
	}
	most := int64(maxFeature)
	if s.Shape == feature.Point || s.Kind == feature.Codes {
		most = maxPoint
	}
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	if err != nil {
		return none, err
	}
	f, err := geojson.UnmarshalIn(b, in.System)
	if err != nil {
		return none, problem.BadRequest(err)
	}
	if fault := fits(s, &f); fault != nil {
		return none, problem.BadRequest(fault)
	}
	if s.Kind == feature.Codes && f.ID != "" {
		code, ok := intake.TownCode(f.ID)
		if !ok {
			return none, problem.BadRequest(finding.New("ogc.no_town_code", "/id", "id", f.ID))
		}
		f.ID = code
	}
	if whole, known := around(c.extent().bounds); known && f.Geometry != nil && !whole.Pad(far).Intersects(f.Geometry.Bound()) {
		return none, problem.BadRequest(finding.New("ogc.far", "/geometry", "crs", in.uri, "axes", in.axes()))
	}
	return f, nil
}

// far, in degrees, is so far from the region that coordinates must be meant otherwise.
const far = 1.0
