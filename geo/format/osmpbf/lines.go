package osmpbf

import (
	"context"
	"errors"
	"iter"
	"math/bits"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"xunhu/geo/finding"
)

// errEnough ends a reading that has what it wanted.
var errEnough = errors.New("enough")

// Lines reads the lines that are wanted, in the order of the file, one at a time.
// Findings tells of those that lack nodes once they were read.
func (x *Extract) Lines(ctx context.Context) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		if x.want.Line == nil {
			return
		}
		var met numbers
		set := func(s *osmpbf.Scanner) { s.SkipWays = false }
		err := x.file.scan(ctx, hasWays, set, func(o osm.Object) error {
			w := o.(*osm.Way)
			if !w.Visible || len(w.Nodes) < 2 {
				return nil
			}
			tags := tagsOf(w.Tags)
			if !is(x.want.Line, tags) || x.doubled && !met.add(int64(w.ID)) {
				return nil
			}
			lines, whole := x.lines(w.Nodes, is(x.want.Apart, tags))
			if !whole && !x.isArea(w, tags) { // as one it was told
				x.cutWay(int64(w.ID))
			}
			for i, l := range lines {
				l.ID, l.Part, l.Tags = name('w', int64(w.ID)), i, tags
				if !yield(l, nil) {
					return errEnough
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(Line{}, err)
		}
	}
}

// lines gives the runs of nodes that are there, without repeated places, and whether
// that is all of them in one.
func (x *source) lines(nodes osm.WayNodes, apart bool) (lines []Line, whole bool) {
	var run Line
	end := func() {
		if len(run.Shape) > 1 {
			lines = append(lines, run)
		}
		run = Line{}
	}
	for _, n := range nodes {
		i, ok := x.index(int64(n.ID))
		if !ok {
			end()
			continue
		}
		if p := x.corner(int32(i), apart); len(run.Shape) == 0 || run.Shape[len(run.Shape)-1] != p {
			run.Shape, run.at = append(run.Shape, p), append(run.at, int32(i))
		}
	}
	end()
	return lines, len(lines) == 1 && len(lines[0].at) == len(nodes)
}

// corner gives a node's place on a line.
func (x *source) corner(i int32, apart bool) orb.Point {
	if p, ok := x.moved[i]; ok && apart {
		return p.point()
	}
	return x.places[i].point()
}

// cutWay puts down a way that lacks nodes.
func (x *Extract) cutWay(id int64) {
	if x.cut == nil {
		x.cut = finding.New("osmpbf.cut_ways", "", "n", 0, "way", id)
		x.Findings = append(x.Findings, x.cut)
	}
	n, _ := x.cut.Args["n"].(int)
	x.cut.Args["n"] = n + 1
}

// Marks remember the corners of lines that Lines gave: a bit for each place of the
// extract, however many lines there are.
type Marks struct {
	of   *source
	bits []uint64
}

// Marks begins without any.
func (x *Extract) Marks() *Marks { return &Marks{&x.source, make([]uint64, len(x.places)/64+1)} }

// Add marks the corners of a line.
func (m *Marks) Add(l Line) {
	for _, i := range l.at {
		m.bits[i/64] |= 1 << (i % 64)
	}
}

// Has tells whether a point of OnLine is a corner that was marked.
func (m *Marks) Has(p Point) bool { return m.bits[p.node/64]&(1<<(p.node%64)) != 0 }

// All gives the places that were marked, each once, in the order of their nodes.
func (m *Marks) All() iter.Seq[orb.Point] {
	return func(yield func(orb.Point) bool) {
		for k, word := range m.bits {
			for ; word != 0; word &= word - 1 {
				if !yield(m.of.places[64*k+bits.TrailingZeros64(word)].point()) {
					return
				}
			}
		}
	}
}

// Node gives the place of a node as lines have it that must be apart.
func (x *Extract) Node(node int64) (orb.Point, bool) {
	i, ok := x.index(node)
	if !ok {
		return orb.Point{}, false
	}
	return x.corner(int32(i), true), true
}
