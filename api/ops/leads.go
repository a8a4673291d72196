package ops

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/tickets"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// at is the address of something below the API.
func (c *call) at(parts ...string) string {
	path := c.prefix
	for _, p := range parts {
		path += "/" + url.PathEscape(p)
	}
	return path
}

// report answers POST /incidents: the incident is decided, kept, and begins its life as a lead.
func (c *call) report() error {
	d, q, body, done, err := c.requested()
	if err != nil || done {
		return err
	}
	region, inc, f, decision, posts, err := c.decidedBy(body, wire.ReadReport)
	if err != nil {
		return err
	}
	sent, err := wire.SentWith(f)
	if err != nil {
		return problem.Unprocessable(err)
	}
	told := store.Reporter(sent.Reporter)
	note, address, _ := tickets.Hide(&told, f.Text("note"), f.Text("address"))
	number, ticket, err := d.number(inc.ID)
	if err != nil {
		return err
	}
	inc.ID = number
	kept := wire.Kept(inc, note, decision, c.lang, d.now)
	kept.Props["ticket"], kept.Props["address"] = ticket, address
	if inc.Geometry != nil && inc.Outcome+inc.Finder != "" { // the outcome belongs to whoever verifies
		inc.Outcome, inc.Finder = "", ""
		if decision, err = region.Rules.Decide(inc, live.Manned(posts)); err != nil {
			return refused(err, "/geometry")
		}
	}
	ruling := dispatch.RulingOf(inc, decision, posts)
	l, records, err := d.fire(dispatch.Lead{}, dispatch.Command{Event: "report", At: d.now, Number: number, Source: inc.Source,
		Act: inc.OccurredAt.Truncate(time.Millisecond).In(law.China), Ruling: &ruling, Bound: f.Text("bound"),
		Deadline: sent.Deadline, Received: sent.Received}, f.Text("as"))
	if err != nil {
		return err
	}
	due := d.due(l)
	k := store.Kept{Lead: l, Incident: withState(kept, l, due), Due: due}
	change := store.Change{Lead: l, Records: records, Incident: &kept, Due: due}
	if told != (store.Reporter{}) {
		change.Reporter = &told
	}
	return q.answered(http.StatusCreated, d.shown(k), l, change)
}

// withState is an incident with the columns that the store writes beside it.
func withState(f feature.Feature, l dispatch.Lead, due time.Time) feature.Feature {
	state := store.StateColumns(l, due)
	out := feature.Feature{ID: l.ID, Geometry: f.Geometry, Props: map[string]any{}}
	for k, v := range f.Props {
		out.Props[k] = v
	}
	for k, v := range state {
		if v == nil {
			delete(out.Props, k)
			continue
		}
		out.Props[k] = v
	}
	return out
}

// number makes the number of a new lead, unless the sender was offline and brought a
// temporary one. Any other id is the sender's own number.
func (d *desk) number(id string) (number, ticket string, err error) {
	if dispatch.Temporary(id) {
		return id, "", nil
	}
	serial, err := d.Store.Serial(d.ctx, d.code, d.now.Format(time.DateOnly))
	if err != nil {
		return "", "", err
	}
	number, err = dispatch.Number(dispatch.Area(d.code), d.now, serial)
	return number, id, err
}

// incidents answers GET /incidents.
func (c *call) incidents() error {
	q := store.LeadQuery{
		Unit: c.params.Text("unit"), Person: c.params.Text("person"), Town: c.params.Text("town"), Category: c.params.Text("category"),
		Source: c.params.Choice("source", wire.Sources...), Ticket: c.params.Text("ticket"), Party: c.params.Text("party"),
		Open: c.params.Choice("open", "true", "false") == "true", Newest: c.params.Choice("newest", "true", "false") == "true",
		Sort:     c.params.Choice("sort", "reported", "due", "changed"),
		Unplaced: c.params.Choice("unplaced", "true", "false") == "true",
		Limit:    min(c.params.Integer("limit", 1, usualPage), maxPage), Offset: c.params.Integer("offset", 0, 0),
		Since: c.moment("since"), Until: c.moment("until"), BBox: c.box(),
	}
	for s := range strings.SplitSeq(c.params.Text("state"), ",") {
		if s != "" {
			q.States = append(q.States, dispatch.State(s))
		}
	}
	overdue := c.params.Choice("overdue", "true", "false")
	d, err := c.desk()
	if err != nil {
		return err
	}
	if overdue == "true" {
		q.Overdue = d.now
	}
	if !d.asker.Everywhere(people.ReadLeads) {
		q.Party = d.person.Unit
	}
	page, err := c.Store.Leads(c.ctx, d.code, q)
	if err != nil {
		return err
	}
	links := []Link{{Rel: "self", Type: geoJSON, Href: c.r.URL.RequestURI()}}
	if next := q.Offset + len(page.Leads); len(page.Leads) > 0 && next < page.Matched {
		same := c.r.URL.Query()
		same.Set("limit", strconv.Itoa(q.Limit))
		same.Set("offset", strconv.Itoa(next))
		links = append(links, Link{Rel: "next", Type: geoJSON, Href: c.prefix + "/incidents?" + same.Encode()})
	}
	return c.writeCollection(http.StatusOK, func(yield func(feature.Feature) bool) {
		for _, k := range page.Leads {
			if !yield(d.listed(k)) {
				return
			}
		}
	}, map[string]any{"links": links, "numberMatched": page.Matched, "numberReturned": len(page.Leads)})
}

