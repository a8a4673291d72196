package live

import (
	"context"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// Leads is what is asked of a store about leads.
type Leads interface {
	Leads(ctx context.Context, region string, q store.LeadQuery) (store.LeadPage, error)
}

// onLeadS is how long a crew is on site for a lead, in seconds.
const onLeadS = 30 * 60

// AddLeads adds to what a plan is for the leads that its unit holds and that want somebody on
// site, and those that are due to be checked again. A patrol for leads (P4) is for those
// alone and for what is asked for besides, one for back-checks (P11) for these; patrols of other kinds than the unit's own are for
// neither. A lead that goes on for weeks is not visited again before something was done with
// it, where a plan before has a visit to it.
func (r *Region) AddLeads(ctx context.Context, s Leads, q *patrol.Request, now time.Time) error {
	unit, known := r.Atlas.Unit(q.Unit)
	if !known || q.Kind != "" && q.Kind != patrol.Tasks && q.Kind != patrol.BackChecks && q.Kind != patrol.Daily(unit.Class) && q.Kind != r.KindOf(q.Unit) {
		return nil // patrol.Make says what is wrong
	}
	code := r.Dataset.Region.Code
	open, err := s.Leads(ctx, code, store.LeadQuery{Unit: q.Unit, Open: true})
	if err != nil {
		return err
	}
	closed, err := s.Leads(ctx, code, store.LeadQuery{Unit: q.Unit, States: []dispatch.State{dispatch.Closed}})
	if err != nil {
		return err
	}
	world := &dispatch.World{Org: r.Atlas, Calendar: law.Official()}
	needs := []patrol.Need{}
	for _, k := range slices.Concat(open.Leads, closed.Leads) {
		before, wanted := world.OnSite(k.Lead, now)
		check := !wanted && k.Lead.ToCheck()
		if !wanted && !check || q.Kind == patrol.Tasks && check || q.Kind == patrol.BackChecks && !check || visited(q.Last, k.Lead) {
			continue
		}
		need := leadNeed(k, q, before, check)
		if unit.Class == atlas.Post {
			need.Certified = 0 // not of the post: two of the lead squad join, which is asked for (V7, G2)
		}
		needs = append(needs, need)
	}
	switch {
	case q.Kind == patrol.Tasks || q.Kind == patrol.BackChecks:
		q.Needs = append(slices.Clip(q.Needs), needs...)
		if q.Needs == nil {
			q.Needs = needs // none, and not those of the unit
		}
		return nil
	case len(needs) == 0:
		return nil
	case q.Needs == nil:
		if q.Needs, err = patrol.NeedsOf(r.Atlas, q.Unit, q.Settings); err != nil {
			return err
		}
	}
	q.Needs = append(slices.Clone(q.Needs), needs...)
	return nil
}

// leadNeed makes a need of a lead.
func leadNeed(k store.Kept, q *patrol.Request, before time.Time, check bool) patrol.Need {
	l := &k.Lead
	args := map[string]any{"lead": k.Incident.ID}
	n := patrol.Need{ID: "leads/" + k.Incident.ID, Lead: k.Incident.ID, BackCheck: check, Before: before, Category: k.Incident.Text("category"),
		Name: words.Say(words.ZH, "patrol.need.lead", args), NameEN: words.Say(words.EN, "patrol.need.lead", args),
		Geometry: k.Incident.Geometry, ServiceS: onLeadS, Weight: 2}
	switch severity := l.Ruling.Inputs.S; {
	case severity == "E":
		n.Weight = 10
	case severity == "G":
		n.Weight = 5
	}
	if l.Ruling.Certified || q.Kind == patrol.Tasks || q.Kind == patrol.BackChecks {
		n.Certified = 2
	}
	return n
}

// lasting are the states that a visit does not end.
var lasting = []dispatch.State{"REMEDY", dispatch.SquadReview, "CASE"}

// visited tells whether a plan before has a visit to a lead that goes on for weeks, after what
// was last done with it.
func visited(last map[string]time.Time, l dispatch.Lead) bool {
	if !slices.Contains(lasting, l.State) || len(l.Trail) == 0 {
		return false
	}
	done := l.Trail[len(l.Trail)-1].At
	for piece, day := range last {
		if strings.HasPrefix(piece, "leads/"+l.ID+"@") && day.After(done) {
			return true
		}
	}
	return false
}
