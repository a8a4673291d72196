package intake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// What is held of a layer before it is taken, in bytes by a rough count, and from how
// many cells of cellDegrees it is drawn when it is larger.
const (
	sampleWeight = 16 << 20
	mostCells    = 1000
	cellDegrees  = 0.05
)

// row is a feature with its number in the layer, from 1.
type row struct {
	feature.Feature
	number int
}

// An entry is a row as it was read, or its refusal.
type entry struct {
	row
	refused *finding.Finding
}

// entries reads a layer from its beginning. An error ends it.
func entries(ctx context.Context, in format.Layer) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		n := 0
		for f, err := range in.Features() {
			n++
			e := entry{row: row{f, n}}
			if err == nil {
				err = ctx.Err()
			}
			if refusal, ok := errors.AsType[feature.Refusal](err); ok {
				e.refused, err = refusal.Finding, nil
			}
			if err != nil {
				yield(e, fmt.Errorf("layer %s: %w", in.Name(), err))
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// A sample is what is known of a layer before it is taken: all of a small one. Of a
// larger one its first rows, and the geometries whose middle lies in some cells,
// which are drawn by chance (a hash), fewer as the layer grows: so whole patches of
// the land are there to be held against the same patches of another layer.
type sample struct {
	all    []entry // while the layer is small
	large  bool
	head   []row // the first row, and the first that has a shape
	rows   []row // with geometry, without properties
	cells  map[[2]int32]bool
	weight int
	one    uint32 // one cell in so many is drawn
	full   bool
}

func newSample() *sample { return &sample{one: 1, cells: map[[2]int32]bool{}} }

// survey reads a layer to its end.
func survey(ctx context.Context, in format.Layer) (*sample, error) {
	s := newSample()
	for e, err := range entries(ctx, in) {
		if err != nil {
			return nil, err
		}
		s.add(e)
	}
	return s, nil
}

// whose gives the rows of the layer that was surveyed, read anew if it is large.
func (s *sample) whose(ctx context.Context, in format.Layer) iter.Seq2[entry, error] {
	if s.large {
		return entries(ctx, in)
	}
	return func(yield func(entry, error) bool) {
		for _, e := range s.all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// add looks at an entry.
func (s *sample) add(e entry) {
	if !s.large {
		s.all = append(s.all, e)
		s.weight += weigh(e.Feature)
	}
	if e.refused == nil {
		if len(s.head) == 0 || shapeOf(s.head) == "" && shapeOf([]row{e.row}) != "" {
			s.head = append(s.head, e.row)
		}
		if r := (row{feature.Feature{Geometry: e.Geometry}, e.number}); e.Geometry != nil && !s.full && s.drawn(r) {
			s.keep(r)
		}
	}
	if !s.large && s.weight > sampleWeight {
		s.large, s.all = true, nil
		s.again(s.rows)
	}
	for s.large && !s.full && (s.weight > sampleWeight || len(s.cells) > mostCells) {
		s.thin()
	}
}

func (s *sample) keep(r row) {
	s.rows = append(s.rows, r)
	s.cells[cellAt(r.Geometry)] = true
	if s.large {
		s.weight += weigh(r.Feature)
	}
}

// again keeps these rows alone.
func (s *sample) again(rows []row) {
	s.rows, s.cells, s.weight = nil, map[[2]int32]bool{}, 0
	for _, r := range rows {
		s.keep(r)
	}
}

// thin draws from half the cells; where that would leave nothing, no more is taken.
func (s *sample) thin() {
	s.one *= 2
	left := slices.DeleteFunc(slices.Clone(s.rows), func(r row) bool { return !s.drawn(r) })
	if s.full = len(left) == 0 || s.one >= 1<<15; !s.full {
		s.again(left)
	}
}

func (s *sample) drawn(r row) bool {
	c := cellAt(r.Geometry)
	h := uint32(c[0])*0x9e3779b1 ^ uint32(c[1])*0x85ebca6b
	h ^= h >> 15
	return h*0x2c1b3c6d>>16&(s.one-1) == 0
}

// cellAt gives the cell of a geometry's middle.
func cellAt(g orb.Geometry) [2]int32 {
	at := g.Bound().Center()
	return [2]int32{int32(math.Floor(at[0] / cellDegrees)), int32(math.Floor(at[1] / cellDegrees))}
}

// weigh counts roughly how many bytes a feature takes.
func weigh(f feature.Feature) int {
	n := 400
	for _, l := range linesOf(f.Geometry) {
		n += 24 + 16*len(l)
	}
	for name, v := range f.Props {
		n += 64 + len(name)
		if s, ok := v.(string); ok {
			n += len(s)
		} else if _, ok := v.(float64); !ok {
			n += len(text(v)) + 64
		}
	}
	return n
}