// moment reads a parameter that is an RFC 3339 time.
func (c *call) moment(name string) time.Time {
	if !c.params.Has(name) {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, c.params.Text(name))
	if err != nil {
		c.params.Refuse(name, "param.time")
	}
	return t
}

// box reads bbox: west, south, east, north in degrees.
func (c *call) box() *orb.Bound {
	if !c.params.Has("bbox") {
		return nil
	}
	parts := strings.Split(c.params.Text("bbox"), ",")
	var n [4]float64
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || len(parts) != 4 {
			c.params.Refuse("bbox", "param.bbox")
			return nil
		}
		n[i] = v
	}
	b := orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	if !(b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90 && b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		c.params.Refuse("bbox", "param.bbox_range")
		return nil
	}
	return &b
}

// incident answers GET /incidents/{id}.
func (c *call) incident() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	b, err := geojson.Marshal(d.shown(k))
	if err != nil {
		return err
	}
	c.revision = tag(k.Lead)
	return c.send(http.StatusOK, geoJSON, b)
}

// records answers GET /incidents/{id}/events.
func (c *call) records() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	all, err := c.Store.Records(c.ctx, d.code, k.Incident.ID)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, d.reader.Records(k.Incident.ID, all))
}

// similar answers GET /incidents/{id}/similar: what may be the same thing.
func (c *call) similar() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	mine := k.Summary()
	var all []store.Kept
	if !mine.Unplaced {
		q := store.LeadQuery{Since: mine.Time.Add(-dispatch.SameWithinTime), Until: mine.Time.Add(dispatch.SameWithinTime)}
		if !d.asker.Everywhere(people.ReadLeads) {
			q.Party = d.person.Unit
		}
		near, along := q, q
		box := geodesy.Around(orb.Bound{Min: mine.At, Max: mine.At}, dispatch.SameWithinM)
		near.BBox, along.Reaches = &box, mine.Reaches
		for _, q := range []store.LeadQuery{near, along} {
			if q.BBox == nil && len(q.Reaches) == 0 {
				continue
			}
			page, err := c.Store.Leads(c.ctx, d.code, q)
			if err != nil {
				return err
			}
			for _, k := range page.Leads {
				if !slices.ContainsFunc(all, func(o store.Kept) bool { return o.Incident.ID == k.Incident.ID }) {
					all = append(all, k)
				}
			}
		}
	}
	return c.write(http.StatusOK, d.reader.Similar(mine, all, store.Kept.Summary))
}

// incidentOf is the incident of a lead as the tables take it.
func incidentOf(k store.Kept, now time.Time) (jurisdiction.Incident, error) {
	f := feature.Feature{ID: k.Incident.ID, Geometry: k.Incident.Geometry, Props: map[string]any{}}
	for _, name := range []string{"category", "severity", "accuracy_m", "occurred_at", "source"} {
		f.Props[name] = k.Incident.Props[name]
	}
	inc, err := wire.Unplaced(f, now)
	inc.OccurredAt = inc.OccurredAt.In(law.China)
	return inc, err
}

// decideAgain runs the tables over an incident of a lead, on the edition of its day. Until
// somebody has verified it, those who are on duty now go; then it is as it was. posts are
// those on duty.
func (d *desk) decideAgain(l dispatch.Lead, inc jurisdiction.Incident) (decision jurisdiction.Decision, posts []string, err error) {
	region, err := d.region.On(inc.OccurredAt)
	if err != nil {
		return decision, nil, refused(err, "/changes")
	}
	if inc.Geometry == nil {
		return region.Rules.Unplaced(inc), nil, nil
	}
	posts = l.Ruling.Manned
	manning := live.Manned(posts)
	if inc.Outcome == "" {
		if manning, posts, err = region.Manning(d.ctx, d.Store, d.now); err != nil {
			return decision, nil, err
		}
	}
	if decision, err = region.Rules.Decide(inc, manning); err != nil {
		return decision, nil, refused(err, "/changes/geometry")
	}
	return decision, posts, nil
}

// DecideAgain makes a ruling about a kept incident again, by the edition of its day and the
// posts that were on duty. ok is false if that is not the edition by which it was made, or
// if it was made by other tables or laws than these.
func DecideAgain(region *live.Region, f feature.Feature, was dispatch.Ruling) (is dispatch.Ruling, ok bool, err error) {
	inc, err := incidentOf(store.Kept{Incident: f}, time.Time{})
	if err != nil {
		return is, false, err
	}
	inc.Outcome, inc.Finder = was.Outcome, was.Finder
	if was.Versions.Rules != jurisdiction.RulesVersion || was.Versions.Law != law.Version {
		return is, false, nil
	}
	if region, err = region.On(inc.OccurredAt); err != nil || region.Present.Region.Boundaries() != was.Versions.Boundaries {
		return is, false, nil //nolint:nilerr // an edition that cannot be built is not the one
	}
	decision := region.Rules.Unplaced(inc)
	if inc.Geometry != nil {
		if decision, err = region.Rules.Decide(inc, live.Manned(was.Manned)); err != nil {
			return is, false, err
		}
	}
	is = dispatch.RulingOf(inc, decision, was.Manned)
	if was.Versions.Machine != dispatch.MachineVersion { // an older machine, which wrote less down
		is.Told, is.Versions.Machine = was.Told, was.Versions.Machine
	}
	is.Of = was.Of
	return is, true, nil
}

// missing says that something else than the address names does not exist (422).
func missing(code, where string, args ...any) error {
	return problem.Unprocessable(finding.New(code, where, args...))
}
