package ops

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/joint"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/routing/roster"
)

// JointList are joint patrols.
type JointList struct {
	Patrols []wire.JointPatrol `json:"joint_patrols" nullable:"false"`
	Open    []JointDuty        `json:"not_invited" nullable:"false" doc:"joint patrols on rosters to which nobody is invited yet"`
}

// A JointDuty is a duty to which departments may be invited.
type JointDuty struct {
	Duty    string   `json:"duty"`
	Unit    string   `json:"unit"`
	Start   string   `json:"start"`
	End     string   `json:"end"`
	Invites []string `json:"invites" nullable:"false" doc:"ids of the departments that the settings name"`
}

// jointEndpoints are the operations on joint patrols of departments. All want a person.
func jointEndpoints() []endpoint {
	const plain = "application/json"
	who, _, _ := headers()
	match := append([]huma.Param{header("If-Match", "the ETag of the joint patrol as it was read, or *; without it 428")}, who...)
	day := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	change := func(path, id string, needs people.Right, summary string, body any, handle func(*call) error) endpoint {
		return endpoint{method: "POST", path: "/joint-patrols/{id}/" + path, id: id, needs: needs, summary: summary, header: match, body: body, bodyType: plain,
			status: 200, answer: wire.JointAnswer{}, answerType: plain, refusals: []int{401, 403, 404, 412, 413, 422, 428}, handle: handle}
	}
	return []endpoint{
		{method: "GET", path: "/joint-patrols", id: "listJointPatrols", needs: people.ReadJoint, summary: "Joint patrols of departments that the asker may see: its replies, who came, what is missing", header: who,
			query:  []huma.Param{day("from", "that begin on or after this day"), day("to", "that begin on or before this day")},
			status: 200, answer: JointList{}, answerType: plain, refusals: []int{401}, handle: (*call).jointPatrols},
		{method: "POST", path: "/joint-patrols", id: "inviteDepartments", needs: people.WriteRosters, summary: "Invite departments to a joint patrol of the branch's roster, or change what was asked", header: who,
			body: wire.JointInvitation{}, bodyType: plain, status: 201, answer: wire.JointAnswer{}, answerType: plain, refusals: []int{401, 403, 404, 412, 413, 422}, handle: (*call).invite},
		{method: "GET", path: "/joint-patrols/{id}", id: "getJointPatrol", needs: people.ReadJoint, summary: "One joint patrol", header: who,
			status: 200, answer: wire.JointPatrol{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).jointPatrol},
		change("replies", "replyToInvitation", people.WriteJoint, "A department accepts and says who comes, or declines and says why; the roster changes by it", wire.JointReply{}, (*call).reply),
		change("attendance", "takeAttendance", people.WriteRosters, "Who came of each unit, and what was agreed", wire.JointAttendance{}, (*call).attend),
		change("cancel", "cancelJointPatrol", people.WriteRosters, "Call a joint patrol off; its duty leaves the roster", wire.JointCancel{}, (*call).cancelJoint),
	}
}

// jointPatrols answers GET /joint-patrols.
func (c *call) jointPatrols() error {
	from, to := c.params.Text("from"), c.params.Text("to")
	d, err := c.desk()
	if err != nil {
		return err
	}
	days := [2]time.Time{d.now.AddDate(-1, 0, 0), d.now.AddDate(1, 0, 0)}
	for i, x := range []struct{ name, value string }{{"from", from}, {"to", to}} {
		if x.value == "" {
			continue
		}
		if days[i], err = time.ParseInLocation(time.DateOnly, x.value, law.China); err != nil {
			return problem.BadRequest(finding.New("input.date", x.name, "value", x.value))
		}
	}
	records, err := c.Store.JointRecords(c.ctx, d.code, "")
	if err != nil {
		return err
	}
	list := JointList{Patrols: []wire.JointPatrol{}, Open: []JointDuty{}}
	asked := map[string]bool{}
	for _, p := range joint.Fold(records) {
		asked[p.Duty] = true
		day := p.Start.Format(time.DateOnly)
		if d.seesJoint(p) && (from == "" || day >= from) && (to == "" || day <= to) {
			list.Patrols = append(list.Patrols, d.joint(p))
		}
	}
	duties, err := d.region.JointDuties(c.ctx, c.Store, days[0], days[1])
	if err != nil {
		return err
	}
	for _, k := range duties {
		if !asked[k.ID] && d.seesUnit(k.Unit) {
			list.Open = append(list.Open, JointDuty{Duty: k.ID, Unit: k.Unit, Start: k.Start.Format(time.RFC3339), End: k.End.Format(time.RFC3339), Invites: append([]string{}, k.From...)})
		}
	}
	return c.write(http.StatusOK, list)
}

