package ops_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// From a place on the water, the sites above it come with their station and squad, the
// towns below it with the time that the water takes; a time can be the limit.
func TestTrace(t *testing.T) {
	srv := demonstration(t)
	var up, down struct {
		Features []struct {
			Properties struct {
				Kind      string
				TimeS     float64 `json:"time_s"`
				DistanceM float64 `json:"distance_m"`
			}
		}
		Suspects []struct{ ID, Likelihood, Station, Squad string }
		OnTheWay []struct {
			Kind, ID string
			Units    []string
			TimeS    float64 `json:"time_s"`
		} `json:"on_the_way"`
		Speeds string
	}
	const at = "/api/v1/trace?at=117.0019,35.2004&lang=en"
	_, text := ask(t, srv, at+"&way=up&km=8&category=W03", "")
	if err := json.Unmarshal(text, &up); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if len(up.Suspects) == 0 || up.Suspects[0].Likelihood != "named" || up.Suspects[0].Station == "" || up.Suspects[0].Squad == "" {
		t.Errorf("suspects %+v", up.Suspects)
	}
	_, text = ask(t, srv, at+"&way=down&hours=2", "")
	if err := json.Unmarshal(text, &down); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if len(down.OnTheWay) == 0 || down.OnTheWay[len(down.OnTheWay)-1].TimeS > 7200 || !strings.Contains(down.Speeds, "not measured") {
		t.Errorf("on the way %+v, speeds %q", down.OnTheWay, down.Speeds)
	}
	for _, f := range down.Features {
		if f.Properties.TimeS > 7200 {
			t.Errorf("%+v is further than two hours", f)
		}
	}
	for query, want := range map[string]string{
		"at=117.0019,35.2004":                        "way",
		"at=117.0019&way=up":                         "longitude,latitude",
		"at=117.0019,35.2004&way=up&km=-1":           "greater than zero",
		"at=117.0019,35.2004&way=up&km=1&hours=1":    "a distance or a time",
		"at=100,35&way=up":                           "no reach lies within",
		"at=117.0019,35.2004&way=up&km=1&nothing=no": "nothing",
	} {
		resp, text := ask(t, srv, "/api/v1/trace?lang=en&"+query, "")
		if resp.StatusCode < 400 || resp.StatusCode > 499 || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s %s", query, resp.Status, text)
		}
	}
}
