package ops

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/routing/patrol"
)

// planTime is how long one plan may take. It is shorter than any limit on the whole
// request, so that what was found by then can still be kept and answered.
const planTime = 2 * time.Minute

// waited is the longest period in days of a plan that is waited for.
const waited = 31

// mayPlan refuses who may not plan for a unit. Of one that nobody knows the planner tells.
func (c *call) mayPlan(region *live.Region, unit string) error {
	if _, known := region.Atlas.Unit(unit); !known {
		return nil
	}
	return c.asker.May(people.WritePlans, people.Of(unit))
}

// plan answers POST /plans: the plan is made and kept, at once or, if the asker prefers so or it is long, later. It takes account of
// every closure that is in force at some time of its days, on all of them: a plan must not send anybody there.
func (c *call) plan() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	if c.async() {
		return c.planLater(body)
	}
	var asked PlanRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	if asked.Days > waited && c.queue != nil {
		return c.planLater(body)
	}
	if _, err := asked.request(c.Now().Location(), c.Patrol); err != nil {
		return err
	}
	if err := c.mayPlan(region, asked.Unit); err != nil {
		return err
	}
	code := region.Dataset.Region.Code
	seed, err := c.drawn(asked)
	if err != nil {
		return err
	}
	id, err := c.newID(code, c.Now())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.ctx, planTime)
	defer cancel()
	document, kept, err := planner{Service: c.Service, lang: c.lang, solve: c.Solve}.make(ctx, region, asked, seed, id)
	if err != nil {
		return err
	}
	if err := c.Store.KeepSeeds(c.ctx, code, kept); err != nil {
		return err
	}
	if err := c.Store.Insert(c.ctx, code, feature.Plans, document); err != nil {
		return err
	}
	c.w.Header().Set("Location", c.prefix+"/plans/"+url.PathEscape(id))
	return c.writePlan(http.StatusCreated, document)
}

// A planner makes plans.
type planner struct {
	*Service
	lang  words.Lang
	solve patrol.Solver
}

// make makes a plan, and what it was drawn from; it keeps neither.
func (p planner) make(ctx context.Context, region *live.Region, asked PlanRequest, seed uint64, id string) (feature.Feature, store.Seed, error) {
	var none feature.Feature
	req, err := asked.request(p.Now().Location(), p.Patrol)
	if err != nil {
		return none, store.Seed{}, err
	}
	req.Seed = seed
	if region, err = region.On(req.From); err != nil {
		return none, store.Seed{}, refused(err, "/from")
	}
	code, until := region.Dataset.Region.Code, req.From.AddDate(0, 0, req.Days).Add(-time.Second)
	net, closures, err := p.day(ctx, region, p.Patrol.Profile, req.From, until)
	if err != nil {
		return none, store.Seed{}, err
	}
	kept, err := p.Store.Query(ctx, code, feature.Plans, store.Query{Equal: map[string]string{"unit": req.Unit}})
	if err != nil {
		return none, store.Seed{}, err
	}
	req.Kind = cmp.Or(req.Kind, region.KindOf(req.Unit))
	var weighed []*finding.Finding
	if asked.Risk || p.Risk {
		if req.Needs, weighed, err = region.Weighed(ctx, p.Store, req.Unit, req.Kind, req.Needs, req.From, p.Explore, p.Patrol); err != nil {
			return none, store.Seed{}, refusedPlan(err)
		}
	}
	req.Last = wire.LastVisits(kept.Features, req.From)
	if err := region.AddLeads(ctx, p.Store, &req, p.Now()); err != nil {
		return none, store.Seed{}, refusedPlan(err)
	}
	shut, err := p.Store.ClosuresInForce(ctx, code, req.From, until)
	if err != nil {
		return none, store.Seed{}, err
	}
	if req.Means, err = region.Means(ctx, p.Store, req, kept.Features, shut, asked.Wind); err != nil {
		return none, store.Seed{}, err
	}
	made, err := patrol.Make(ctx, region.Atlas, net, p.solve, req)
	if err != nil {
		return none, store.Seed{}, refusedPlan(err)
	}
	_, crewed, err := region.Crews(ctx, p.Store, made)
	if err != nil {
		return none, store.Seed{}, err
	}
	made.Notes = slices.Concat(weighed, made.Notes, crewed)
	if day, changes := atlas.ChangeWithin(region.Dataset, req.From, req.Days); changes {
		made.Notes = append(made.Notes, finding.New("edition.plan", "", "day", day, "from", asked.From))
	}
	plan := wire.FromPlan(made, wire.PlanVersions(region.Present.Region.Boundaries(), closures), asked.Seed, p.lang) // a seed that was chosen is no secret
	document, err := plan.Feature(id)
	return document, store.Seed{Commitment: made.SeedCommitment, Seed: seed, Until: made.From.AddDate(0, 0, made.Days)}, err
}

