package atlas

import (
	"cmp"
	"slices"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// listed holds the towns against the list of codes, if the region keeps one: towns that
// the list has and the region lacks, towns that it does not have, codes and names that
// differ. Where the region's code is official, the rows of other counties are passed over.
func (o *organisation) listed() { o.found = append(o.found, againstList(o.data)...) }

func againstList(d Dataset) []*finding.Finding {
	rows := d.Collections[feature.Codes].Features
	if len(rows) == 0 {
		return nil
	}
	list, found := byCode(d.Region.Code, rows)
	if len(list) == 0 {
		return append(found, finding.New("codes.elsewhere", string(feature.Codes), "region", d.Region.Code))
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

// byCode gives the rows of a county by their codes, and finds those of which there are two.
func byCode(county string, rows []feature.Feature) (list map[string]feature.Feature, twice []*finding.Finding) {
	list = map[string]feature.Feature{}
	for _, row := range rows {
		if countyCode.MatchString(county) && !strings.HasPrefix(row.ID, county) {
			continue
		}
		if first, ok := list[row.ID]; ok {
			twice = append(twice, finding.New("codes.twice", place(feature.Codes, row), "code", row.ID, "town", called(row), "other", called(first)))
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
