package jurisdiction_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// The worked examples of the field must come out on the demonstration region: the
// inputs and the rows of V, L and N.
func TestWorkedExamples(t *testing.T) {
	r := rules(t, demo.Dataset())
	examples := demo.Examples()
	if len(examples) != 18 {
		t.Fatalf("%d examples, want 18", len(examples))
	}
	for _, x := range examples {
		t.Run(x.ID, func(t *testing.T) {
			d, err := r.Decide(jurisdiction.Incident{
				ID: x.ID, Geometry: x.Geometry, Category: x.Text("category"), Severity: law.Severity(x.Text("severity")),
				OccurredAt: autumn, Source: x.Text("source"), Outcome: x.Text("outcome"), Finder: x.Text("finder"),
			}, nil)
			if err != nil {
				t.Fatal(err)
			}
			outcome := map[string]string{
				"j": d.J, "z": d.Z, "span": d.Span, "sq": d.SQ, "k": string(d.K), "s": string(d.S), "v_row": d.VRow, "l_row": d.LRow,
				"h": d.H, "n_rows": strings.Join(d.NRows, ";"),
			}
			for name, got := range outcome {
				if want := x.Text("expect_" + name); got != want {
					t.Errorf("%s = %s, want %s (towns %+v)", name, got, want, d.Towns)
				}
			}
		})
	}
}

func ExampleRules_Decide() {
	a, _ := atlas.Build(demo.Dataset())
	rules, _ := jurisdiction.New(a, jurisdiction.Defaults())
	d, _ := rules.Decide(jurisdiction.Incident{
		Geometry:   a.Sites[0].At,
		Category:   "W03",
		OccurredAt: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC),
	}, nil)
	fmt.Println(d.J, d.K, len(d.Towns))
	// Output: IN K2 1
}
