package ops

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// attempts is how often a command is tried when the lead whose part this is, or one of
// which any revision will do (If-Match: *), was moved by somebody else meanwhile.
const attempts = 5

// event answers POST /incidents/{id}/events.
func (c *call) event() error {
	d, q, body, done, err := c.requested()
	if err != nil || done {
		return err
	}
	var asked wire.EventRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	if asked.Event == "report" || asked.Event == "split" {
		return missing("desk.own_address", "/event", "event", asked.Event)
	}
	command, err := d.command(asked)
	if err != nil {
		return err
	}
	return q.carry(http.StatusOK, command, asked, nil)
}

// carry carries a command out on the lead that the address names, with what follows for
// the lead that it is a part of. more adds to the change.
func (q request) carry(status int, c dispatch.Command, asked wire.EventRequest, more func(store.Kept, *store.Change) error) error {
	for try := 1; ; try++ {
		k, err := q.lead()
		if err != nil {
			return err
		}
		if c.Revision, err = q.seen(k.Lead.Revision); err != nil {
			return err
		}
		change, after, err := q.change(k, c, asked)
		if err != nil {
			return err
		}
		if more != nil {
			if err := more(k, &change); err != nil {
				return err
			}
		}
		changes := []store.Change{change}
		parent, moves, err := q.parent(k.Lead, after.Lead)
		if err != nil {
			return err
		}
		if moves {
			changes = append(changes, parent)
		}
		err = q.answered(status, q.shown(after), after.Lead, changes...)
		if !errors.Is(err, store.ErrStale) || try == attempts {
			return err
		}
	}
}

// change fires a command, and gives the lead as it is then.
func (d *desk) change(k store.Kept, c dispatch.Command, asked wire.EventRequest) (store.Change, store.Kept, error) {
	none := store.Change{}
	if k.Lead.Revision == 0 {
		return none, k, missing("desk.no_life", "", "id", k.Incident.ID)
	}
	if err := d.complete(k, &c); err != nil {
		return none, k, err
	}
	incident, err := d.ruled(k, &c, asked)
	if err != nil {
		return none, k, err
	}
	l, records, err := d.fire(k.Lead, c, asked.As)
	if err != nil {
		return none, k, err
	}
	after := store.Kept{Lead: l, Due: d.due(l)}
	change := store.Change{ID: k.Incident.ID, Seen: k.Lead.Revision, Lead: l, Records: records, Incident: incident, Due: after.Due}
	if incident == nil {
		incident = &k.Incident
	}
	after.Incident = withState(*incident, l, after.Due)
	return change, after, nil
}

// complete fills in what a command takes from the store, and checks what it names there.
func (d *desk) complete(k store.Kept, c *dispatch.Command) error {
	switch c.Event {
	case "number":
		number, _, err := d.number("")
		if err != nil {
			return err
		}
		c.Number = number
	case "merge", "child":
		other, err := d.Store.Lead(d.ctx, d.code, c.Other)
		if errors.Is(err, store.ErrNotFound) || err == nil && !d.seesLead(other.Lead) {
			return missing("input.no_incident", "/other", "id", c.Other)
		}
		if err != nil {
			return err
		}
		if c.Event == "child" {
			c.Outcome = string(other.Lead.State)
		}
	}
	if err := d.known(k.Lead, *c); err != nil {
		return err
	}
	if len(c.Files) == 0 {
		return nil
	}
	have, err := d.Store.Attachments(d.ctx, d.code, k.Incident.ID)
	if err != nil {
		return err
	}
	for i := range c.Files {
		found := false
		for _, a := range have {
			if a.SHA256 == c.Files[i].SHA256 {
				found, c.Files[i].Name = true, cmp.Or(c.Files[i].Name, a.Name)
			}
		}
		if !found {
			return missing("desk.no_file", "/files", "digest", c.Files[i].SHA256)
		}
	}
	return nil
}

// known checks that the people whom a command names are on the register. Who takes a lead
// at a body that has no access is known there alone.
func (d *desk) known(l dispatch.Lead, c dispatch.Command) error {
	named := map[string][]string{"/second": {c.Second}, "/officers": c.Officers}
	if u, _ := d.region.Atlas.Unit(l.Unit); dispatch.InHouse(u.Class) {
		named["/person"] = []string{c.Person}
	}
	var faults []error
	for _, where := range slices.Sorted(maps.Keys(named)) {
		for _, id := range named[where] {
			if id != "" && d.reader.People(id).ID == "" {
				faults = append(faults, finding.New("desk.no_person", where, "person", id))
			}
		}
	}
	if len(faults) > 0 {
		return problem.Unprocessable(errors.Join(faults...))
	}
	return nil
}

