package vrplib

import (
	"strings"

	"xunhu/routing/tour"
)

// parseCVRPLIB reads a file of CVRPLIB: capacity, a longest tour if it has one. The
// depot becomes location 0, the others follow in their order.
func parseCVRPLIB(name string, t *text) (*Instance, error) {
	c := cvrp{text: t, name: name, demand: map[int]int32{}, at: map[int]point{}}
	for {
		s, ok := t.line()
		if !ok || strings.EqualFold(s, "EOF") {
			break
		}
		if err := c.section(s); err != nil {
			return nil, err
		}
	}
	for _, must := range []struct {
		word string
		have bool
	}{{"DIMENSION", c.n > 0}, {"CAPACITY", c.capacity > 0}, {"NODE_COORD_SECTION", len(c.at) > 0},
		{"DEMAND_SECTION", len(c.demand) > 0}, {"DEPOT_SECTION", c.depot > 0}} {
		if !must.have {
			return nil, t.fault("vrplib.lacks", "word", must.word)
		}
	}
	p := &tour.Problem{}
	points := []point{c.at[c.depot]}
	for i := 1; i <= c.n; i++ {
		if i != c.depot {
			points = append(points, c.at[i])
			p.Tasks = append(p.Tasks, customer(len(points)-1, c.demand[i], tour.Mode{ServiceS: c.service}))
		}
	}
	p.Shifts = fleet(tour.Shift{Close: longest, MaxS: c.longest, Capacity: []int32{c.capacity}, TravelCost: 1}, p.Tasks)
	if c.vehicles > 0 {
		p.Shifts = p.Shifts[:min(c.vehicles, len(p.Shifts))]
	}
	in := &Instance{Name: c.name, Problem: p, Scale: 1}
	return in, t.onPlane(p, points, rounded)
}

// cvrp is what was read of a file so far.
type cvrp struct {
	*text
	name                       string
	n, depot, vehicles         int
	capacity, longest, service int32
	at                         map[int]point
	demand                     map[int]int32
}

// section takes in a header or the section that begins with it.
func (c *cvrp) section(s string) error {
	name, value, colon := header(s)
	switch name {
	case "NAME":
		c.name = value
	case "TYPE":
		if value != "CVRP" {
			return c.fault("vrplib.kind_of", "what", name, "found", short(value), "want", "CVRP")
		}
	case "EDGE_WEIGHT_TYPE":
		if value != "EUC_2D" {
			return c.fault("vrplib.kind_of", "what", name, "found", short(value), "want", "EUC_2D")
		}
	case "DIMENSION":
		n, err := c.count(name, value)
		if err != nil {
			return err
		}
		c.n = n
		return c.check(n)
	case "CAPACITY", "DISTANCE", "SERVICE_TIME", "VEHICLES":
		return c.figure(name, value)
	case "NODE_COORD_SECTION":
		return c.each(3, func(i int, row []float64) error {
			c.at[i] = point{row[1], row[2]}
			return nil
		})
	case "DEMAND_SECTION":
		return c.each(2, func(i int, row []float64) (err error) {
			c.demand[i], err = c.whole(name, row[1], 1)
			return err
		})
	case "DEPOT_SECTION":
		row, err := c.row(1)
		if err != nil {
			return err
		}
		if c.depot = int(row[0]); c.depot < 1 || c.depot > c.n {
			return c.fault("vrplib.vertex", "found", row[0], "n", c.n)
		}
		row, err = c.row(1)
		if err == nil && row[0] != -1 {
			return c.fault("vrplib.one_depot")
		}
		return err
	default:
		if !colon {
			return c.fault("vrplib.heading", "found", short(s))
		}
	}
	return nil
}

func (c *cvrp) figure(name, value string) error {
	row, err := c.numbers(value, 1)
	if err != nil {
		return err
	}
	v, err := c.whole(name, row[0], 1)
	switch name {
	case "CAPACITY":
		c.capacity = v
	case "DISTANCE":
		c.longest = v
	case "SERVICE_TIME":
		c.service = v
	case "VEHICLES":
		c.vehicles = int(v)
	}
	return err
}

// each reads a row for each node, in their order.
func (c *cvrp) each(columns int, take func(i int, row []float64) error) error {
	for i := 1; i <= c.n; i++ {
		row, err := c.row(columns)
		if err != nil {
			return err
		}
		if row[0] != float64(i) {
			return c.fault("vrplib.order", "want", i, "found", row[0])
		}
		if err := take(i, row); err != nil {
			return err
		}
	}
	return nil
}
