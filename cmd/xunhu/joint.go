package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"xunhu/api/joint"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/routing/roster"
)

type jointVerb struct {
	Invite jointInviteVerb `cmd:"" help:"${help_joint_invite}"`
	Reply  jointReplyVerb  `cmd:"" help:"${help_joint_reply}"`
	Attend jointAttendVerb `cmd:"" help:"${help_joint_attend}"`
	Cancel jointCancelVerb `cmd:"" help:"${help_joint_cancel}"`
	List   jointListVerb   `cmd:"" help:"${help_joint_list}"`
}

type jointInviteVerb struct {
	Duty    string            `arg:"" optional:"" help:"${help_joint_duty}"`
	From    string            `help:"${help_joint_from}" placeholder:"DATE"`
	Days    int               `default:"92" help:"${help_joint_days}" placeholder:"N"`
	Task    map[string]string `mapsep:"none" help:"${help_joint_task}" placeholder:"UNIT=TEXT"`
	Subject string            `help:"${help_joint_subject}" placeholder:"TEXT"`
	Place   string            `help:"${help_joint_place}" placeholder:"TEXT"`
	ReplyBy string            `help:"${help_joint_reply_by}" placeholder:"TIME"`
	By      string            `help:"${help_joint_by}" placeholder:"ID"`
}

