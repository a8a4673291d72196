package ops

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/patrol"
	"xunhu/routing/roster"
)

// Regions gives a region by its code, "" the usual one.
type Regions interface {
	Get(ctx context.Context, code string) (*live.Region, error)
}

// A Store is all that this package asks of one.
type Store interface {
	Regions(ctx context.Context) ([]atlas.Region, error)
	Load(ctx context.Context, region string) (atlas.Dataset, error)
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
	Insert(ctx context.Context, region string, kind feature.Kind, features ...feature.Feature) error
	store.Leads
	store.Closures
	store.Rosters
	store.JointPatrols
	store.Seeds
	store.Jobs
	store.TileSets
	store.Units
	store.Nodes
}

// Options are what a Service works with. All are needed but those of the second group.
type Options struct {
	Guard   *auth.Guard
	Regions Regions
	Store   Store
	Solve   patrol.Solver
	Patrol  patrol.Settings
	Now     func() time.Time
	Random  io.Reader // unguessable bytes, for ids and the seeds of plans
	Log     *slog.Logger

	Roster  roster.Settings // which duties there are; none: those of roster.Defaults
	Risk    bool            // needs of plans weigh by what may be found there
	Explore float64         // share of that by how little is known; 0: wire.Explore
	Done    <-chan struct{} // closed when the service ends, so that streams end too

	ImportLimit int64 // of a file that is imported or laid as base map, in bytes; 0: ImportLimit
}

// ImportLimit is how large a file may be that is imported, where nothing else is said: 2 GiB.
const ImportLimit = 2 << 30

// A Service answers requests below /api.
type Service struct {
	Options
	watch  *live.Watch // of what those who read streams are told
	queue  Queue
	offers []Offer
}

// New makes a Service.
func New(o Options) *Service {
	if len(o.Roster.Shifts) == 0 {
		o.Roster = roster.Defaults()
	}
	if o.Explore == 0 {
		o.Explore = wire.Explore
	}
	return &Service{Options: o, watch: live.NewWatch(o.Store)}
}

// maxBody is the largest body that is read, in bytes.
const maxBody = 8 << 20

// A call is one request on its way: what was asked, of which region, in which
// language.
type call struct {
	*Service
	w      http.ResponseWriter
	r      *http.Request
	ctx    context.Context
	lang   words.Lang
	params *problem.Params
	prefix string      // "/r/370481/api/v1"
	code   string      // of the region, "" the usual one
	asker  *auth.Asker // who was admitted; nil: anybody is

	revision string // of the lead that is shown: the beginning of its ETag
}

func (s *Service) call(w http.ResponseWriter, r *http.Request) *call {
	c := &call{Service: s, w: w, r: r, ctx: r.Context(), lang: problem.Lang(r),
		params: problem.ParamsOf(r.URL), prefix: base, code: problem.PathParam(r, "region")}
	if c.code != "" {
		c.prefix = "/r/" + url.PathEscape(c.code) + base
	}
	return c
}

// region gives the region that the request is about.
func (c *call) region() (*live.Region, error) { return c.Regions.Get(c.ctx, c.code) }

// body reads the whole body.
func (c *call) body() ([]byte, error) {
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, problem.BadRequest(fmt.Errorf("read body: %w", err))
	}
	return b, nil
}

// read reads a body of JSON into v; a fault points to its place.
func read(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			return problem.BadRequest(finding.New("input.json", "", "byte", dec.InputOffset()))
		}
		return nil
	case errors.As(err, &wrong):
		return problem.Unprocessable(finding.New("input.type", pointer(wrong.Field), "wanted", wrong.Type.String(), "found", wrong.Value))
	}
	if name, ok := unknownField(err); ok {
		return problem.Unprocessable(finding.New("input.unknown", "/"+name, "name", name))
	}
	return problem.BadRequest(finding.New("input.json", "", "byte", dec.InputOffset()).Because(err))
}

// write answers with JSON.
func (c *call) write(status int, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("ops: encode %s: %w", c.r.URL.Path, err)
	}
	return c.send(status, "application/json", b.Bytes())
}

// writeFeature answers with a GeoJSON feature.
func (c *call) writeFeature(status int, f feature.Feature) error {
	b, err := geojson.Marshal(f)
	if err != nil {
		return err
	}
	return c.send(status, geoJSON, b)
}

// writeCollection answers with a GeoJSON feature collection.
func (c *call) writeCollection(status int, features iter.Seq[feature.Feature], members map[string]any) error {
	var b bytes.Buffer
	if err := geojson.WriteCollection(&b, features, members); err != nil {
		return err
	}
	return c.send(status, geoJSON, b.Bytes())
}

// send answers with a body. What is read has an ETag of its content, and is not
// sent again to who has it.
func (c *call) send(status int, media string, body []byte) error {
	h := c.w.Header()
	h.Set("Content-Language", string(c.lang))
	h.Add("Vary", "Accept-Language")
	if c.r.Method == http.MethodGet && status == http.StatusOK {
		sum := sha256.Sum256(body)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		if c.revision != "" { // a strong one, as If-Match wants it
			tag = `"` + c.revision + "-" + hex.EncodeToString(sum[:12]) + `"`
		}
		h.Set("ETag", tag)
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "no-cache")
		}
		for known := range strings.SplitSeq(c.r.Header.Get("If-None-Match"), ",") {
			if known = strings.TrimSpace(known); known == tag || known == "*" {
				c.w.WriteHeader(http.StatusNotModified)
				return nil
			}
		}
	}
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	_, err := c.w.Write(body)
	return err
}
