package intake

import (
	"context"
	"io/fs"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// A Stream takes the rows of an import as they come, so that they need not fit into
// memory: of a layer no more than a sample is held (see sample).
//
// Only kinds that stand for themselves stream. Towns, zones, units and neighbours are
// checked against each other as a whole: they are held. Of an extract of OpenStreetMap
// that makes a region the roads stream, with what stands on them.
type Stream struct {
	// Put adds what a row became, all of it or none; taken tells that the kind has a
	// feature of the same identity already.
	Put func(k feature.Kind, row ...feature.Feature) (taken bool, err error)
	// Near gives features that the region had of a kind before, whose bounds meet a
	// box: what the datum guard holds a layer against.
	Near func(k feature.Kind, b orb.Bound) ([]feature.Feature, error)
	// Refused hears of each row that is refused. The report counts them only.
	Refused func(*finding.Finding) error
	// Whole takes the region of an extract, which may have these kinds: it calls read,
	// which Puts the roads and gives all else, with the report as it is then.
	Whole func(r atlas.Region, kinds []feature.Kind, read func() (atlas.Dataset, *Report, error)) error
}

// wholeKinds are those of a region that an extract makes.
var wholeKinds = []feature.Kind{
	feature.Towns, feature.Neighbours, feature.Lakes, feature.Wetlands, feature.Sites, feature.Rivers, feature.Roads, feature.RoadRules, feature.Units, feature.Zones,
}

// IsWhole tells whether files are one extract of which a region is to be made.
func IsWhole(fsys fs.FS, names []string, req Request) bool {
	if req.Kind != "" && req.Kind != WholeRegion || len(names) != 1 {
		return false
	}
	r := &reading{fsys: fsys, req: req, report: &Report{}}
	pbf, err := r.isExtract(names[0])
	return pbf && err == nil
}

// streams tells whether a kind can be taken row by row.
func streams(k feature.Kind) bool { return k != "" && !atlas.Dated(k) }

// Streams looks at the beginning of files and gives the kinds that they hold, if all
// of them can be taken by a Stream. What is wrong with a file is left for Read to say.
func Streams(ctx context.Context, fsys fs.FS, names []string, req Request) (kinds []feature.Kind, ok bool) {
	r := &reading{fsys: fsys, req: req, report: &Report{}}
	if r.checkRequest(names) != nil {
		return nil, false
	}
	for _, name := range names {
		k := feature.Kind(req.Kind)
		switch pbf, err := r.isExtract(name); {
		case err != nil || pbf && (!streams(k) || req.Kind == WholeRegion):
			return nil, false
		case pbf:
			if kinds = []feature.Kind{k}; k == feature.Roads {
				kinds = append(kinds, feature.RoadRules)
			}
			continue
		}
		layers, closer, err := format.Open(fsys, name, format.Options{CRS: req.CRS, Encoding: req.Encoding})
		if err != nil {
			return nil, false
		}
		for _, l := range layers {
			k := r.firstKind(ctx, name, l)
			if !streams(k) {
				kinds = nil
				break
			}
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
		if closer.Close() != nil || len(kinds) == 0 {
			return nil, false
		}
	}
	return kinds, len(kinds) > 0
}

// firstKind tells the kind of a layer from its first rows, "" if it cannot be told.
func (r *reading) firstKind(ctx context.Context, file string, in format.Layer) feature.Kind {
	if r.req.Kind != "" {
		return feature.Kind(r.req.Kind)
	}
	s := newSample()
	for e, err := range entries(ctx, in) {
		if err != nil {
			return ""
		}
		if s.add(e); shapeOf(s.head) != "" || s.large {
			break
		}
	}
	k, _, err := r.kindOf(file, in.Name(), s.head)
	if err != nil {
		return ""
	}
	return k
}

// mostNear is how far about a cell the region is looked at, in degrees: farther than
// the datum guard reaches.
const mostNear = 0.03

// near fetches what the region has about a sample, for the guard to compare with.
func (r *reading) near(k feature.Kind, s *sample) error {
	if r.req.Stream == nil {
		return nil
	}
	mine := map[feature.Kind]feature.Collection{}
	maps.Copy(mine, r.base.Collections)
	r.base.Collections = mine
	cells := slices.SortedFunc(maps.Keys(s.cells), func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	step := len(cells)/mostCells + 1 // a small layer may have more
	for _, like := range follows[k] {
		if !streams(like) {
			continue
		}
		var all []feature.Feature
		seen, weight := map[string]bool{}, 0
		for i := 0; i < len(cells); i += step {
			c := cells[i]
			west, south := float64(c[0])*cellDegrees, float64(c[1])*cellDegrees
			b := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + cellDegrees, south + cellDegrees}}
			found, err := r.req.Stream.Near(like, b.Pad(mostNear))
			if err != nil {
				return err
			}
			for _, f := range found {
				if !seen[f.ID] && weight < sampleWeight {
					seen[f.ID], all, weight = true, append(all, f), weight+weigh(f)
				}
			}
		}
		r.base.Collections[like] = feature.Collection{Features: all}
	}
	return nil
}

// put takes what a row became, and tells whether one of its identities was taken.
func (r *reading) put(k feature.Kind, row ...feature.Feature) (taken bool, err error) {
	if r.req.Stream != nil && streams(k) {
		return r.req.Stream.Put(k, row...)
	}
	if r.known[k] == nil {
		r.known[k] = map[string]bool{}
	}
	for _, f := range row {
		if r.known[k][f.ID] {
			return true, nil
		}
	}
	for _, f := range row {
		r.known[k][f.ID] = true
	}
	r.take(k, row...)
	return false, nil
}
