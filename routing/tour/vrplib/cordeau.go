package vrplib

import (
	"math"

	"xunhu/routing/tour"
)

// The types of Cordeau's files, the first number of their first line.
const (
	periodic      = 1
	multiDepot    = 2
	periodicTimed = 5
	multiTimed    = 6
	multiPeriodic = 8 // of Vidal and others; the windows in its files do not bind
)

// parseCordeau reads the files of Cordeau and, in the same form, of Vidal: "type m n t"
// (and "d" for several depots on several days), a line "D Q" for each day or depot or
// both, then the customers, with the depots before or, where there is one day, after
// them. Files without this head are known by their shape, if they are.
func parseCordeau(name string, t *text) (*Instance, error) {
	c := cordeau{text: t, days: 1, depots: 1}
	first, err := t.row(1)
	if err != nil {
		return nil, err
	}
	if len(first) < 6 {
		err = c.head(first)
	} else {
		t.next--
		err = c.headless()
	}
	if err != nil {
		return nil, err
	}
	if err := c.places(); err != nil {
		return nil, err
	}
	return c.instance(name)
}

type cordeau struct {
	*text
	kind, vehicles          int // vehicles of each depot on each day
	customers, days, depots int
	limits                  [][2]float64 // longest duration, 0 for none, and capacity, by day and depot
	rows                    [][]float64
}

func (c *cordeau) head(row []float64) error {
	figures := make([]int, len(row))
	for i, v := range row {
		w, err := c.whole("type m n t d", v, 1)
		if err != nil {
			return err
		}
		figures[i] = int(w)
	}
	if len(figures) < 4 || figures[0] == multiPeriodic && len(figures) < 5 {
		return c.fault("vrplib.columns", "want", 4, "got", len(row), "found", "type m n t")
	}
	c.kind, c.vehicles, c.customers = figures[0], figures[1], figures[2]
	switch c.kind {
	case periodic, periodicTimed:
		c.days = figures[3]
	case multiDepot, multiTimed:
		c.depots = figures[3]
	case multiPeriodic:
		c.days, c.depots = figures[3], figures[4]
	default:
		return c.fault("vrplib.kind_of", "what", "type", "found", c.kind, "want", "1, 2, 5, 6, 8")
	}
	if err := c.check(c.customers); err != nil {
		return err
	}
	if min(c.vehicles, c.customers, c.days, c.depots) < 1 || c.days > 30 || c.depots > c.customers || c.vehicles > c.customers ||
		int64(c.vehicles)*int64(c.days)*int64(c.depots) > tour.MaxLocations {
		return c.fault("vrplib.range", "what", "m, n, t, d", "found", figures)
	}
	for range c.days * c.depots {
		row, err := c.row(2)
		if err != nil {
			return err
		}
		c.limits = append(c.limits, [2]float64{row[0], row[1]})
	}
	return nil
}

// headless is for the files of Vidal's ten instances that go around without their head.
// What it held is in the paper and in the files that have it: Vidal, Crainic, Gendreau,
// Lahrichi and Rei, A hybrid genetic algorithm for multidepot and periodic vehicle
// routing problems, Operations Research 60 (2012); duration and load as in Cordeau,
// Gendreau and Laporte, Networks 30 (1997).
func (c *cordeau) headless() error {
	at := c.next
	for s, ok := c.line(); ok; s, ok = c.line() {
		row, err := c.numbers(s, 7)
		if err != nil {
			return err
		}
		if row[5] == 0 {
			c.depots++
		} else {
			c.customers++
			for _, pattern := range row[min(7, len(row)):min(7+max(0, int(row[6])), len(row))] {
				for c.days <= 30 && pattern >= float64(int(1)<<c.days) {
					c.days++
				}
			}
		}
	}
	c.depots-- // it began with one
	c.kind = multiPeriodic
	for _, known := range headless {
		if known.depots == c.depots && known.customers == c.customers && known.depots == c.days {
			c.vehicles, c.next = known.vehicles, at
			for range c.days * c.depots {
				c.limits = append(c.limits, [2]float64{known.duration, known.load})
			}
			return nil
		}
	}
	return c.fault("vrplib.headless", "depots", c.depots, "customers", c.customers, "days", c.days)
}

var headless = []struct {
	depots, customers, vehicles int
	duration, load              float64
}{
	{4, 48, 1, 500, 200}, {4, 96, 1, 480, 195}, {4, 144, 2, 460, 190}, {4, 192, 2, 440, 185}, {4, 240, 3, 420, 180},
	{4, 288, 3, 400, 175}, {6, 72, 1, 500, 200}, {6, 144, 1, 475, 190}, {6, 216, 2, 450, 180}, {6, 288, 3, 425, 170},
}

// places reads the rows of customers and depots.
func (c *cordeau) places() error {
	for range c.customers + c.depots {
		row, err := c.row(5)
		if err != nil {
			return err
		}
		if n := len(row); n > 6 && (row[6] < 0 || 7+row[6] > float64(n)) {
			return c.fault("vrplib.columns", "want", 7+row[6], "got", n, "found", "i x y d q f a list")
		}
		c.rows = append(c.rows, append(row, float64(c.next)))
	}
	if c.kind == multiDepot || c.kind == multiTimed { // the depots come last
		c.rows = append(c.rows[c.customers:len(c.rows):len(c.rows)], c.rows[:c.customers]...)
	}
	return nil
}

