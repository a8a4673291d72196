package ops_test

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"xunhu/api/ops"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/tiles/pmtiles"
	"xunhu/api/wire"
	"xunhu/geo/demo"
)

// A base map is made of an extract by an administrator, written out, and taken again as it was
// written; what is none changes nothing, says why, and can be tried again. A collection is
// written as tiles.
func TestBasemaps(t *testing.T) {
	srv, st, own := servedAs(t, func(*ops.Options) {}, demo.Dataset())
	working(t, st, own)
	village, err := os.ReadFile("../../geo/format/osmpbf/testdata/village.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	admin := []string{ops.Declared, "demo-FJ-admin"}
	lay := func(name, body string) wire.Job {
		t.Helper()
		j, _ := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/basemap?lang=en&name="+name, body, admin...)
		return overJob(t, srv, j.ID, admin...)
	}
	kept := func() store.TileSet {
		t.Helper()
		set, err := st.TileSet(t.Context(), "370481", tiles.BaseName)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		return set
	}
	refusedWith(t, srv, http.StatusForbidden, "/api/v1/basemap?name=a.osm.pbf", string(village))
	refusedWith(t, srv, http.StatusBadRequest, "/api/v1/basemap?name=../a.osm.pbf", string(village), admin...)
	none, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs", `{"processID":"export","inputs":{"collection":"base","format":"pmtiles"}}`)
	if j := overJob(t, srv, none.ID); j.Status != store.JobFailed || !strings.HasPrefix(j.Message, demo.Dataset().Region.Name+"还没有底图") || strings.Contains(j.Message, "xunhu") || j.Title != "导出底图（pmtiles）" {
		t.Errorf("a base map that is none: %+v", j)
	}
	if j := lay("town.osm.pbf", "<osm/>"); j.Status != store.JobFailed || j.Attempt != 1 || !strings.HasPrefix(j.Message, "town.osm.pbf") || kept().Size != 0 {
		t.Errorf("%+v", j)
	}

	j := lay("village.osm.pbf", string(village))
	first := kept()
	if j.Status != store.JobSuccessful || j.Title != "制作底图：village.osm.pbf" || first.Size == 0 {
		t.Fatalf("%+v, %+v", j, first)
	}
	if r, _ := answer[ops.BasemapReport](t, srv, http.StatusOK, "/api/v1/jobs/"+j.ID+"/results", "", admin...); r.Tiles != 53 || r.Bytes != first.Size || r.Features["roads"] == 0 {
		t.Errorf("%+v", r)
	}
	results := func(collection string) (id string, content []byte) {
		t.Helper()
		id = doneJob(t, srv, `{"processID":"export","inputs":{"collection":"`+collection+`","format":"pmtiles"}}`)
		answer, b := ask(t, srv, "/api/v1/jobs/"+id+"/results", "")
		if name := answer.Header.Get("Content-Disposition"); answer.StatusCode != http.StatusOK || !strings.Contains(name, collection+".pmtiles") {
			t.Errorf("%d, %s", answer.StatusCode, name)
		}
		return id, b
	}
	exported, archive := results("base")
	if int64(len(archive)) != first.Size {
		t.Errorf("%d bytes, kept %d", len(archive), first.Size)
	}
	if _, err := st.JobFile(t.Context(), "370481", exported, "output"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the base map was copied: %v", err)
	}
	cut := lay("cut.pmtiles", string(archive[:len(archive)-5]))
	if cut.Status != store.JobFailed || cut.Attempt != 1 || !strings.HasPrefix(cut.Message, "cut.pmtiles") || kept() != first {
		t.Errorf("%+v", cut)
	}
	again, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs/"+cut.ID+"/retry", "{}", admin...)
	if j := overJob(t, srv, again.ID, admin...); j.Status != store.JobFailed || j.Message != cut.Message {
		t.Errorf("%+v", j)
	}
	if err := st.DropTiles(t.Context(), "370481", tiles.BaseName); err != nil {
		t.Fatal(err)
	}
	refusedWith(t, srv, http.StatusGone, "/api/v1/jobs/"+exported+"/results", "")
	if j := lay("base.pmtiles", string(archive)); j.Status != store.JobSuccessful || kept() != first {
		t.Errorf("%+v", j)
	}

	_, towns := results("towns")
	if a, err := pmtiles.Open(bytes.NewReader(towns), int64(len(towns))); err != nil || !a.Bound.Intersects(demo.Dataset().Bound()) || a.MaxZoom != tiles.MaxBaseZoom {
		t.Errorf("%v", err)
	}
	for collection, format := range map[string]string{"base": "geojson", "codes": "pmtiles"} {
		refusedWith(t, srv, http.StatusUnprocessableEntity, "/api/v1/jobs", `{"processID":"export","inputs":{"collection":"`+collection+`","format":"`+format+`"}}`)
	}
}
