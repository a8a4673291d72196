package tiles

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// closeUp is the zoom from which every point of a collection is drawn; before it, points that
// fall on the same pixel of a screen are one.
const closeUp = 12

// TileOf draws one tile of one collection alone, as Tile does, without labels: all its points from
// zoom 0, lines and areas from the zooms at which the region shows them. It is nil for a
// collection that the Set does not hold.
func (s *Set) TileOf(kind feature.Kind, z, x, y uint32) ([]byte, error) {
	if !s.Holds(kind) {
		return nil, check(z, x, y)
	}
	return s.tile(string(kind), z, x, y)
}

// Holds tells whether the Set has the features of a kind.
func (s *Set) Holds(kind feature.Kind) bool {
	return slices.ContainsFunc(s.layers, func(l *layer) bool { return l.name == string(kind) })
}

// Bound is the extent (lon, lat) of the features of a kind that the Set draws, or of all that it draws
// where kind is ""; false where that is nothing.
func (s *Set) Bound(kind feature.Kind) (b orb.Bound, any bool) {
	for _, l := range s.layers {
		if kind != "" && l.name != string(kind) || l.index.Len() == 0 {
			continue
		}
		lo, hi := l.index.Bounds()
		of := orb.Bound{Min: degrees(lo[0], hi[1]), Max: degrees(hi[0], lo[1])}
		if any {
			of = of.Union(b)
		}
		b, any = of, true
	}
	return b, any
}

// Draw draws features of one kind on one tile: those of collections that change too often for a
// Set. They carry what the schema names but for JSON and what hide names.
func Draw(schema feature.Schema, features []feature.Feature, hide []string, z, x, y uint32) ([]byte, error) {
	if err := check(z, x, y); err != nil {
		return nil, err
	}
	on, pen, pixels := newSheet(), penOf(address{z, x, y}), newPixels(z)
	var props []byte
	for i, f := range features {
		it, ok := shaped(f.Geometry)
		if !ok || pixels.taken(pen, &it) {
			continue
		}
		it.alone()
		g := pen.item(&it)
		if g == nil {
			continue
		}
		d := drawn{id: uint64(i + 1)}
		props = appendPlain(props[:0], schema, f, hide)
		d.props = props
		d.kind, d.shape = shapeOf(g)
		on.add(d)
	}
	return on.appendLayer(nil, string(schema.Kind)), nil
}

// appendPlain adds the properties that a tile can carry.
func appendPlain(b []byte, schema feature.Schema, f feature.Feature, hide []string) []byte {
	b = appendProp(b, "id", f.ID)
	for _, field := range schema.Fields {
		if field.Type == feature.JSON || slices.Contains(hide, field.Name) {
			continue
		}
		switch v := f.Props[field.Name].(type) {
		case string, int64, float64, bool:
			b = appendProp(b, field.Name, v)
		}
	}
	return b
}

// Around is the box of a tile with its buffer, lon, lat: what lies beyond it is not drawn.
func Around(z, x, y uint32) (orb.Bound, error) {
	if err := check(z, x, y); err != nil {
		return orb.Bound{}, err
	}
	side := 1 / float64(uint32(1)<<z)
	const edge = float64(buffer) / extent
	b := orb.Bound{
		Min: degrees((float64(x)-edge)*side, (float64(y)+1+edge)*side),
		Max: degrees((float64(x)+1+edge)*side, (float64(y)-edge)*side),
	}
	if y == 0 { // what lies beyond the edge of the square is drawn on it
		b.Max[1] = 90
	}
	if y == 1<<z-1 {
		b.Min[1] = -90
	}
	return b, nil
}

// degrees is the inverse of mercator.
func degrees(x, y float64) orb.Point {
	return orb.Point{(min(1, max(0, x)) - 0.5) * 360, math.Atan(math.Sinh((0.5-min(1, max(0, y)))*2*math.Pi)) * 180 / math.Pi}
}

// pixels notes where points are already; nil notes nothing.
type pixels []uint64

const acrossPixels = extent / pixel

func newPixels(z uint32) pixels {
	if z >= closeUp {
		return nil
	}
	return make(pixels, acrossPixels*acrossPixels/64)
}

// taken tells whether a point falls where one is already, and notes it.
func (p pixels) taken(pen pen, it *item) bool {
	if p == nil || len(it.paths) > 0 {
		return false
	}
	x, y := (it.point[0]-pen.west)*pen.scale/pixel, (it.point[1]-pen.north)*pen.scale/pixel
	if x < 0 || y < 0 || x >= acrossPixels || y >= acrossPixels {
		return false // not on the tile
	}
	i := int(y)*acrossPixels + int(x)
	was := p[i/64]&(1<<(i%64)) != 0
	p[i/64] |= 1 << (i % 64)
	return was
}
