package coverage

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"xunhu/geo/finding"
	"xunhu/geo/valid"
)

// Examine is Inspect for cells that New may refuse. What is wrong with single cells
// comes first, in the order of their names; a cell that is not valid is then looked at
// as valid.Mend leaves it, or left out if it cannot be mended. Cells of one name are
// told and looked at one by one.
func Examine(cells ...Cell) (findings, notes []*finding.Finding) {
	order := make([]int, len(cells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(cells[i].Name, cells[j].Name) })
	sound := make([]cell, 0, len(cells))
	for _, i := range order {
		area, _ := asArea(cells[i].Area)
		sound = append(sound, cell{name: cells[i].Name, area: area})
	}
	var edges *halfEdges
	var matched sync.WaitGroup
	matched.Go(func() { edges = matchEdges(sound) }) // most often all cells are valid
	faults := check(cells)
	matched.Wait()
	bad := false
	for k, i := range order {
		switch {
		case cells[i].Name == "":
			findings = append(findings, finding.New("coverage.no_name", "", "number", i+1))
		case k > 0 && cells[i].Name == sound[k-1].name:
			findings = append(findings, finding.New("coverage.name_twice", "", "name", cells[i].Name))
		}
		if faults[i] != nil {
			bad = true
			if f, ok := errors.AsType[*finding.Finding](faults[i]); ok {
				findings = append(findings, f)
			}
			mended, _, err := valid.Mend(cells[i].Area)
			if sound[k].area, _ = asArea(mended); err != nil {
				sound[k].area = nil
			}
		}
	}
	if bad {
		sound = slices.DeleteFunc(sound, func(c cell) bool { return c.area == nil })
		edges = matchEdges(sound)
	}
	s := surveyOnce(sound, edges)
	s.look(Tolerance)
	return append(findings, s.found...), s.notes
}
