package wire

import (
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/hydro"
	"xunhu/geo/jurisdiction"
)

// The farthest and the longest that the water is followed for one question.
const (
	MostTraceKM    = 10_000
	MostTraceHours = 2400
)

// A TraceQuery asks what lies up or down the water from a place.
type TraceQuery struct {
	At       orb.Point
	Up       bool
	M        float64 // how far, in metres …
	S        float64 // … or, if it is not 0, in seconds of flow
	WithinM  float64 // how far off the water the place may lie
	Category string  // what a source is looked for
}

// Trace follows the water. It gives the reaches passed as lines in the direction of the
// trace, cut at the borders of towns, then the sites beside them as points, each by
// rising distance (or time), and beside the collection the towns, counties and others
// on the way. A place off the water is a *finding.Finding.
func Trace(a *atlas.Atlas, r *jurisdiction.Rules, q TraceQuery, l words.Lang) ([]feature.Feature, map[string]any, error) {
	net := r.Water()
	found := net.Snap(q.At, q.WithinM)
	if len(found) == 0 {
		if net.NumReaches() == 0 {
			return nil, nil, finding.New("trace.no_rivers", "")
		}
		return nil, nil, finding.New("trace.off_water", "", "m", q.WithinM)
	}
	start := found[0]
	var pieces []hydro.Piece
	switch {
	case q.S > 0 && q.Up:
		pieces = net.UpFor(start.Place, q.S)
	case q.S > 0:
		pieces = net.DownFor(start.Place, q.S)
	case q.Up:
		pieces = net.Up(start.Place, q.M)
	default:
		pieces = net.Down(start.Place, q.M)
	}
	passages, err := a.Passages(pieces)
	if err != nil {
		return nil, nil, err
	}
	var all []feature.Feature
	for i, p := range passages {
		all = append(all, passage(strconv.Itoa(i+1), net, p))
	}
	members := map[string]any{
		"reach": net.River(start.Reach).ID, "offset_m": start.DistanceM, "confidence": start.Confidence,
		"reaches": candidates(net, found, l), "speeds": words.Say(l, "trace.speeds", nil),
	}
	if q.Up {
		members["suspects"] = suspects(r.Suspects(pieces, q.Category), l)
	}
	on, err := r.Warnings(pieces)
	if err != nil {
		return nil, nil, err
	}
	members["on_the_way"] = warned(on, l)
	for _, s := range a.SitesAlong(pieces, r.Settings().SiteM) {
		all = append(all, siteOnTheWay(s, l))
	}
	return all, members, nil
}

// passage gives a part of a trace as a line.
func passage(id string, net *hydro.Network, p atlas.Passage) feature.Feature {
	river := net.River(p.Reach)
	town, county := p.Code, ""
	if p.County {
		town, county = "", p.Code
	}
	return feature.Feature{ID: id, Geometry: net.Cut(p.Reach, p.From, p.To), Props: map[string]any{
		"kind": "reach", "reach": river.ID, "name": river.Name, "name_en": river.NameEN, "class": river.Class, "basin": river.Basin,
		"town": town, "county": county, "distance_m": p.DistanceM, "time_s": p.TimeS, "unsure": p.Unsure,
	}}
}

func siteOnTheWay(s atlas.SiteMet, l words.Lang) feature.Feature {
	return feature.Feature{ID: s.Site.ID, Geometry: s.Site.At, Props: map[string]any{
		"kind": "site", "name": words.Named(l, s.Site.Name, s.Site.NameEN), "class": s.Site.Class, "category": s.Site.Category,
		"town": s.Town, "distance_m": s.DistanceM, "time_s": s.TimeS, "off_m": s.OffM, "unsure": s.Unsure,
	}}
}

// candidates are the reaches that a place may belong to, the likeliest first.
func candidates(net *hydro.Network, found []hydro.Candidate, l words.Lang) []any {
	out := make([]any, 0, len(found))
	for _, c := range found {
		river := net.River(c.Reach)
		out = append(out, map[string]any{"id": river.ID, "name": words.Named(l, river.Name, river.NameEN),
			"distance_m": c.DistanceM, "confidence": c.Confidence})
	}
	return out
}

func suspects(all []jurisdiction.Suspect, l words.Lang) []any {
	out := make([]any, 0, len(all))
	for _, s := range all {
		out = append(out, map[string]any{
			"id": s.Site.ID, "name": words.Named(l, s.Site.Name, s.Site.NameEN), "class": s.Site.Class, "category": s.Site.Category,
			"likelihood": string(s.Likelihood), "why": words.Say(l, "suspect."+string(s.Likelihood), nil),
			"distance_m": s.DistanceM, "time_s": s.TimeS, "off_m": s.OffM, "unsure": s.Unsure,
			"town": s.Town, "station": s.Station, "squad": s.Squad, "at": position(s.Site.At),
		})
	}
	return out
}

func warned(all []jurisdiction.Warned, l words.Lang) []any {
	out := make([]any, 0, len(all))
	for _, w := range all {
		out = append(out, map[string]any{"kind": w.Kind, "id": w.ID, "name": words.Named(l, w.Name, w.NameEN), "units": list(w.Units),
			"distance_m": w.DistanceM, "time_s": w.TimeS, "unsure": w.Unsure})
	}
	return out
}