func (c *cordeau) instance(name string) (*Instance, error) {
	largest := 1.0
	var points []point
	for _, row := range c.rows {
		points = append(points, point{row[1], row[2]})
		largest = max(largest, 3*math.Hypot(row[1]-c.rows[0][1], row[2]-c.rows[0][2]), row[len(row)-2])
	}
	for _, l := range c.limits {
		largest = max(largest, l[0])
	}
	scale := min(scaleFor(largest), 100_000)
	p := &tour.Problem{}
	in := &Instance{Name: name, Problem: p, Scale: scale, Decimals: 2}
	for k, l := range c.limits {
		var longestS, load int32
		if err := c.wholes(l[:], scale, column{"D", &longestS}); err != nil {
			return nil, err
		}
		if err := c.wholes(l[1:], 1, column{"Q", &load}); err != nil {
			return nil, err
		}
		day, depot := k/c.depots, k%c.depots
		s := tour.Shift{Day: c.label(depot, day), Start: int32(depot), End: int32(depot), Close: longest, MaxS: longestS, Capacity: []int32{load}, TravelCost: 1}
		if err := c.hours(&s, c.rows[depot], scale); err != nil {
			return nil, err
		}
		for range c.vehicles {
			p.Shifts = append(p.Shifts, s)
		}
	}
	for i, row := range c.rows[c.depots:] {
		if err := c.visits(p, c.depots+i, row, scale); err != nil {
			return nil, err
		}
	}
	return in, c.onPlane(p, points, rounding(scale))
}

// hours gives a shift the hours of its depot, where windows bind.
func (c *cordeau) hours(s *tour.Shift, row []float64, scale int64) error {
	if c.kind != periodicTimed && c.kind != multiTimed || len(row) < 9 {
		return nil
	}
	window := row[len(row)-3 : len(row)-1]
	return c.wholes(window, scale, column{"e", &s.Open}, column{"l", &s.Close})
}

// visits makes the tasks of a customer: one for each of its visits.
func (c *cordeau) visits(p *tour.Problem, at int, row []float64, scale int64) error {
	c.next = int(row[len(row)-1]) // the line that a fault is about
	row = row[:len(row)-1]
	var service, demand int32
	if err := c.wholes(row[3:], scale, column{"d", &service}); err != nil {
		return err
	}
	if err := c.wholes(row[4:], 1, column{"q", &demand}); err != nil {
		return err
	}
	m := tour.Mode{ServiceS: service}
	patterns := 0
	if len(row) > 6 {
		patterns = int(row[6])
	}
	if timed := c.kind == periodicTimed || c.kind == multiTimed; timed && len(row) < 9+patterns {
		return c.fault("vrplib.columns", "want", 9+patterns, "got", len(row), "found", "i x y d q f a list e l")
	} else if timed {
		var w tour.Window
		if err := c.wholes(row[7+patterns:], scale, column{"e", &w.Open}, column{"l", &w.Close}); err != nil {
			return err
		}
		if w.Close < w.Open {
			return c.fault("vrplib.window", "open", row[7+patterns], "close", row[8+patterns])
		}
		m.Windows = []tour.Window{w}
	}
	if c.days == 1 {
		p.Tasks = append(p.Tasks, customer(at, demand, m))
		return nil
	}
	if len(row) < 7 || row[5] < 1 || row[5] > float64(c.days) || row[6] < 1 {
		return c.fault("vrplib.columns", "want", 8, "got", len(row), "found", "i x y d q f a list")
	}
	var period tour.Period
	for range int(row[5]) {
		period.Tasks = append(period.Tasks, int32(len(p.Tasks)))
		p.Tasks = append(p.Tasks, customer(at, demand, m))
	}
	for depot := range c.depots {
		for _, code := range row[7 : 7+patterns] {
			days, err := c.pattern(code, len(period.Tasks))
			if err != nil {
				return err
			}
			for i, day := range days {
				days[i] = c.label(depot, int(day))
			}
			period.Patterns = append(period.Patterns, days)
		}
	}
	p.Periods = append(p.Periods, period)
	return nil
}

// label is the Day of a shift. All visits to a customer are made from one depot, as the
// paper of the instances has it: so the days of each depot have numbers of their own.
func (c *cordeau) label(depot, day int) int32 { return int32(depot*c.days + day) }

// pattern gives the days of a code: its binary digits, the first day on the left.
func (c *cordeau) pattern(code float64, visits int) ([]int32, error) {
	var days []int32
	if code == float64(int(code)) && code > 0 && code < float64(int(1)<<c.days) {
		for day := range c.days {
			if int(code)>>(c.days-1-day)&1 == 1 {
				days = append(days, int32(day))
			}
		}
	}
	if len(days) != visits {
		return nil, c.fault("vrplib.pattern", "found", code, "visits", visits, "days", c.days)
	}
	return days, nil
}
