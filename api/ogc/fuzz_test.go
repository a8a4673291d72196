package ogc_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"xunhu/api/ogc"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Whatever stands in the query, the answer is a page or a refusal, never a fault
// of ours.
func FuzzItemsQuery(f *testing.F) {
	srv := service(f, small(), reported())
	for _, seed := range []string{"bbox=1,2,3,4", "datetime=2026-11-01/..", "limit=1&offset=2", "occurred_at=2026-11-02T00:00:00Z&f=html",
		"name=%E4%B8%9C&pilot=true", "accuracy_m=1e-400", "bbox=180,90,-180,90,0,1", "&&=;", "%", "filter=name+LIKE+'%25'&filter-lang=cql2-text&after=3",
		"filter=S_WITHIN(geometry,BBOX(35,117,36,118))&filter-crs=http://www.opengis.net/def/crs/EPSG/0/4490&crs=http://www.opengis.net/def/crs/EPSG/0/3857",
		"filter={\"op\":\"isNull\",\"args\":[{\"property\":\"id\"}]}&filter-lang=cql2-json", "limit=9223372036854775807&offset=9223372036854775807"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, collection := range []string{"incidents", "towns"} {
			r := httptest.NewRequest(http.MethodGet, "/ogc/collections/"+collection+"/items", nil)
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			srv.Config.Handler.ServeHTTP(w, r)
			if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
				t.Errorf("?%s: %d %s", query, w.Code, w.Body)
			}
		}
	})
}

// empty is a store without any feature.
type empty struct{}

func (empty) Query(context.Context, string, feature.Kind, store.Query) (store.Page, error) {
	return store.Page{}, nil
}

func (empty) Rows(context.Context, string, feature.Kind, store.Query, bool, func(store.Row) error) (store.Page, error) {
	return store.Page{}, nil
}

func Example() {
	region := atlas.Dataset{Region: atlas.Region{Code: "t1", Name: "小城"}}
	s := ogc.New(func(context.Context, string) (atlas.Dataset, error) { return region, nil }, empty{},
		ogc.Options{Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	r := chi.NewRouter()
	r.Mount("/ogc", s.Routes())
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest("GET", "/ogc/collections/sites/items?bbox=1,2", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output: 400 application/problem+json
}
