package tiles

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
)

// MaxBaseZoom is the deepest zoom of a base map; beyond it MapLibre enlarges.
const MaxBaseZoom = 14

// BaseName is the name by which a region keeps its base map.
const BaseName = "base"

// MediaOf is the media type of tiles; "" if they are none that a map can draw.
func MediaOf(k pmtiles.Kind) string {
	switch k {
	case pmtiles.MVT:
		return "application/vnd.mapbox-vector-tile"
	case pmtiles.PNG:
		return "image/png"
	case pmtiles.JPEG:
		return "image/jpeg"
	case pmtiles.WebP:
		return "image/webp"
	}
	return ""
}

// sortBytes is how much the sorting of a base map holds.
const sortBytes = 48 << 20

// A Base is how a base map is to be made.
type Base struct {
	Name    string                  // for people
	Scratch func() (Scratch, error) // a file for the time of the work
	Tell    func(share float64)     // hears now and then how far Build is, if it is not nil
}

// tellEvery is how many things are drawn, or pieces put together, from one word to the next.
const tellEvery = 1000

// far tells how far the work is, within a part of it that ends at a share.
func (b Base) far(from, to float64, n, all int) {
	if b.Tell != nil && n%tellEvery == 0 {
		b.Tell(from + (to-from)*min(1, float64(n)/float64(max(1, all))))
	}
}

// A BaseReport says what a base map was made of.
type BaseReport struct {
	Nodes, Ways, Relations int
	Features               map[string]int // by layer
	Tiles                  uint64
	Bound                  orb.Bound
	Findings               []*finding.Finding
}

// Build makes the base map of an OpenStreetMap extract of size bytes: an archive of tiles in
// the schema of Protomaps, version 4, zooms 0 to MaxBaseZoom.
//
// It holds 16 bytes for each node of a way that is drawn (twice that for a moment), the areas that
// are relations, and sortBytes; all else goes to scratch files, of about the size of the archive
// without its compression.
func (b Base) Build(ctx context.Context, r io.ReaderAt, size int64, out io.Writer) (report *BaseReport, err error) {
	x, err := osmpbf.Read(ctx, r, size, osmpbf.Want{
		Point: func(t osmpbf.Tags) bool { return pointOf(t) != nil },
		Line:  func(t osmpbf.Tags) bool { return lineOf(t) != nil || areaOf(t) != nil },
		Area: func(t osmpbf.Tags) bool {
			return (t["type"] == "multipolygon" || t["type"] == "boundary") && areaOf(t) != nil
		},
	})
	if err != nil {
		return nil, err
	}
	w := &baseWork{base: b, ctx: ctx, most: len(x.Points) + len(x.Areas) + x.Ways, sorter: &sorter{scratch: b.Scratch, most: sortBytes}, report: &BaseReport{
		Nodes: x.Nodes, Ways: x.Ways, Relations: x.Relations, Features: map[string]int{}, Bound: x.Bound,
	}}
	defer func() { _ = w.sorter.close() }() // nobody needs them
	if err := w.draw(x); err != nil {
		return nil, err
	}
	w.report.Findings = x.Findings
	return w.report, b.write(w, out)
}

// baseWork is a base map on its way.
type baseWork struct {
	base   Base
	most   int             // things that may be drawn
	ctx    context.Context //nolint:containedctx // lives as long as Build
	sorter *sorter
	report *BaseReport
	number int
}

// draw cuts everything into tiles.
func (w *baseWork) draw(x *osmpbf.Extract) error {
	ground := tagged{layer: earthLayer, props: kind("earth", "")}
	if err := w.add(ground, x.Bound.ToPolygon(), nil); err != nil {
		return err
	}
	for _, p := range x.Points {
		for _, t := range pointOf(p.Tags) {
			if err := w.add(t, p.At, p.Tags); err != nil {
				return err
			}
		}
	}
	for _, a := range x.Areas {
		for _, t := range areaOf(a.Tags) {
			if err := w.add(t, a.Shape, a.Tags); err != nil {
				return err
			}
		}
	}
	for l, err := range x.Lines(w.ctx) {
		if err != nil {
			return err
		}
		for _, t := range lineOf(l.Tags) {
			if err := w.add(t, l.Shape, l.Tags); err != nil {
				return err
			}
		}
		if n := len(l.Shape); n < 4 || l.Shape[0] != l.Shape[n-1] {
			continue
		}
		for _, t := range areaOf(l.Tags) {
			if err := w.add(t, orb.Polygon{orb.Ring(l.Shape)}, l.Tags); err != nil {
				return err
			}
		}
	}
	return nil
}

