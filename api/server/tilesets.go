package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Features is all that tiles of what users make ask of a store.
type Features interface {
	store.Rows
	// State names what stands in the whole store. See store.Nodes.
	State(ctx context.Context) (string, error)
}

// regionSet is the set that has the whole region.
const regionSet = "region"

// collectionTile answers GET /tiles/{set}/{z}/{x}/{y}.mvt for one collection. What the region's
// version covers is drawn from its Set, which is of that version. All else is drawn from the store
// as it stands when it is asked for, and its tag is of what was drawn: it can be neither stale nor of
// another state.
func (s *Server) collectionTile(w http.ResponseWriter, r *http.Request) error {
	at, err := placeOf(r)
	if err != nil {
		return err
	}
	schema, err := s.shown(w, r)
	if err != nil {
		return err
	}
	region, err := s.options.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return err
	}
	set := region.Tiles()
	var b []byte
	if set.Holds(schema.Kind) {
		if b, err = set.TileOf(schema.Kind, at[0], at[1], at[2]); err == nil && unchanged(w, r, s.made(region.Present.Region.Boundaries())) {
			return nil
		}
	} else if b, err = s.drawn(w, r, region, schema, at); err == nil {
		sum := sha256.Sum256(b)
		if unchanged(w, r, hex.EncodeToString(sum[:8])) {
			return nil
		}
	}
	if errors.Is(err, tiles.ErrNoTile) {
		return noTile(r)
	}
	if err != nil {
		return err
	}
	return sendMVT(w, b)
}

func sendMVT(w http.ResponseWriter, b []byte) error {
	if len(b) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
	_, err := w.Write(b)
	return err
}

// shown is the collection that a path names, if the asker may see it.
func (s *Server) shown(w http.ResponseWriter, r *http.Request) (feature.Schema, error) {
	name := param(r, "set")
	schema, ok := feature.SchemaOf(feature.Kind(name))
	if !ok || schema.Kind == feature.Codes || s.options.Features == nil {
		return schema, problem.NotFound(finding.New("problem.no_tiles", "", "name", name))
	}
	w.Header().Add("Vary", "Authorization")
	return schema, s.options.Guard.MayRead(w, r, schema.Kind)
}

// drawn draws a collection that the store has to be asked for, unless that was done since anybody wrote.
func (s *Server) drawn(w http.ResponseWriter, r *http.Request, region *live.Region, schema feature.Schema, at [3]uint32) ([]byte, error) {
	box, err := tiles.Around(at[0], at[1], at[2])
	if err != nil {
		return nil, err
	}
	hide := s.options.Guard.Hidden(w, r, schema.Kind)
	state, err := s.options.Features.State(r.Context())
	if err != nil {
		return nil, err
	}
	code := region.Dataset.Region.Code
	key := fmt.Sprintf("%q %s %v %q", code, schema.Kind, at, hide)
	return s.drawings.get(r.Context(), key, state, func(ctx context.Context) ([]byte, error) {
		d, err := tiles.Begin(schema, hide, at[0], at[1], at[2])
		if err != nil {
			return nil, err
		}
		if _, err := s.options.Features.Rows(ctx, code, schema.Kind, store.Query{BBox: &box, Wants: d.Wants}, false, d.Row); err != nil {
			return nil, err
		}
		return d.Tile(), nil
	})
}

// tileJSON is the description of a set (TileJSON 3.0.0).
type tileJSON struct {
	TileJSON    string        `json:"tilejson"`
	Name        string        `json:"name"`
	Attribution string        `json:"attribution,omitempty"`
	Tiles       []string      `json:"tiles"`
	MinZoom     int           `json:"minzoom"`
	MaxZoom     int           `json:"maxzoom"`
	Bounds      []float64     `json:"bounds,omitempty"`
	Layers      []vectorLayer `json:"vector_layers"`
}

type vectorLayer struct {
	ID     string            `json:"id"`
	Fields map[string]string `json:"fields"`
}

