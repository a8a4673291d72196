package tiles

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// MaxZoom is the deepest zoom that a Set draws.
const MaxZoom = 16

// labelLayer is the layer of label points.
const labelLayer = "labels"

// cacheBytes bounds the tiles that a Set keeps ready.
const cacheBytes = 32 << 20

// ErrNoTile reports a zoom, column or row that is not part of the pyramid.
var ErrNoTile = errors.New("tiles: no such tile")

// A Set is the tiles of one region. It is safe for many goroutines.
type Set struct {
	layers []*layer // from the ground up
	ready  *cache

	mu   sync.Mutex
	lone map[string]*cache // of the tiles of one layer alone
}

// A layer is one kind in mercator, with its index.
type layer struct {
	name  string
	items []item
	index rtree.RTreeGN[float64, int32]
}

// An item is one feature. paths are its lines, or the rings of its polygons one
// after another with rings[i] of them in polygon i; point is its place if it has none.
type item struct {
	number  int // from 1, in the order of the dataset: the numeric id of the format
	point   orb.Point
	paths   []orb.LineString
	tol     [][]float32
	rings   []int
	area    bool
	minZoom uint32
	size    float64 // longer side of the bounds
	square  float64 // area
	props   []byte  // see appendProp
}

// New makes the tiles of a dataset. Features without geometry are not drawn, nor
// are incidents, plans, what stands on roads and codes.
func New(d atlas.Dataset) *Set {
	s := &Set{ready: newCache(cacheBytes)}
	labels := &layer{name: labelLayer}
	for _, k := range feature.Regional() {
		if k == feature.RoadRules || k == feature.Codes {
			continue
		}
		schema, _ := feature.SchemaOf(k)
		l := &layer{name: string(k)}
		for i, f := range d.Collections[k].Features {
			it, ok := newItem(schema, f)
			if !ok {
				continue
			}
			it.number = i + 1
			l.items = append(l.items, it)
			if label, ok := labelOf(schema, f, it); ok {
				label.number = len(labels.items) + 1
				labels.items = append(labels.items, label)
			}
		}
		s.layers = append(s.layers, l)
	}
	s.layers = append(s.layers, labels)
	s.measure()
	s.arrange()
	return s
}

// arrange fills the indices.
func (s *Set) arrange() {
	for _, l := range s.layers {
		for i, it := range l.items {
			b := it.bound()
			l.index.Insert(b.Min, b.Max, int32(i))
		}
	}
}

// measure gives each path its tolerances: all areas together, so that towns,
// basins and lakes that share a border keep the same vertices, lines by layer.
func (s *Set) measure() {
	var areas []*layer
	for _, l := range s.layers {
		if len(l.items) > 0 && l.items[0].area {
			areas = append(areas, l)
		} else {
			measureTogether([]*layer{l})
		}
	}
	measureTogether(areas)
}

func measureTogether(layers []*layer) {
	var paths []orb.LineString
	for _, l := range layers {
		for _, it := range l.items {
			paths = append(paths, it.paths...)
		}
	}
	all := tolerances(paths)
	for _, l := range layers {
		for i := range l.items {
			it := &l.items[i]
			it.tol, all = all[:len(it.paths):len(it.paths)], all[len(it.paths):]
		}
	}
}

// newItem brings a feature to mercator; ok is false if there is nothing to draw.
func newItem(s feature.Schema, f feature.Feature) (it item, ok bool) {
	if it, ok = shaped(f.Geometry); ok {
		it.props = appendProps(nil, propsOf(s.Kind, f))
		it.minZoom = zoomOf(s.Kind, f)
	}
	return it, ok
}

// shaped brings a geometry to mercator; false if there is nothing to draw.
func shaped(g orb.Geometry) (it item, ok bool) {
	switch g := g.(type) {
	case orb.Point:
		it.point = mercator(g)
		return it, true
	case orb.LineString:
		it.addPath(g)
	case orb.MultiLineString:
		for _, l := range g {
			it.addPath(l)
		}
	case orb.Polygon:
		it.addPolygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			it.addPolygon(p)
		}
	}
	if len(it.paths) == 0 {
		return it, false
	}
	b := it.bound()
	it.size = max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
	at := 0
	for _, n := range it.rings {
		it.square += max(signed(it.paths[at]), -signed(it.paths[at])) / 2
		at += n
	}
	return it, true
}

func (it *item) addPath(l orb.LineString) {
	if len(l) < 2 {
		return
	}
	path := make(orb.LineString, len(l))
	for i, p := range l {
		path[i] = mercator(p)
	}
	it.paths = append(it.paths, path)
}

