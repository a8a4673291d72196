package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"xunhu/api/problem"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

// tile answers GET /tiles/region/{z}/{x}/{y}.mvt; 204 where nothing is drawn.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	region, err := s.options.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return err
	}
	at, err := placeOf(r)
	if err != nil {
		return err
	}
	if unchanged(w, r, s.made(region.Present.Region.Boundaries())) {
		return nil
	}
	b, err := region.Tiles().Tile(at[0], at[1], at[2])
	if errors.Is(err, tiles.ErrNoTile) {
		return noTile(r)
	}
	if err != nil {
		return err
	}
	return sendMVT(w, b)
}

// placeOf is the zoom, column and row of a path.
func placeOf(r *http.Request) (at [3]uint32, err error) {
	for i, name := range []string{"z", "x", "y"} {
		n, err := strconv.ParseUint(param(r, name), 10, 32)
		if err != nil {
			return at, noTile(r)
		}
		at[i] = uint32(n)
	}
	return at, nil
}

func noTile(r *http.Request) error {
	return problem.NotFound(finding.New("problem.no_tile", "", "path", r.URL.Path))
}

// style answers GET /style.json: how MapLibre paints the tiles.
func (s *Server) style(w http.ResponseWriter, r *http.Request) error {
	code := problem.PathParam(r, "region")
	region, err := s.options.Regions.Get(r.Context(), code)
	if err != nil {
		return err
	}
	prefix := ""
	if code != "" {
		prefix = "/r/" + url.PathEscape(code)
	}
	look := tiles.Look{
		Base: origin(r) + prefix, Lang: problem.Lang(r), Bound: region.Present.Bound(), Dark: r.URL.Query().Get("theme") == "dark",
		Tianditu: s.options.Tianditu,
	}
	if look.Under, err = s.base(r.Context(), region.Dataset.Region.Code); err != nil {
		return err
	}
	under := ""
	if look.Under != nil {
		under = "-" + look.Under.Version
		look.Under.Painted = s.painted(look.Lang, look.Dark)
	}
	if look.Tianditu != "" {
		sum := sha256.Sum256([]byte(look.Tianditu))
		under += "-" + hex.EncodeToString(sum[:4])
	}
	w.Header().Add("Vary", "Accept-Language, Host, X-Forwarded-Proto")
	if unchanged(w, r, s.made(fmt.Sprintf("%s-%s-%t%s", region.Present.Region.Boundaries(), look.Lang, look.Dark, under))) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(tiles.Style(region.Dataset.Region, look))
	return err
}

// painted is how the page's build has a base map of vector tiles painted; nil if there is no build.
func (s *Server) painted(l words.Lang, dark bool) []byte {
	theme := "light"
	if dark {
		theme = "dark"
	}
	b, err := fs.ReadFile(s.options.App, "basemap/"+theme+"-"+string(l)+".json")
	if err != nil {
		return nil
	}
	return b
}

// origin is the scheme and host by which the asker reached us.
func origin(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// made is the version of what this program makes of a version of the data.
func (s *Server) made(version string) string {
	if version == "" || s.options.Build == "" {
		return version
	}
	return version + "-" + s.options.Build
}

// unchanged sets the ETag of a version of the data, and answers 304 if the asker
// has that version. Nothing is marked that has no version.
func unchanged(w http.ResponseWriter, r *http.Request, version string) bool {
	if w.Header().Get("Cache-Control") == "" { // a guard may have said more
		w.Header().Set("Cache-Control", "no-cache")
	}
	if version == "" {
		return false
	}
	tag := `W/"` + version + `"`
	w.Header().Set("ETag", tag)
	known := strings.Split(r.Header.Get("If-None-Match"), ",")
	if !slices.ContainsFunc(known, func(one string) bool { return strings.TrimSpace(one) == tag || strings.TrimSpace(one) == "*" }) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}
