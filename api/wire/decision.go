package wire

import (
	"maps"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// FromDecision gives the incident's feature with the decision's properties added,
// by the names of the decision object. With draw, towns also carry the line to
// their nearest border and, for lines and areas, their part's geometry.
func FromDecision(in feature.Feature, d jurisdiction.Decision, l words.Lang, draw bool) feature.Feature {
	props := decisionProps(d, l, draw)
	out := feature.Feature{ID: in.ID, Geometry: in.Geometry, Props: make(map[string]any, len(in.Props)+len(props))}
	maps.Copy(out.Props, in.Props)
	maps.Copy(out.Props, props)
	return out
}

func decisionProps(d jurisdiction.Decision, l words.Lang, draw bool) map[string]any {
	return map[string]any{
		"j": d.J, "z": d.Z, "span": d.Span, "sq": d.SQ, "h": d.H, "w": d.W, "k": string(d.K), "s": string(d.S),
		"v_row": d.VRow, "lead": d.Lead, "command": d.Command, "assist": list(d.Assist),
		"certified_officers": d.CertifiedOfficers, "confirm_by": list(d.ConfirmBy),
		"l_row": d.LRow, "handler": d.Handler, "handover": list(d.Handover),
		"n_rows": list(d.NRows), "informed": list(d.Informed), "arbiter": d.Arbiter,
		"towns":      towns(d.Towns, draw),
		"candidates": leads(d.Candidates), "confirm_on_site": d.ConfirmOnSite,
		"suspects": suspects(d.Suspects, l), "warn": warned(d.Warn, l),
		"basins": placeList(d.Basins, l), "zones": placeList(d.Zones, l),
		"wetlands": placeList(d.Wetlands, l), "lakes": placeList(d.Lakes, l),
		"reach": reach(d.Reaches, l), "upstream": met(d.Upstream, l), "downstream": met(d.Downstream, l),
		"due": due(d.Due, l), "basis": basis(d.Basis, l), "reasons": reasons(d.Reasons, l),
		"versions": map[string]any{"boundaries": d.Versions.Boundaries, "rules": d.Versions.Rules, "law": d.Versions.Law},
	}
}

func list(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

func towns(parts []jurisdiction.TownPart, draw bool) []any {
	out := make([]any, 0, len(parts))
	for _, t := range parts {
		m := map[string]any{"code": t.Code, "name": t.Name, "name_en": t.NameEN, "share": t.Share, "distance_m": t.BorderM, "near": t.Near}
		if draw {
			m["nearest"] = []any{position(t.From), position(t.To)}
			if t.Part != nil {
				m["part"] = geometry(t.Part)
			}
		}
		out = append(out, m)
	}
	return out
}

// leads gives who may lead, the most probable first.
func leads(all []jurisdiction.Candidate) []any {
	out := make([]any, 0, len(all))
	for _, c := range all {
		out = append(out, map[string]any{"lead": c.Lead, "probability": c.Probability, "towns": list(c.Towns)})
	}
	return out
}

func position(p orb.Point) []any { return []any{p[0], p[1]} }

// geometry gives a GeoJSON geometry as plain values.
func geometry(g orb.Geometry) map[string]any {
	return map[string]any{"type": g.GeoJSONType(), "coordinates": geojson.NewGeometry(g).Coordinates}
}

func placeList(places []jurisdiction.Place, l words.Lang) []any {
	out := make([]any, 0, len(places))
	for _, p := range places {
		out = append(out, map[string]any{"id": p.ID, "name": words.Named(l, p.Name, p.NameEN), "class": p.Class})
	}
	return out
}

// reach gives the water that an incident lies at, the nearest first.
func reach(reaches []jurisdiction.Reach, l words.Lang) []any {
	out := make([]any, 0, len(reaches))
	for _, x := range reaches {
		m := map[string]any{"id": x.ID, "name": words.Named(l, x.Name, x.NameEN), "distance_m": x.DistanceM}
		if x.Confidence > 0 {
			m["confidence"] = x.Confidence
		}
		out = append(out, m)
	}
	return out
}

// met gives the towns and counties on the water, in its order. Land that no county
// of the region holds has no code.
func met(all []atlas.Met, l words.Lang) []any {
	out := make([]any, 0, len(all))
	for _, x := range all {
		kind := "town"
		if x.County {
			kind = "county"
		}
		out = append(out, map[string]any{"code": x.Code, "name": words.Named(l, x.Name, x.NameEN), "kind": kind,
			"distance_m": x.DistanceM, "time_s": x.TimeS, "unsure": x.Unsure})
	}
	return out
}

func due(limits []jurisdiction.Limit, l words.Lang) []any {
	out := make([]any, 0, len(limits))
	for _, x := range limits {
		m := citation(x.Basis, l)
		m["limit"], m["meaning"] = x.ID, words.Say(l, x.Meaning, nil)
		switch {
		case !x.Due.IsZero():
			m["moment"] = x.Due.Format(time.RFC3339)
		case x.WorkingDays > 0:
			m["working_days"] = x.WorkingDays
		default:
			m["working_hours"] = x.WorkingHours
		}
		out = append(out, m)
	}
	return out
}

func basis(cited []law.Citation, l words.Lang) []any {
	out := make([]any, 0, len(cited))
	for _, c := range cited {
		out = append(out, citation(c, l))
	}
	return out
}

func citation(c law.Citation, l words.Lang) map[string]any {
	m := map[string]any{
		"clause": c.Clause, "instrument": words.Named(l, c.Instrument.ZH, c.Instrument.EN), "article": c.Article,
		"text": words.Named(l, c.ZH, c.EN), "mark": string(c.Mark), "certainty": words.Say(l, "mark."+string(c.Mark), nil),
	}
	if c.IfLighter {
		m["if_lighter"] = words.Say(l, "law.if_lighter", nil)
	}
	return m
}

func reasons(steps []jurisdiction.Reason, l words.Lang) []any {
	out := make([]any, 0, len(steps))
	for _, r := range steps {
		out = append(out, words.Say(l, r.Code, finding.Args(r.Args)))
	}
	return out
}

// DecisionSchema is the columns of decisions as a table, in the order of the
// decision object.
func DecisionSchema() feature.Schema {
	s := feature.Schema{Kind: "decisions", Shape: feature.Any, ZH: "管辖判定", EN: "Decisions"}
	for _, name := range []string{
		"category", "severity", "accuracy_m", "occurred_at", "source", "outcome", "finder",
		"j", "z", "span", "sq", "h", "w", "k", "s",
		"v_row", "lead", "command", "assist", "certified_officers", "confirm_by", "confirm_on_site", "candidates", "probabilities", "l_row", "handler", "handover",
		"n_rows", "informed", "arbiter", "towns", "town_shares", "distance_m", "basins", "zones", "wetlands", "lakes", "reach", "upstream", "downstream", "suspects", "warn", "due", "basis", "reasons", "versions",
	} {
		s.Fields = append(s.Fields, feature.Field{Name: name, Type: feature.Text, ZH: name, EN: name})
	}
	return s
}

// Flat gives a decision for a table: lists of units as they are, lists of objects
// by their codes or names, the shares and distances of the towns beside them.
func Flat(f feature.Feature) feature.Feature {
	out := feature.Feature{ID: f.ID, Geometry: f.Geometry, Props: make(map[string]any, len(f.Props)+3)}
	for k, v := range f.Props {
		items, ok := v.([]any)
		if !ok {
			out.Props[k] = v
			continue
		}
		out.Props[k] = column(items, "code", "lead", "name")
		switch k {
		case "towns":
			out.Props["town_shares"] = column(items, "share")
			out.Props["distance_m"] = column(items, "distance_m")
		case "suspects":
			out.Props[k] = column(items, "id")
		case "due":
			out.Props[k] = column(items, "limit")
		case "candidates":
			out.Props["probabilities"] = column(items, "probability")
		case "basis":
			out.Props[k] = column(items, "clause", "instrument")
		}
	}
	return out
}

// column takes one value of each item: of an object the first of its names that
// is not empty.
func column(items []any, names ...string) []any {
	out := make([]any, 0, len(items))
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			out = append(out, item)
			continue
		}
		for _, name := range names {
			if v := object[name]; v != nil && v != "" {
				out = append(out, v)
				break
			}
		}
	}
	return out
}