// add draws one thing at all its zooms, and the point that has its name.
func (w *baseWork) add(t tagged, g orb.Geometry, tags osmpbf.Tags) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	w.number++
	w.base.far(0.3, 0.7, w.number, w.most)
	w.report.Features[baseLayers[t.layer]]++
	it, ok := shaped(g)
	if !ok {
		return nil
	}
	it.number = w.number
	if it.area {
		// Great areas lie below small ones.
		t.rank -= int32(min(1e9, it.square*1e12))
		if names := namesOf(tags); len(names) > 0 && (t.layer == waterLayer || t.apart) {
			if err := w.label(t, g, names); err != nil {
				return err
			}
		}
		if t.apart {
			return nil
		}
	}
	if t.named {
		for name, v := range namesOf(tags) {
			t.props[name] = v
		}
	}
	it.props = appendProps(nil, t.props)
	it.alone()
	return w.spread(t, &it)
}

// label puts the names of an area on a point inside of it, at the zooms at which it has room.
func (w *baseWork) label(t tagged, g orb.Geometry, names map[string]any) error {
	at, room, ok := inside(g)
	if !ok {
		return nil
	}
	zoom := uint8(0)
	for ; zoom < MaxBaseZoom && room*512*float64(uint32(1)<<zoom) < 14; zoom++ {
	}
	props := names
	for name, v := range t.props {
		props[name] = v
	}
	if _, ok := props["min_zoom"]; !ok {
		props["min_zoom"] = int(zoom) + 1
	}
	if !t.apart || t.layer == earthLayer {
		t.zoom = zoom
	}
	it := item{number: w.number, point: at, props: appendProps(nil, props)}
	return w.spread(t, &it)
}

// spread puts the pieces of an item in their order.
func (w *baseWork) spread(t tagged, it *item) error {
	last := t.last
	if last == 0 {
		last = MaxBaseZoom
	}
	for z := t.zoom; z <= last; z++ {
		err := it.cut(z, t.least, func(p piece) error {
			return w.sorter.put(pmtiles.Number(z, p.x, p.y), t.layer, t.rank, p.drawn)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// write puts the pieces together to tiles, and these to an archive.
func (b Base) write(w *baseWork, out io.Writer) (err error) {
	scratch, err := b.Scratch()
	if err != nil {
		return err
	}
	defer func() { _ = scratch.Close() }() // nobody needs it
	archive := pmtiles.NewWriter(scratch)
	var (
		current sorted
		on      = newSheet()
		tile    []byte
	)
	layer := func() {
		tile = on.appendLayer(tile, baseLayers[current.layer])
		on = newSheet()
	}
	end := func() error {
		if len(tile) > 0 {
			w.report.Tiles++
		}
		defer func() { tile = tile[:0] }()
		return archive.Put(current.number, tile)
	}
	n := 0
	err = w.sorter.each(func(at sorted, d drawn) error {
		n++
		b.far(0.7, 1, n, w.sorter.count)
		if at.number != current.number || at.layer != current.layer {
			layer()
		}
		if at.number != current.number {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			if err := end(); err != nil {
				return err
			}
		}
		current = at
		on.add(d)
		return nil
	})
	if err != nil {
		return err
	}
	layer()
	if err := end(); err != nil {
		return err
	}
	h := pmtiles.Header{Kind: pmtiles.MVT, Bound: w.report.Bound, Center: w.report.Bound.Center(), CenterZoom: 9}
	return archive.Finish(out, h, b.metadata())
}

// metadata is what the archive says of itself.
func (b Base) metadata() []byte {
	type layer struct {
		ID      string            `json:"id"`
		Fields  map[string]string `json:"fields"`
		MinZoom int               `json:"minzoom"`
		MaxZoom int               `json:"maxzoom"`
	}
	var layers []layer
	for _, name := range baseLayers {
		layers = append(layers, layer{name, map[string]string{"kind": "String", "name": "String", "name:zh-Hans": "String", "name:en": "String"}, 0, MaxBaseZoom})
	}
	m, _ := json.Marshal(object{ // of plain values
		"name": strings.TrimSpace(b.Name), "type": "baselayer", "version": "4.0.0", "generator": "xunhu",
		"attribution": BaseAttribution, "vector_layers": layers,
	})
	return m
}

// BaseAttribution is what the licence of OpenStreetMap (ODbL 1.0) asks for.
const BaseAttribution = "© OpenStreetMap contributors, ODbL 1.0"
