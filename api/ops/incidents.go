package ops

import (
	"errors"
	"net/http"
	"time"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
)

// decide answers POST /decide.
func (c *call) decide() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	_, inc, f, d, _, err := c.decided(body)
	if err != nil {
		return err
	}
	f.ID = inc.ID
	return c.writeFeature(http.StatusOK, wire.FromDecision(f, d, c.lang, true))
}

// decided reads an incident from a body and decides it, by the edition of its day.
func (c *call) decided(body []byte) (*live.Region, jurisdiction.Incident, feature.Feature, jurisdiction.Decision, []string, error) {
	return c.decidedBy(body, wire.ReadIncident)
}

// decidedBy is decided with a reader of bodies, by who is on duty now; posts are those that
// are. Without a place no table is asked.
func (c *call) decidedBy(body []byte, read func([]byte, time.Time) (jurisdiction.Incident, feature.Feature, error)) (*live.Region, jurisdiction.Incident, feature.Feature, jurisdiction.Decision, []string, error) {
	var inc jurisdiction.Incident
	var f feature.Feature
	var d jurisdiction.Decision
	region, err := c.region()
	if err != nil {
		return nil, inc, f, d, nil, err
	}
	if inc, f, err = read(body, c.Now()); err != nil {
		if errors.Is(err, wire.ErrSyntax) {
			return nil, inc, f, d, nil, problem.BadRequest(err)
		}
		return nil, inc, f, d, nil, problem.Unprocessable(err)
	}
	if region, err = region.On(inc.OccurredAt); err != nil {
		return nil, inc, f, d, nil, refused(err, "/properties/occurred_at")
	}
	if inc.Geometry == nil {
		return region, inc, f, region.Rules.Unplaced(inc), nil, nil
	}
	manning, posts, err := region.Manning(c.ctx, c.Store, c.Now())
	if err != nil {
		return nil, inc, f, d, nil, err
	}
	if d, err = region.Rules.Decide(inc, manning); err != nil {
		return nil, inc, f, d, nil, refused(err, "/geometry")
	}
	return region, inc, f, d, posts, nil
}

// one finds the feature of a kind that the address names.
func (c *call) one(kind feature.Kind, missing string) (feature.Feature, error) {
	if err := c.params.Err(); err != nil {
		return feature.Feature{}, err
	}
	region, err := c.region()
	if err != nil {
		return feature.Feature{}, err
	}
	id := problem.PathParam(c.r, "id")
	found, err := c.Store.Query(c.ctx, region.Dataset.Region.Code, kind, store.Query{IDs: []string{id}})
	if err != nil {
		return feature.Feature{}, err
	}
	if len(found.Features) == 0 {
		return feature.Feature{}, problem.NotFound(finding.New(missing, "", "id", id))
	}
	return found.Features[0], nil
}