func (it *item) addPolygon(p orb.Polygon) {
	it.area = true
	rings := 0
	for i, r := range p {
		if len(r) < 4 {
			if i == 0 {
				return // holes without a shell
			}
			continue
		}
		it.addPath(orb.LineString(r))
		rings++
	}
	if rings > 0 {
		it.rings = append(it.rings, rings)
	}
}

func (it *item) bound() orb.Bound {
	if len(it.paths) == 0 {
		return it.point.Bound()
	}
	b := it.paths[0].Bound()
	for _, p := range it.paths[1:] {
		b = b.Union(p.Bound())
	}
	return b
}

// mercator brings lon, lat to the unit square: x to the east, y to the south.
func mercator(p orb.Point) orb.Point {
	const edge = 85.0511287798066 // degrees, where the square ends
	lat := min(edge, max(-edge, p[1])) * math.Pi / 180
	return orb.Point{
		min(1, max(0, p[0]/360+0.5)),
		min(1, max(0, 0.5-math.Asinh(math.Tan(lat))/(2*math.Pi))),
	}
}

var (
	carriedTexts = []string{"name", "name_en", "class", "unit", "basin", "parent", "category"}
	carriedFlags = []string{"pilot", "shared", "directed"}
)

// Carries tells whether the features of a Set carry a property.
func Carries(name string) bool {
	return name == "oneway" || slices.Contains(carriedTexts, name) || slices.Contains(carriedFlags, name)
}

// Kinds are the layers of a Set, from the ground up, the labels last.
func (s *Set) Kinds() []feature.Kind {
	var kinds []feature.Kind
	for _, l := range s.layers {
		kinds = append(kinds, feature.Kind(l.name))
	}
	return kinds
}

// propsOf picks what a style or a click needs.
func propsOf(k feature.Kind, f feature.Feature) map[string]any {
	p := map[string]any{"id": f.ID}
	for _, name := range carriedTexts {
		if v := f.Text(name); v != "" {
			p[name] = v
		}
	}
	for _, name := range carriedFlags {
		if f.Flag(name) {
			p[name] = true
		}
	}
	if n, ok := f.Number("oneway"); ok && n != 0 {
		p["oneway"] = int64(n)
	}
	return p
}

// zoomOf is the first zoom at which a feature is drawn: great roads before small ones.
func zoomOf(k feature.Kind, f feature.Feature) uint32 {
	switch k {
	case feature.Roads:
		for _, step := range []struct {
			zoom    uint32
			classes []string
		}{
			{5, []string{"motorway", "trunk"}},
			{7, []string{"primary", "motorway_link", "trunk_link"}},
			{9, []string{"secondary", "primary_link"}},
			{10, []string{"tertiary", "secondary_link", "tertiary_link"}},
			{12, []string{"unclassified", "residential", "living_street"}},
		} {
			if slices.Contains(step.classes, f.Text("class")) {
				return step.zoom
			}
		}
		return 13
	case feature.Rivers:
		switch f.Text("class") {
		case "ditch", "drain":
			return 12
		case "stream":
			return 10
		case "canal":
			return 8
		}
		return 6
	case feature.Sites:
		return 10
	case feature.Units:
		return 8
	}
	return 0
}

// labelOf gives the label point of an area that has a name.
func labelOf(s feature.Schema, f feature.Feature, it item) (item, bool) {
	if s.Shape != feature.Area || f.Text("name") == "" {
		return item{}, false
	}
	at, room, ok := inside(f.Geometry)
	if !ok {
		return item{}, false
	}
	props := map[string]any{"id": f.ID, "kind": string(s.Kind)}
	for _, name := range []string{"name", "name_en", "class"} {
		if v := f.Text(name); v != "" {
			props[name] = v
		}
	}
	// The zoom at which the area has room for a few letters: a radius of 14 of the 512 pixels.
	var zoom uint32
	for ; zoom < MaxZoom && room*512*float64(uint32(1)<<zoom) < 14; zoom++ {
	}
	props["rank"] = int64(zoom) // smaller: more room, shown first
	return item{point: at, minZoom: zoom, props: appendProps(nil, props)}, true
}

// check says whether a tile is part of the pyramid.
func check(z, x, y uint32) error {
	if z > MaxZoom || x >= 1<<z || y >= 1<<z {
		return fmt.Errorf("%w: %d/%d/%d", ErrNoTile, z, x, y)
	}
	return nil
}
