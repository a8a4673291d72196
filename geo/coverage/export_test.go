package coverage

import "github.com/paulmach/orb"

// Drawn tells what the map says without asking the cells: it may not know.
func (c *Coverage) Drawn(p orb.Point) (index int32, sure bool) {
	if c.plan == nil {
		return none, false
	}
	owner := c.plan.owner(p)
	return owner, owner != ask
}

// Squares counts the squares of the map, those with borders, and those that know
// nothing.
func (c *Coverage) Squares() (all, borders, unknown int) {
	for _, v := range c.plan.squares {
		if v <= first {
			borders++
		}
		if v == ask {
			unknown++
		}
	}
	return len(c.plan.squares) - 1, borders, unknown
}

// Search asks the cells, without the map.
func (c *Coverage) Search(p orb.Point) int32 { return c.search(p) }
