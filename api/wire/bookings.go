package wire

import (
	"strconv"
	"strings"
	"time"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Booking is a tour of a kept plan: a crew is out, with equipment.
type Booking struct {
	Plan, Unit, Kind string // its id; the unit's; its kind of patrol, or ""
	Date             string
	Crew, Duty       string // its number among those of its day; the duty of the roster, or ""
	Items            []string
	From, Until      time.Time
}

// Bookings gives the tours of kept plans that are in force: of a unit, a kind and a day the
// plan counts that was kept last.
func Bookings(kept []feature.Feature) (all []Booking) {
	for i, f := range kept {
		doc, _ := f.Props["document"].(map[string]any)
		features, _ := doc["features"].([]any)
		kind, _ := doc["patrol_kind"].(string)
		for _, x := range features {
			one, _ := x.(map[string]any)
			props, _ := one["properties"].(map[string]any)
			text := func(name string) string { s, _ := props[name].(string); return s }
			from, err1 := time.Parse(time.RFC3339, text("start"))
			until, err2 := time.Parse(time.RFC3339, text("end"))
			if text("kind") != "tour" || err1 != nil || err2 != nil || replacedBy(kept[i+1:], f.Text("unit"), kind, text("date")) {
				continue
			}
			b := Booking{Plan: f.ID, Unit: f.Text("unit"), Kind: kind, Date: text("date"), Crew: text("crew"), Duty: text("duty"), From: from, Until: until}
			takes, _ := props["takes"].([]any)
			for _, t := range takes {
				item, _ := t.(map[string]any)
				if id, _ := item["id"].(string); id != "" {
					b.Items = append(b.Items, id)
				}
			}
			all = append(all, b)
		}
	}
	return all
}

// replacedBy tells whether a later plan of the same unit and kind is about a day.
func replacedBy(later []feature.Feature, unit, kind, date string) bool {
	for _, f := range later {
		doc, _ := f.Props["document"].(map[string]any)
		other, _ := doc["patrol_kind"].(string)
		from, err := time.Parse(time.DateOnly, f.Text("from"))
		days, _ := f.Number("days")
		if err == nil && f.Text("unit") == unit && other == kind && f.Text("from") <= date && date < from.AddDate(0, 0, int(days)).Format(time.DateOnly) {
			return true
		}
	}
	return false
}

// ReadWind reads a forecast such as "2026-11-24=7,2026-11-25=4": Beaufort's force by full-date.
func ReadWind(text string) (map[string]int, error) {
	all := map[string]int{}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		date, n, ok := strings.Cut(part, "=")
		_, err1 := time.Parse(time.DateOnly, date)
		force, err2 := strconv.Atoi(n)
		if !ok || err1 != nil || err2 != nil || force < 0 || force > 12 {
			return nil, finding.New("patrol.wind", "", "text", part)
		}
		all[date] = force
	}
	return all, nil
}
