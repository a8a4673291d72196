package atlas

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// AgainstList holds the towns of one edition against a list of codes as it was on a
// day: towns that the list has and the region lacks, towns that it does not have,
// codes and names that differ. Listed rows are towns without geometry, with valid_from
// and valid_to as towns have them. Where the region's code is official, the rows of
// other counties are passed over.
func AgainstList(d Dataset, listed []feature.Feature, day time.Time) []*finding.Finding {
	list, found := onDay(d.Region.Code, listed, day.Format(time.DateOnly))
	if len(list) == 0 {
		return append(found, finding.New("codes.elsewhere", "", "region", d.Region.Code))
	}
	named := map[string]string{} // codes of the listed towns that the region lacks, by name
	lacks := map[string]bool{}
	for code, row := range list {
		lacks[code] = true
		named[plainName(row)] = code
	}
	towns := slices.SortedStableFunc(slices.Values(d.Collections[feature.Towns].Features), func(a, b feature.Feature) int { return cmp.Compare(a.ID, b.ID) })
	for _, t := range towns {
		if _, ok := list[t.ID]; ok {
			delete(lacks, t.ID)
		}
	}
	for _, t := range towns {
		where := place(feature.Towns, t)
		row, ok := list[t.ID]
		code := named[plainName(t)]
		switch {
		case ok && plainName(row) != plainName(t):
			found = append(found, finding.New("codes.name", where, "town", called(t), "code", t.ID, "listed", called(row)))
		case ok:
		case lacks[code]:
			delete(lacks, code)
			found = append(found, finding.New("codes.other", where, "town", called(t), "code", t.ID, "listed", code))
		default:
			found = append(found, finding.New("codes.unlisted", where, "town", called(t), "code", t.ID))
		}
	}
	missing := make([]string, 0, len(lacks))
	for code := range lacks {
		missing = append(missing, code)
	}
	slices.Sort(missing)
	for _, code := range missing {
		found = append(found, finding.New("codes.missing", "towns/"+code, "town", called(list[code]), "code", code))
	}
	return found
}

// A CodeList is a list of codes as an office keeps it, in a file of a name.
type CodeList struct {
	Name  string
	Towns []feature.Feature
}

// Against holds the towns of one edition against the list (see AgainstList); what is
// wrong with the list itself stands under its name.
func (l CodeList) Against(d Dataset, day time.Time) []*finding.Finding {
	found := AgainstList(d, l.Towns, day)
	for _, f := range found {
		if f.Where == "" {
			f.Where = l.Name
		}
	}
	return found
}

// onDay gives the rows of a county that hold on a day, by their codes, and finds those
// of which there are two.
func onDay(county string, listed []feature.Feature, day string) (list map[string]feature.Feature, twice []*finding.Finding) {
	list = map[string]feature.Feature{}
	for _, row := range listed {
		if !holds(row, day) || countyCode.MatchString(county) && !strings.HasPrefix(row.ID, county) {
			continue
		}
		if first, ok := list[row.ID]; ok {
			twice = append(twice, finding.New("codes.twice", "", "code", row.ID, "town", called(row), "other", called(first), "day", day))
			continue
		}
		list[row.ID] = row
	}
	return list, twice
}

// plainName is a name as lists and maps agree on it: some write the office, 街道办事处,
// for the subdistrict, 街道.
func plainName(f feature.Feature) string {
	return strings.TrimSuffix(strings.TrimSpace(f.Text("name")), "办事处")
}
