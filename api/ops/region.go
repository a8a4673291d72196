package ops

import (
	"net/http"

	"xunhu/api/wire"
	"xunhu/geo/law"
)

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
