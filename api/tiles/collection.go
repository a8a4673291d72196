package tiles

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"xunhu/api/store"
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

// A Drawing is a tile of one kind that is being drawn of features as they are kept: of
// collections that change too often for a Set. They carry what the schema names but for JSON
// and what is hidden.
type Drawing struct {
	schema feature.Schema
	told   []int // the places of the properties that are carried
	on     *sheet
	pen    pen
	pixels pixels
	n      int
	props  []byte
}

// Begin begins a drawing, which does not carry the properties that hide names.
func Begin(schema feature.Schema, hide []string, z, x, y uint32) (*Drawing, error) {
	if err := check(z, x, y); err != nil {
		return nil, err
	}
	d := &Drawing{schema: schema, on: newSheet(), pen: penOf(address{z, x, y}), pixels: newPixels(z)}
	for i, f := range schema.Fields {
		if f.Type != feature.JSON && !slices.Contains(hide, f.Name) {
			d.told = append(d.told, i)
		}
	}
	return d, nil
}

// Wants tells whether a shape may be seen: a point is not where one is already.
func (d *Drawing) Wants(shape []byte) bool {
	if d.pixels == nil {
		return true
	}
	p, ok := pointIn(shape)
	if !ok {
		return true
	}
	i, on := d.pixels.place(d.pen, mercator(p))
	return !on || !d.pixels.noted(i)
}

// Row draws a feature. What is not seen, because a point is there already, is not read any further.
func (d *Drawing) Row(r store.Row) error {
	d.n++
	it, ok, err := itemOf(r.Shape)
	if err != nil {
		return fmt.Errorf("tiles: %s %s: %w", d.schema.Kind, r.ID, err)
	}
	if !ok || d.pixels.taken(d.pen, &it) {
		return nil
	}
	it.alone()
	g := d.pen.item(&it)
	if g == nil {
		return nil
	}
	of := drawn{id: uint64(d.n)}
	d.props = appendProp(d.props[:0], "id", string(r.ID))
	for _, i := range d.told {
		switch name, c := d.schema.Fields[i].Name, r.Cells[i]; c.Of {
		case store.OfText:
			d.props = appendProp(d.props, name, string(c.Text))
		case store.OfInteger:
			d.props = appendProp(d.props, name, c.Integer)
		case store.OfReal:
			d.props = appendProp(d.props, name, c.Real)
		case store.OfTruth:
			d.props = appendProp(d.props, name, c.Integer != 0)
		}
	}
	of.props = d.props
	of.kind, of.shape = shapeOf(g)
	d.on.add(of)
	return nil
}

// Tile is what was drawn; nil if nothing was.
func (d *Drawing) Tile() []byte { return d.on.appendLayer(nil, string(d.schema.Kind)) }

// itemOf brings a shape to mercator; false if there is nothing to draw.
func itemOf(shape []byte) (it item, ok bool, err error) {
	if shape == nil {
		return it, false, nil
	}
	if p, is := pointIn(shape); is {
		return item{point: mercator(p)}, true, nil
	}
	g, _, err := ewkb.Unmarshal(shape)
	if err != nil {
		return it, false, err
	}
	it, ok = shaped(g)
	return it, ok, nil
}

// pointIn reads a point in the order of most machines, with or without its system: they are many.
func pointIn(wkb []byte) (p orb.Point, ok bool) {
	const withSystem = 0x20000000
	le := binary.LittleEndian
	switch {
	case len(wkb) == 21 && wkb[0] == 1 && le.Uint32(wkb[1:]) == 1:
		wkb = wkb[5:]
	case len(wkb) == 25 && wkb[0] == 1 && le.Uint32(wkb[1:]) == 1|withSystem:
		wkb = wkb[9:]
	default:
		return p, false
	}
	return orb.Point{math.Float64frombits(le.Uint64(wkb)), math.Float64frombits(le.Uint64(wkb[8:]))}, true
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
	i, on := p.place(pen, it.point)
	if !on {
		return false
	}
	was := p.noted(i)
	p[i/64] |= 1 << (i % 64)
	return was
}

// place is the number of the pixel on which a point falls, if it is on the tile.
func (p pixels) place(pen pen, at orb.Point) (i int, on bool) {
	x, y := (at[0]-pen.west)*pen.scale/pixel, (at[1]-pen.north)*pen.scale/pixel
	if x < 0 || y < 0 || x >= acrossPixels || y >= acrossPixels {
		return 0, false
	}
	return int(y)*acrossPixels + int(x), true
}

func (p pixels) noted(i int) bool { return p[i/64]&(1<<(i%64)) != 0 }