// seesJoint tells whether the asker may see a joint patrol: the house, and who is invited.
func (d *desk) seesJoint(p joint.Patrol) bool {
	var parties []string
	for _, x := range p.Departments {
		parties = append(parties, x.Unit)
	}
	return d.asker.Can(people.ReadJoint, people.Subject{Unit: p.Host, Parties: parties})
}

// joint is a joint patrol as the asker reads it.
func (d *desk) joint(p joint.Patrol) wire.JointPatrol {
	faults := p.Faults(d.now, d.world.Certified)
	for i, f := range faults {
		faults[i] = d.region.NameUnits(f)
	}
	return wire.FromJoint(p, faults, d.now, d.region.Atlas, d.lang)
}

// namedJoint finds the joint patrol that the address names, if the person may see it.
func (d *desk) namedJoint() (joint.Patrol, error) {
	id := problem.PathParam(d.r, "id")
	records, err := d.Store.JointRecords(d.ctx, d.code, id)
	if err != nil {
		return joint.Patrol{}, err
	}
	all := joint.Fold(records)
	if len(all) == 0 || !d.seesJoint(all[0]) {
		return joint.Patrol{}, problem.NotFound(finding.New("joint.none", "", "id", id))
	}
	return all[0], nil
}

// jointPatrol answers GET /joint-patrols/{id}.
func (c *call) jointPatrol() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	p, err := d.namedJoint()
	if err != nil {
		return err
	}
	c.revision = strconv.Itoa(p.Revision)
	return c.write(http.StatusOK, d.joint(p))
}

