package problem

import (
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"
)

// PathParam gives a part of the path, unescaped. The router sees the escaped path
// where it differs, as for an id with a slash; what cannot be unescaped comes as
// it is.
func PathParam(r *http.Request, name string) string {
	part := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return part
	}
	if plain, err := url.PathUnescape(part); err == nil {
		return plain
	}
	return part
}
