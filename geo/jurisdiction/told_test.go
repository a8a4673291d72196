package jurisdiction_test

import (
	"slices"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// On the worked examples, Told has the rows of NRows in their order, and Informed is
// all whom they tell, without the lead, and besides only whom rows V and L tell.
func TestToldIsWhomTheRowsInform(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range demo.Examples() {
		d, err := rules.Decide(jurisdiction.Incident{
			Geometry: x.Geometry, Category: x.Text("category"), Severity: law.Severity(x.Text("severity")), OccurredAt: time.Date(2026, 10, 20, 2, 0, 0, 0, time.UTC),
			Outcome: x.Text("outcome"), Finder: x.Text("finder"),
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var rows, all []string
		for _, told := range d.Told {
			rows = append(rows, told.Row)
			if len(told.To) == 0 {
				t.Errorf("%s: %s tells nobody", x.ID, told.Row)
			}
			for _, id := range told.To {
				if all = append(all, id); id != d.Lead && !slices.Contains(d.Informed, id) {
					t.Errorf("%s: %s tells %s, who is not informed", x.ID, told.Row, id)
				}
			}
		}
		if !slices.Equal(rows, d.NRows) {
			t.Errorf("%s: rows %v, want %v", x.ID, rows, d.NRows)
		}
		for _, id := range d.Informed {
			if !slices.Contains(all, id) && d.VRow != "V9" && !slices.Contains([]string{"L2", "L11", "L12"}, d.LRow) {
				t.Errorf("%s: %s is informed by no row", x.ID, id)
			}
		}
	}
}
