package wire

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Whatever is decided, every reason must be a whole sentence in both languages:
// no code without its words, no figure that was not filled in.
func TestEveryReasonIsASentence(t *testing.T) {
	d := demo.Dataset()
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var incidents []jurisdiction.Incident
	for _, x := range demo.Examples() {
		incidents = append(incidents, jurisdiction.Incident{ID: x.ID, Geometry: x.Geometry, Category: x.Text("category"),
			Severity: law.Severity(x.Text("severity")), Outcome: x.Text("outcome"), Finder: x.Text("finder")})
	}
	categories := law.Categories()
	for range 600 {
		incidents = append(incidents, randomIncident(rng, d.Bound(), categories))
	}
	rows := map[string]bool{}
	for i, inc := range incidents {
		inc.OccurredAt = time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
		decision, err := rules.Decide(inc, func(string) jurisdiction.Duty {
			return jurisdiction.Duty{On: i%3 > 0, By: []string{"", "roster", "entry"}[i/3%3], From: inc.OccurredAt, Why: "集中培训"}
		})
		if err != nil {
			t.Fatalf("incident %d: %v", i, err)
		}
		rows[decision.VRow], rows[decision.LRow] = true, true
		for _, l := range []words.Lang{words.ZH, words.EN} {
			props := FromDecision(feature.Feature{}, decision, l, false).Props
			for _, list := range []string{"reasons", "due", "basis"} {
				for _, item := range props[list].([]any) {
					if s, ok := item.(string); ok && (strings.ContainsAny(s, "{}") || strings.Contains(s, "reason.") || s == "") {
						t.Errorf("incident %d (%s), %s: %q", i, decision.VRow, l, s)
					}
				}
			}
		}
	}
	for _, row := range []string{"V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12",
		"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13"} {
		if !rows[row] {
			t.Errorf("no incident came to row %s", row)
		}
	}
}

// randomIncident is a point, line or triangle in or about the region.
func randomIncident(rng *rand.Rand, b orb.Bound, categories []law.Category) jurisdiction.Incident {
	at := func() orb.Point {
		return orb.Point{b.Min[0] + (b.Max[0]-b.Min[0])*rng.Float64(), b.Min[1] + (b.Max[1]-b.Min[1])*rng.Float64()}
	}
	near := func(p orb.Point) orb.Point {
		return orb.Point{p[0] + 0.02*rng.NormFloat64(), p[1] + 0.02*rng.NormFloat64()}
	}
	one := at()
	shapes := []orb.Geometry{one, orb.LineString{one, near(one)}, triangle(one, near(one), near(one))}
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	return jurisdiction.Incident{
		Geometry: shapes[rng.IntN(len(shapes))], Category: categories[rng.IntN(len(categories))].Code,
		Severity: law.Severity(pick("", "", "N", "G", "E")), AccuracyM: float64(rng.IntN(3)) * 100,
		Source: pick(Sources...), Outcome: pick(Outcomes...), Finder: pick(Finders...),
	}
}

func triangle(a, b, c orb.Point) orb.Polygon { return orb.Polygon{{a, b, c, a}} }

// Every limit within which somebody must be told has its words.
func TestLimitsOfTellingHaveWords(t *testing.T) {
	for _, limit := range []string{"D3", "D1.urgent"} {
		if !words.Has("telling." + limit) {
			t.Errorf("no words for %s", limit)
		}
	}
}
