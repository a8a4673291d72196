package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// The towns are held against the list of codes of today, as offices keep it.
func TestCheckCodes(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	list := func(rows ...string) string {
		name := filepath.Join(t.TempDir(), "codes.csv")
		if err := os.WriteFile(name, []byte(strings.Join(rows, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	heads := "行政区划代码,名称,生效日期,失效日期"
	all := []string{heads, "370481,滕州市", "370481000000,滕州市,,", "370481001001,某社区,,"}
	for _, town := range demo.Dataset().Collections[feature.Towns].Features {
		all = append(all, town.ID+"000,"+town.Text("name")+",,")
	}
	if out := x.run(exitDone, "check", "--codes", list(all...)); len(out) > 0 {
		t.Errorf("the true list: %s", out)
	}
	jinghe, guo := 4, len(all)-1 // their rows
	all[jinghe] = strings.Replace(all[jinghe], "370481001000", "370481901000", 1)
	all[guo] = strings.TrimSuffix(all[guo], ",,") + ",,2020年1月31日"
	all = append(all, "370481130,新镇,2020/2/1,", "370481131,旧镇,,20191231", ",无码镇,,", "370481132,,,")
	out := string(x.run(exitRefused, "check", "--codes", list(all...)))
	for _, want := range []string{"has the code 370481001, in the list it is 370481901", "is not in the list", "新镇 is missing: the list has 370481130"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "\n"); n != 3 {
		t.Errorf("%d findings:\n%s", n, out)
	}
	for _, want := range []string{"codes.csv#27: the code is missing", "codes.csv#28: There is no name"} {
		if !strings.Contains(x.words, want) {
			t.Errorf("%q is not in\n%s", want, x.words)
		}
	}
	x.run(exitRefused, "check", "--codes", list(heads, "370482101,他镇,,"))
	x.run(exitFailed, "check", "--codes", list("经度,纬度", "117,35"))
	x.run(exitFailed, "check", "--codes", filepath.Join(t.TempDir(), "none.csv"))
	out = string(x.run(exitRefused, "check", "--codes", list("a,b", "370481001,荆河街道"), "--field", "id=a", "--field", "name=b"))
	if n := strings.Count(out, "is not in the list"); n != 20 {
		t.Errorf("%d towns not listed:\n%s", n, out)
	}
}

// A list that is kept is what check holds the towns against, without a flag; counties and
// villages of it are passed over, a code may come again with other days, and another
// import takes its place.
func TestImportCodes(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	dir := t.TempDir()
	list := func(rows ...string) string {
		name := filepath.Join(dir, "镇街区划代码.csv")
		if err := os.WriteFile(name, []byte("统计用区划代码,名称,生效日期,失效日期\n"+strings.Join(rows, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	rows := []string{"370481000000,滕州市,,", "370481001001,某社区,,", "370481001000,旧名街道,,2019-12-31"}
	for _, town := range demo.Dataset().Collections[feature.Towns].Features {
		from := ""
		if town.ID == "370481001" {
			from = "2020-01-01"
		}
		rows = append(rows, town.ID+"000,"+town.Text("name")+","+from+",")
	}
	field := []string{"--field", "id=统计用区划代码"}
	x.run(exitDone, append([]string{"import", list(rows...), "--dry-run"}, field...)...)
	if out := string(x.run(exitDone, "export", "codes", "-o", filepath.Join(dir, "none.csv"))); strings.Contains(out, "37048") {
		t.Errorf("a dry run has kept %s", out)
	}
	x.run(exitDone, append([]string{"import", list(rows...)}, field...)...)
	for _, want := range []string{"Town codes: EPSG", "guessed from the name", "2 rows are codes of counties or villages"} {
		if !strings.Contains(x.words, want) {
			t.Errorf("%q is not in\n%s", want, x.words)
		}
	}
	if out := x.run(exitDone, "check"); len(out) > 0 {
		t.Errorf("the true list: %s", out)
	}
	if out := string(x.run(exitDone, "export", "codes")); strings.Count(out, `"type":"Feature",`) != 22 || !strings.Contains(out, `"370481001@2020-01-01"`) {
		t.Errorf("kept %s", out)
	}

	rows[len(rows)-1] = "370481130,新镇,,"
	x.run(exitRefused, append([]string{"import", list(append(rows, ",无码镇,,", "370481130,又一镇,,")...), "--as", "codes"}, field...)...)
	for _, want := range []string{"#25: the code is missing", "#26: ", "the 22 that were there"} {
		if !strings.Contains(x.words, want) {
			t.Errorf("%q is not in\n%s", want, x.words)
		}
	}
	out := string(x.run(exitRefused, "check"))
	if !strings.Contains(out, "新镇 is missing: the list has 370481130") || strings.Count(out, "\n") != 2 {
		t.Errorf("the new list: %s", out)
	}
	x.run(exitFailed, "import", list("370481,滕州市,,"), "--as", "codes", "--field", "id=统计用区划代码")
	if !strings.Contains(x.words, "no codes of towns") {
		t.Errorf("a county alone: %s", x.words)
	}
	if again := string(x.run(exitRefused, "check")); again != out {
		t.Errorf("the failed import has changed it: %s", again)
	}
	x.run(exitFailed, "import", list(rows...), "--as", "codes", "--valid-from", "2027-01-01")
}

// A plan whose days reach into another edition says by which it is made.
func TestChangeWithin(t *testing.T) {
	d := demo.Dataset()
	d.Collections[feature.Zones].Features[0].Props["valid_from"] = "2027-01-01"
	for _, tc := range []struct {
		from string
		days int
		want string
	}{{"2026-12-30", 2, ""}, {"2026-12-30", 3, "2027-01-01"}, {"2027-01-01", 9, ""}} {
		from, err := time.Parse(time.DateOnly, tc.from)
		if err != nil {
			t.Fatal(err)
		}
		if day, changes := atlas.ChangeWithin(d, from, tc.days); day != tc.want || changes != (tc.want != "") {
			t.Errorf("%s, %d days: %q %v", tc.from, tc.days, day, changes)
		}
	}
}