// request checks what was asked and makes it a request of the planner.
func (a PlanRequest) request(where *time.Location, set patrol.Settings) (patrol.Request, error) {
	req := patrol.Request{Unit: a.Unit, Days: a.Days, Kind: a.Kind, With: a.With, Settings: set}
	var faults []error
	var err error
	if req.From, err = time.ParseInLocation(time.DateOnly, a.From, where); err != nil {
		faults = append(faults, finding.New("input.date", "/from", "value", a.From))
	}
	if a.Days < 1 || a.Days > patrol.MostDays {
		faults = append(faults, finding.New("input.days", "/days", "value", a.Days, "most", patrol.MostDays))
	}
	for date, force := range a.Wind {
		if _, err := time.Parse(time.DateOnly, date); err != nil || force < 0 || force > 12 {
			faults = append(faults, finding.New("patrol.wind", "/wind", "text", date+"="+strconv.Itoa(force)))
		}
	}
	if a.Needs != nil {
		var features []feature.Feature
		if a.Needs.Type != "FeatureCollection" {
			faults = append(faults, finding.New("input.not_collection", "/needs/type", "type", a.Needs.Type))
		}
		for i, raw := range a.Needs.Features {
			f, err := geojson.Unmarshal(raw)
			if err != nil {
				faults = append(faults, finding.New("input.bad_feature", needAt(i)).Because(err))
				continue
			}
			features = append(features, f)
		}
		if len(features) == len(a.Needs.Features) { // else their numbers would be wrong
			req.Needs, err = wire.ReadNeeds(features)
			faults = append(faults, placedNeeds(err)...)
		}
	}
	if len(faults) > 0 {
		return req, problem.Unprocessable(errors.Join(faults...))
	}
	return req, nil
}

func needAt(i int) string { return "/needs/features/" + strconv.Itoa(i) }

// placedNeeds turns the places of ReadNeeds, which count from 1, into pointers.
func placedNeeds(err error) []error {
	if err == nil {
		return nil
	}
	var faults []error
	for _, one := range opened(err) {
		var f *finding.Finding
		if errors.As(one, &f) {
			if n, err := strconv.Atoi(strings.TrimPrefix(f.Where, "needs/")); err == nil {
				placed := *f
				placed.Where = needAt(n - 1)
				one = &placed
			}
		}
		faults = append(faults, one)
	}
	return faults
}

// refusedPlan points each of the planner's findings to what it is about.
func refusedPlan(err error) error {
	var f *finding.Finding
	if !errors.As(err, &f) {
		return err
	}
	switch {
	case f.Code == "patrol.days", f.Code == "patrol.too_many":
		return refused(err, "/days")
	case f.Code == "patrol.kind":
		return refused(err, "/kind")
	case strings.HasSuffix(f.Code, "other_side"):
		return refused(err, "/with")
	case strings.HasPrefix(f.Code, "patrol.need"):
		return refused(err, "/needs")
	case strings.HasPrefix(f.Code, "patrol.no_"), f.Code == "patrol.base_closed", strings.HasPrefix(f.Code, "road."):
		return refused(err, "/unit")
	}
	return err
}

// plans answers GET /plans.
func (c *call) plans() error {
	page, links, err := c.page(feature.Plans, "/plans")
	if err != nil {
		return err
	}
	list := PlanList{Plans: []PlanSummary{}, Page: Page{NumberMatched: page.Matched, NumberReturned: len(page.Features), Links: links}}
	for _, f := range page.Features {
		days, _ := f.Number("days")
		distance, _ := f.Number("distance_m")
		duration, _ := f.Number("duration_s")
		list.Plans = append(list.Plans, PlanSummary{ID: f.ID, Unit: f.Text("unit"), From: f.Text("from"), Days: int(days),
			DistanceM: distance, DurationS: duration})
	}
	return c.write(http.StatusOK, list)
}

// onePlan answers GET /plans/{id}.
func (c *call) onePlan() error {
	f, err := c.one(feature.Plans, "input.no_plan")
	if err != nil {
		return err
	}
	if err := c.unseal(f); err != nil {
		return err
	}
	return c.writePlan(http.StatusOK, f)
}

// unseal adds its seed to the document of a plan that is over.
func (c *call) unseal(f feature.Feature) error {
	doc, _ := f.Props["document"].(map[string]any)
	commitment, _ := doc["seed_commitment"].(string)
	if commitment == "" || doc["seed"] != nil {
		return nil
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	seed, err := c.Store.SeedOf(c.ctx, region.Dataset.Region.Code, commitment)
	switch {
	case errors.Is(err, store.ErrNotFound): // of an older release
		return nil
	case err != nil:
		return err
	}
	if !c.Now().Before(seed.Until) {
		doc["seed"] = strconv.FormatUint(seed.Seed, 10)
	}
	return nil
}

// writePlan answers with the document of a plan that is kept.
func (c *call) writePlan(status int, kept feature.Feature) error {
	b, err := json.Marshal(kept.Props["document"])
	if err != nil {
		return fmt.Errorf("ops: plan %s: %w", kept.ID, err)
	}
	return c.send(status, geoJSON, append(b, '\n'))
}