// Run invites the departments that the duties of the roster name, and takes the invited off
// the roster until they reply.
func (v *jointInviteVerb) Run(ctx context.Context, p *program) error {
	now := p.now()
	from := now
	var replyBy time.Time
	var err error
	if v.From != "" {
		if from, err = time.ParseInLocation(time.DateOnly, v.From, p.config.zone); err != nil {
			return finding.New("command.bad_day", "--from "+v.From)
		}
	}
	if v.ReplyBy != "" {
		if replyBy, err = p.moment("--reply-by", v.ReplyBy); err != nil {
			return err
		}
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	records, err := v.invitations(ctx, s, r, from)
	if err != nil {
		return err
	}
	var faults []error
	for _, rec := range records {
		rec.Subject, rec.Place, rec.ReplyBy = v.Subject, v.Place, replyBy
		faults = append(faults, p.join(ctx, s, r, v.By, rec.Unit, rec))
	}
	return errors.Join(faults...)
}

// invitations are those to the duty that is named, or to all of the days to which nobody is
// invited.
func (v *jointInviteVerb) invitations(ctx context.Context, s store.Store, r *live.Region, from time.Time) ([]joint.Record, error) {
	code, to := r.Dataset.Region.Code, from.AddDate(0, 0, v.Days-1)
	duties, err1 := r.JointDuties(ctx, s, from, to)
	kept, err2 := s.JointRecords(ctx, code, "")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if v.Duty != "" {
		i := slices.IndexFunc(kept, func(k joint.Record) bool { return k.Event == joint.Invite && (k.Duty == v.Duty || k.Patrol == v.Duty) })
		if i >= 0 { // what was asked is changed
			again := kept[i]
			again.Asked = live.Invitation(roster.Duty{ID: again.Duty, From: unitsOf(again.Asked)}, v.Task).Asked
			return []joint.Record{again}, nil
		}
		if i = slices.IndexFunc(duties, func(d roster.Duty) bool { return d.ID == v.Duty }); i < 0 {
			return nil, finding.New("joint.no_duty", "", "duty", v.Duty)
		}
		return []joint.Record{live.Invitation(duties[i], v.Task)}, nil
	}
	var all []joint.Record
	for _, d := range duties {
		if !slices.ContainsFunc(kept, func(k joint.Record) bool { return k.Patrol == joint.IDOf(d.ID) }) {
			all = append(all, live.Invitation(d, v.Task))
		}
	}
	if len(all) == 0 {
		return nil, finding.New("joint.no_duties", "", "from", from.Format(time.DateOnly), "to", to.Format(time.DateOnly))
	}
	return all, nil
}

func unitsOf(all []joint.Asked) (units []string) {
	for _, a := range all {
		units = append(units, a.Unit)
	}
	return units
}

type jointReplyVerb struct {
	ID   string   `arg:"" help:"${help_joint_id}"`
	Unit string   `required:"" help:"${help_joint_unit}" placeholder:"ID"`
	Who  []string `sep:"none" help:"${help_joint_who}" placeholder:"ID|NAME"`
	No   string   `help:"${help_joint_no}" placeholder:"TEXT"`
	By   string   `help:"${help_joint_by}" placeholder:"ID"`
}

// Run takes a reply down and arranges the roster by it.
func (v *jointReplyVerb) Run(ctx context.Context, p *program) error {
	return p.joined(ctx, v.By, v.Unit, v.ID, func(_ joint.Patrol, persons []people.Person) []joint.Record {
		return []joint.Record{{Event: joint.Reply, Unit: v.Unit, Yes: v.No == "", Who: guests(v.Who, persons), Note: v.No}}
	})
}

// guests are people by their ids, or else by their names.
func guests(texts []string, persons []people.Person) []joint.Guest {
	var all []joint.Guest
	for _, t := range texts {
		g := joint.Guest{Name: t}
		if slices.ContainsFunc(persons, func(p people.Person) bool { return p.ID == t }) {
			g = joint.Guest{ID: t}
		}
		all = append(all, g)
	}
	return all
}

type jointAttendVerb struct {
	ID      string   `arg:"" help:"${help_joint_id}"`
	Came    []string `sep:"none" help:"${help_joint_came}" placeholder:"UNIT=ID|NAME"`
	Absent  []string `help:"${help_joint_absent}" placeholder:"UNIT,…"`
	Minutes string   `help:"${help_joint_minutes}" placeholder:"TEXT"`
	By      string   `help:"${help_joint_by}" placeholder:"ID"`
}

// Run takes down who came.
func (v *jointAttendVerb) Run(ctx context.Context, p *program) error {
	came := map[string][]string{}
	for _, text := range v.Came {
		unit, who, ok := strings.Cut(text, "=")
		if !ok || who == "" {
			return finding.New("usage.pair", "", "what", "--came", "value", text)
		}
		came[unit] = append(came[unit], who)
	}
	return p.joined(ctx, v.By, "", v.ID, func(j joint.Patrol, persons []people.Person) []joint.Record {
		var all []joint.Record
		for _, unit := range slices.Sorted(maps.Keys(came)) {
			rec := joint.Record{Event: joint.Attend, Unit: unit, Yes: true, Who: guests(came[unit], persons)}
			if unit == j.Host {
				rec.Note = v.Minutes
			}
			all = append(all, rec)
		}
		for _, unit := range v.Absent {
			all = append(all, joint.Record{Event: joint.Attend, Unit: unit})
		}
		return all
	})
}

type jointCancelVerb struct {
	ID     string `arg:"" help:"${help_joint_id}"`
	Reason string `required:"" help:"${help_joint_reason}" placeholder:"TEXT"`
	By     string `help:"${help_joint_by}" placeholder:"ID"`
}

// Run calls a patrol off.
func (v *jointCancelVerb) Run(ctx context.Context, p *program) error {
	return p.joined(ctx, v.By, "", v.ID, func(j joint.Patrol, _ []people.Person) []joint.Record {
		return []joint.Record{{Event: joint.Cancel, Unit: j.Host, Note: v.Reason}}
	})
}

// joined finds a joint patrol and adds records to it.
func (p *program) joined(ctx context.Context, by, unit, id string, records func(joint.Patrol, []people.Person) []joint.Record) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	code := r.Dataset.Region.Code
	known, err1 := s.JointRecords(ctx, code, id)
	persons, err2 := s.People(ctx, code)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if len(known) == 0 {
		return finding.New("joint.none", "", "id", id)
	}
	j := joint.Fold(known)[0]
	all := records(j, persons)
	if len(all) == 0 {
		return finding.New("joint.nobody", id, "unit", j.Host)
	}
	for i := range all {
		all[i].Patrol = id
	}
	i := slices.IndexFunc(persons, func(x people.Person) bool { return x.ID == by && x.Unit == unit })
	if i >= 0 { // the department speaks for itself
		return p.kept(ctx, s, r, by, all...)
	}
	return p.join(ctx, s, r, by, j.Host, all...)
}

