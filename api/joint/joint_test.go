package joint_test

import (
	"strings"
	"testing"
	"time"

	"xunhu/api/joint"
	"xunhu/geo/law"
)

func at(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, law.China) }

// entry makes records short: "reply ZR yes li" at a time.
func entry(when time.Time, text string) joint.Record {
	f := strings.Fields(text)
	r := joint.Record{Patrol: "x", Event: joint.Event(f[0]), Unit: f[1], At: when, Person: "desk"}
	switch r.Event {
	case joint.Invite:
		r.Start, r.End, r.ReplyBy, r.Duty = at(10, 9), at(10, 17), at(5, 17), "FJ/2026-12-10/joint"
		for _, unit := range f[2:] {
			r.Asked = append(r.Asked, joint.Asked{Unit: unit})
		}
	case joint.Cancel:
		r.Note = strings.Join(f[2:], " ")
	default:
		r.Yes = f[2] == "yes"
		for _, who := range f[3:] {
			if id, ok := strings.CutPrefix(who, "#"); ok {
				r.Who = append(r.Who, joint.Guest{ID: id})
			} else if r.Yes {
				r.Who = append(r.Who, joint.Guest{Name: who})
			} else {
				r.Note = who
			}
		}
	}
	return r
}

// register: the first letter of an id is the unit's.
func unitOf(id string) string {
	return map[byte]string{'z': "ZR", 'n': "NY", 's': "ZD01"}[id[0]]
}

// A life, record by record: what is refused, where the patrol stands, and what is missing.
func TestLife(t *testing.T) {
	certified := func(id string, _ time.Time) bool { return strings.HasSuffix(id, "!") }
	var p joint.Patrol
	for i, step := range []struct {
		when          time.Time
		text, refused string
		state         joint.State
		faults        string
	}{
		{at(1, 8), "invite FJ", "joint.nobody_asked", "", ""},
		{at(1, 8), "invite FJ ZR ZR", "joint.asked_twice", "", ""},
		{at(10, 9), "invite FJ ZR", "joint.begun", "", ""},
		{at(1, 8), "invite FJ ZR SW", "", joint.Open, ""},
		{at(2, 8), "invite FJ ZR NY SW", "", joint.Open, ""},
		{at(2, 8), "reply GA yes x", "joint.not_invited", "", ""},
		{at(2, 8), "reply ZR yes", "joint.nobody", "", ""},
		{at(2, 8), "reply ZR no", "joint.no_reason", "", ""},
		{at(2, 8), "reply ZR yes #n1", "joint.not_theirs", "", ""},
		{at(2, 8), "reply ZR yes #q", "joint.no_person", "", ""},
		{at(2, 8), "reply ZR yes #z1 #z1", "joint.twice", "", ""},
		{at(2, 8), "reply ZR no busy", "", joint.Open, ""},
		{at(3, 8), "reply ZR yes #z1 Wang", "", joint.Open, ""},
		{at(6, 8), "reply NY no storm", "", joint.Open, "joint.overdue SW"},
		{at(6, 9), "invite FJ ZR NY SW", "", joint.Open, "joint.overdue SW"}, // the replies stay
		{at(6, 9), "attend FJ yes #s1!", "joint.not_begun", "", ""},
		{at(9, 9), "reply SW yes Zhao", "", joint.Settled, ""},
		{at(10, 9), "reply NY yes #n1", "joint.begun", "", ""},
		{at(10, 10), "attend SW no nobody-came", "", joint.Settled, "joint.nobody_from SW"},
		{at(10, 18), "attend ZR yes Wang", "", joint.Unwritten, "joint.unwritten, joint.nobody_from SW"},
		{at(10, 18), "cancel FJ rain", "joint.written", "", ""},
		{at(10, 18), "attend FJ yes #s1! #s2", "", joint.Held, "joint.too_few_certified, joint.not_written NY, joint.nobody_from SW"},
		{at(10, 18), "attend NY no declined", "", joint.Held, "joint.too_few_certified, joint.nobody_from SW"},
		{at(10, 19), "attend FJ yes #s1! #s2!", "", joint.Held, "joint.nobody_from SW"},
		{at(10, 19), "attend FJ no all-ill", "", joint.Missed, "joint.too_few_certified, joint.nobody_from SW"},
	} {
		r := entry(step.when, step.text)
		r.Revision = p.Revision + 1
		f := p.May(r, unitOf)
		if code := ""; f != nil || step.refused != "" {
			if f != nil {
				code = f.Code
			}
			if code != step.refused {
				t.Fatalf("step %d, %s: refused with %q, want %q", i, step.text, code, step.refused)
			}
			continue
		}
		p = p.With(r)
		if got := p.State(step.when); got != step.state {
			t.Errorf("step %d, %s: %s, want %s", i, step.text, got, step.state)
		}
		var faults []string
		for _, f := range p.Faults(step.when, certified) {
			unit, _ := f.Args["unit"].(string)
			faults = append(faults, strings.TrimSpace(f.Code+" "+unit))
		}
		if got := strings.Join(faults, ", "); got != step.faults {
			t.Errorf("step %d, %s: %q, want %q", i, step.text, got, step.faults)
		}
	}
	if zr := p.Departments[0]; !zr.Accepted() || len(zr.Reply.Who) != 2 || len(p.Departments) != 3 {
		t.Errorf("departments %+v", p.Departments)
	}
}

// A patrol that is called off is nobody's fault, and takes no further record.
func TestCancelled(t *testing.T) {
	records := []joint.Record{entry(at(1, 8), "invite FJ ZR"), entry(at(8, 8), "cancel FJ rain")}
	other := entry(at(1, 9), "invite FJ NY")
	other.Patrol = "y"
	all := joint.Fold([]joint.Record{records[0], other, records[1]})
	if len(all) != 2 || all[0].State(at(20, 0)) != joint.Off || all[1].State(at(20, 0)) != joint.Unwritten {
		t.Fatalf("%+v", all)
	}
	if f := all[0].Faults(at(20, 0), nil); f != nil {
		t.Errorf("faults %v", f)
	}
	if f := all[0].May(entry(at(9, 8), "reply ZR yes Li"), unitOf); f == nil || f.Code != "joint.cancelled" {
		t.Errorf("a reply to a cancelled one: %v", f)
	}
}
