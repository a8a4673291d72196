package dispatch

import (
	"strings"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

// A Dispute is an open question of who is responsible (guard 4). While it is open the
// lead stays with the unit that had it first, which keeps the harm under control.
type Dispute struct {
	Claimant, Respondent string
	Ground               string
	Arbiter              string // a unit, or the name of a body that is none here
	Then                 string // to whom it goes if governments still disagree, or ""
	Basis                string // clauses and articles
	Mark                 string // how certain the basis is
	Opened               time.Time
}

// ground checks what a dispute needs, and that somebody can decide it.
func (w *World) ground(l *Lead, c Command) error {
	if blank(c.Reason) {
		return refuse(Incomplete, 4, finding.New("dispatch.needs_ground", "", "event", term("event", string(c.Event))))
	}
	claimant, respondent := w.parties(l, c)
	if respondent == "" || respondent == claimant || w.class(respondent) == "" && !strings.HasPrefix(respondent, "EXT-") {
		return refuse(Incomplete, 4, finding.New("dispatch.needs_respondent", "", "event", term("event", string(c.Event)), "to", w.name(respondent)))
	}
	if d := w.Arbiter(claimant, respondent, l.public()); d.Arbiter == "" {
		return refuse(Incomplete, 4, finding.New("dispatch.no_arbiter", "", "one", w.name(claimant), "other", w.name(respondent)))
	}
	return nil
}

// parties: who contests names whom it holds responsible; who refuses stands against the
// unit that handed over, unless another is named.
func (w *World) parties(l *Lead, c Command) (claimant, respondent string) {
	if c.Event == "refuse" {
		return l.Unit, firstOf(c.To, l.Sender)
	}
	return l.Unit, c.To
}

// Arbiter says who decides between two bodies, by the first row of disputes.csv that fits,
// in either order. The dispute names no ground yet.
func (w *World) Arbiter(one, other string, petition bool) Dispute {
	d := Dispute{Claimant: one, Respondent: other}
	for _, r := range load().disputes {
		a, b := one, other
		if !w.between(r, a, b, petition) {
			if a, b = other, one; !w.between(r, a, b, petition) {
				continue
			}
		}
		d.Arbiter, d.Then, d.Basis, d.Mark = w.body(r.arbiter, a, b), w.body(r.then, a, b), r.basis, r.mark
		return d
	}
	// the field's table has no row: the next unit above both, else the city's government
	d.Arbiter, d.Basis, d.Mark = w.common(one, other), "R47", "D"
	return d
}

func (w *World) between(r ruleOfDispute, a, b string, petition bool) bool {
	ofOurs := w.class(a) != "CITY_DEPT" && w.class(a) != atlas.External && w.class(a) != atlas.Municipal && w.class(a) != ""
	beyond := r.other == string(atlas.External) && (w.class(b) == atlas.External || strings.HasPrefix(b, "EXT-"))
	if !(r.one == "*" && (ofOurs || beyond) || r.one == string(w.class(a))) || !(beyond || r.other == string(w.class(b))) {
		return false
	}
	switch r.relation {
	case "petition":
		return petition
	case "same_squad":
		return w.squadOf(a) != "" && w.squadOf(a) == w.squadOf(b)
	}
	return true
}

// squadOf is the squad that a station stands under.
func (w *World) squadOf(station string) string {
	u, _ := w.Org.Unit(station)
	if len(u.Towns) > 0 {
		if t, ok := w.Org.Town(u.Towns[0]); ok && t.Squad != "" {
			return t.Squad
		}
	}
	if w.class(u.Parent) == atlas.Squad {
		return u.Parent
	}
	return ""
}

// body finds the arbiter of a rule.
func (w *World) body(which, a, b string) string {
	switch which {
	case "brigade":
		return w.first(atlas.Brigade)
	case "branch":
		return w.first(atlas.Branch)
	case "squad":
		return w.squadOf(a)
	case "government":
		return w.first("CITY_GOV")
	case "joint_meeting":
		return "信访工作联席会议"
	case "common_superior":
		return w.beyond(b)
	}
	return ""
}

// beyond is the common superior of the branch and an authority of another county.
func (w *World) beyond(authority string) string {
	u, _ := w.Org.Unit(authority)
	if u.Class == atlas.Municipal {
		return authority
	}
	if municipal := w.first(atlas.Municipal); municipal != "" && u.Parent == municipal {
		return municipal
	}
	code := strings.TrimSuffix(strings.TrimPrefix(authority, "EXT-"), "-EE")
	if n, ok := w.Org.Neighbour(code); ok && n.Superior != "" {
		return n.Superior
	}
	return ""
}

// common is the nearest unit above two, else the city's government.
func (w *World) common(a, b string) string {
	for _, c := range []atlas.Class{atlas.Brigade, atlas.Branch} {
		if u := w.first(c); u != "" && u != a && u != b && w.above(u, a) && w.above(u, b) {
			return u
		}
	}
	return w.first("CITY_GOV")
}
