package either

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/api/store/storetest"
	"xunhu/geo/feature"
)

// A unit is one of what is kept, and how much of it comes of a county of 20 towns in a year.
type unit struct {
	name   string
	yearly float64 // 0: once
	there  float64 // of what is there once
	keep   func(t *testing.T, s store.Store, i int)
}

// What a county of 20 towns keeps: its map with the roads of OpenStreetMap, and a year of
// 15 leads a day with six steps each, 21 plans a week and as many tracks as there are visits
// by day.
var units = []unit{
	{"feature (road, site)", 0, 40_000, func(t *testing.T, s store.Store, i int) {
		many := make([]feature.Feature, perInsert) // one by one each would digest them all
		for k := range many {
			many[k] = feature.Feature{ID: fmt.Sprint(i, "-", k), Geometry: line(12), Props: map[string]any{"name": "滕东路", "class": "residential", "oneway": int64(0), "maxspeed_kmh": 40.0, "source": "OpenStreetMap"}}
		}
		if err := s.Insert(t.Context(), "a", feature.Roads, many...); err != nil {
			t.Fatal(err)
		}
	}},
	{"lead, six records", 15 * 365, 0, func(t *testing.T, s store.Store, i int) {
		w := storetest.World()
		c := storetest.Reported(t, w, fmt.Sprintf("T-phone-%d", i+1), orb.Point{117 + float64(i%100)/1000, 35}, map[string]any{"category": "S03", "note": "路边垃圾，约两车，靠近水渠"})
		keep(t, s, c)
		c = storetest.Assigned(t, w, c.Lead)
		keep(t, s, c)
		for n := range 4 {
			c = storetest.Fired(t, w, c.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: "已到现场，已设围挡，已通知镇街", Actor: storetest.Desk, At: storetest.Monday.Add(time.Duration(n+1) * time.Hour)})
			keep(t, s, c)
		}
	}},
	{"plan of a week", 21 * 52, 0, func(t *testing.T, s store.Store, i int) {
		visits := make([]any, 60)
		for n := range visits {
			visits[n] = map[string]any{"site": fmt.Sprint("370481001-PW", n), "name": "荆河街道1号入河排污口", "arrive": "2026-11-30T09:12:00+08:00", "depart": "2026-11-30T09:22:00+08:00", "why": []any{"interval", "risk"}}
		}
		insert(t, s, feature.Plans, i, orb.MultiLineString{line(2000)}, map[string]any{"unit": "370481-ZX01", "from": "2026-11-30", "days": int64(7), "distance_m": 412000.5, "duration_s": 86400.0, "document": map[string]any{"visits": visits}})
	}},
	{"track of a day", 21 * 250, 0, func(t *testing.T, s store.Store, i int) {
		times := make([]any, 700)
		for n := range times {
			times[n] = float64(n * 30)
		}
		insert(t, s, feature.Tracks, i, orb.MultiLineString{line(700)}, map[string]any{"record": fmt.Sprint(i), "person": "li", "begin": "2026-11-30T08:00:00+08:00", "end": "2026-11-30T14:00:00+08:00", "distance_m": 81000.0, "signs": int64(0), "times": times})
	}},
}

// perInsert is how many features are put in at once.
const perInsert = 20

func line(n int) orb.LineString {
	l := make(orb.LineString, n)
	for i := range l {
		l[i] = orb.Point{117 + float64(i*7919%100003)/1e6, 35 + float64(i*104729%99991)/1e6}
	}
	return l
}

func insert(t *testing.T, s store.Store, k feature.Kind, i int, g orb.Geometry, props map[string]any) {
	t.Helper()
	if err := s.Insert(t.Context(), "a", k, feature.Feature{ID: fmt.Sprint(i), Geometry: g, Props: props}); err != nil {
		t.Fatal(err)
	}
}

func keep(t *testing.T, s store.Store, c store.Change) {
	t.Helper()
	if err := s.Keep(t.Context(), "a", nil, c); err != nil {
		t.Fatal(err)
	}
}

// Rows and bytes of what is kept, measured on XUNHU_SCALE of each, for a county, a city, a
// province and the nation: make scale.
func TestScale(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("XUNHU_SCALE"))
	if n == 0 {
		t.Skip("make scale measures")
	}
	kinds := []string{"embedded", "PostGIS"}
	each := map[string][]float64{}
	for i, s := range []store.Store{File(t), Database(t)} {
		d := storetest.Region("a", 1, 1)
		if err := s.Save(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for k := range 2 * n { // until the log of the file has its usual length
			insert(t, s, feature.Closures, k, line(200), nil)
		}
		for nth, u := range units {
			before := size(t, s)
			for k := range n {
				u.keep(t, s, k)
			}
			bytes := float64(size(t, s)-before) / float64(n)
			if nth == 0 {
				bytes /= perInsert
			}
			each[kinds[i]] = append(each[kinds[i]], bytes)
		}
	}
	for i, u := range units {
		t.Logf("%-22s %7.0f bytes embedded, %7.0f in PostGIS; %6.0f a county at first, %6.0f more a year", u.name, each["embedded"][i], each["PostGIS"][i], u.there, u.yearly)
	}
	for _, area := range []struct {
		name     string
		counties float64 // of 20 towns: by the towns of the statistical yearbook
	}{{"county, 20 towns", 1}, {"city, 65", 3.25}, {"province, 1,800", 90}, {"nation, 38,600", 1930}} {
		var rows, file, database float64
		for i, u := range units {
			of := (u.there + 5*u.yearly) * area.counties
			rows += of
			file += of * each["embedded"][i]
			database += of * each["PostGIS"][i]
		}
		leads := units[1].yearly * area.counties
		t.Logf("%-18s after five years: %.2g million features, leads, plans and tracks; %.1f GB embedded, %.1f GB in PostGIS; %.1f leads an hour", area.name, rows/1e6, file/1e9, database/1e9, leads/365/24)
	}
}

func size(t *testing.T, s store.Store) int64 {
	t.Helper()
	n, err := s.(interface{ Size() (int64, error) }).Size()
	if err != nil {
		t.Fatal(err)
	}
	return n
}
