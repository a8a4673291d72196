package wire

import (
	"time"

	"xunhu/geo/feature"
)

// LastVisits gives the day of the last visit to each piece before a day, by plans of a unit as
// a store keeps them, in the order in which they were kept. Of days that two plans are about,
// the later plan holds.
func LastVisits(kept []feature.Feature, before time.Time) map[string]time.Time {
	visits := map[string]map[string]bool{} // by piece: full-dates
	for _, f := range kept {
		from, err := time.ParseInLocation(time.DateOnly, f.Text("from"), before.Location())
		days, _ := f.Number("days")
		if err != nil || !from.Before(before) {
			continue
		}
		first, end := from.Format(time.DateOnly), from.AddDate(0, 0, int(days)).Format(time.DateOnly)
		for _, dates := range visits {
			for d := range dates {
				if first <= d && d < end {
					delete(dates, d)
				}
			}
		}
		doc, _ := f.Props["document"].(map[string]any)
		features, _ := doc["features"].([]any)
		for _, x := range features {
			one, _ := x.(map[string]any)
			props, _ := one["properties"].(map[string]any)
			piece, _ := props["piece"].(string)
			arrive, _ := props["arrive"].(string)
			if piece == "" || len(arrive) < len(time.DateOnly) || props["kind"] != "stop" {
				continue
			}
			if visits[piece] == nil {
				visits[piece] = map[string]bool{}
			}
			visits[piece][arrive[:len(time.DateOnly)]] = true
		}
	}
	last := map[string]time.Time{}
	for piece, dates := range visits {
		for d := range dates {
			if day, err := time.ParseInLocation(time.DateOnly, d, before.Location()); err == nil && day.Before(before) && day.After(last[piece]) {
				last[piece] = day
			}
		}
	}
	return last
}
