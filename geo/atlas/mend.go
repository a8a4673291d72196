package atlas

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Mend snaps the borders of the towns that hold on a day onto each other, as
// coverage.Mend does, and gives the dataset with those towns changed; all else, other
// editions too, stays as it is. Findings name the towns, as those of Inspect do. d
// itself is not changed.
func Mend(d Dataset, day time.Time, tolerance float64) (Dataset, coverage.Mending) {
	var cells []coverage.Cell
	names := map[string]finding.Name{}
	for _, f := range On(d, day).Collections[feature.Towns].Features {
		cells = append(cells, coverage.Cell{Name: f.ID, Area: f.Geometry})
		names[f.ID] = called(f)
	}
	m := coverage.Mend(tolerance, cells...)
	told := map[*finding.Finding]bool{}
	for _, f := range slices.Concat(m.Closed, m.Left, m.Refused) {
		if !told[f] {
			told[f] = true
			nameTowns(f, names)
		}
	}
	areas := map[string]orb.Geometry{}
	for _, c := range m.Cells {
		areas[c.Name] = c.Area
	}
	out := Dataset{Region: d.Region, Collections: map[feature.Kind]feature.Collection{}}
	for k, c := range d.Collections {
		out.Collections[k] = c
	}
	towns := d.Collections[feature.Towns]
	towns.Features = slices.Clone(towns.Features)
	wanted := day.Format(time.DateOnly)
	for i, f := range towns.Features {
		if area, ok := areas[CodeOf(f.ID)]; ok && holds(f, wanted) {
			towns.Features[i].Geometry = area
		}
	}
	out.Collections[feature.Towns] = towns
	return out, m
}
