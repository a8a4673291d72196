package ops

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/geo/finding"
)

// RiskCollection is what may be found at each site and river in a month.
type RiskCollection struct {
	Type     string        `json:"type" enum:"FeatureCollection"`
	Month    int           `json:"month"`
	Verdict  string        `json:"verdict" doc:"in words: whether the estimate beat last year's counts on the time held back"`
	Better   bool          `json:"better_than_counts" doc:"false: the values are last year's counts"`
	Visits   int           `json:"held_back_visits"`
	Found    int           `json:"held_back_found"`
	Explore  float64       `json:"explore" doc:"share of the weights by how little is known"`
	Gain     []float64     `json:"gain_per_finding,omitempty" doc:"in log-likelihood: low, estimate, high (90 %)"`
	HalfLife *float64      `json:"half_life_days,omitempty" doc:"after which a finding counts for half"`
	Features []RiskFeature `json:"features" nullable:"false"`
}

// RiskFeature is one place.
type RiskFeature struct {
	Type       string         `json:"type" enum:"Feature"`
	ID         string         `json:"id" doc:"sites/ or rivers/ and the id"`
	Geometry   MaybeGeometry  `json:"geometry"`
	Properties RiskProperties `json:"properties"`
}

// RiskProperties say what may be expected.
type RiskProperties struct {
	Name    string  `json:"name"`
	Group   string  `json:"group" doc:"of places alike"`
	Rate    float64 `json:"rate" doc:"findings a visit"`
	Low     float64 `json:"low" doc:"low to high holds it with 90 %"`
	High    float64 `json:"high"`
	Effort  float64 `json:"effort" doc:"visits, those of long ago for less"`
	Weight  float64 `json:"weight" doc:"share of the looking that it should get; all sum to one"`
	Unknown bool    `json:"unknown" doc:"nobody has been there: unknown, not clean"`
}

func riskEndpoints() []endpoint {
	who, _, _ := headers()
	return []endpoint{
		{method: "GET", path: "/risk", id: "getRisk", needs: people.ReadRisk, summary: "What may be found at each site and river, from what patrols found and where tracks show that they were; for those who share the map of all leads", header: who,
			query:  []huma.Param{{Name: "month", In: "query", Description: "1 to 12; without it the present one", Schema: &huma.Schema{Type: "integer"}}},
			status: 200, answer: RiskCollection{}, answerType: geoJSON, refusals: []int{401, 403}, handle: (*call).risk},
	}
}

// risk answers GET /risk.
func (c *call) risk() error {
	month := int(c.Now().Month())
	if text := c.params.Text("month"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 12 {
			return problem.BadRequest(finding.New("command.bad_month", "month", "value", text))
		}
		month = n
	}
	d, err := c.desk()
	if err != nil {
		return err
	}
	w, err := d.region.Watch(c.ctx, c.Store, c.lang)
	if err != nil {
		return err
	}
	places, members, _, err := w.Estimate(time.Month(month), 1, c.Explore, c.lang)
	if err != nil {
		return err
	}
	return c.writeCollection(http.StatusOK, slices.Values(places), members)
}
