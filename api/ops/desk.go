package ops

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// CallBack is how many of a hundred closed leads of the public are called back, the
// field's default.
const CallBack = 10

// A desk is a request of somebody: the region, who asks, and what the machine of leads needs.
type desk struct {
	*call
	code   string
	region *live.Region
	person people.Person
	world  *dispatch.World
	reader wire.Reader
	now    time.Time // whole milliseconds, as records keep them
}

// desk is the desk of who was admitted. It refuses faulty parameters.
func (c *call) desk() (*desk, error) {
	if err := c.params.Err(); err != nil {
		return nil, err
	}
	region, p := c.asker.Region, c.asker.Person
	d := &desk{call: c, code: region.Dataset.Region.Code, region: region, person: p, now: time.UnixMilli(c.Now().UnixMilli()).In(law.China)}
	known := map[string]people.Person{p.ID: p, "": {}}
	person := func(id string) people.Person { // each is read once
		one, read := known[id]
		if !read {
			var err error
			if one, err = c.Store.Person(c.ctx, d.code, id); err != nil && !errors.Is(err, store.ErrNotFound) {
				c.Log.WarnContext(c.ctx, "read a person", "person", id, "err", err) // and go on as if unknown: who is unknown may nothing
			}
			known[id] = one
		}
		return one
	}
	d.world = &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: CallBack,
		Certified: func(id string, at time.Time) bool { return person(id).Certified(at) }}
	d.reader = wire.Reader{Lang: c.lang, World: d.world, Now: d.now, People: person, Sees: d.seesLeads()}
	return d, nil
}

// posted is desk for what has a body of JSON, which it reads into v.
func (c *call) posted(v any) (*desk, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	return d, read(body, v)
}

// asked gives the desk of a request and the lead that its address names, if the person may
// see it.
func (c *call) asked() (*desk, store.Kept, error) {
	d, err := c.desk()
	if err != nil {
		return nil, store.Kept{}, err
	}
	k, err := d.lead()
	return d, k, err
}

// lead reads the lead that the address names, if the person may see it.
func (d *desk) lead() (store.Kept, error) { return d.leadNamed(problem.PathParam(d.r, "id")) }

func (d *desk) leadNamed(id string) (store.Kept, error) {
	k, err := d.Store.Lead(d.ctx, d.code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !d.seesLead(k.Lead) {
		return store.Kept{}, problem.NotFound(finding.New("input.no_incident", "", "id", id))
	}
	return k, err
}

// due is the first moment after which a clock that runs is missed.
func (d *desk) due(l dispatch.Lead) time.Time { return d.world.First(l, d.now) }

// shown is a lead as the person who asks reads it.
func (d *desk) shown(k store.Kept) feature.Feature {
	next := d.reader.Next(k.Lead, d.person)
	return d.reader.Lead(k, next, d.reader.Barred(k.Lead, d.person, next)...)
}

// listed is a lead as it stands among many.
func (d *desk) listed(k store.Kept) feature.Feature {
	return d.reader.Lead(k, d.reader.Next(k.Lead, d.person))
}

// tag is the beginning of the ETag of a lead.
func tag(l dispatch.Lead) string { return strconv.Itoa(l.Revision) }

// seen reads the revision that the asker saw out of If-Match. "*" is the present one.
func (d *desk) seen(present int) (int, error) {
	v := strings.TrimSpace(d.r.Header.Get("If-Match"))
	if v == "" {
		return 0, &problem.Error{Status: http.StatusPreconditionRequired, Err: finding.New("desk.no_if_match", "")}
	}
	if v == "*" {
		return present, nil
	}
	number, _, _ := strings.Cut(strings.Trim(strings.TrimPrefix(v, "W/"), `"`), "-")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return 0, problem.BadRequest(finding.New("desk.if_match", "", "value", v))
	}
	return n, nil
}

