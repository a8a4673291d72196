package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// app serves the built web app.
type app struct{ files fs.FS }

// serve answers with a file of the app, or with its page where a browser asks for
// one. False means that the path is not the app's.
func (a app) serve(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if rest, ok := strings.CutPrefix(name, "r/"); ok { // the page of a region asks for files beside itself
		_, name, _ = strings.Cut(rest, "/")
	}
	if name == "" {
		return a.file(w, r, "index.html")
	}
	if a.file(w, r, name) {
		return true
	}
	page := path.Ext(name) == "" && !isData(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html")
	return page && a.file(w, r, "index.html")
}

// file answers with one file, if there is such a one.
func (a app) file(w http.ResponseWriter, r *http.Request, name string) bool {
	content, err := fs.ReadFile(a.files, name)
	if err != nil {
		return false
	}
	h := w.Header()
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	sum := sha256.Sum256(content)
	h.Set("ETag", `W/"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	return true
}
