package coverage

import (
	"cmp"
	"slices"

	"xunhu/geo/finding"
	"xunhu/geo/valid"
)

// Examine is Inspect for cells that New may refuse. What is wrong with single cells
// comes first, in the order of their names; a cell that is not valid is then looked at
// as valid.Mend leaves it, or left out if it cannot be mended. Cells of one name are
// told and looked at one by one.
func Examine(cells ...Cell) (findings, notes []*finding.Finding) {
	faults := check(cells)
	var sound []cell
	order := make([]int, len(cells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(cells[i].Name, cells[j].Name) })
	last := ""
	for k, i := range order {
		given := cells[i]
		switch {
		case given.Name == "":
			findings = append(findings, finding.New("coverage.no_name", "", "number", i+1))
		case k > 0 && given.Name == last:
			findings = append(findings, finding.New("coverage.name_twice", "", "name", given.Name))
		}
		last = given.Name
		area, ok := asArea(given.Area)
		if faults[i] != nil {
			findings = append(findings, faults[i].(*finding.Finding))
			if ok {
				mended, _, err := valid.Mend(given.Area)
				area, ok = asArea(mended)
				ok = ok && err == nil
			}
		}
		if ok {
			sound = append(sound, cell{name: given.Name, area: area})
		}
	}
	s := newSurvey(sound)
	s.look(Tolerance)
	return append(findings, s.found...), s.notes
}
