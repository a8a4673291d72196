package main

import (
	"context"
	"time"

	"xunhu/api/audit"
	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// audit proves the records of all leads of a region, and refuses what does not hold.
func (p *program) audit(ctx context.Context, s store.Store, d atlas.Dataset) error {
	n, err := p.prove(ctx, s, d)
	if err == nil && n > 0 {
		return errRefused
	}
	return err
}

// prove says what does not hold among the records of a region, and how much that is.
func (p *program) prove(ctx context.Context, s audit.Store, d atlas.Dataset) (n int, err error) {
	region, err := live.New(d, p.config.decision(), p.now())
	if err != nil {
		return 0, err
	}
	court := audit.Court{
		World:      &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: ops.CallBack},
		Boundaries: region.Present.Region.Boundaries(),
		Decide: func(f feature.Feature, was dispatch.Ruling) (dispatch.Ruling, bool, error) {
			return ops.DecideAgain(region, f, was)
		},
	}
	report, found, err := audit.Prove(ctx, s, d.Region.Code, court)
	if err != nil {
		return 0, err
	}
	if err := p.printOut("", found); err != nil {
		return 0, err
	}
	p.say(words.Say(p.lang, "command.audited", finding.Args{"region": finding.Name{ZH: d.Region.Name, EN: d.Region.NameEN}, "leads": report.Leads,
		"records": report.Records, "roots": report.Roots, "rebuilt": report.Rebuilt, "decided": report.Decided, "left": report.Left, "n": len(found)}))
	if r := report.Last; r != nil {
		p.say(words.Say(p.lang, "command.root", finding.Args{"day": r.Day, "digest": r.Digest}))
	}
	return len(found), nil
}

// sealing is how often serve looks whether a new day has begun.
const sealing = 10 * time.Minute

// seal makes a root over each region at once and on each new day, and tells it to the log,
// which lies outside the store.
func (p *program) seal(ctx context.Context, s store.Store, log func(r store.Root, region string), failed func(error)) {
	day := ""
	for {
		if today := p.now().In(law.China).Format(time.DateOnly); today != day {
			regions, err := s.Regions(ctx)
			if err != nil {
				failed(err)
			}
			for _, region := range regions {
				r, made, err := s.Seal(ctx, region.Code, p.now())
				switch {
				case err != nil && ctx.Err() == nil:
					failed(err)
				case made:
					log(r, region.Code)
				}
			}
			day = today
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sealing):
		}
	}
}
