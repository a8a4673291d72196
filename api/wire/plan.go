package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/patrol"
)

// A Plan is a patrol plan as a GeoJSON feature collection: features that say what
// they are in "kind" (tour, leg, stop, unplanned), and members of the collection.
type Plan struct {
	Features []feature.Feature
	Members  map[string]any
	summary  map[string]any // the properties by which a store lists the plan
	lines    orb.MultiLineString
}

// FromPlan gives a plan in a language. versions are those of the region that it
// was made for; seed is nil as long as it is secret.
func FromPlan(p *patrol.Plan, versions map[string]any, seed *uint64, l words.Lang) Plan {
	notes := make([]any, 0, len(p.Notes))
	for _, n := range p.Notes {
		notes = append(notes, words.Finding(l, n))
	}
	out := Plan{Members: map[string]any{
		"unit": p.Unit, "patrol_kind": p.Kind, "from": p.From.Format(time.DateOnly), "days": int64(p.Days), "notes": notes,
		"seed_commitment": p.SeedCommitment, "versions": versions, "cost": p.Cost, "lower_bound": p.LowerBound,
		"draw": drawRules(p.Rules),
	}}
	if p.With != "" {
		out.Members["with"] = p.With
	}
	if seed != nil { // as text: a JSON number of 64 bits is rounded by many readers
		out.Members["seed"] = strconv.FormatUint(*seed, 10)
	}
	var distance, duration float64
	for _, t := range p.Tours {
		out.addTour(t, l)
		distance += t.DistanceM
		duration += t.DurationS
	}
	for i, u := range p.Unplanned {
		reason := words.Finding(l, u.Reason)
		if len(u.Why) > 0 {
			var why []string
			for _, f := range u.Why {
				why = append(why, words.Finding(l, f))
			}
			reason += words.Say(l, "patrol.why", finding.Args{"reasons": why})
		}
		out.Features = append(out.Features, feature.Feature{ID: "unplanned/" + strconv.Itoa(i+1), Geometry: u.Geometry, Props: map[string]any{
			"kind": "unplanned", "need": u.Need, "piece": u.Piece, "name": words.Named(l, u.Name.ZH, u.Name.EN), "reason": reason,
		}})
	}
	out.summary = map[string]any{"unit": p.Unit, "from": p.From.Format(time.DateOnly), "days": int64(p.Days),
		"distance_m": distance, "duration_s": duration}
	return out
}

func (p *Plan) addTour(t patrol.Tour, l words.Lang) {
	var way orb.MultiLineString
	for _, leg := range t.Legs {
		way = append(way, leg.Line)
	}
	p.lines = append(p.lines, way...)
	p.Features = append(p.Features, feature.Feature{ID: t.ID, Geometry: way, Props: map[string]any{
		"kind": "tour", "unit": t.Unit, "crew": t.Crew, "duty": t.Duty, "vehicle": t.Vehicle, "date": t.Date,
		"start": moment(t.Start), "end": moment(t.End), "patrol_kind": t.Kind,
		"distance_m": t.DistanceM, "duration_s": t.DurationS, "certified_officers": int64(t.Certified), "takes": takes(t, l), "trailed": Texts(named(t.Trailed, l)),
		"draw": drawOf(t.Draw),
	}})
	for _, leg := range t.Legs {
		p.Features = append(p.Features, feature.Feature{ID: t.ID + "/leg/" + strconv.Itoa(leg.Sequence), Geometry: leg.Line, Props: map[string]any{
			"kind": "leg", "tour": t.ID, "sequence": int64(leg.Sequence), "mode": leg.Mode, "stop": int64(leg.Stop), "town": leg.Town, "powers": string(leg.Powers),
			"ground": groundOf(leg, l), "asked": askedOf(leg.Asked, l),
			"distance_m": leg.DistanceM, "depart": moment(leg.Depart), "arrive": moment(leg.Arrive),
		}})
	}
	for _, s := range t.Stops {
		props := map[string]any{
			"kind": "stop", "tour": t.ID, "sequence": int64(s.Sequence), "need": s.Need, "piece": s.Piece, "name": words.Named(l, s.Name.ZH, s.Name.EN),
			"lon": s.At[0], "lat": s.At[1], "arrive": moment(s.Arrive), "service_s": int64(s.ServiceS), "reason": words.Finding(l, s.Reason), "mode": string(s.Mode),
			"interval_days": int64(s.IntervalDays), "category": s.Category, "asked": askedOf(s.Asked, l), "timed": s.Timed,
		}
		if s.Lead != "" {
			props["lead"], props["back_check"], props["certified_officers"] = s.Lead, s.BackCheck, int64(s.Certified)
			if !s.Before.IsZero() {
				props["before"] = moment(s.Before.In(s.Arrive.Location()))
			}
		}
		p.Features = append(p.Features, feature.Feature{ID: t.ID + "/stop/" + strconv.Itoa(s.Sequence), Geometry: s.Geometry, Props: props})
	}
}

// named gives names in a language.
func named(all []finding.Name, l words.Lang) []string {
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = words.Named(l, n.ZH, n.EN)
	}
	return names
}

// takes lists the equipment that is booked for a tour.
func takes(t patrol.Tour, l words.Lang) []any {
	all := make([]any, 0, len(t.Takes))
	for _, x := range t.Takes {
		all = append(all, map[string]any{"id": x.ID, "kind": string(x.Kind), "name": words.Named(l, x.Name, x.NameEN)})
	}
	return all
}

