package ogc_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"xunhu/api/ogc"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// What a change was proved against may be gone before it is made: it is proved anew then,
// refused where it does not hold any longer, and given up (409) where others change something each time.
func TestProvedAgainstWhatStands(t *testing.T) {
	st := either.New(t)
	unit := feature.Feature{ID: "P", Props: map[string]any{"name": "分局", "class": "BRANCH", "valid_from": "2999-01-01"}}
	d := world()
	schema, _ := feature.SchemaOf(feature.Units)
	d.Collections[feature.Units] = feature.Collection{Schema: schema, Features: []feature.Feature{unit}}
	if err := st.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	looks, restless, rivers := 0, false, true
	dataset := func(ctx context.Context, code string) (atlas.Dataset, error) {
		is, err := st.Load(ctx, cmp.Or(code, "w"))
		if looks++; err == nil && looks == 2 { // the first is of the request, the second of the proof
			err = st.(store.Editor).Edit(ctx, "w", feature.Units, "P", store.Signature{}, func(*feature.Feature) (*feature.Feature, error) { return nil, nil })
		}
		if restless { // nothing rests on sites, which come too
			err = errors.Join(err, st.Insert(ctx, "w", feature.Sites, feature.Feature{ID: fmt.Sprint("s", looks), Geometry: orb.Point{6, 50}, Props: map[string]any{"name": "x", "class": "other"}}))
			if rivers {
				err = errors.Join(err, st.Insert(ctx, "w", feature.Rivers, feature.Feature{ID: fmt.Sprint("r", looks), Geometry: orb.LineString{{6, 50}, {7, 51}}, Props: map[string]any{"name": "x", "class": "river"}}))
			}
		}
		return is, err
	}
	s := ogc.New(dataset, st, ogc.Options{Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Edit: editorOf(st), MayEdit: anybody})
	r := chi.NewRouter()
	r.Mount("/ogc", s.Routes())
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	a := &suite{srv: srv, kind: feature.Units}
	a.want(t, http.StatusUnprocessableEntity, "POST", a.path(""), `{"type":"Feature","geometry":null,"properties":{"name":"x","class":"BRIGADE","parent":"P","valid_from":"2999-01-01"}}`)
	if page, err := st.Query(t.Context(), "w", feature.Units, store.Query{}); err != nil || len(page.Features) != 0 || looks != 3 {
		t.Errorf("%d units, %d looks, %v", len(page.Features), looks, err)
	}
	restless = true
	a.want(t, http.StatusConflict, "POST", a.path(""), `{"type":"Feature","geometry":null,"properties":{"name":"x","class":"BRANCH","valid_from":"2999-01-01"}}`)
	if page, err := st.Query(t.Context(), "w", feature.Units, store.Query{}); err != nil || len(page.Features) != 0 {
		t.Errorf("%d units, %v", len(page.Features), err)
	}
	rivers = false
	a.want(t, http.StatusCreated, "POST", a.path(""), `{"type":"Feature","geometry":null,"properties":{"name":"x","class":"BRANCH","valid_from":"2999-01-01"}}`)
}

// Changes of one region that are asked for at once are proved one after the other, however many, and none is refused for
// another that it has nothing to do with.
func TestProvedOneAfterTheOther(t *testing.T) {
	st := either.New(t)
	if err := st.Save(t.Context(), world()); err != nil {
		t.Fatal(err)
	}
	const many = 3 * mostTries
	var asked sync.WaitGroup // all have been asked before the first is proved
	asked.Add(many)
	var now, most atomic.Int32
	dataset := func(ctx context.Context, code string) (atlas.Dataset, error) {
		if code == "" {
			return world(), nil
		}
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		return st.Load(ctx, code)
	}
	may := func(_ http.ResponseWriter, _ *http.Request, _ feature.Kind) (string, func(feature.Feature) error, error) {
		asked.Done()
		asked.Wait()
		return "li", func(feature.Feature) error { return nil }, nil
	}
	s := ogc.New(dataset, st, ogc.Options{Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Edit: editorOf(st), MayEdit: may})
	r := chi.NewRouter()
	r.Mount("/ogc", s.Routes())
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	a := &suite{srv: srv, kind: feature.Rivers}
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			a.want(t, http.StatusCreated, "POST", a.path(""), a.body("河", fmt.Sprint("r", i), orb.LineString{{6, 50}, {7, 51}}))
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d proofs at once", most.Load())
	}
}

// mostTries is how often a change is proved anew.
const mostTries = 5
