package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"xunhu/api/joint"
	"xunhu/api/store"
)

// joints: records of joint patrols come back as they were, in the order of their revisions,
// with the rosters that they change, all or nothing.
func joints(t *testing.T, s store.Store) {
	regionA(t, s)
	day := Monday.Truncate(time.Second).AddDate(0, 0, 7)
	asked := joint.Record{Patrol: "x", Revision: 1, Event: joint.Invite, Unit: "FJ", Person: "desk", At: Monday, Duty: "FJ/d/joint", Start: day, End: day.Add(8 * time.Hour), ReplyBy: day.AddDate(0, 0, -3),
		Subject: "湿地", Place: "站前", Asked: []joint.Asked{{Unit: "ZR", Task: "看林地"}, {Unit: "NY"}}}
	other := joint.Record{Patrol: "y", Revision: 1, Event: joint.Invite, Unit: "FJ", Person: "desk", At: Monday, Start: day, End: day.Add(time.Hour)}
	reply := joint.Record{Patrol: "x", Revision: 2, Event: joint.Reply, Unit: "ZR", Person: "zr", At: Monday.Add(time.Hour), Yes: true, Who: []joint.Guest{{ID: "z1"}, {Name: "王"}}}
	if err := s.KeepJoint(t.Context(), "nowhere", nil, nil, asked); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("in no region: %v", err)
	}
	if err := s.KeepJoint(t.Context(), "a", nil, nil, asked, other); err != nil {
		t.Fatal(err)
	}
	roster := store.Roster{ID: "r", Revision: 1, Units: []string{"FJ"}, From: "2026-12-01", To: "2026-12-31", Document: []byte("{}"), Person: "desk", At: Monday}
	late := roster
	late.Revision = 2
	answer := &store.Answer{Person: "zr", Key: "k", At: Monday}
	again := reply
	again.Revision = 1
	for name, err := range map[string]error{
		"a roster's revision that does not follow": s.KeepJoint(t.Context(), "a", answer, []store.Roster{late}, reply),
		"a record's revision that does not follow": s.KeepJoint(t.Context(), "a", answer, []store.Roster{roster}, again),
	} {
		if !errors.Is(err, store.ErrStale) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.KeepJoint(t.Context(), "a", answer, []store.Roster{roster}, reply); err != nil { // nothing of the others was kept
		t.Fatal(err)
	}
	reply.Revision = 3
	if err := s.KeepJoint(t.Context(), "a", answer, nil, reply); !errors.Is(err, store.ErrRepeated) {
		t.Errorf("the same key again: %v", err)
	}
	reply.Revision = 2
	if got, err := s.Roster(t.Context(), "a", "r"); err != nil || got.Revision != 1 {
		t.Errorf("the roster: %v, %v", got, err)
	}
	for id, want := range map[string][]joint.Record{"": {asked, other, reply}, "x": {asked, reply}, "z": nil} {
		got, err := s.JointRecords(t.Context(), "a", id)
		if err != nil || !slices.EqualFunc(got, want, func(a, b joint.Record) bool { return fmt.Sprint(plainly(a)) == fmt.Sprint(plainly(b)) }) {
			t.Errorf("%q: %v, want %v, %v", id, got, want, err)
		}
	}
}

// plainly is a record whose moments read the same in every zone.
func plainly(r joint.Record) joint.Record {
	for _, t := range []*time.Time{&r.At, &r.Start, &r.End, &r.ReplyBy} {
		if !t.IsZero() {
			*t = t.UTC()
		}
	}
	return r
}
