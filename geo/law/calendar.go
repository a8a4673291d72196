package law

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"xunhu/geo/finding"
)

// A Notice is the State Council's notice on the holidays of a year.
type Notice struct {
	Year           int
	ZH, EN, Source string
	Issued         time.Time
	Mark           Mark
}

// A Calendar knows the working days of the years for which it holds a notice. It is
// not changed once it is made, apart from Office.
type Calendar struct {
	Office  [][2]time.Duration // hours of the office from midnight, in order
	notices []Notice
	first   int     // number of the first day
	working []bool  // from first on: do offices work?
	before  []int32 // working days from first until the day, the day itself not counted
	known   map[int]bool
}

// Official gives the calendar of the notices that are known here: 2024, 2025 and 2026.
// Office hours are a default of this program: 8:30 to 12:00 and 14:00 to 17:30.
func Official() *Calendar { return load().calendar }

// Notices lists what the calendar stands on.
func (c *Calendar) Notices() []Notice { return slices.Clone(c.notices) }

// ReadCalendar reads the notices of years and their days off and days made up for, in
// the columns of notices.csv and holidays.csv; other days follow the week. All faults
// are reported together. A year whose days are given without a notice is refused.
func ReadCalendar(notices, days io.Reader) (*Calendar, error) {
	c := &Calendar{
		Office: [][2]time.Duration{{8*time.Hour + 30*time.Minute, 12 * time.Hour}, {14 * time.Hour, 17*time.Hour + 30*time.Minute}},
		known:  map[int]bool{},
	}
	var faults []error
	first, last := 0, 0
	for i, r := range records("notices", notices, &faults) {
		year, err := strconv.Atoi(r["year"])
		issued, dayErr := time.Parse(time.DateOnly, r["issued"])
		if err != nil || dayErr != nil || year < 1949 || year > 2200 || c.known[year] {
			faults = append(faults, finding.New("law.calendar_row", fmt.Sprintf("notices, %d", i+2), "value", r["year"]+" "+r["issued"]))
			continue
		}
		c.known[year] = true
		c.notices = append(c.notices, Notice{Year: year, ZH: r["zh"], EN: r["en"], Source: r["source"], Issued: issued, Mark: Mark(r["mark"])})
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	if len(c.known) == 0 {
		return nil, errors.Join(append(faults, finding.New("law.calendar_empty", "notices"))...)
	}
	c.first = numberOf(time.Date(first, 1, 1, 0, 0, 0, 0, China))
	for d := c.first; d < numberOf(time.Date(last+1, 1, 1, 0, 0, 0, 0, China)); d++ {
		w := startOf(d).Weekday()
		c.working = append(c.working, w != time.Saturday && w != time.Sunday)
	}
	for i, r := range records("holidays", days, &faults) {
		from, err1 := time.ParseInLocation(time.DateOnly, r["from"], China)
		to, err2 := time.ParseInLocation(time.DateOnly, r["to"], China)
		works := r["day"] == "work"
		if err1 != nil || err2 != nil || to.Before(from) || !works && r["day"] != "off" || !c.known[from.Year()] || !c.known[to.Year()] {
			faults = append(faults, finding.New("law.calendar_row", fmt.Sprintf("holidays, %d", i+2), "value", r["from"]+" "+r["to"]+" "+r["day"]))
			continue
		}
		for d := numberOf(from); d <= numberOf(to); d++ {
			c.working[d-c.first] = works
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	n := int32(0)
	for _, works := range c.working {
		c.before = append(c.before, n)
		if works {
			n++
		}
	}
	c.before = append(c.before, n)
	return c, nil
}

// Works tells whether offices work on the day of a moment.
func (c *Calendar) Works(t time.Time) (bool, error) {
	works, gap := c.works(numberOf(t))
	if gap != nil {
		return false, gap
	}
	return works, nil
}

func (c *Calendar) works(day int) (bool, *finding.Finding) {
	if gap := c.gap(day, day); gap != nil {
		return false, gap
	}
	return c.working[day-c.first], nil
}

// gap names the first year between two days that the calendar does not hold.
func (c *Calendar) gap(from, to int) *finding.Finding {
	for y := startOf(from).Year(); y <= startOf(to).Year(); y++ {
		if !c.known[y] {
			var held []string
			for _, n := range c.notices {
				held = append(held, strconv.Itoa(n.Year))
			}
			return finding.New("law.calendar_gap", "", "year", y, "held", held)
		}
	}
	return nil
}

// between counts the working days from begin until end, end itself not counted.
func (c *Calendar) between(begin, end int) (int, *finding.Finding) {
	if gap := c.gap(begin, end-1); gap != nil {
		return 0, gap
	}
	return int(c.before[end-c.first] - c.before[begin-c.first]), nil
}

// nth is the n-th working day after a day; with 0 it is that day itself.
func (c *Calendar) nth(day, n int) (int, *finding.Finding) {
	if gap := c.gap(day, day); gap != nil || n == 0 {
		return day, gap
	}
	want := c.before[day+1-c.first] + int32(n)
	i, _ := slices.BinarySearch(c.before, want)
	if i == len(c.before) { // beyond the last day
		return 0, c.gap(day, c.first+len(c.working))
	}
	last := c.first + i - 1
	return last, c.gap(day, last)
}

// records reads a table as records by column name, and notes its faults.
func records(name string, r io.Reader, faults *[]error) []map[string]string {
	all, err := csv.NewReader(r).ReadAll()
	if err != nil || len(all) == 0 {
		*faults = append(*faults, finding.New("law.calendar_unread", name).Because(err))
		return nil
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// embedded reads the calendar of this edition.
func embedded() *Calendar {
	notices, _ := files.ReadFile("notices.csv")
	days, _ := files.ReadFile("holidays.csv")
	c, err := ReadCalendar(bytes.NewReader(notices), bytes.NewReader(days))
	if err != nil {
		panic(err)
	}
	return c
}