// tileSet answers GET /tiles/{set}: what the tiles of a set are and where they are.
func (s *Server) tileSet(w http.ResponseWriter, r *http.Request) error {
	region, err := s.options.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return err
	}
	of := region.Dataset.Region
	name := param(r, "set")
	t := tileJSON{
		TileJSON: "3.0.0", Name: of.Name, Attribution: of.Attribution, MaxZoom: tiles.MaxZoom,
		Tiles: []string{s.tilesAt(r, name) + "/{z}/{x}/{y}.mvt"},
	}
	switch name {
	case regionSet:
		t.Bounds = extent(region, "")
		for _, k := range region.Tiles().Kinds() {
			t.Layers = append(t.Layers, layerOf(k))
		}
	case tiles.BaseName:
		base, err := s.base(r.Context(), of.Code)
		if err != nil {
			return err
		}
		if base == nil {
			return problem.NotFound(finding.New("problem.no_tiles", "", "name", name))
		}
		t.Attribution, t.Bounds, t.MinZoom, t.MaxZoom, t.Layers = base.Attribution, bounds(base.Bound), int(base.MinZoom), int(base.MaxZoom), []vectorLayer{}
		t.Tiles[0] = strings.TrimSuffix(t.Tiles[0], "mvt") + base.Format + "?v=" + base.Version
		for _, l := range base.Layers {
			t.Layers = append(t.Layers, vectorLayer{l, map[string]string{}})
		}
	default:
		schema, err := s.shown(w, r)
		if err != nil {
			return err
		}
		t.Name += " · " + words.Sentence{ZH: schema.ZH, EN: schema.EN}.In(problem.Lang(r))
		t.Bounds, t.Layers = extent(region, schema.Kind), []vectorLayer{layerOf(schema.Kind)}
	}
	w.Header().Add("Vary", "Accept-Language, Host, X-Forwarded-Proto")
	return sendJSON(w, t)
}

// tileSets answers GET /tiles: the sets that the asker may see, after OGC API Tiles.
func (s *Server) tileSets(w http.ResponseWriter, r *http.Request) error {
	region, err := s.options.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return err
	}
	type link struct {
		Href  string `json:"href"`
		Rel   string `json:"rel"`
		Type  string `json:"type"`
		Title string `json:"title,omitempty"`
	}
	type set struct {
		Title string `json:"title"`
		Type  string `json:"dataType"`
		CRS   string `json:"crs"`
		URI   string `json:"tileMatrixSetURI"`
		Links []link `json:"links"`
	}
	sets := []set{}
	add := func(name, title, kind string) {
		sets = append(sets, set{
			Title: title, Type: kind, CRS: "http://www.opengis.net/def/crs/EPSG/0/3857", URI: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
			Links: []link{{Href: s.tilesAt(r, name), Rel: "self", Type: "application/json"}},
		})
	}
	lang := problem.Lang(r)
	add(regionSet, region.Dataset.Region.Name, "vector")
	base, err := s.base(r.Context(), region.Dataset.Region.Code)
	if err != nil {
		return err
	}
	if base != nil {
		kind := "map"
		if base.Vector {
			kind = "vector"
		}
		add(tiles.BaseName, words.Say(lang, "tiles.base", nil), kind)
	}
	for _, schema := range feature.Schemas() {
		if schema.Kind == feature.Codes || s.options.Features == nil || s.options.Guard.MayRead(silent{}, r, schema.Kind) != nil {
			continue
		}
		add(string(schema.Kind), words.Sentence{ZH: schema.ZH, EN: schema.EN}.In(lang), "vector")
	}
	w.Header().Add("Vary", "Accept-Language, Host, X-Forwarded-Proto, Authorization")
	return sendJSON(w, map[string]any{"tilesets": sets})
}

// silent takes what a rule says to the asker when nobody has asked for that.
type silent struct{}

func (silent) Header() http.Header         { return http.Header{} }
func (silent) Write(b []byte) (int, error) { return len(b), nil }
func (silent) WriteHeader(int)             {}

func sendJSON(w http.ResponseWriter, v any) error {
	if w.Header().Get("Cache-Control") == "" { // a guard may have said more
		w.Header().Set("Cache-Control", "no-cache")
	}
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// tilesAt is the address of a set.
func (s *Server) tilesAt(r *http.Request, name string) string {
	prefix := ""
	if code := problem.PathParam(r, "region"); code != "" {
		prefix = "/r/" + url.PathEscape(code)
	}
	return origin(r) + prefix + "/tiles/" + url.PathEscape(name)
}

// extent is where the tiles of a kind show anything, of all kinds together where it is "": nothing where
// that is not known, since it changes with the store.
func extent(region *live.Region, kind feature.Kind) []float64 {
	b, ok := region.Tiles().Bound(kind)
	if !ok {
		return nil
	}
	return bounds(b)
}

func bounds(b orb.Bound) []float64 {
	if b.Min[0] >= b.Max[0] || b.Min[1] >= b.Max[1] {
		return nil
	}
	return []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

// layerOf says what features of a kind carry.
func layerOf(k feature.Kind) vectorLayer {
	l := vectorLayer{string(k), map[string]string{"id": "String"}}
	schema, ok := feature.SchemaOf(k)
	if !ok {
		return l
	}
	for _, f := range store.Public(schema).Fields {
		switch {
		case f.Type == feature.JSON || slices.Contains(feature.Regional(), k) && !tiles.Carries(f.Name):
		case f.Type == feature.Integer || f.Type == feature.Real:
			l.Fields[f.Name] = "Number"
		case f.Type == feature.Boolean:
			l.Fields[f.Name] = "Boolean"
		default:
			l.Fields[f.Name] = "String"
		}
	}
	return l
}
