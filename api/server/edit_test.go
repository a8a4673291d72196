package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"xunhu/api/people"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// A road that is drawn by hand is driven by the next question, and is not when it is taken away.
func TestRoadOfOneFeature(t *testing.T) {
	s, _, st := wholeWith(t, &journal{}, demo.Dataset())
	secret := ""
	for _, p := range people.Demonstration() {
		if secret == "" && len(p.Roles) == 1 && p.Roles[0] == "administrator" {
			secret = bearer(t, st, p.ID)
		}
	}
	d := demo.Dataset()
	vertex := func(near orb.Point) (at orb.Point) {
		for _, f := range d.Collections[feature.Roads].Features {
			for _, p := range f.Geometry.(orb.LineString) {
				if planar.Distance(p, near) < planar.Distance(at, near) {
					at = p
				}
			}
		}
		return at
	}
	from, to := vertex(orb.Point{117.15, 35.08}), vertex(orb.Point{117.2, 35.1})
	metres := func() float64 {
		t.Helper()
		w := asking(s, "POST", "/api/v1/route", fmt.Sprintf(`{"profile":"car","points":[[%v,%v],[%v,%v]]}`, from[0], from[1], to[0], to[1]), "Content-Type", "application/json")
		var way struct {
			Features []struct {
				Properties struct {
					DistanceM float64 `json:"distance_m"`
				}
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &way); err != nil || w.Code != http.StatusOK || len(way.Features) == 0 {
			t.Fatalf("%d %v: %.300s", w.Code, err, w.Body)
		}
		return way.Features[0].Properties.DistanceM
	}
	before := metres()
	road := fmt.Sprintf(`{"type":"Feature","id":"short","geometry":{"type":"LineString","coordinates":[[%v,%v],[%v,%v]]},"properties":{"class":"primary"}}`, from[0], from[1], to[0], to[1])
	if w := asking(s, "POST", "/ogc/collections/roads/items", road, "Authorization", "Bearer "+secret); w.Code != http.StatusCreated {
		t.Fatalf("%d: %.300s", w.Code, w.Body)
	}
	if now := metres(); now > before*0.8 {
		t.Errorf("%.0f m, before %.0f m", now, before)
	}
	if w := asking(s, "DELETE", "/ogc/collections/roads/items/short", "", "Authorization", "Bearer "+secret, "If-Match", "*"); w.Code != http.StatusNoContent {
		t.Fatalf("%d: %.300s", w.Code, w.Body)
	}
	if now := metres(); now != before {
		t.Errorf("%.0f m, before %.0f m", now, before)
	}
}
