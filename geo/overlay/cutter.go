package overlay

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// A Cutter is an area from which many others want their part: it is checked and handed
// to the engine once. Most of the time of many small cuts is that.
type Cutter struct{ area geom.Geometry }

// NewCutter makes an area ready: a Ring, Polygon, MultiPolygon or Bound that is valid.
func NewCutter(g orb.Geometry) (*Cutter, error) {
	if dimension(g) != 2 {
		return nil, unsupported(g)
	}
	area, err := toGeom(g)
	if err != nil {
		return nil, fmt.Errorf("cutter: %w", err)
	}
	return &Cutter{area}, nil
}

// Intersection is what the area shares with b, as the function of that name.
func (c *Cutter) Intersection(b orb.Geometry) (orb.Geometry, error) {
	if dimension(b) != 2 {
		return nil, unsupported(b)
	}
	other, err := toGeom(b)
	if err != nil {
		return nil, fmt.Errorf("intersection: %w", err)
	}
	out, err := guard(func() (geom.Geometry, error) { return geom.Intersection(c.area, other) })
	if err != nil {
		return nil, fmt.Errorf("intersection: %w", err)
	}
	m, err := tidy(areas(out))
	if err != nil || m == nil {
		return nil, err
	}
	return m, nil
}
