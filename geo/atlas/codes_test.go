package atlas

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// What differs between towns and the list of their codes is said once, by the rows
// that hold on the day.
func TestAgainstList(t *testing.T) {
	row := func(code, name, first, last string) feature.Feature {
		f := feature.Feature{ID: code, Props: map[string]any{"name": name}}
		if first != "" {
			f.Props["valid_from"] = first
		}
		if last != "" {
			f.Props["valid_to"] = last
		}
		return f
	}
	west, east := row("370481101", "西镇", "", ""), row("370481102", "东镇", "", "")
	for _, tc := range []struct {
		name   string
		region string
		list   []feature.Feature
		want   []string
	}{
		{"as listed, in any order", "370481", []feature.Feature{east, west}, nil},
		{"other counties passed over", "370481", []feature.Feature{row("370482101", "他镇", "", ""), west, east}, nil},
		{"where codes are not official nothing is passed over", "li", []feature.Feature{west, row("7", "third", "", ""), east}, []string{"codes.missing towns/7"}},
		{"one missing", "370481", []feature.Feature{west, east, row("370481103", "南镇", "", "")}, []string{"codes.missing towns/370481103"}},
		{"one not listed", "370481", []feature.Feature{east}, []string{"codes.unlisted towns/370481101"}},
		{"another name", "370481", []feature.Feature{west, row("370481102", "旭日镇", "", "")}, []string{"codes.name towns/370481102"}},
		{"the office for the subdistrict", "370481", []feature.Feature{west, row("370481102", " 东镇办事处", "", "")}, nil},
		{"another code", "370481", []feature.Feature{west, row("370481002", "东镇", "", "")}, []string{"codes.other towns/370481102"}},
		{"the name of a town that has its own", "370481", []feature.Feature{west, row("370481105", "西镇", "", "")},
			[]string{"codes.unlisted towns/370481102", "codes.missing towns/370481105"}},
		{"listed twice", "370481", []feature.Feature{west, west, east}, []string{"codes.twice codes/370481101"}},
		{"recoded before the day", "370481", []feature.Feature{west, row("370481099", "东镇", "", "2026-11-22"), row("370481102", "东镇", "2026-11-23", "")}, nil},
		{"recoded after the day", "370481", []feature.Feature{west, row("370481102", "东镇", "", "2026-11-23"), row("370481099", "东镇", "2026-11-24", "")}, nil},
		{"abolished before the day", "370481", []feature.Feature{west, row("370481102", "东镇", "", "2026-11-22")}, []string{"codes.unlisted towns/370481102"}},
		{"an empty list is none", "370481", nil, nil},
		{"recoded on the day, by the identities that a store gives", "370481",
			[]feature.Feature{west, row("370481102", "旧镇", "", "2026-11-22"), row("370481102@2026-11-23", "东镇", "2026-11-23", "")}, nil},
		{"another county's list", "370481", []feature.Feature{row("370482101", "西镇", "", "")}, []string{"codes.elsewhere codes"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, _ := county(t)
			d.Region.Code = tc.region
			d.Collections[feature.Codes] = feature.Collection{Features: tc.list}
			if days := Editions(d); len(days) > 0 {
				t.Errorf("the list makes editions: %v", days)
			}
			var got []string
			for _, f := range Findings(On(d, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) {
				if strings.HasPrefix(f.Code, "codes.") {
					got = append(got, fmt.Sprint(f.Code, " ", f.Where))
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	d, _ := county(t)
	d.Collections[feature.Codes] = feature.Collection{Features: []feature.Feature{west, row("370481002", "东镇", "", "")}}
	found := againstList(d)
	if len(found) != 1 || found[0].Args["code"] != "370481102" || found[0].Args["listed"] != "370481002" || found[0].Args["town"] != (finding.Name{ZH: "东镇"}) {
		t.Errorf("said %v", found)
	}
}