// invite answers POST /joint-patrols.
func (c *call) invite() error {
	var asked wire.JointInvitation
	d, err := c.posted(&asked)
	if err != nil {
		return err
	}
	duties, err := d.region.JointDuties(c.ctx, c.Store, d.now.AddDate(0, 0, -1), d.now.AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	records, err := c.Store.JointRecords(c.ctx, d.code, joint.IDOf(asked.Duty))
	if err != nil {
		return err
	}
	var rec joint.Record
	if i := slices.IndexFunc(records, func(r joint.Record) bool { return r.Event == joint.Invite }); i >= 0 {
		rec = records[i] // its duty may have left the roster, or lost those whom it invited
		rec.ReplyBy = time.Time{}
	} else if k := slices.IndexFunc(duties, func(k roster.Duty) bool { return k.ID == asked.Duty }); k >= 0 {
		rec = live.Invitation(duties[k], nil)
	} else {
		return problem.Unprocessable(finding.New("joint.no_duty", "/duty", "duty", asked.Duty))
	}
	if err := d.mayArrange(rec.Unit); err != nil {
		return err
	}
	if asked.ReplyBy != "" {
		if rec.ReplyBy, err = time.Parse(time.RFC3339, asked.ReplyBy); err != nil {
			return problem.Unprocessable(finding.New("input.time", "/reply_by", "name", "reply_by", "value", asked.ReplyBy))
		}
		rec.ReplyBy = rec.ReplyBy.In(law.China)
	}
	rec.Subject, rec.Place = strings.TrimSpace(asked.Subject), strings.TrimSpace(asked.Place)
	if asked.Asked != nil {
		rec.Asked = nil
		for _, a := range asked.Asked {
			rec.Asked = append(rec.Asked, joint.Asked{Unit: a.Unit, Task: strings.TrimSpace(a.Task)})
		}
	}
	c.w.Header().Set("Location", c.prefix+"/joint-patrols/"+url.PathEscape(rec.Patrol))
	return d.join(http.StatusCreated, rec)
}

// reply answers POST /joint-patrols/{id}/replies.
func (c *call) reply() error {
	var asked wire.JointReply
	return c.joining(&asked, func(d *desk, p joint.Patrol) ([]joint.Record, error) {
		if !d.asker.Can(people.WriteJoint, people.Of(asked.Unit)) && !d.asker.Can(people.WriteRosters, people.Of(p.Host)) {
			return nil, d.forbidJoint("joint.may", p.Host, asked.Unit)
		}
		return []joint.Record{{Event: joint.Reply, Unit: asked.Unit, Yes: asked.Yes, Who: wire.Guests(asked.Who), Note: strings.TrimSpace(asked.Note)}}, nil
	})
}

// attend answers POST /joint-patrols/{id}/attendance.
func (c *call) attend() error {
	var asked wire.JointAttendance
	return c.joining(&asked, func(d *desk, p joint.Patrol) ([]joint.Record, error) {
		if err := d.mayArrange(p.Host); err != nil {
			return nil, err
		}
		var all []joint.Record
		for _, u := range asked.Units {
			all = append(all, joint.Record{Event: joint.Attend, Unit: u.Unit, Yes: u.Yes, Who: wire.Guests(u.Who), Note: strings.TrimSpace(u.Note)})
		}
		if len(all) == 0 {
			return nil, problem.Unprocessable(finding.New("joint.nobody", "/units", "unit", p.Host))
		}
		return all, nil
	})
}

// cancelJoint answers POST /joint-patrols/{id}/cancel.
func (c *call) cancelJoint() error {
	var asked wire.JointCancel
	return c.joining(&asked, func(d *desk, p joint.Patrol) ([]joint.Record, error) {
		if err := d.mayArrange(p.Host); err != nil {
			return nil, err
		}
		return []joint.Record{{Event: joint.Cancel, Unit: p.Host, Note: strings.TrimSpace(asked.Reason)}}, nil
	})
}

// forbidJoint refuses a person, and says who may.
func (d *desk) forbidJoint(code, host, unit string) error {
	u, _ := d.region.Atlas.Unit(unit)
	h, _ := d.region.Atlas.Unit(host)
	return forbid(code, "unit", finding.Name{ZH: u.Name, EN: u.NameEN}, "may", finding.Name{ZH: h.Name, EN: h.NameEN})
}

// joining reads a body, asks what records it means for the joint patrol at the revision that
// was read, and keeps them.
func (c *call) joining(asked any, records func(*desk, joint.Patrol) ([]joint.Record, error)) error {
	d, err := c.posted(asked)
	if err != nil {
		return err
	}
	p, err := d.namedJoint()
	if err != nil {
		return err
	}
	seen, err := d.seen(p.Revision)
	if err != nil {
		return err
	}
	if seen != p.Revision {
		return &problem.Error{Status: http.StatusPreconditionFailed, Err: finding.New("joint.stale", "", "n", p.Revision)}
	}
	all, err := records(d, p)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Patrol = p.ID
	}
	return d.join(http.StatusOK, all...)
}

// join keeps records of one joint patrol and answers with it.
func (d *desk) join(status int, records ...joint.Record) error {
	for i := range records {
		records[i].Person, records[i].At = d.person.ID, d.now
	}
	j, err := d.region.Join(d.ctx, d.Store, d.Roster, d.now, records...)
	if err != nil {
		return refused(err, "")
	}
	rosters, err := j.Rosters(d.person.ID, d.now)
	if err != nil {
		return err
	}
	err = d.Store.KeepJoint(d.ctx, d.code, nil, rosters, j.Records...)
	if errors.Is(err, store.ErrStale) { // between reading and writing
		return &problem.Error{Status: http.StatusPreconditionFailed, Err: finding.New("joint.stale", "", "n", j.Patrol.Revision)}
	}
	if err != nil {
		return err
	}
	answer := wire.JointAnswer{JointPatrol: d.joint(j.Patrol), Changes: []wire.RosterChange{}}
	if j.Arranged != nil {
		answer.Changes = wire.FromRosterChanges(j.Arranged.Changes)
	}
	d.w.Header().Set("ETag", strconv.Quote(strconv.Itoa(j.Patrol.Revision)))
	return d.write(status, answer)
}