// moment is an instant as RFC 3339 with offset.
func moment(t time.Time) string { return t.Format(time.RFC3339) }

// Write writes the collection as GeoJSON.
func (p Plan) Write(w io.Writer) error {
	return geojson.WriteCollection(w, slices.Values(p.Features), p.Members)
}

// Document gives the collection as plain values, with its id as a member.
func (p Plan) Document(id string) (map[string]any, error) {
	var b bytes.Buffer
	members := map[string]any{"id": id}
	for name, v := range p.Members {
		members[name] = v
	}
	if err := geojson.WriteCollection(&b, slices.Values(p.Features), members); err != nil {
		return nil, fmt.Errorf("plan %s: %w", id, err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		return nil, fmt.Errorf("plan %s: %w", id, err)
	}
	return doc, nil
}

// Feature gives the plan as a store keeps it: one feature of the kind Plans, with
// all ways as its geometry and the whole collection in its property "document".
func (p Plan) Feature(id string) (feature.Feature, error) {
	doc, err := p.Document(id)
	if err != nil {
		return feature.Feature{}, err
	}
	f := feature.Feature{ID: id, Props: map[string]any{"document": doc}}
	for name, v := range p.summary {
		f.Props[name] = v
	}
	if len(p.lines) > 0 {
		f.Geometry = p.lines
	}
	return f, nil
}

// ReadNeeds takes needs from features: points, lines or areas with the properties
// name, name_en, reason, interval_days, service_s, category, mode (foot, boat, vehicle, or
// drone for an area; foot sees an area by walking through what the roads do not show), bank (left, right, both), instrument (one is taken along),
// weight, hours ("night", "dawn" or spans such as "22:00-02:00", joined by commas), units
// (classes of units that may do it, joined by commas), enterprise (its yearly limit of visits
// applies) and done_this_year (visits that count against it), none of them required. A need without id is numbered by its place, from 1. All
// faults come back joined, as findings.
func ReadNeeds(features []feature.Feature) ([]patrol.Need, error) {
	needs := make([]patrol.Need, 0, len(features))
	var faults []error
	seen := map[string]bool{}
	for i, f := range features {
		where := "needs/" + strconv.Itoa(i+1)
		n := patrol.Need{ID: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Reason: f.Text("reason"), Geometry: f.Geometry,
			Category: f.Text("category"), Mode: patrol.Mode(f.Text("mode"))}
		if n.ID == "" {
			n.ID = where
		}
		if seen[n.ID] {
			faults = append(faults, finding.New("patrol.need_twice", where, "id", n.ID))
		}
		seen[n.ID] = true
		switch f.Geometry.(type) {
		case orb.Point, orb.MultiPoint, orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
		default:
			faults = append(faults, finding.New("patrol.need_shape", where))
		}
		switch n.Mode {
		case "", patrol.Foot, patrol.Boat, patrol.Vehicle, patrol.Drone:
		default:
			faults = append(faults, finding.New("patrol.need_value", where, "name", "mode", "value", f.Text("mode")))
		}
		for _, count := range []struct {
			name string
			to   *int
			most float64
		}{{"interval_days", &n.IntervalDays, 3660}, {"service_s", &n.ServiceS, 12 * 3600}, {"done_this_year", &n.DoneThisYear, 10_000}} {
			v, given := f.Number(count.name)
			switch {
			case !given && f.Text(count.name) == "":
			case !given || v < 0 || v > count.most || v != float64(int(v)):
				faults = append(faults, finding.New("patrol.need_value", where, "name", count.name, "value", f.Text(count.name)))
			default:
				*count.to = int(v)
			}
		}
		faults = append(faults, wishes(f, &n, where)...)
		needs = append(needs, n)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return needs, nil
}

// wishes reads what else a need asks for.
func wishes(f feature.Feature, n *patrol.Need, where string) (faults []error) {
	bad := func(name string) {
		faults = append(faults, finding.New("patrol.need_value", where, "name", name, "value", f.Text(name)))
	}
	if v, given := f.Number("weight"); given && v > 0 && v <= 100 {
		n.Weight = v
	} else if given || f.Text("weight") != "" {
		bad("weight")
	}
	if text := f.Text("hours"); text != "" {
		var err error
		if n.Hours, err = patrol.ParseHours(text); err != nil {
			bad("hours")
		}
	}
	if text := f.Text("units"); text != "" {
		for _, u := range strings.Split(text, ",") {
			class := strings.TrimSpace(u)
			if !slices.Contains(patrolling, class) {
				bad("units")
				break
			}
			n.Units = append(n.Units, class)
		}
	}
	for name, to := range map[string]*bool{"enterprise": &n.Enterprise, "instrument": &n.Instrument} {
		switch strings.ToLower(f.Text(name)) {
		case "", "false", "0", "否":
		case "true", "1", "是":
			*to = true
		default:
			bad(name)
		}
	}
	switch n.Bank = patrol.Bank(f.Text("bank")); n.Bank {
	case "", patrol.Left, patrol.Right, patrol.Both:
	default:
		bad("bank")
	}
	return faults
}

// patrolling are the classes of units that patrol.
var patrolling = []string{string(atlas.Squad), string(atlas.Station), string(atlas.Post), string(atlas.Branch), string(atlas.Brigade)}
