package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// tiles is the least share of the land that the areas of a level must cover to
// be taken for its towns.
const tiles = 0.9

// A level is the administrative areas of one admin_level.
type level struct {
	number int
	areas  []osmpbf.Area
	areaM2 float64
	share  float64 // of the land
}

// A division is the administrative areas of a region, by level.
type division struct {
	parent *osmpbf.Area // the region itself, nil if no single area is
	levels []level      // within the parent, or all; coarsest first
}

// divide finds the region in an extract and what it consists of. The region is
// an area that a finer level tiles: the one that is called as the file is, or
// else the largest, if it is at least half of all land. Without such an area, all
// that the extract holds is the region, and the land is what its widest level covers.
func divide(areas []osmpbf.Area, called string) division {
	all := levelsOf(areas, 0)
	var land float64
	for _, l := range all {
		land = max(land, l.areaM2)
	}
	var best division
	var largest float64
	for _, l := range all {
		for _, parent := range l.areas {
			size := geodesy.Area(parent.Shape)
			named := called != "" && (strings.EqualFold(parent.Tags["name"], called) || strings.EqualFold(parent.Tags["name:en"], called))
			if !named && (size < land/2 || size <= largest) {
				continue
			}
			finer := levelsOf(within(all, l.number, parent), size)
			if !slices.ContainsFunc(finer, func(f level) bool { return f.share >= tiles && len(f.areas) > 1 }) {
				continue
			}
			best, largest = division{&parent, finer}, size
			if named {
				return best
			}
		}
	}
	if best.parent == nil {
		best.levels = levelsOf(areas, land)
	}
	return best
}

// within gives the areas of finer levels whose inner point lies in the parent.
func within(levels []level, than int, parent osmpbf.Area) (in []osmpbf.Area) {
	bound := parent.Shape.Bound()
	for _, l := range levels {
		if l.number <= than {
			continue
		}
		for _, a := range l.areas {
			if p := inside(a.Shape); bound.Contains(p) && predicate.In(p, parent.Shape) == predicate.Inside {
				in = append(in, a)
			}
		}
	}
	return in
}

// levelsOf sorts administrative areas by their level, coarsest first; shares are
// of the land, in square metres.
func levelsOf(areas []osmpbf.Area, land float64) []level {
	by := map[int]*level{}
	for _, a := range areas {
		if !isAdmin(a.Tags) {
			continue
		}
		n := adminLevel(a.Tags)
		if by[n] == nil {
			by[n] = &level{number: n}
		}
		by[n].areas = append(by[n].areas, a)
		by[n].areaM2 += geodesy.Area(a.Shape)
	}
	levels := make([]level, 0, len(by))
	for _, l := range by {
		if land > 0 {
			l.share = l.areaM2 / land
		}
		levels = append(levels, *l)
	}
	slices.SortFunc(levels, func(a, b level) int { return cmp.Compare(a.number, b.number) })
	return levels
}

// choose takes the level that was asked for, or else the finest that tiles the
// land with at least two areas; if none has two, the finest that tiles it.
func (d division) choose(asked int) (level, *finding.Finding, error) {
	if len(d.levels) == 0 {
		return level{}, nil, finding.New("intake.osm_no_boundaries", "")
	}
	if asked != 0 {
		i := slices.IndexFunc(d.levels, func(l level) bool { return l.number == asked })
		if i < 0 {
			return level{}, nil, finding.New("intake.osm_no_such_level", "", "level", asked, "levels", d.summary())
		}
		return d.levels[i], d.note("intake.osm_level_asked", d.levels[i]), nil
	}
	for _, least := range []int{2, 1} {
		for _, l := range slices.Backward(d.levels) {
			if l.share >= tiles && len(l.areas) >= least {
				return l, d.note("intake.osm_level_chosen", l), nil
			}
		}
	}
	panic("intake: no level covers what the widest level covers")
}

// note says which level was taken and what the others would have given.
func (d division) note(code string, l level) *finding.Finding {
	region := finding.Name{ZH: "提取范围", EN: "the extract"}
	if d.parent != nil {
		region.ZH = d.parent.Tags["name"]
		region.EN = cmp.Or(d.parent.Tags["name:en"], region.ZH)
	}
	return finding.New(code, "", "region", region, "level", l.number, "n", len(l.areas), "percent", 100*l.share,
		"km2", l.areaM2/1e6, "least", 100*tiles, "levels", d.summary())
}

// summary lists the levels: "6: 2 (100 %), 8: 11 (100 %)".
func (d division) summary() string {
	parts := make([]string, len(d.levels))
	for i, l := range d.levels {
		parts[i] = fmt.Sprintf("%d: %d (%.0f %%)", l.number, len(l.areas), 100*l.share)
	}
	return strings.Join(parts, ", ")
}