// join keeps records that who arranges the host's patrols enters.
func (p *program) join(ctx context.Context, s store.Store, r *live.Region, by, host string, records ...joint.Record) error {
	by, err := arranger(ctx, s, r, by, host)
	if err != nil {
		return err
	}
	return p.kept(ctx, s, r, by, records...)
}

// kept keeps records, and says how the roster changes by them.
func (p *program) kept(ctx context.Context, s store.Store, r *live.Region, by string, records ...joint.Record) error {
	set, err := p.readShifts("")
	if err != nil {
		return err
	}
	now := p.now()
	for i := range records {
		records[i].Person, records[i].At = by, now
	}
	j, err := r.Join(ctx, s, set, now, records...)
	if err != nil {
		return err
	}
	rosters, err := j.Rosters(by, now)
	if err != nil {
		return err
	}
	if err := s.KeepJoint(ctx, r.Dataset.Region.Code, nil, rosters, j.Records...); err != nil {
		return err
	}
	p.say(words.Say(p.lang, "joint.kept", finding.Args{"id": j.Patrol.ID, "n": j.Patrol.Revision}))
	if len(rosters) == 0 {
		return nil
	}
	if err := p.printChanges(j.Kept, j.Arranged, r); err != nil {
		return err
	}
	return p.sayShort(j.Arranged.Document, r)
}

type jointListVerb struct{}

// Run lists the joint patrols, a line for each and for each department, and says what is
// missing.
func (v *jointListVerb) Run(ctx context.Context, p *program) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	code, now := r.Dataset.Region.Code, p.now()
	records, err1 := s.JointRecords(ctx, code, "")
	persons, err2 := s.People(ctx, code)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	certified := func(id string, at time.Time) bool {
		i := slices.IndexFunc(persons, func(x people.Person) bool { return x.ID == id })
		return i >= 0 && persons[i].Certified(at)
	}
	var faults []*finding.Finding
	err = p.table(func(row func(...string)) {
		for _, j := range joint.Fold(records) {
			row(j.ID, j.Start.Format("2006-01-02 15:04"), words.Say(p.lang, "joint.state."+string(j.State(now)), nil), j.Subject)
			for _, d := range j.Departments {
				u, _ := r.Atlas.Unit(d.Unit)
				row("  "+words.Named(p.lang, u.Name, u.NameEN), d.Unit, p.replied(d), d.Task)
			}
			for _, f := range j.Faults(now, certified) {
				faults = append(faults, r.NameUnits(f))
			}
		}
	})
	p.printFindings("✗ ", faults, len(faults))
	return err
}

// replied is what a department said, and whether it came.
func (p *program) replied(d joint.Department) string {
	who := func(w *joint.Word) []string {
		var all []string
		for _, g := range w.Who {
			all = append(all, g.Name)
		}
		return all
	}
	text := words.Say(p.lang, "joint.reply.unsaid", nil)
	if d.Reply != nil && d.Reply.Yes {
		text = words.Say(p.lang, "joint.reply.accepted", finding.Args{"who": who(d.Reply)})
	} else if d.Reply != nil {
		text = words.Say(p.lang, "joint.reply.declined", finding.Args{"why": d.Reply.Note})
	}
	if d.Came != nil && d.Came.Yes {
		text += " " + words.Say(p.lang, "joint.came.present", finding.Args{"who": who(d.Came)})
	} else if d.Came != nil {
		text += " " + words.Say(p.lang, "joint.came.absent", nil)
	}
	return text
}
