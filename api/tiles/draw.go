package tiles

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

const (
	extent = 4096 // units of a tile's side
	buffer = 128  // units drawn beyond each side, so that strokes do not end at the seam
	slack  = 3    // units that simplification may move a line: under half a pixel of 512
)

// Tile draws one tile, not compressed. It is nil if there is nothing on it;
// ErrNoTile if z, x, y is not part of the pyramid. The bytes are shared: do not
// change them.
func (s *Set) Tile(z, x, y uint32) ([]byte, error) { return s.tile("", z, x, y) }

func (s *Set) tile(only string, z, x, y uint32) ([]byte, error) {
	if err := check(z, x, y); err != nil {
		return nil, err
	}
	a, ready := address{z, x, y}, s.cacheOf(only)
	if tile, ok := ready.get(a); ok {
		return tile, nil
	}
	tile := s.draw(a, only)
	ready.put(a, tile)
	return tile, nil
}

// cacheOf is where the tiles of one layer are kept, or those of all.
func (s *Set) cacheOf(only string) *cache {
	if only == "" {
		return s.ready
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.lone[only]
	if c == nil {
		if s.lone == nil {
			s.lone = map[string]*cache{}
		}
		c = newCache(cacheBytes / 8)
		s.lone[only] = c
	}
	return c
}

func (s *Set) draw(a address, only string) []byte {
	pen := penOf(a)
	lo, hi := pen.box()
	var tile []byte
	for _, l := range s.layers {
		var sparse pixels
		if only != "" {
			if l.name != only {
				continue
			}
			sparse = newPixels(a.z)
		}
		var hits []int32
		l.index.Search(lo, hi, func(_, _ [2]float64, i int32) bool {
			hits = append(hits, i)
			return true
		})
		slices.Sort(hits) // as in the dataset, whatever the index does
		on := newSheet()
		for _, i := range hits {
			it := &l.items[i]
			if it.minZoom > a.z && (only == "" || len(it.paths) > 0) || sparse.taken(pen, it) {
				continue
			}
			if g := pen.item(it); g != nil {
				d := drawn{id: uint64(it.number), props: it.props}
				d.kind, d.shape = shapeOf(g)
				on.add(d)
			}
		}
		tile = on.appendLayer(tile, l.name)
	}
	return tile
}

// A pen brings mercator to the grid of one tile.
type pen struct {
	west, north, scale float64
	tolerance          float32
}

func penOf(a address) pen {
	side := 1 / float64(uint32(1)<<a.z) // of a tile, in the unit square
	p := pen{west: float64(a.x) * side, north: float64(a.y) * side, scale: extent / side}
	p.tolerance = float32(slack / p.scale)
	if a.z >= MaxZoom-2 {
		p.tolerance = 0 // enlarged from here on: keep every vertex
	}
	return p
}

// box is what a tile shows, with its buffer.
func (p pen) box() (lo, hi [2]float64) {
	edge, side := buffer/p.scale, extent/p.scale
	return [2]float64{p.west - edge, p.north - edge}, [2]float64{p.west + side + edge, p.north + side + edge}
}

var frame = orb.Bound{Min: orb.Point{-buffer, -buffer}, Max: orb.Point{extent + buffer, extent + buffer}}

func (p pen) at(m orb.Point) orb.Point {
	return orb.Point{math.Round((m[0] - p.west) * p.scale), math.Round((m[1] - p.north) * p.scale)}
}

// item draws one feature; nil if nothing of it is on the tile.
func (p pen) item(it *item) orb.Geometry {
	switch {
	case len(it.paths) == 0:
		g := p.at(it.point)
		// A point belongs to one tile alone, that of its place before rounding.
		x, y := (it.point[0]-p.west)*p.scale, (it.point[1]-p.north)*p.scale
		if x < 0 || y < 0 || x >= extent || y >= extent {
			return nil
		}
		return g
	case it.area:
		return p.area(it)
	}
	var lines orb.MultiLineString
	for i, l := range it.paths {
		for _, part := range clip.LineString(frame, p.thin(l, it.tol[i])) {
			if part = snap(part); len(part) > 1 {
				lines = append(lines, part)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return lines
}

func (p pen) area(it *item) orb.Geometry {
	if it.size*p.scale < 1 {
		return nil // less than a unit of the grid
	}
	var areas orb.MultiPolygon
	path := 0
	for _, rings := range it.rings {
		var polygon orb.Polygon
		for i := range rings {
			if i > 0 && len(polygon) == 0 {
				break // the shell is not on the tile, nor are its holes
			}
			r := clip.Ring(frame, orb.Ring(p.thin(it.paths[path+i], it.tol[path+i])))
			r = orb.Ring(snap(orb.LineString(r)))
			turn := signed(orb.LineString(r))
			if len(r) < 4 || turn == 0 {
				continue
			}
			// The format wants shells clockwise on the screen (positive, as y goes
			// down), holes the other way.
			if (turn > 0) != (i == 0) {
				slices.Reverse(r)
			}
			polygon = append(polygon, r)
		}
		path += rings
		if len(polygon) > 0 {
			areas = append(areas, polygon)
		}
	}
	if len(areas) == 0 {
		return nil
	}
	return areas
}

// thin simplifies a path, brings it to the grid and drops vertices that fall
// together there. The result is new: clipping writes into it.
func (p pen) thin(l orb.LineString, tol []float32) orb.LineString {
	out := make(orb.LineString, 0, len(l))
	for i, m := range l {
		if tol[i] < p.tolerance {
			continue
		}
		if q := p.at(m); len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	return out
}

// snap rounds what clipping has cut and drops vertices that fall together.
func snap(l orb.LineString) orb.LineString {
	out := l[:0]
	for _, p := range l {
		p = orb.Point{math.Round(p[0]), math.Round(p[1])}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}
