package ops

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/routing/patrol"
)

// RosterList is one page of rosters, without their duties.
type RosterList struct {
	Page
	Rosters []RosterSummary `json:"rosters" nullable:"false"`
}

// A RosterSummary says which roster it is.
type RosterSummary struct {
	ID       string   `json:"id"`
	Revision int      `json:"revision"`
	Units    []string `json:"units" nullable:"false"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Short    int      `json:"short" doc:"duties that are not filled"`
}

// rosterEndpoints are the operations on rosters. All want a person.
func rosterEndpoints(page []huma.Param) []endpoint {
	const plain = "application/json"
	who, _, _ := headers()
	match := append([]huma.Param{header("If-Match", "the ETag of the roster as it was read, or *; without it 428")}, who...)
	text := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	return []endpoint{
		{method: "GET", path: "/rosters", id: "listRosters", needs: people.ReadRosters, summary: "The rosters, without their duties, the first made first; of a unit and a day the last counts", header: who,
			query:  append([]huma.Param{text("unit", "whose duties it has"), text("from", "that lasts on or after this day"), text("to", "that begins on or before this day")}, page...),
			status: 200, answer: RosterList{}, answerType: plain, refusals: []int{401}, handle: (*call).rosters},
		{method: "POST", path: "/rosters", id: "makeRoster", needs: people.WriteRosters, summary: "Make a roster of a unit and keep it; the towns arrange that of a post", header: who,
			body: wire.RosterRequest{}, bodyType: plain, status: 201, answer: wire.Roster{}, answerType: plain, refusals: []int{401, 403, 413, 422}, handle: (*call).makeRoster},
		{method: "GET", path: "/rosters/{id}", id: "getRoster", needs: people.ReadRosters, summary: "One roster: who goes when, what could not be filled, and why", header: who,
			status: 200, answer: wire.Roster{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).roster},
		{method: "POST", path: "/rosters/{id}/changes", id: "changeRoster", needs: people.WriteRosters, summary: "Somebody is away or something breaks: arrange anew what that touches, and nothing else", header: match,
			body: wire.RosterChangeRequest{}, bodyType: plain, status: 200, answer: wire.RosterChanged{}, answerType: plain,
			refusals: []int{401, 403, 404, 412, 413, 422, 428}, handle: (*call).changeRoster},
		{method: "GET", path: "/equipment", id: "listEquipment", needs: people.ReadEquipment, summary: "Vehicles, boats, drones and instruments, and when they are out", header: who,
			query:  []huma.Param{text("unit", "that may book it")},
			status: 200, answer: wire.Equipment{}, answerType: plain, refusals: []int{401}, handle: (*call).equipment},
	}
}

// equipment answers GET /equipment.
func (c *call) equipment() error {
	unit := c.params.Text("unit")
	d, err := c.desk()
	if err != nil {
		return err
	}
	items, err := c.Store.Items(c.ctx, d.code)
	if err != nil {
		return err
	}
	away, err := c.Store.Absences(c.ctx, d.code)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(i people.Item) bool { return !d.sees(people.ReadEquipment, i.Unit) })
	return c.write(http.StatusOK, wire.FromEquipment(items, away, unit, c.lang))
}

// sees tells whether the asker may read what belongs to a unit.
func (d *desk) sees(right people.Right, unit string) bool { return d.asker.Can(right, people.Of(unit)) }

// seesUnit tells whether the asker may see who goes out of a unit.
func (d *desk) seesUnit(unit string) bool { return d.sees(people.ReadRosters, unit) }

// rosters answers GET /rosters.
func (c *call) rosters() error {
	q := store.RosterQuery{Unit: c.params.Text("unit"), From: c.params.Text("from"), To: c.params.Text("to")}
	limit, offset := min(c.params.Integer("limit", 1, usualPage), maxPage), c.params.Integer("offset", 0, 0)
	d, err := c.desk()
	if err != nil {
		return err
	}
	for _, day := range []struct{ name, value string }{{"from", q.From}, {"to", q.To}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			return problem.BadRequest(finding.New("input.date", day.name, "value", day.value))
		}
	}
	all, _, err := c.Store.Rosters(c.ctx, d.code, q)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(r store.Roster) bool { return !slices.ContainsFunc(r.Units, d.seesUnit) })
	list := RosterList{Rosters: []RosterSummary{}, Page: Page{NumberMatched: len(all), Links: []Link{{Rel: "self", Type: "application/json", Href: c.r.URL.RequestURI()}}}}
	for _, r := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		doc, err := wire.ReadRosterDocument(r)
		if err != nil {
			return err
		}
		list.Rosters = append(list.Rosters, RosterSummary{ID: r.ID, Revision: r.Revision, Units: r.Units, From: r.From, To: r.To, Short: len(doc.Short)})
	}
	list.NumberReturned = len(list.Rosters)
	if next := offset + limit; next < len(all) {
		values := c.r.URL.Query()
		values.Set("offset", strconv.Itoa(next))
		values.Set("limit", strconv.Itoa(limit))
		list.Links = append(list.Links, Link{Rel: "next", Type: "application/json", Href: c.prefix + "/rosters?" + values.Encode()})
	}
	return c.write(http.StatusOK, list)
}

// makeRoster answers POST /rosters.
func (c *call) makeRoster() error {
	var asked wire.RosterRequest
	d, err := c.posted(&asked)
	if err != nil {
		return err
	}
	var faults []error
	from, err := time.ParseInLocation(time.DateOnly, asked.From, c.Now().Location())
	if err != nil {
		faults = append(faults, finding.New("input.date", "/from", "value", asked.From))
	}
	if asked.Days < 1 || asked.Days > patrol.MostDays {
		faults = append(faults, finding.New("input.days", "/days", "value", asked.Days, "most", patrol.MostDays))
	}
	if _, ok := d.region.Atlas.Unit(asked.Unit); !ok {
		faults = append(faults, finding.New("command.no_unit", "/unit", "unit", asked.Unit))
	}
	if err := problemOf(faults); err != nil {
		return err
	}
	if err := d.mayArrange(asked.Unit); err != nil {
		return err
	}
	var seed uint64
	if asked.Seed != nil {
		seed = *asked.Seed
	} else if err := binary.Read(c.Random, binary.LittleEndian, &seed); err != nil {
		return fmt.Errorf("ops: draw a seed: %w", err)
	}
	region, err := d.region.On(from)
	if err != nil {
		return refused(err, "/from")
	}
	units := []string{asked.Unit}
	made, err := region.Arrange(c.ctx, c.Store, c.Roster, units, from, asked.Days, seed)
	if err != nil {
		return refused(err, "/unit")
	}
	kept, err := made.Made(units, from, asked.Days, d.person.ID, strings.TrimSpace(asked.Reason), d.now)
	if err != nil {
		return err
	}
	if kept[0].ID, err = c.newID(asked.Unit, d.now); err != nil {
		return err
	}
	if err := c.Store.KeepRoster(c.ctx, d.code, nil, kept[0]); err != nil {
		return err
	}
	answer, err := wire.FromRoster(kept[0], region.Atlas, c.lang)
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", c.prefix+"/rosters/"+url.PathEscape(kept[0].ID))
	c.w.Header().Set("ETag", `"1"`)
	return c.write(http.StatusCreated, answer)
}

// mayArrange refuses who may not arrange the roster of a unit, and says who may.
func (d *desk) mayArrange(unit string) error {
	if d.asker.Can(people.WriteRosters, people.Of(unit)) {
		return nil
	}
	all, err := d.Store.People(d.ctx, d.code)
	if err != nil {
		return err
	}
	var may []finding.Name
	for _, p := range all {
		if people.May(d.region.Atlas, p, people.WriteRosters, people.Of(unit)) {
			may = append(may, finding.Name{ZH: p.Name, EN: p.NameEN})
		}
	}
	u, _ := d.region.Atlas.Unit(unit)
	return forbid("roster.api.may", "unit", finding.Name{ZH: u.Name, EN: u.NameEN}, "may", may)
}

// keptRoster finds the roster that the address names, if the person may see it.
func (d *desk) keptRoster() (store.Roster, error) {
	id := problem.PathParam(d.r, "id")
	kept, err := d.Store.Roster(d.ctx, d.code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !slices.ContainsFunc(kept.Units, d.seesUnit) {
		return kept, problem.NotFound(finding.New("roster.none", "", "id", id))
	}
	return kept, err
}

// concerned tells who and what belongs to the units of a roster, or to one that it invites,
// or is on it.
func (d *desk) concerned(kept store.Roster) (func(person, item string) bool, error) {
	doc, err := wire.ReadRosterDocument(kept)
	if err != nil {
		return nil, err
	}
	persons, err1 := d.Store.People(d.ctx, d.code)
	items, err2 := d.Store.Items(d.ctx, d.code)
	units, on := slices.Clone(kept.Units), map[string]bool{}
	for _, k := range doc.Duties {
		units = append(units, k.From...)
	}
	for _, p := range persons {
		on["p"+p.ID] = slices.Contains(units, p.Unit)
	}
	for _, i := range items {
		on["i"+i.ID] = slices.Contains(kept.Units, i.Unit)
	}
	for _, p := range doc.People {
		on["p"+p.ID] = true
	}
	return func(person, item string) bool { return person != "" && on["p"+person] || item != "" && on["i"+item] }, errors.Join(err1, err2)
}

// roster answers GET /rosters/{id}.
func (c *call) roster() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	kept, err := d.keptRoster()
	if err != nil {
		return err
	}
	answer, err := wire.FromRoster(kept, d.region.Atlas, c.lang)
	if err != nil {
		return err
	}
	away, err := c.Store.Absences(c.ctx, d.code)
	if err != nil {
		return err
	}
	mine, err := d.concerned(kept)
	if err != nil {
		return err
	}
	answer = answer.WithAway(away, mine)
	c.revision = strconv.Itoa(kept.Revision)
	return c.write(http.StatusOK, answer)
}

// changeRoster answers POST /rosters/{id}/changes.
func (c *call) changeRoster() error {
	var asked wire.RosterChangeRequest
	d, err := c.posted(&asked)
	if err != nil {
		return err
	}
	kept, err := d.keptRoster()
	if err != nil {
		return err
	}
	for _, unit := range kept.Units {
		if err := d.mayArrange(unit); err != nil {
			return err
		}
	}
	seen, err := d.seen(kept.Revision)
	if err != nil {
		return err
	}
	stale := &problem.Error{Status: http.StatusPreconditionFailed, Err: finding.New("roster.stale", "", "id", kept.ID, "n", kept.Revision)}
	if seen != kept.Revision {
		return stale
	}
	away, err := d.absences(kept, asked)
	if err != nil {
		return err
	}
	made, err := d.region.Rearrange(c.ctx, c.Store, c.Roster, kept, away, d.now)
	if err != nil {
		return err
	}
	next, err := made.Next(kept, d.person.ID, strings.TrimSpace(asked.Reason), d.now)
	if err != nil {
		return err
	}
	if asked.DryRun {
		next.Revision = kept.Revision
	} else if err := c.Store.KeepRoster(c.ctx, d.code, nil, next, away...); errors.Is(err, store.ErrStale) { // between reading and writing
		return stale
	} else if err != nil {
		return err
	}
	answer := wire.RosterChanged{Changes: wire.FromRosterChanges(made.Changes)}
	if answer.Roster, err = wire.FromRoster(next, d.region.Atlas, c.lang); err != nil {
		return err
	}
	c.w.Header().Set("ETag", strconv.Quote(strconv.Itoa(next.Revision)))
	return c.write(http.StatusOK, answer)
}

// absences reads who and what is away, or back; everything wrong is told together.
func (d *desk) absences(kept store.Roster, asked wire.RosterChangeRequest) ([]people.Absence, error) {
	persons, err1 := d.Store.People(d.ctx, d.code)
	items, err2 := d.Store.Items(d.ctx, d.code)
	known, err3 := d.Store.Absences(d.ctx, d.code)
	mine, err4 := d.concerned(kept)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	var all []people.Absence
	var faults []error
	add := func(where string, a people.Absence) error {
		id, err := d.newID("A", d.now)
		if err != nil {
			return err
		}
		a.ID, a.By, a.At = id, d.person.ID, d.now
		if f := a.Fault(persons, items); f != nil {
			f.Where = where
			faults = append(faults, f)
		} else if !mine(a.Person, a.Item) {
			faults = append(faults, finding.New("roster.api.not_yours", where, "id", a.Person+a.Item))
		}
		all = append(all, a)
		return nil
	}
	for i, a := range asked.Away {
		if err := add("/away/"+strconv.Itoa(i), people.Absence{Person: a.Person, From: a.From, To: a.To, Reason: people.Reason(a.Reason)}); err != nil {
			return nil, err
		}
	}
	for i, b := range asked.Broken {
		if b.Equipment == "" {
			faults = append(faults, finding.New("roster.no_such_item", "/broken/"+strconv.Itoa(i), "item", ""))
			continue
		}
		if err := add("/broken/"+strconv.Itoa(i), people.Absence{Item: b.Equipment, From: b.From, To: b.To, Reason: people.Reason(b.Reason)}); err != nil {
			return nil, err
		}
	}
	for i, id := range asked.Back {
		at := slices.IndexFunc(known, func(a people.Absence) bool { return a.ID == id && !a.Withdrawn && mine(a.Person, a.Item) })
		if at < 0 {
			faults = append(faults, finding.New("roster.no_absence", "/back/"+strconv.Itoa(i), "id", id))
			continue
		}
		a := known[at]
		a.Withdrawn, a.By, a.At = true, d.person.ID, d.now
		all = append(all, a)
	}
	if len(all) == 0 && len(faults) == 0 {
		faults = append(faults, finding.New("roster.api.no_change", ""))
	}
	return all, problemOf(faults)
}
