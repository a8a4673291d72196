package main

/*
#cgo LDFLAGS: -lgeos_c
#include <stdint.h>
#include <stdlib.h>
#include <geos_c.h>

typedef struct {
	GEOSContextHandle_t ctx;
	GEOSSTRtree *tree;
	GEOSGeometry **areas;
	const GEOSPreparedGeometry **prepared;
	int32_t n, capacity;
} peers_geos;

typedef struct {
	peers_geos *g;
	GEOSGeometry *place;
	int32_t owner;
} peers_asked;

static peers_geos *peers_open(int32_t capacity) {
	peers_geos *g = calloc(1, sizeof *g);
	g->ctx = GEOS_init_r();
	g->tree = GEOSSTRtree_create_r(g->ctx, 10);
	g->areas = calloc(capacity, sizeof *g->areas);
	g->prepared = calloc(capacity, sizeof *g->prepared);
	g->capacity = capacity;
	return g;
}

static int peers_add(peers_geos *g, const unsigned char *wkb, size_t size) {
	GEOSGeometry *a = GEOSGeomFromWKB_buf_r(g->ctx, wkb, size);
	if (!a || g->n == g->capacity) return 0;
	g->areas[g->n] = a;
	g->prepared[g->n] = GEOSPrepare_r(g->ctx, a);
	GEOSSTRtree_insert_r(g->ctx, g->tree, a, (void *)(intptr_t)g->n);
	g->n++;
	return 1;
}

static void peers_meet(void *item, void *data) {
	peers_asked *q = data;
	int32_t i = (int32_t)(intptr_t)item;
	if ((q->owner < 0 || i < q->owner) && GEOSPreparedIntersects_r(q->g->ctx, q->g->prepared[i], q->place) == 1)
		q->owner = i;
}

// All places are asked for in one call, so that no step from Go to C is counted.
static void peers_locate(peers_geos *g, const double *xy, int32_t *owners, int64_t n) {
	for (int64_t i = 0; i < n; i++) {
		peers_asked q = {g, GEOSGeom_createPointFromXY_r(g->ctx, xy[2 * i], xy[2 * i + 1]), -1};
		GEOSSTRtree_query_r(g->ctx, g->tree, q.place, peers_meet, &q);
		owners[i] = q.owner;
		GEOSGeom_destroy_r(g->ctx, q.place);
	}
}

// The areas that an incident shares with each, by overlay; those whose boxes are apart are
// not asked, and with prepared those that it covers are not cut.
typedef struct {
	peers_geos *g;
	GEOSGeometry *incident;
	const GEOSPreparedGeometry *prepared;
	double *shares;
} peers_cut;

static void peers_share(void *item, void *data) {
	peers_cut *q = data;
	int32_t i = (int32_t)(intptr_t)item;
	GEOSContextHandle_t ctx = q->g->ctx;
	if (q->prepared) {
		if (GEOSPreparedContains_r(ctx, q->prepared, q->g->areas[i]) == 1) {
			GEOSArea_r(ctx, q->g->areas[i], &q->shares[i]);
			return;
		}
		if (GEOSPreparedIntersects_r(ctx, q->prepared, q->g->areas[i]) != 1) return;
	}
	GEOSGeometry *common = GEOSIntersection_r(ctx, q->g->areas[i], q->incident);
	if (!common) return;
	GEOSArea_r(ctx, common, &q->shares[i]);
	GEOSGeom_destroy_r(ctx, common);
}

static int peers_shares(peers_geos *g, const unsigned char *wkb, size_t size, int prepare, double *shares) {
	peers_cut q = {g, GEOSGeomFromWKB_buf_r(g->ctx, wkb, size), NULL, shares};
	if (!q.incident) return 0;
	if (prepare) q.prepared = GEOSPrepare_r(g->ctx, q.incident);
	GEOSSTRtree_query_r(g->ctx, g->tree, q.incident, peers_share, &q);
	if (prepare) GEOSPreparedGeom_destroy_r(g->ctx, q.prepared);
	GEOSGeom_destroy_r(g->ctx, q.incident);
	return 1;
}

// The outline of some areas together.
static unsigned char *peers_outline(peers_geos *g, const int32_t *which, int32_t n, size_t *size) {
	GEOSGeometry **parts = malloc(n * sizeof *parts);
	for (int32_t i = 0; i < n; i++) parts[i] = GEOSGeom_clone_r(g->ctx, g->areas[which[i]]);
	GEOSGeometry *all = GEOSGeom_createCollection_r(g->ctx, GEOS_GEOMETRYCOLLECTION, parts, n);
	GEOSGeometry *outline = GEOSUnaryUnion_r(g->ctx, all);
	unsigned char *wkb = outline ? GEOSGeomToWKB_buf_r(g->ctx, outline, size) : NULL;
	if (outline) GEOSGeom_destroy_r(g->ctx, outline);
	GEOSGeom_destroy_r(g->ctx, all);
	free(parts);
	return wkb;
}

static void peers_free(peers_geos *g, unsigned char *wkb) { GEOSFree_r(g->ctx, wkb); }

static void peers_close(peers_geos *g) {
	GEOSSTRtree_destroy_r(g->ctx, g->tree);
	for (int32_t i = 0; i < g->n; i++) {
		GEOSPreparedGeom_destroy_r(g->ctx, g->prepared[i]);
		GEOSGeom_destroy_r(g->ctx, g->areas[i]);
	}
	GEOS_finish_r(g->ctx);
	free(g->areas);
	free(g->prepared);
	free(g);
}
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/coverage"
)

// A geos is GEOS's prepared geometries behind its STR-tree. GEOS 3.11 has no
// predicates that take x and y; a place is made a geometry first.
type geos struct{ c *C.peers_geos }

func geosVersion() string { return C.GoString(C.GEOSversion()) }

func newGEOS(cells []coverage.Cell) (*geos, error) {
	g := &geos{C.peers_open(C.int32_t(len(cells)))}
	for _, cl := range cells {
		b, err := wkb.Marshal(cl.Area)
		if err != nil {
			return nil, fmt.Errorf("write %s for GEOS: %w", cl.Name, err)
		}
		if C.peers_add(g.c, (*C.uchar)(unsafe.Pointer(&b[0])), C.size_t(len(b))) == 0 {
			return nil, fmt.Errorf("GEOS does not take %s", cl.Name)
		}
	}
	// The tree is built, and areas are prepared, when first asked.
	var places []orb.Point
	for _, cl := range cells {
		places = append(places, cl.Area.Bound().Center())
	}
	g.locate(places, make([]int32, len(places)))
	return g, nil
}

func (g *geos) locate(places []orb.Point, owners []int32) {
	C.peers_locate(g.c, (*C.double)(unsafe.Pointer(&places[0])), (*C.int32_t)(unsafe.Pointer(&owners[0])), C.int64_t(len(places)))
}

// shares gives the square degrees that an incident has in common with each area.
func (g *geos) shares(incident orb.Geometry, prepare bool) ([]float64, error) {
	b, err := wkb.Marshal(incident)
	if err != nil {
		return nil, fmt.Errorf("write an incident for GEOS: %w", err)
	}
	shares := make([]float64, g.c.n)
	flag := C.int(0)
	if prepare {
		flag = 1
	}
	if C.peers_shares(g.c, (*C.uchar)(unsafe.Pointer(&b[0])), C.size_t(len(b)), flag, (*C.double)(unsafe.Pointer(&shares[0]))) == 0 {
		return nil, fmt.Errorf("GEOS does not take the incident")
	}
	return shares, nil
}

// outline joins some areas.
func (g *geos) outline(which []int32) (orb.Geometry, error) {
	var size C.size_t
	b := C.peers_outline(g.c, (*C.int32_t)(unsafe.Pointer(&which[0])), C.int32_t(len(which)), &size)
	if b == nil {
		return nil, fmt.Errorf("GEOS cannot join %d areas", len(which))
	}
	defer C.peers_free(g.c, b)
	return wkb.Unmarshal(C.GoBytes(unsafe.Pointer(b), C.int(size)))
}

func (g *geos) close() { C.peers_close(g.c) }
