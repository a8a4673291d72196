package wire_test

import (
	"testing"
	"time"

	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/routing/patrol"
	"xunhu/routing/risk"
)

// Where more was found weighs more than where one looked and found nothing; the more is
// given to what is little known, the more weighs where nobody has been. What the watch does
// not know, and what a need weighed before, stay.
func TestWeigh(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	weigh := func(explore float64, findings bool) (map[string]float64, string) {
		w := wire.NewWatch(a, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), words.EN)
		for day := range int32(300) {
			for place := range int32(2) {
				v := risk.Visit{Place: place, Day: day, Month: (day / 30) % 12, Effort: 1}
				if findings && place == 0 && day%2 == 0 {
					v.Found = 1
				}
				w.History.Visits = append(w.History.Visits, v)
			}
		}
		ids := []string{w.History.Places[0].ID, w.History.Places[1].ID, w.History.Places[2].ID}
		needs := []patrol.Need{{ID: ids[0]}, {ID: ids[1]}, {ID: ids[2]}, {ID: "wetlands/x", Weight: 3}, {ID: ids[2] + "?"}}
		out, notes, err := w.Weigh(needs, time.May, 1, explore)
		if err != nil || needs[0].Weight != 0 {
			t.Fatalf("%v, the needs that were given changed: %v", err, needs)
		}
		by := map[string]float64{"found": out[0].Weight, "clean": out[1].Weight, "never": out[2].Weight, "wetland": out[3].Weight, "other": out[4].Weight}
		return by, notes[len(notes)-1].Code
	}
	none, _ := weigh(0, true)
	much, verdict := weigh(1, true)
	if none["found"] <= none["clean"] || none["found"] > 4 || none["clean"] < 0.25 {
		t.Errorf("without exploring: %v", none)
	}
	if much["never"] <= 1.1*none["never"] || much["never"] <= 1.1*much["clean"] {
		t.Errorf("exploring alone: %v, without %v", much, none)
	}
	if none["wetland"] != 3 || none["other"] != 0 {
		t.Errorf("what nobody watches: %v", none)
	}
	if verdict == "risk.few" {
		t.Errorf("the verdict is %s", verdict)
	}
	if _, few := weigh(0.2, false); few != "risk.few" {
		t.Errorf("without findings the verdict is %s", few)
	}
}
