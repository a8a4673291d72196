package main

import (
	"cmp"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"xunhu/api/live"
	"xunhu/api/papers"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

type planVerb struct {
	Unit  string  `required:"" help:"${help_unit}" placeholder:"ID,…|all"`
	From  string  `required:"" help:"${help_from}" placeholder:"DATE"`
	Days  int     `default:"1" help:"${help_days}" placeholder:"N"`
	Kind  string  `help:"${help_kind}" placeholder:"P1…P11"`
	With  string  `help:"${help_with}" placeholder:"NAME"`
	Needs string  `help:"${help_needs}" placeholder:"FILE"`
	Seed  *uint64 `help:"${help_seed}" placeholder:"N"`
	Wind  string  `help:"${help_plan_wind}" placeholder:"DATE=N,…"`
	Out   string  `short:"o" help:"${help_out}" placeholder:"FILE"`
	Save  bool    `help:"${help_save}"`

	Explain bool     `help:"${help_explain}"`
	Risk    bool     `help:"${help_plan_risk}"`
	Explore *float64 `help:"${help_plan_explore}" placeholder:"0…1"`
}

// Run plans the patrols of the units and writes them as one collection; the papers name the
// crews of the rosters that are kept.
func (v *planVerb) Run(ctx context.Context, p *program) error {
	from, err := time.ParseInLocation(time.DateOnly, v.From, p.config.zone)
	if err != nil {
		return finding.New("command.bad_day", "--from "+v.From)
	}
	if err := mayWritePlan(v.Out); err != nil {
		return err
	}
	needs, err := readNeeds(v.Needs)
	if err != nil {
		return err
	}
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if r, err = r.On(from); err != nil {
		return err
	}
	units, err := unitsNamed(r.Atlas, v.Unit)
	if err != nil {
		return err
	}
	stop := p.progress("command.planning")
	plans, err := v.plan(ctx, p, s, r, units, from, needs)
	stop()
	if err != nil {
		return err
	}
	if err := keepSeeds(ctx, s, r.Atlas.Region.Code, plans); err != nil {
		return err
	}
	err = output(v.Out, p.out, func(w io.Writer) error {
		if err := p.writePlans(w, v.Out, plans, r.Atlas); err != nil || !v.Save {
			return err
		}
		return savePlans(ctx, s, r.Atlas.Region.Code, plans, p.now())
	})
	if err != nil {
		return err
	}
	for _, made := range plans {
		p.sayPlan(made, r.Atlas)
	}
	if day, changes := atlas.ChangeWithin(r.Dataset, from, v.Days); changes {
		p.say(words.Say(p.lang, "edition.plan", finding.Args{"day": day, "from": v.From}))
	}
	if v.Explain {
		return v.explain(ctx, p, s, r, plans)
	}
	return nil
}

// explain rehearses two years of each unit's plans with a seed that is thrown away, and says how
// well they are foretold by whoever has watched the first, against the bound.
func (v *planVerb) explain(ctx context.Context, p *program, s store.Store, r *live.Region, plans []planned) error {
	net, _, err := day(ctx, s, r, p.config.patrol().Profile, plans[0].plan.From, plans[0].plan.From)
	if err != nil {
		return err
	}
	stop := p.progress("command.rehearsing")
	all := make([]*patrol.Rehearsal, len(plans))
	err = inParallel(ctx, len(plans), func(ctx context.Context, i int) error {
		q := plans[i].request
		q.Seed, q.Last, q.Days = *secretSeed(), nil, patrol.MostDays
		x, err := patrol.Rehearse(ctx, r.Atlas, net, search.Tours, q, func(ctx context.Context, q patrol.Request) (patrol.Means, error) {
			return r.Means(ctx, s, q, nil, nil, nil) // who is there on those days; nothing else is planned or closed yet
		})
		all[i] = x
		return err
	})
	stop()
	if err != nil {
		return err
	}
	for i, x := range all {
		unit, _ := r.Atlas.Unit(plans[i].plan.Unit)
		for _, h := range x.Watched() {
			if h.Guesses > 0 {
				p.say(words.Say(p.lang, "plan.foretold."+h.Observer, finding.Args{"unit": finding.Name{ZH: unit.Name, EN: unit.NameEN},
					"rate": 100 * h.Rate, "bound": 100 * h.Expected / float64(h.Guesses), "times": h.Excess, "guesses": h.Guesses}))
			}
		}
	}
	return nil
}

// plan plans for each unit, with every closure that is in force at some time of the days.
func (v *planVerb) plan(ctx context.Context, p *program, s store.Store, r *live.Region, units []string, from time.Time, needs []patrol.Need) ([]planned, error) {
	settings := p.config.patrol()
	until := from.AddDate(0, 0, v.Days).Add(-time.Second)
	net, closures, err := day(ctx, s, r, settings.Profile, from, until)
	if err != nil {
		return nil, err
	}
	force, err := wire.ReadWind(v.Wind)
	if err != nil {
		return nil, err
	}
	shut, err := s.ClosuresInForce(ctx, r.Dataset.Region.Code, from, until)
	if err != nil {
		return nil, err
	}
	versions := wire.PlanVersions(r.Atlas.Region.Boundaries(), closures)
	plans := make([]planned, len(units))
	explore := p.config.Patrol.Explore
	if v.Explore != nil {
		if explore = *v.Explore; !(explore >= 0 && explore <= 1) {
			return nil, finding.New("risk.share", "--explore", "value", explore)
		}
	}
	err = inParallel(ctx, len(units), func(ctx context.Context, i int) error {
		seed := v.Seed
		if seed == nil {
			seed = secretSeed()
		}
		kept, err := s.Query(ctx, r.Atlas.Region.Code, feature.Plans, store.Query{Equal: map[string]string{"unit": units[i]}})
		if err != nil {
			return err
		}
		needs, weighed := needs, []*finding.Finding(nil)
		if v.Risk || p.config.Patrol.Risk {
			if needs, weighed, err = r.Weighed(ctx, s, units[i], v.Kind, needs, from, explore, settings); err != nil {
				return err
			}
		}
		request := patrol.Request{Unit: units[i], From: from, Days: v.Days, Kind: cmp.Or(v.Kind, r.KindOf(units[i])), With: v.With, Needs: needs,
			Last: wire.LastVisits(kept.Features, from), Seed: *seed, Settings: settings}
		if err := r.AddLeads(ctx, s, &request, p.now()); err != nil {
			return err
		}
		if request.Means, err = r.Means(ctx, s, request, kept.Features, shut, force); err != nil {
			return err
		}
		made, err := patrol.Make(ctx, r.Atlas, net, search.Tours, request)
		if err != nil {
			return err
		}
		crews, notes, err := r.Crews(ctx, s, made)
		if err != nil {
			return err
		}
		made.Notes = append(append(weighed, made.Notes...), notes...)
		plans[i] = planned{plan: made, request: request, seed: *seed, crews: crews, wire: wire.FromPlan(made, versions, v.Seed, p.lang)}
		return nil
	})
	return plans, err
}

// inParallel does so many things, several at once, until one of them fails.
func inParallel(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := atomic.Int32{}
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(ctx, i); err != nil {
					cancel(err) // the first is kept
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// planned is a plan, and how it is written.
type planned struct {
	plan  *patrol.Plan
	seed  uint64
	crews papers.Crews // who goes, for papers alone: all may read a plan that is kept
	wire  wire.Plan

	request patrol.Request
}

// joinPlans makes one collection of the plans of several units; the members of
// each stand in "plans".
func joinPlans(plans []planned) ([]feature.Feature, map[string]any) {
	if len(plans) == 1 {
		return plans[0].wire.Features, plans[0].wire.Members
	}
	var features []feature.Feature
	var members []any
	for _, p := range plans {
		for _, f := range p.wire.Features {
			f.ID = p.plan.Unit + "/" + f.ID
			features = append(features, f)
		}
		members = append(members, p.wire.Members)
	}
	return features, map[string]any{"plans": members}
}

// savePlans keeps plans in the store, where the page finds them.
func savePlans(ctx context.Context, s store.Store, region string, plans []planned, now time.Time) error {
	var kept []feature.Feature
	for _, p := range plans {
		f, err := p.wire.Feature(p.plan.Unit + "-" + now.Format("20060102-150405"))
		if err != nil {
			return err
		}
		kept = append(kept, f)
	}
	return s.Insert(ctx, region, feature.Plans, kept...)
}

// keepSeeds keeps what the plans were drawn from, before anybody has a plan in hand whose draw
// could not be verified.
func keepSeeds(ctx context.Context, s store.Store, region string, plans []planned) error {
	var all []store.Seed
	for _, p := range plans {
		all = append(all, store.Seed{Commitment: p.plan.SeedCommitment, Seed: p.seed, Until: p.plan.From.AddDate(0, 0, p.plan.Days)})
	}
	return s.KeepSeeds(ctx, region, all...)
}

// sayPlan says in a line what came of a unit's plan.
func (p *program) sayPlan(made planned, a *atlas.Atlas) {
	unit, _ := a.Unit(made.plan.Unit)
	stops, metres, seconds := 0, 0.0, 0.0
	for _, t := range made.plan.Tours {
		stops += len(t.Stops)
		metres += t.DistanceM
		seconds += t.DurationS
	}
	p.say(words.Say(p.lang, "command.planned", finding.Args{
		"unit": finding.Name{ZH: unit.Name, EN: unit.NameEN}, "tours": len(made.plan.Tours), "stops": stops,
		"km": metres / 1000, "hours": seconds / 3600, "left": len(made.plan.Unplanned),
	}))
	p.printFindings("· ", made.plan.Notes, mostNotes)
}

// unitsNamed gives the ids in a list by commas; "all" is every unit that patrols.
func unitsNamed(a *atlas.Atlas, list string) ([]string, error) {
	if list != "all" {
		ids := strings.Split(list, ",")
		for _, id := range ids {
			if _, ok := a.Unit(id); !ok {
				return nil, finding.New("command.unknown_unit", "--unit "+id)
			}
		}
		return ids, nil
	}
	var ids []string
	for _, u := range a.Units {
		if u.Class == atlas.Station || u.Class == atlas.Squad || u.Class == atlas.Post {
			ids = append(ids, u.ID)
		}
	}
	if len(ids) == 0 {
		return nil, finding.New("command.no_units", a.Region.Name)
	}
	return ids, nil
}

// readNeeds reads a file of needs; "" means those of the region. A row that cannot
// be read ends it: a plan must not silently lack what was asked for.
func readNeeds(file string) ([]patrol.Need, error) {
	if file == "" {
		return nil, nil
	}
	var features []feature.Feature
	var refused error
	err := eachFeature(file, format.Options{}, func(_ int, f feature.Feature) { features = append(features, f) },
		func(f *finding.Finding) { refused = errorsFirst(refused, f) })
	if err = errorsFirst(err, refused); err != nil {
		return nil, err
	}
	return wire.ReadNeeds(features)
}

// secretSeed draws a seed that nobody can guess.
func secretSeed() *uint64 {
	var b [8]byte
	crand.Read(b[:]) // never fails
	seed := binary.LittleEndian.Uint64(b[:])
	return &seed
}
