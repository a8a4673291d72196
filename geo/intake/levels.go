package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
	"xunhu/geo/geodesy"
)

// tiles is the least share of the land that the areas of a level must cover to
// be taken for its towns. The land is what the level with the most land covers.
const tiles = 0.9

// A level is the administrative areas of one admin_level.
type level struct {
	number int
	areas  []osmpbf.Area
	areaM2 float64
	share  float64 // of the land
}

// levelsOf sorts the administrative areas by their level, coarsest first.
func levelsOf(areas []osmpbf.Area) []level {
	by := map[int]*level{}
	var land float64
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
		land = max(land, by[n].areaM2)
	}
	levels := make([]level, 0, len(by))
	for _, l := range by {
		l.share = l.areaM2 / land
		levels = append(levels, *l)
	}
	slices.SortFunc(levels, func(a, b level) int { return cmp.Compare(a.number, b.number) })
	return levels
}

// choose takes the level that was asked for, or else the finest that tiles the
// land with at least two areas; if none has two, the finest that tiles it.
func choose(levels []level, asked int) (level, *finding.Finding, error) {
	if len(levels) == 0 {
		return level{}, nil, finding.New("intake.osm_no_boundaries", "")
	}
	if asked != 0 {
		i := slices.IndexFunc(levels, func(l level) bool { return l.number == asked })
		if i < 0 {
			return level{}, nil, finding.New("intake.osm_no_such_level", "", "level", asked, "levels", summary(levels))
		}
		return levels[i], note("intake.osm_level_asked", levels, levels[i]), nil
	}
	for _, least := range []int{2, 1} {
		for _, l := range slices.Backward(levels) {
			if l.share >= tiles && len(l.areas) >= least {
				return l, note("intake.osm_level_chosen", levels, l), nil
			}
		}
	}
	return level{}, nil, finding.New("intake.osm_no_boundaries", "") // the level with the most land always tiles it
}

// note says which level was taken and what the others would have given.
func note(code string, levels []level, l level) *finding.Finding {
	return finding.New(code, "", "level", l.number, "n", len(l.areas), "percent", 100*l.share, "km2", l.areaM2/1e6,
		"least", 100*tiles, "levels", summary(levels))
}

// summary lists the levels: "6: 2 (100 %), 8: 11 (100 %)".
func summary(levels []level) string {
	parts := make([]string, len(levels))
	for i, l := range levels {
		parts[i] = fmt.Sprintf("%d: %d (%.0f %%)", l.number, len(l.areas), 100*l.share)
	}
	return strings.Join(parts, ", ")
}
