package main

import (
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/papers"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/geo/format/geojson"
	"xunhu/routing/patrol"
)

// planEndings are those by which a plan is written.
var planEndings = []string{"", ".geojson", ".json", ".gpx", ".kml", ".pdf", ".ics", ".xlsx"}

// mayWritePlan refuses an ending that no plan has.
func mayWritePlan(out string) error {
	if ending := strings.ToLower(filepath.Ext(out)); !slices.Contains(planEndings, ending) {
		return finding.New("format.unknown_ending", out, "ending", ending)
	}
	return nil
}

// writePlans writes plans by the ending of a file: GeoJSON whole; for handhelds tours as
// lines and stops as points; for calendars the tours; for paper the sheets, and the log as a workbook.
func (p *program) writePlans(w io.Writer, out string, plans []planned, a *atlas.Atlas) error {
	switch ending := strings.ToLower(filepath.Ext(out)); ending {
	case ".gpx", ".kml":
		return format.Write(w, ending, p.handheld(plans))
	case ".pdf":
		return papers.Patrols(w, a, ofAll(plans), crewsOf(plans), p.lang)
	case ".xlsx":
		return papers.PatrolLogXLSX(w, a, ofAll(plans), crewsOf(plans), p.lang)
	case ".ics":
		return papers.Calendar(w, a, ofAll(plans), crewsOf(plans), p.now(), p.lang)
	}
	features, members := joinPlans(plans)
	return geojson.WriteCollection(w, slices.Values(features), members)
}

// handheld is what a crew's device shows: of each tour a line for each part that is made by
// one means, and a point where each stop begins.
func (p *program) handheld(plans []planned) feature.Collection {
	c := feature.Collection{Schema: feature.Schema{Kind: feature.Plans, Shape: feature.Any}}
	for _, x := range plans {
		for _, t := range x.plan.Tours {
			desc := words.Say(p.lang, "plan.tour", finding.Args{"from": t.Start.Format("15:04"), "to": t.End.Format("15:04"), "km": t.DistanceM / 1000, "stops": len(t.Stops)})
			for n, part := range byMeans(t.Legs) {
				c.Features = append(c.Features, feature.Feature{ID: t.ID + "/" + strconv.Itoa(n+1), Geometry: part.way, Props: map[string]any{
					"name": words.Say(p.lang, "plan.part", finding.Args{"tour": t.ID, "n": n + 1, "by": words.Say(p.lang, "papers.patrol.mode."+papers.Mode(part.mode), nil)}), "desc": desc}})
			}
			for _, s := range t.Stops {
				desc := ""
				if s.Reason != nil {
					desc = words.Finding(p.lang, s.Reason)
				}
				c.Features = append(c.Features, feature.Feature{ID: t.ID + "/stop", Geometry: s.At, Props: map[string]any{
					"name": words.Say(p.lang, "plan.stop", finding.Args{"n": s.Sequence, "name": s.Name, "at": s.Arrive.Format("15:04")}),
					"desc": desc, "time": s.Arrive.UTC().Format(time.RFC3339)}})
			}
		}
	}
	return c
}

// A part of a tour is made by one means.
type part struct {
	mode string
	way  orb.MultiLineString
}

// byMeans joins the legs that follow each other by the same means.
func byMeans(legs []patrol.Leg) (parts []part) {
	for _, l := range legs {
		if len(l.Line) < 2 {
			continue
		}
		if n := len(parts); n == 0 || parts[n-1].mode != l.Mode {
			parts = append(parts, part{mode: l.Mode})
		}
		last := &parts[len(parts)-1]
		last.way = append(last.way, l.Line)
	}
	return parts
}

func ofAll(plans []planned) []*patrol.Plan {
	var all []*patrol.Plan
	for _, x := range plans {
		all = append(all, x.plan)
	}
	return all
}

// crewsOf joins the crews of plans; the ids of tours are unique among them.
func crewsOf(plans []planned) papers.Crews {
	all := papers.Crews{}
	for _, x := range plans {
		maps.Copy(all, x.crews)
	}
	return all
}
