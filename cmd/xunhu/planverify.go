package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"time"

	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/patrol"
)

type planVerbs struct {
	Make   planVerb       `cmd:"" default:"withargs" help:"${help_plan_make}"`
	Verify planVerifyVerb `cmd:"" help:"${help_plan_verify}"`
}

type planVerifyVerb struct {
	Plan   string  `arg:"" help:"${help_plan_verified}"`
	Seed   *uint64 `help:"${help_verify_seed}" placeholder:"N"`
	Reveal bool    `help:"${help_reveal}"`
}

// Run draws the days of a plan again from its seed, which it shows when the plan is over.
func (v *planVerifyVerb) Run(ctx context.Context, p *program) error {
	s, r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	doc, err := v.document(ctx, s, r.Dataset.Region.Code)
	if err != nil {
		return err
	}
	plans, err := wire.Drawn(doc, v.Plan, p.config.zone)
	if err != nil {
		return err
	}
	honest := true
	for _, plan := range plans {
		ok, err := v.verify(ctx, p, s, r.Dataset.Region.Code, plan)
		if err != nil {
			return err
		}
		honest = honest && ok
	}
	if !honest {
		return finding.New("plan.dishonest", v.Plan)
	}
	return nil
}

// document is that of a file, or else of a plan that is kept.
func (v *planVerifyVerb) document(ctx context.Context, s store.Store, region string) (map[string]any, error) {
	b, err := os.ReadFile(v.Plan)
	if errors.Is(err, fs.ErrNotExist) {
		kept, err := s.Query(ctx, region, feature.Plans, store.Query{IDs: []string{v.Plan}})
		if err != nil {
			return nil, err
		}
		if len(kept.Features) == 0 {
			return nil, finding.New("plan.not_kept", v.Plan)
		}
		doc, _ := kept.Features[0].Props["document"].(map[string]any)
		return doc, nil
	}
	var doc map[string]any
	if err == nil {
		err = json.Unmarshal(b, &doc)
	}
	if err != nil {
		return nil, finding.New("plan.no_plan", v.Plan).Because(err)
	}
	return doc, nil
}

// verify says of one unit's plan whether its draw was honest.
func (v *planVerifyVerb) verify(ctx context.Context, p *program, s store.Store, region string, plan *patrol.Plan) (honest bool, err error) {
	sealed := store.Seed{Until: plan.From.AddDate(0, 0, plan.Days)}
	if v.Seed != nil {
		sealed.Seed = *v.Seed
	} else if sealed, err = s.SeedOf(ctx, region, plan.SeedCommitment); errors.Is(err, store.ErrNotFound) {
		return false, finding.New("plan.no_seed", v.Plan, "commitment", plan.SeedCommitment)
	} else if err != nil {
		return false, err
	}
	say := func(code string, args finding.Args) { fmt.Fprintln(p.out, words.Say(p.lang, code, args)) }
	say("plan.verify.of", finding.Args{"unit": plan.Unit, "from": plan.From.Format(time.DateOnly), "days": plan.Days, "commitment": plan.SeedCommitment})
	d, err := patrol.Verify(plan, sealed.Seed)
	switch {
	case errors.Is(err, patrol.ErrWrong):
		say("plan.verify.other_seed", nil)
		return false, nil
	case err != nil:
		return false, err
	}
	if v.Reveal || !p.now().Before(sealed.Until) {
		say("plan.verify.seed", finding.Args{"seed": strconv.FormatUint(sealed.Seed, 10)})
	} else {
		say("plan.verify.sealed", finding.Args{"until": sealed.Until.In(p.config.zone).Format(time.DateOnly)})
	}
	say("plan.verify.counts", finding.Args{"drawn": d.AsDrawn, "earlier": d.Earlier, "forward": d.Forward, "once": d.Once, "left": d.LeftOut})
	for _, w := range d.Wrong {
		say("plan.verify.wrong", finding.Args{"need": w.Need, "visits": w.Visits, "drawn": w.Drawn})
	}
	switch {
	case d.Hours+d.Held+len(d.Moved) > 0:
		say("plan.verify.hours", finding.Args{"drawn": d.Hours, "held": d.Held})
	default:
		say("plan.verify.no_hours", nil)
	}
	if d.Undrawn > 0 {
		say("plan.verify.undrawn", finding.Args{"n": d.Undrawn})
	}
	for _, id := range d.Moved {
		say("plan.verify.moved", finding.Args{"tour": id})
	}
	switch {
	case len(d.Wrong)+len(d.Moved) > 0:
	case d.Undrawn > 0: // who chose the hours of those is not known
		say("plan.verify.honest_days", nil)
	default:
		say("plan.verify.honest", nil)
	}
	return len(d.Wrong)+len(d.Moved) == 0, nil
}
