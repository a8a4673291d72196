package ops

import (
	"net/http"

	"xunhu/api/wire"
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

// categories answers GET /categories.
func (c *call) categories() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	return c.write(http.StatusOK, wire.FromCategories(law.Categories()))
}
