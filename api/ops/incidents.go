package ops

import (
	"errors"
	"maps"
	"net/http"
	"net/url"

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
	_, inc, f, d, err := c.decision()
	if err != nil {
		return err
	}
	f.ID = inc.ID
	return c.writeFeature(http.StatusOK, wire.FromDecision(f, d, c.lang, true))
}

// decision reads an incident from the body and decides it.
func (c *call) decision() (*live.Region, jurisdiction.Incident, feature.Feature, jurisdiction.Decision, error) {
	var inc jurisdiction.Incident
	var f feature.Feature
	var d jurisdiction.Decision
	if err := c.params.Err(); err != nil {
		return nil, inc, f, d, err
	}
	region, err := c.region()
	if err != nil {
		return nil, inc, f, d, err
	}
	body, err := c.body()
	if err != nil {
		return nil, inc, f, d, err
	}
	if inc, f, err = wire.ReadIncident(body, c.Now()); err != nil {
		if errors.Is(err, wire.ErrSyntax) {
			return nil, inc, f, d, problem.BadRequest(err)
		}
		return nil, inc, f, d, problem.Unprocessable(err)
	}
	if region, err = region.On(inc.OccurredAt); err != nil {
		return nil, inc, f, d, refused(err, "/properties/occurred_at")
	}
	if d, err = region.Rules.Decide(inc, nil); err != nil {
		return nil, inc, f, d, refused(err, "/geometry")
	}
	return region, inc, f, d, nil
}

// report answers POST /incidents: the incident is decided and kept.
func (c *call) report() error {
	region, inc, f, d, err := c.decision()
	if err != nil {
		return err
	}
	now := c.Now()
	code := region.Dataset.Region.Code
	if inc.ID == "" {
		if inc.ID, err = c.newID(code, now); err != nil {
			return err
		}
	}
	kept := wire.Kept(inc, f.Text("note"), d, c.lang, now)
	if err := c.Store.Insert(c.ctx, code, feature.Incidents, kept); err != nil {
		return err
	}
	c.w.Header().Set("Location", c.prefix+"/incidents/"+url.PathEscape(kept.ID))
	return c.writeFeature(http.StatusCreated, shown(kept))
}

// shown is a kept incident as it is read: its columns and its decision side by
// side, as POST /decide gives them.
func shown(kept feature.Feature) feature.Feature {
	f := feature.Feature{ID: kept.ID, Geometry: kept.Geometry, Props: map[string]any{}}
	if decision, ok := kept.Props["decision"].(map[string]any); ok {
		maps.Copy(f.Props, decision)
	}
	maps.Copy(f.Props, kept.Props)
	delete(f.Props, "decision")
	return f
}

// incidents answers GET /incidents.
func (c *call) incidents() error {
	page, links, err := c.page(feature.Incidents, "/incidents")
	if err != nil {
		return err
	}
	return c.writeCollection(http.StatusOK, func(yield func(feature.Feature) bool) {
		for _, f := range page.Features {
			if !yield(shown(f)) {
				return
			}
		}
	}, map[string]any{"links": links, "numberMatched": page.Matched, "numberReturned": len(page.Features)})
}

// incident answers GET /incidents/{id}.
func (c *call) incident() error {
	f, err := c.one(feature.Incidents, "input.no_incident")
	if err != nil {
		return err
	}
	return c.writeFeature(http.StatusOK, shown(f))
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
