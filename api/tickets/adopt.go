package tickets

import (
	"context"
	"maps"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Adopter is in whose name incidents of an older release become leads: nobody's.
const Adopter = "xunhu-migration"

// Adopt makes leads of the incidents that an older release has kept without one, all or
// none, and tells how many. Each is reported anew under a number of today, with its old
// number as the sender's own; its properties stay as they were. The tables rule by the
// edition of its day, without what was found, which belongs to whoever verifies; one that
// they cannot rule is a lead without a place until somebody corrects it.
func Adopt(ctx context.Context, s store.Leads, region *live.Region, now time.Time) (int, error) {
	now = time.UnixMilli(now.UnixMilli()).In(law.China)
	branch, ok := region.Atlas.First(atlas.Branch)
	if !ok {
		return 0, nil // a region without an organisation has nobody who could go on
	}
	t := &Taker{Store: s, Region: region, Now: now, World: &dispatch.World{Org: region.Atlas, Calendar: law.Official()},
		Person: people.Person{ID: Adopter, Unit: branch.ID, Roles: []dispatch.Role{"dispatcher"}}}
	var err error
	if t.Duty, err = live.EntriesAt(ctx, s, t.code(), now); err != nil {
		return 0, err
	}
	n := 0
	for {
		page, err := s.Leads(ctx, t.code(), store.LeadQuery{Bare: true, Limit: 500})
		if err != nil || len(page.Leads) == 0 {
			return n, err
		}
		err = s.Batch(ctx, t.code(), func(b store.Batch) error {
			for _, k := range page.Leads {
				c, err := t.adopted(ctx, b, k.Incident)
				if err != nil {
					return err
				}
				if err := b.Keep(c); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
		if err != nil {
			return n, err
		}
		n += len(page.Leads)
	}
}

// adopted makes the change that gives an incident its lead.
func (t *Taker) adopted(ctx context.Context, b store.Batch, f feature.Feature) (store.Change, error) {
	reported, err := time.Parse(time.RFC3339, f.Text("reported_at"))
	if err != nil {
		reported = t.Now
	}
	inc, ruling := t.ruledAnew(ctx, f, reported)
	serial, err := b.Serial(t.Now.Format(time.DateOnly))
	if err != nil {
		return store.Change{}, err
	}
	number, err := dispatch.Number(dispatch.Area(t.code()), t.Now, serial)
	if err != nil {
		return store.Change{}, err
	}
	l, records, err := t.World.Fire(dispatch.Lead{}, dispatch.Command{Event: "report", Actor: t.Person.Actor("dispatcher"), At: t.Now, Number: number, Source: inc.Source,
		Act: inc.OccurredAt.Truncate(time.Millisecond).In(law.China), Received: reported, Ruling: &ruling, Reason: "旧版本登记的事件 " + f.ID + " 转为线索"})
	if err != nil {
		return store.Change{}, err
	}
	kept := feature.Feature{ID: number, Geometry: f.Geometry, Props: maps.Clone(f.Props)}
	kept.Props["category"] = ruling.Category
	if f.Text("ticket") == "" {
		kept.Props["ticket"] = f.ID
	}
	return store.Change{ID: f.ID, Lead: l, Records: records, Incident: &kept, Due: t.World.First(l, t.Now)}, nil
}

// ruledAnew asks the tables about an incident as far as it can be read.
func (t *Taker) ruledAnew(ctx context.Context, f feature.Feature, reported time.Time) (jurisdiction.Incident, dispatch.Ruling) {
	inc, err := wire.Unplaced(f, reported)
	inc.Outcome, inc.Finder = "", ""
	inc.OccurredAt = inc.OccurredAt.In(law.China)
	if err == nil {
		d, region, decided := t.Decide(ctx, inc)
		if err = decided; err == nil {
			_, posts, manning := region.Manning(ctx, t.Duty, t.Now)
			if err = manning; err == nil {
				return inc, dispatch.RulingOf(inc, d, posts)
			}
		}
	}
	r := dispatch.RulingOf(inc, t.Region.Rules.Unplaced(inc), nil)
	r.Of = nil // it was not ruled about as it is
	return inc, r
}