// ruled runs the tables where an event asks for it, and gives the incident as it is then.
func (d *desk) ruled(k store.Kept, c *dispatch.Command, asked wire.EventRequest) (*feature.Feature, error) {
	if c.Event != "verify" && c.Event != "rerule" {
		if asked.Changes != nil {
			return nil, missing("desk.no_changes", "/changes", "event", asked.Event)
		}
		return nil, nil
	}
	inc, err := incidentOf(k, d.now)
	if err != nil {
		return nil, err
	}
	if inc, err = d.changed(inc, asked.Changes, "/changes"); err != nil {
		return nil, err
	}
	if c.Event == "verify" {
		if c.Outcome == "" {
			return nil, nil // the machine says what is wanted
		}
		inc.Outcome, inc.Finder = c.Outcome, d.world.Finder(k.Lead.Unit)
	} else {
		inc.Outcome, inc.Finder = k.Lead.By.Outcome, k.Lead.By.Finder
	}
	decision, posts, err := d.decideAgain(k.Lead, inc)
	if err != nil {
		return nil, err
	}
	ruling := dispatch.RulingOf(inc, decision, posts)
	c.Ruling = &ruling
	reported, _ := time.Parse(time.RFC3339, k.Incident.Text("reported_at"))
	f := wire.Kept(inc, k.Incident.Text("note"), decision, d.lang, reported.In(law.China))
	for _, name := range []string{"ticket", "address"} { // as the sender gave them
		f.Props[name] = k.Incident.Text(name)
	}
	return &f, nil
}

// parent tells a split lead that one of its parts has closed, or was opened again.
func (d *desk) parent(was, is dispatch.Lead) (store.Change, bool, error) {
	if is.Parent == "" || was.State.Final() == is.State.Final() {
		return store.Change{}, false, nil
	}
	k, err := d.Store.Lead(d.ctx, d.code, is.Parent)
	if err != nil {
		return store.Change{}, false, err
	}
	c := dispatch.Command{Event: "child", At: d.now, Revision: k.Lead.Revision, Other: is.ID, Outcome: string(is.State)}
	l, records, err := d.fire(k.Lead, c, "")
	var p *problem.Error
	if errors.As(err, &p) { // the desk does it by hand: life.next of the whole says so
		return store.Change{}, false, nil
	}
	return store.Change{Seen: k.Lead.Revision, Lead: l, Records: records, Due: d.due(l)}, err == nil, err
}

// command reads what was asked; all faults of form together.
func (d *desk) command(a wire.EventRequest) (dispatch.Command, error) {
	c := dispatch.Command{
		Event: dispatch.Event(a.Event), At: d.now, To: a.To, Person: a.Person, Second: a.Second, Reason: a.Reason, Reply: a.Reply, Missing: a.Missing,
		Officers: a.Officers, Outcome: a.Outcome, Place: a.PlaceOfAct, Level: a.Level, Other: a.Other, Limit: a.Limit, Kind: a.Kind, Units: a.Units,
	}
	var faults []error
	moment := func(v, name string) time.Time {
		if v == "" {
			return time.Time{}
		}
		t, err := time.Parse(time.RFC3339, v)
		if err != nil {
			faults = append(faults, finding.New("input.time", "/"+name, "name", name, "value", v))
		}
		return t.Truncate(time.Millisecond).In(law.China)
	}
	c.Deadline, c.Device = moment(a.Deadline, "deadline"), moment(a.DeviceTime, "device_time")
	for _, f := range a.Files {
		c.Files = append(c.Files, dispatch.File{Name: f.Name, SHA256: f.SHA256, Formal: f.Formal})
	}
	if p := a.Position; p != nil {
		if !(p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90 && p.AccuracyM >= 0) {
			value, _ := json.Marshal(p)
			faults = append(faults, finding.New("input.point", "/position", "value", string(value)))
		}
		c.Position, c.Accuracy = &orb.Point{p.Lon, p.Lat}, p.AccuracyM
	}
	if len(faults) > 0 {
		return c, problem.Unprocessable(errors.Join(faults...))
	}
	return c, nil
}
