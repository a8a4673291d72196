package dispatch

import (
	"slices"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Roles lists the roles, in the order of their table.
func Roles() []Role {
	var all []Role
	for _, r := range law.Rows(files, "roles.csv") {
		all = append(all, Role(r["role"]))
	}
	return all
}

// RoleIn tells whether units of a class have a role.
func RoleIn(role Role, class atlas.Class) bool {
	r, ok := load().roles[role]
	return ok && (slices.Contains(r.classes, string(class)) || slices.Contains(r.classes, "*"))
}

// plays tells whether an actor's role exists in the actor's unit, and may be used so.
func (w *World) plays(a Actor, as string) bool {
	r, ok := load().roles[a.Role]
	return ok && a.Person != "" && slices.Contains(r.classes, string(w.class(a.Unit))) && slices.Contains(r.may, as)
}

// permit checks that an actor stands to a lead as the table asks: in one of the relations.
func (w *World) permit(l *Lead, c Command, by []string) error {
	if w.may(l, c, by) {
		return nil
	}
	names := make([]error, len(by))
	for i, relation := range by {
		names[i] = term("relation", relation)
	}
	guard := 0
	if slices.Contains(by, "checker") {
		guard = 10
	}
	if l.Unit == "" {
		return refuse(Forbidden, guard, finding.New("dispatch.forbidden_free", "", "event", term("event", string(c.Event)), "role", term("role", string(c.Actor.Role)),
			"unit", w.name(c.Actor.Unit), "who", joined(names)))
	}
	return refuse(Forbidden, guard, finding.New("dispatch.forbidden", "", "event", term("event", string(c.Event)), "role", term("role", string(c.Actor.Role)),
		"unit", w.name(c.Actor.Unit), "holder", w.name(l.Unit), "who", joined(names)))
}

// may tells whether permit does, without the reason, which takes longer to word.
func (w *World) may(l *Lead, c Command, by []string) bool {
	return slices.ContainsFunc(by, func(relation string) bool { return w.stands(l, c, relation) })
}

// stands tells whether an actor stands to a lead in one relation.
func (w *World) stands(l *Lead, c Command, relation string) bool {
	a := c.Actor
	switch relation {
	case "holder", "head":
		return a.Unit == l.Unit && w.plays(a, relation)
	case "superior":
		return w.superior(a, l, c.To)
	case "checker":
		return w.checks(a, l)
	case "reviewer":
		return (a.Unit == l.Unit && w.plays(a, "head") || w.superior(a, l, "")) && !slices.Contains(l.Investigators, a.Person)
	case "arbiter":
		return w.arbitrates(a, l, len(c.Files))
	case "proxy": // who handed it over enters the answer of a body that has no access, with the receipt
		return len(c.Files) > 0 && (a.Unit == l.Sender && w.plays(a, "holder") || w.plays(a, "desk"))
	}
	return w.plays(a, relation) // reporter, desk, petition
}

// superior: the head of a unit above the holder. A squad leader reassigns within the own
// towns alone (R23). A lead that nobody holds any more is its last holder's.
func (w *World) superior(a Actor, l *Lead, to string) bool {
	if !w.plays(a, "superior") || !w.above(a.Unit, l.Unit) {
		return false
	}
	return w.class(a.Unit) != atlas.Squad || to == "" || to == a.Unit || w.above(a.Unit, to)
}

// checks tells who accepts a remedy (guard 10): the squad where the public complained, a
// superior handed it down or the squad itself ordered the remedy; else the head of the
// station, or of the unit that found it.
func (w *World) checks(a Actor, l *Lead) bool {
	squad := w.class(a.Unit) == atlas.Squad && w.above(a.Unit, l.Unit) && w.plays(a, "holder")
	if l.public() || l.Source == "handdown" || l.ByOrder {
		return squad
	}
	return squad || (a.Unit == l.Unit || a.Unit == l.By.Unit) && w.plays(a, "head")
}

// arbitrates: the arbiter of the dispute, or the branch's desk with the award in writing
// where the arbiter is no unit of the branch.
func (w *World) arbitrates(a Actor, l *Lead, papers int) bool {
	if l.Dispute == nil {
		return false
	}
	by := l.Dispute.Arbiter
	if a.Unit == by {
		return w.plays(a, "head")
	}
	own := []atlas.Class{atlas.Squad, atlas.Brigade, atlas.Branch}
	return !slices.Contains(own, w.class(by)) && papers > 0 && w.plays(a, "desk") && w.class(a.Unit) == atlas.Branch
}
