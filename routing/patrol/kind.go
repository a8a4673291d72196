package patrol

import (
	"slices"
	"strings"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

// Kinds of patrol that are planned apart from the daily one of a unit (DOMAIN 6.1).
const (
	Tasks      = "P4"  // 案件查处与信访核查: what leads ask for
	BackChecks = "P11" // 回头看
	Sorties    = "P10" // 无人机巡查: all that is looked at is flown over
	Guidance   = "P12" // 建设督导: the squads, stations and posts themselves (R52)
)

// owners are the kinds of patrol, and the classes of units that go on them; none: all. The
// group that guides the build-out is the brigade's (R52).
var owners = []struct {
	kind    string
	classes []atlas.Class
}{
	{"P1", []atlas.Class{atlas.Station}},
	{"P2", []atlas.Class{atlas.Station}},
	{"P3", []atlas.Class{atlas.Squad, atlas.Brigade, atlas.Branch}},
	{Tasks, []atlas.Class{atlas.Squad, atlas.Brigade, atlas.Branch}},
	{"P5", []atlas.Class{atlas.Post}},
	{"P6", nil},
	{Joint, nil},
	{"P8", nil},
	{"P9", nil},
	{Sorties, nil},
	{BackChecks, []atlas.Class{atlas.Squad, atlas.Station, atlas.Brigade, atlas.Branch}},
	{Guidance, []atlas.Class{atlas.Brigade}},
}

// Daily is the kind of the patrol that a class of units goes on by itself.
func Daily(class atlas.Class) string {
	switch class {
	case atlas.Squad, atlas.Branch, atlas.Brigade:
		return "P3"
	case atlas.Post:
		return "P5"
	}
	return "P1"
}

// Kinds are those that a class of units goes on; its daily one among them.
func Kinds(class atlas.Class) []string {
	mine := []string{}
	for _, o := range owners {
		if len(o.classes) == 0 || slices.Contains(o.classes, class) {
			mine = append(mine, o.kind)
		}
	}
	return mine
}

// goes reports a kind that the unit does not go on, and a joint patrol across the border
// that names no other side, or another that names one.
func (t territory) goes(kind, with string) error {
	mine := Kinds(t.unit.Class)
	switch {
	case kind != "" && !slices.Contains(mine, kind):
		return finding.New("patrol.kind", "", "unit", t.name(), "kind", kind, "kinds", strings.Join(mine, " "))
	case kind == Joint && strings.TrimSpace(with) == "":
		return finding.New("patrol.no_other_side", "", "unit", t.name())
	case kind != Joint && with != "":
		return finding.New("patrol.other_side", "", "with", with)
	}
	return nil
}

// acts tells whether the unit's patrol is for acts of enforcement, which take officers with
// certificates (H1).
func (t territory) acts() bool { return t.powers == Enforce && !onlyLooks(t.kind) }

// onlyLooks tells whether nobody who goes on a kind of patrol enforces: a drone only looks, and
// who guides a unit's build-out looks at that unit.
func onlyLooks(kind string) bool { return kind == Sorties || kind == Guidance }

// certified is how many officers with certificates any tour of the unit takes (H1): two where
// it enforces, and for what leads ask for.
func (t territory) certified() int {
	switch t.kind {
	case "P3", Tasks, BackChecks, "P6":
		return 2
	case "P9":
		return 1
	}
	return 0
}

// leadReason says of a visit that a lead asks for it, and until when.
func (m *maker) leadReason(n *Need, late bool) *finding.Finding {
	code := "patrol.reason.lead"
	if n.BackCheck {
		code = "patrol.reason.back_check"
	}
	args := []any{"need", m.label(n), "lead", n.Lead, "category", n.Category}
	if !n.Before.IsZero() {
		code += ".before"
		args = append(args, "before", Deadline(n.Before.In(m.from.Location())))
	}
	if late {
		code += ".late"
	}
	return finding.New(code, "", args...)
}

// Deadline writes a moment up to which something must be done; the end of a day as 24:00.
func Deadline(at time.Time) string {
	if next := at.Add(time.Second); next.Truncate(time.Second).Format(time.TimeOnly) == "00:00:00" { // limits end with the last second of a day
		return at.Format(time.DateOnly) + " 24:00"
	}
	return at.Format("2006-01-02 15:04")
}
