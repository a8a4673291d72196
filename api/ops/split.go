package ops

import (
	"fmt"
	"maps"
	"net/http"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// split answers POST /incidents/{id}/split: the parts are reported as leads of their own,
// and the whole waits for them, all in one write.
func (c *call) split() error {
	d, q, body, done, err := c.requested()
	if err != nil || done {
		return err
	}
	var asked wire.SplitRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	k, err := d.lead()
	if err != nil {
		return err
	}
	command := dispatch.Command{Event: "split", At: d.now, Reason: asked.Reason}
	if command.Revision, err = d.seen(k.Lead.Revision); err != nil {
		return err
	}
	var parts []part
	for i, p := range asked.Parts {
		one, err := d.part(k, p, fmt.Sprintf("/parts/%d", i))
		if err != nil {
			return err
		}
		parts = append(parts, one)
		command.Children = append(command.Children, one.incident.ID)
	}
	change, after, err := d.change(k, command, wire.EventRequest{As: asked.As})
	if err != nil {
		return err
	}
	changes := []store.Change{change}
	for _, p := range parts {
		l, records, err := d.fire(dispatch.Lead{}, dispatch.Command{Event: "report", At: d.now, Number: p.incident.ID, Source: k.Lead.Source,
			Act: k.Lead.Act, Other: k.Lead.ID, Ruling: &p.ruling}, asked.As)
		if err != nil {
			return err
		}
		changes = append(changes, store.Change{Lead: l, Records: records, Incident: &p.incident, Due: d.due(l)})
	}
	return q.answered(http.StatusOK, d.shown(after), after.Lead, changes...)
}

// A part is one violation of a lead that is split.
type part struct {
	incident feature.Feature
	ruling   dispatch.Ruling
}

// part decides one violation and gives it its number.
func (d *desk) part(whole store.Kept, p wire.SplitPart, where string) (part, error) {
	inc, err := incidentOf(whole, d.now)
	if err != nil {
		return part{}, err
	}
	if inc, err = d.changed(inc, &p.Changes, where); err != nil {
		return part{}, err
	}
	decision, posts, err := d.decideAgain(whole.Lead, inc)
	if err != nil {
		return part{}, err
	}
	if inc.ID, _, err = d.number(""); err != nil {
		return part{}, err
	}
	note := p.Note
	if note == "" {
		note = whole.Incident.Text("note")
	}
	return part{wire.Kept(inc, note, decision, d.lang, d.now), dispatch.RulingOf(inc, decision, posts)}, nil
}

// changed is an incident with what has turned out otherwise.
func (d *desk) changed(inc jurisdiction.Incident, ch *wire.Changes, where string) (jurisdiction.Incident, error) {
	if ch == nil {
		return inc, nil
	}
	f := feature.Feature{Geometry: inc.Geometry, Props: map[string]any{"category": inc.Category, "severity": string(inc.Severity), "accuracy_m": inc.AccuracyM}}
	given := map[string]any{}
	if ch.Category != nil {
		given["category"] = *ch.Category
	}
	if ch.Severity != nil {
		given["severity"] = *ch.Severity
	}
	if ch.Accuracy != nil {
		given["accuracy_m"] = *ch.Accuracy
	}
	maps.Copy(f.Props, given)
	if len(ch.Geometry) > 0 {
		g, err := geojson.UnmarshalGeometry(ch.Geometry)
		if err != nil {
			return inc, missing("input.bad_geometry", where+"/geometry")
		}
		f.Geometry = g
	}
	read, err := wire.Incident(f, d.now)
	if err != nil {
		return inc, refused(err, where)
	}
	inc.Geometry, inc.Category, inc.Severity, inc.AccuracyM = read.Geometry, read.Category, law.Severity(read.Severity), read.AccuracyM
	return inc, nil
}
