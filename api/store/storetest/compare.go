package storetest

import (
	"fmt"
	"reflect"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// differ tells the first difference between two lists of features; "" if there is none.
func differ(got, want []feature.Feature) string {
	for i := range min(len(got), len(want)) {
		if s := different(got[i], want[i]); s != "" {
			return fmt.Sprintf("feature %d: %s", i, s)
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("%d features, want %d", len(got), len(want))
	}
	return ""
}

func different(got, want feature.Feature) string {
	if got.ID != want.ID {
		return fmt.Sprintf("id %q, want %q", got.ID, want.ID)
	}
	if !reflect.DeepEqual(got.Geometry, want.Geometry) {
		return fmt.Sprintf("%s: geometry %v, want %v", want.ID, got.Geometry, want.Geometry)
	}
	if g, w := present(got.Props), present(want.Props); !reflect.DeepEqual(g, w) {
		return fmt.Sprintf("%s: properties %#v, want %#v", want.ID, g, w)
	}
	return ""
}

// present leaves out what is nil.
func present(props map[string]any) map[string]any {
	p := map[string]any{}
	for k, v := range props {
		if v != nil {
			p[k] = v
		}
	}
	return p
}

// differs tells the first difference between the regional parts of two datasets,
// versions aside.
func differs(got, want atlas.Dataset) string {
	g, w := got.Region, want.Region
	g.Version, w.Version = "", ""
	if g != w {
		return fmt.Sprintf("region %+v, want %+v", g, w)
	}
	for _, k := range feature.Regional() {
		if s := differ(got.Collections[k].Features, want.Collections[k].Features); s != "" {
			return fmt.Sprintf("%s: %s", k, s)
		}
	}
	return ""
}

// meets is the slow answer to whether the bounds of a geometry meet a box.
func meets(g orb.Geometry, box orb.Bound) bool {
	if g == nil {
		return false
	}
	b := g.Bound()
	return b.Min[0] <= box.Max[0] && b.Max[0] >= box.Min[0] && b.Min[1] <= box.Max[1] && b.Max[1] >= box.Min[1]
}

// only is a dataset with these kinds of another.
func only(d atlas.Dataset, kinds ...feature.Kind) atlas.Dataset {
	part := atlas.Dataset{Region: d.Region, Collections: map[feature.Kind]feature.Collection{}}
	for _, k := range kinds {
		part.Collections[k] = d.Collections[k]
	}
	return part
}
