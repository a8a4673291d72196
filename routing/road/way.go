package road

import (
	"slices"

	"github.com/paulmach/orb"
)

// Way is Between with the stubs at both ends, which are straight and walked at StubKMH.
func (d *Day) Way(from, to Place) (Path, error) {
	path, err := d.Between(from, to)
	if err != nil {
		return Path{}, err
	}
	path.Line = atLeastTwo(distinct(slices.Concat(orb.LineString{from.From}, path.Line, orb.LineString{to.From})))
	path.DistanceM += from.OffM + to.OffM
	path.DurationS += from.WalkS() + to.WalkS()
	return path, nil
}

// WalkS is how long the stub between a place and what was snapped is walked, in seconds.
func (p Place) WalkS() float64 { return p.OffM / StubKMH * 3.6 }
