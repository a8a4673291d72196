package ops

import (
	"net/http"

	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// regions answers GET /regions, whichever region the address names, and even if
// there is no such one: it is how the codes are found.
func (c *call) regions() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	all, err := c.Store.Regions(c.ctx)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromRegions(all))
}

// describe answers GET /region.
func (c *call) describe() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromDataset(region.Present))
}

// units answers GET /units.
func (c *call) units() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromUnits(region.Atlas.Units))
}

// check answers GET /check.
func (c *call) check() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	region, err := c.region()
	if err != nil {
		return err
	}
	findings, notes := atlas.Inspect(region.Present)
	return c.writeCollection(http.StatusOK, wire.FromFindings(findings, notes, c.lang),
		map[string]any{"findings": len(findings), "notes": len(notes)})
}

// categories answers GET /categories.
func (c *call) categories() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromCategories(law.Categories()))
}
