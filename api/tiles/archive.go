package tiles

import (
	"context"
	"encoding/json"
	"io"

	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/feature"
)

// Of makes the tiles of one collection, whose features carry what the schema names but for JSON.
func Of(schema feature.Schema, features []feature.Feature) *Set {
	l := &layer{name: string(schema.Kind)}
	for i, f := range features {
		it, ok := shaped(f.Geometry)
		if !ok {
			continue
		}
		it.number, it.minZoom, it.props = i+1, zoomOf(schema.Kind, f), appendPlain(nil, schema, f, nil)
		l.items = append(l.items, it)
	}
	s := &Set{ready: newCache(cacheBytes), layers: []*layer{l}}
	measureTogether(s.layers)
	s.arrange()
	return s
}

// Archive writes the tiles of a Set of one collection, zooms 0 to MaxBaseZoom, as a PMTiles archive
// with the collection as its one layer, and says how many there are.
func (s *Set) Archive(ctx context.Context, title, attribution string, schema feature.Schema, scratch Scratch, out io.Writer) (n int, err error) {
	w := pmtiles.NewWriter(scratch)
	reached := []uint64{pmtiles.Number(0, 0, 0)}
	for z := uint8(0); z <= MaxBaseZoom; z++ {
		var next []uint64
		for _, number := range reached {
			if err := ctx.Err(); err != nil {
				return n, err
			}
			_, x, y := pmtiles.Place(number)
			a := address{uint32(z), x, y}
			if !s.reaches(a) {
				continue
			}
			if tile := s.draw(a, string(schema.Kind)); tile != nil {
				n++
				if err := w.Put(number, tile); err != nil {
					return n, err
				}
			}
			below := 4*(number-pmtiles.First(z)) + pmtiles.First(z+1) // the four that a tile is cut into follow each other
			next = append(next, below, below+1, below+2, below+3)
		}
		reached = next
	}
	fields := map[string]string{"id": "String"}
	for _, f := range schema.Fields {
		switch f.Type {
		case feature.JSON:
		case feature.Integer, feature.Real:
			fields[f.Name] = "Number"
		case feature.Boolean:
			fields[f.Name] = "Boolean"
		default:
			fields[f.Name] = "String"
		}
	}
	m, _ := json.Marshal(object{ // of plain values
		"name": title, "attribution": attribution, "generator": "xunhu", "type": "overlay",
		"vector_layers": []object{{"id": string(schema.Kind), "fields": fields, "minzoom": 0, "maxzoom": MaxBaseZoom}},
	})
	h := pmtiles.Header{Kind: pmtiles.MVT}
	if bound, any := s.Bound(schema.Kind); any {
		h.Bound, h.Center, h.CenterZoom = bound, bound.Center(), 9
	}
	return n, w.Finish(out, h, m)
}

// reaches tells whether anything is near a tile.
func (s *Set) reaches(a address) (near bool) {
	lo, hi := penOf(a).box()
	for _, l := range s.layers {
		l.index.Search(lo, hi, func(_, _ [2]float64, _ int32) bool { near = true; return false })
	}
	return near
}
