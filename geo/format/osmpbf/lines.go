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
			lines, whole := x.lines(w.Nodes)
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
func (x *source) lines(nodes osm.WayNodes) (lines []Line, whole bool) {
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
		if p := x.places[i].point(); len(run.Shape) == 0 || run.Shape[len(run.Shape)-1] != p {
			run.Shape, run.at = append(run.Shape, p), append(run.at, int32(i))
		}
	}
	end()
	return lines, len(lines) == 1 && len(lines[0].at) == len(nodes)
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

// Mark remembers the corners of a line that Lines gave: a bit for each place of the
// extract, however many lines there are.
func (x *Extract) Mark(l Line) {
	if x.marked == nil {
		x.marked = make([]uint64, len(x.places)/64+1)
	}
	for _, i := range l.at {
		x.marked[i/64] |= 1 << (i % 64)
	}
}

// Marked gives the places that were marked, each once, in the order of their nodes.
func (x *Extract) Marked() iter.Seq[orb.Point] {
	return func(yield func(orb.Point) bool) {
		for k, word := range x.marked {
			for ; word != 0; word &= word - 1 {
				if !yield(x.places[64*k+bits.TrailingZeros64(word)].point()) {
					return
				}
			}
		}
	}
}
