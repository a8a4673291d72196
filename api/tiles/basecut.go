package tiles

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// pixel is how many units of a tile's side a pixel of the screen is, of 512.
const pixel = extent / 512

// alone gives the paths of an item their tolerances, without looking at what else lies there.
func (it *item) alone() {
	it.tol = make([][]float32, len(it.paths))
	for i, l := range it.paths {
		tol := make([]float32, len(l))
		if n := len(l) - 1; n > 1 && l[0] == l[n] {
			ringTolerances(l, func(int) bool { return false }, tol)
		} else {
			tol[0], tol[n] = always, always
			arc(l, tol)
		}
		it.tol[i] = tol
	}
}

// A piece is what of an item lies on one tile of a zoom.
type piece struct {
	x, y uint32
	drawn
}

// cut draws an item on all tiles of a zoom. Areas of fewer than least square pixels are left
// out. The props of the pieces are those of the item.
func (it *item) cut(z uint8, least float64, each func(piece) error) error {
	scale := extent * float64(uint32(1)<<z)
	if len(it.paths) == 0 {
		return it.cutPoint(z, scale, each)
	}
	if it.area && (it.size*scale < pixel/2 || it.square*scale*scale < least*pixel*pixel) {
		return nil
	}
	whole := pen{scale: scale}
	if z < MaxBaseZoom {
		whole.tolerance = float32(slack / scale)
	}
	paths := make([]orb.LineString, len(it.paths))
	for i, l := range it.paths {
		paths[i] = whole.thin(l, it.tol[i])
	}
	last := uint32(1)<<z - 1
	for x := range between(paths, 0, last) {
		column := band(paths, it.area, 0, x)
		if nothing(column) {
			continue
		}
		for y := range between(column, 1, last) {
			cell := band(column, it.area, 1, y)
			away := orb.Point{float64(x) * extent, float64(y) * extent}
			d := drawn{id: uint64(it.number), props: it.props}
			if it.area {
				d.kind, d.shape = polygonShape(cell, it.rings, away)
			} else {
				d.kind, d.shape = lineShape(cell, away)
			}
			if d.shape == nil {
				continue
			}
			if err := each(piece{x, y, d}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (it *item) cutPoint(z uint8, scale float64, each func(piece) error) error {
	last := uint32(1)<<z - 1
	x, y := it.point[0]*scale, it.point[1]*scale
	p := piece{x: min(uint32(x/extent), last), y: min(uint32(y/extent), last)}
	p.id, p.props = uint64(it.number), it.props
	p.kind, p.shape = shapeOf(orb.Point{math.Round(x - float64(p.x)*extent), math.Round(y - float64(p.y)*extent)})
	return each(p)
}

// between gives the columns (or rows, by axis) of tiles that paths reach with their buffers.
func between(paths []orb.LineString, axis int, last uint32) func(func(uint32) bool) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, l := range paths {
		for _, p := range l {
			lo, hi = min(lo, p[axis]), max(hi, p[axis])
		}
	}
	return func(yield func(uint32) bool) {
		if lo > hi {
			return
		}
		from, to := max(0, math.Floor((lo-buffer)/extent)), min(float64(last), math.Floor((hi+buffer)/extent))
		for i := from; i <= to; i++ {
			if !yield(uint32(i)) {
				return
			}
		}
	}
}

// band gives what lies in a column (or row) of tiles and its buffer, in new paths. Of lines that
// are cut the runs come one after another; of areas each ring keeps its place, empty if it is gone.
func band(paths []orb.LineString, area bool, axis int, i uint32) []orb.LineString {
	far := extent * float64(uint32(1)<<MaxZoom)
	frame := orb.Bound{Min: orb.Point{-far, -far}, Max: orb.Point{2 * far, 2 * far}}
	frame.Min[axis], frame.Max[axis] = float64(i)*extent-buffer, float64(i+1)*extent+buffer
	var out []orb.LineString
	for _, l := range paths {
		switch {
		case len(l) == 0:
			if area {
				out = append(out, nil)
			}
		case area:
			out = append(out, orb.LineString(clip.Ring(frame, orb.Ring(slices.Clone(l)))))
		default:
			out = append(out, clip.LineString(frame, l)...)
		}
	}
	return out
}

func nothing(paths []orb.LineString) bool {
	return !slices.ContainsFunc(paths, func(l orb.LineString) bool { return len(l) > 0 })
}

// moved brings a path to the corner of a tile, in whole units.
func moved(l orb.LineString, away orb.Point) orb.LineString {
	for i := range l {
		l[i][0] -= away[0]
		l[i][1] -= away[1]
	}
	return snap(l)
}

func lineShape(paths []orb.LineString, away orb.Point) (byte, []byte) {
	var c course
	for _, l := range paths {
		if l = moved(l, away); len(l) > 1 {
			c.line(l)
		}
	}
	return lineType, c.b
}

func polygonShape(paths []orb.LineString, rings []int, away orb.Point) (byte, []byte) {
	var c course
	for _, n := range rings {
		shell := false
		for i, l := range paths[:n] {
			if i > 0 && !shell {
				break
			}
			r := moved(l, away)
			turn := signed(r)
			if len(r) < 4 || turn == 0 {
				continue
			}
			if (turn > 0) != (i == 0) {
				slices.Reverse(r)
			}
			shell = true
			c.ring(orb.Ring(r))
		}
		paths = paths[n:]
	}
	return polygonType, c.b
}