// fire carries a command out in the first of the person's roles that may; as chooses one.
func (d *desk) fire(l dispatch.Lead, c dispatch.Command, as string) (dispatch.Lead, []dispatch.Record, error) {
	roles := d.person.Roles
	if as != "" {
		if !d.person.Plays(dispatch.Role(as)) {
			return l, nil, problem.Unprocessable(finding.New("desk.no_role", "/as", "role", as))
		}
		roles = []dispatch.Role{dispatch.Role(as)}
	}
	var first error
	for _, role := range roles {
		c.Actor = d.person.Actor(role)
		next, records, err := d.world.Fire(l, c)
		if err == nil {
			return next, records, nil
		}
		var r *dispatch.Refusal
		if !errors.As(err, &r) {
			return l, nil, err
		}
		if r.Kind != dispatch.Forbidden {
			return l, nil, d.refusal(l.ID, r)
		}
		if first == nil {
			first = d.refusal(l.ID, r)
		}
	}
	if first == nil {
		first = forbid("desk.no_roles", "person", d.person.ID)
	}
	return l, nil, first
}

// statuses of refusals.
var statuses = map[string]int{
	dispatch.Impossible: http.StatusConflict, dispatch.Forbidden: http.StatusForbidden,
	dispatch.Incomplete: http.StatusUnprocessableEntity, dispatch.Stale: http.StatusPreconditionFailed,
}

// pointers say which member of an event's body a refusal is about.
var pointers = map[string]string{
	"dispatch.needs_person": "/person", "dispatch.needs_reason": "/reason", "dispatch.needs_missing": "/missing", "dispatch.needs_evidence": "/files",
	"dispatch.needs_deadline": "/deadline", "dispatch.needs_second": "/second", "dispatch.needs_other": "/other", "dispatch.needs_reply": "/reply",
	"dispatch.needs_level": "/level", "dispatch.needs_outcome": "/outcome", "dispatch.needs_ground": "/reason", "dispatch.needs_respondent": "/to",
	"dispatch.bad_target": "/to", "dispatch.officers": "/officers", "dispatch.officers_without": "/officers", "dispatch.place_of_act": "/place_of_act",
	"dispatch.digest": "/files", "dispatch.kind": "/kind", "dispatch.no_clock": "/limit", "dispatch.no_stop": "/kind", "dispatch.extension": "/units",
	"dispatch.source": "/properties/source", "dispatch.few_children": "/parts",
}

// refusal answers a refusal of the machine about a lead. One that came too late tells by
// whom, and everything that was done since.
func (d *desk) refusal(lead string, r *dispatch.Refusal) error {
	told := *r.Finding
	told.Where = pointers[told.Code]
	faults := []error{&told}
	if len(r.Since) == 0 {
		return &problem.Error{Status: statuses[r.Kind], Err: &told}
	}
	records, err := d.Store.Records(d.ctx, d.code, lead)
	if err != nil {
		return err
	}
	told.Args = maps.Clone(told.Args)
	for _, t := range r.Since {
		u, _ := d.region.Atlas.Unit(t.Unit)
		person := called(d.reader.People(t.Person), u)
		told.Args["person"] = person // the last of them
		role := ""
		if t.Revision <= len(records) {
			role = string(records[t.Revision-1].Role)
		}
		faults = append(faults, finding.New("desk.since", "", "revision", t.Revision, "at", t.At.In(law.China).Format("2006-01-02 15:04"),
			"person", person, "role", finding.New("role."+role, ""), "unit", finding.Name{ZH: u.Name, EN: u.NameEN},
			"did", finding.New("event."+string(t.Event), ""), "state", finding.New("state."+string(t.To), "")))
	}
	return &problem.Error{Status: statuses[r.Kind], Err: errors.Join(faults...)}
}

// called is a person's name where the unit is named beside it: a name that says the unit as
// well says it without.
func called(p people.Person, u atlas.Unit) finding.Name {
	n := finding.Name{ZH: strings.TrimPrefix(p.Name, u.Name), EN: strings.Replace(p.NameEN, ", "+u.NameEN, "", 1)}
	if n.ZH == "" {
		n.ZH = p.Name
	}
	return n
}

// Ring tells all who watch to look again: something was written, here or elsewhere.
func (s *Service) Ring() { s.watch.Ring() }

// keep writes changes with the answer to a request that brought a key, and tells all who
// watch.
func (d *desk) keep(ctx context.Context, answer *store.Answer, changes ...store.Change) error {
	if err := d.Store.Keep(ctx, d.code, answer, changes...); err != nil {
		return err
	}
	d.watch.Ring()
	return nil
}
