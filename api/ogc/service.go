package ogc

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// A Store is all that this package asks of one.
type Store interface {
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
	store.Rows
}

// Options are the settings of a Service.
type Options struct {
	Base string           // scheme and host before every link, such as https://map.example.org; "" = as the request says
	Now  func() time.Time // the clock of timeStamp
	Log  *slog.Logger     // takes our own faults

	May func(w http.ResponseWriter, r *http.Request, kind feature.Kind) error // why the features of a kind may not be read; nil: all may

	Hide func(w http.ResponseWriter, r *http.Request, kind feature.Kind) []string // the properties of a kind that the asker is not told; nil: all are

	Edit Editor // nil: nothing may be written

	// MayEdit gives who may write features of a kind, and what tells why not a certain one; nil: nobody may.
	MayEdit func(w http.ResponseWriter, r *http.Request, kind feature.Kind) (person string, may func(feature.Feature) error, err error)
}

// A Service answers requests for collections.
type Service struct {
	dataset func(ctx context.Context, region string) (atlas.Dataset, error)
	store   Store
	options Options

	mu      sync.Mutex
	extents map[string]extents       // by region
	proving map[string]chan struct{} // by region

	making      sync.Mutex
	definitions map[words.Lang]definition
}

// extents are the bounds of a region's collections, and the systems that reach all of
// them, as of one version.
type extents struct {
	version string
	bounds  map[feature.Kind]orb.Bound
	origins map[feature.Kind]origin
	systems []system
}

// New makes a Service. Dataset gives a region by its code, "" the default one.
func New(dataset func(ctx context.Context, region string) (atlas.Dataset, error), st Store, o Options) *Service {
	return &Service{dataset: dataset, store: st, options: o, extents: map[string]extents{}, proving: map[string]chan struct{}{}, definitions: map[words.Lang]definition{}}
}

// Routes gives the routes below /ogc. They may be mounted below a {region} too.
func (s *Service) Routes() http.Handler {
	r := chi.NewRouter()
	on := func(method, path string, f func(*call) error) {
		r.Method(method, path, problem.Handler(s.options.Log, func(w http.ResponseWriter, r *http.Request) error {
			c, err := s.call(w, r)
			if err != nil {
				return err
			}
			return f(c)
		}))
	}
	get := func(path string, f func(*call) error) { on(http.MethodGet, path, f) }
	get("/", (*call).landing)
	get("/api", (*call).api)
	get("/conformance", (*call).conformance)
	get("/collections", (*call).collections)
	get("/collections/{collection}", (*call).collection)
	get("/collections/{collection}/queryables", (*call).queryables)
	get("/collections/{collection}/schema", (*call).returnables)
	get("/collections/{collection}/items", (*call).items)
	get("/collections/{collection}/items/{feature}", (*call).item)
	on(http.MethodPost, "/collections/{collection}/items", (*call).create)
	on(http.MethodPut, "/collections/{collection}/items/{feature}", (*call).replace)
	on(http.MethodDelete, "/collections/{collection}/items/{feature}", (*call).remove)
	on(http.MethodOptions, "/collections/{collection}/items", (*call).tells)
	on(http.MethodOptions, "/collections/{collection}/items/{feature}", (*call).tells)
	return r
}

// A call is one request on its way: what was asked, of which region, in which
// language, and where its links begin.
type call struct {
	*Service
	w      http.ResponseWriter
	r      *http.Request
	ctx    context.Context
	data   atlas.Dataset
	lang   words.Lang
	root   string // "https://host/r/370481/ogc"
	params url.Values
}

func (s *Service) call(w http.ResponseWriter, r *http.Request) (*call, error) {
	region := problem.PathParam(r, "region")
	data, err := s.dataset(r.Context(), region)
	if err != nil {
		return nil, err
	}
	c := &call{Service: s, w: w, r: r, ctx: r.Context(), data: data, lang: problem.Lang(r), params: r.URL.Query()}
	c.root = s.options.Base
	if c.root == "" {
		c.root = "http://" + r.Host
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			c.root = "https://" + r.Host
		}
	}
	if region != "" {
		c.root += "/r/" + url.PathEscape(region)
	}
	c.root += "/ogc"
	return c, nil
}

// extent gives the bounds of each collection that is not empty. What users make has none,
// because it changes under the reader.
func (c *call) extent() extents {
	code, version := c.data.Region.Code, c.data.Region.Version
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.extents[code]; ok && known.version == version && version != "" {
		return known
	}
	e := extents{version: version, bounds: map[feature.Kind]orb.Bound{}, origins: map[feature.Kind]origin{}}
	for _, kind := range feature.Regional() {
		e.origins[kind] = originOf(c.data.Collections[kind].Features)
		for _, f := range c.data.Collections[kind].Features {
			if f.Geometry == nil {
				continue
			}
			b, known := e.bounds[kind]
			if !known {
				b = f.Geometry.Bound()
			}
			e.bounds[kind] = b.Union(f.Geometry.Bound())
		}
	}
	e.systems = reaching(e.bounds)
	c.extents[code] = e
	return e
}

// in picks the text of the call's language.
func (c *call) in(zh, en string) string { return words.Sentence{ZH: zh, EN: en}.In(c.lang) }
