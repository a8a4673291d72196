package vrplib

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

// The file of a mixed instance is one JSON object, which says all that a tour.Problem
// holds under the names below. Numbers that are 0, lists that are empty and skills that
// are none may be left out; what stands there and is unknown is refused. A matrix is a
// row for each location, in seconds and metres or whatever its maker chose; null is "no
// way". A class with "at" has rows for these locations alone: no way leads to the others. A
// shift with "count" stands for so many alike. Skills are numbers from 0 to 63.

const mixedFormat = "xunhu-tour-1"

type mixedFile struct {
	Format    string          `json:"format"` // "xunhu-tour-1"
	Name      string          `json:"name"`
	Comment   string          `json:"comment,omitempty"` // whence it comes, under which licence
	Scale     int64           `json:"scale,omitempty"`   // so many units of cost are one that is printed; 1
	Locations []mixedLocation `json:"locations"`
	Classes   []mixedClass    `json:"classes"`
	Shifts    []mixedShift    `json:"shifts"`
	Tasks     []mixedTask     `json:"tasks"`
	Together  [][2]int32      `json:"together,omitempty"`
	Apart     [][2]int32      `json:"apart,omitempty"`
	Periods   []mixedPeriod   `json:"periods,omitempty"`
	Balances  []mixedBalance  `json:"balances,omitempty"`
}

// A mixedLocation is for those who draw it; the numbers are in the matrices.
type mixedLocation struct {
	Name string  `json:"name,omitempty"`
	Lon  float64 `json:"lon,omitempty"`
	Lat  float64 `json:"lat,omitempty"`
}

type mixedClass struct {
	Name      string    `json:"name,omitempty"`
	At        []int32   `json:"at,omitempty"`
	Times     []numbers `json:"times"`
	Distances []numbers `json:"distances,omitempty"`
}

type mixedShift struct {
	Name         string     `json:"name,omitempty"`
	Count        int        `json:"count,omitempty"`
	Class        int32      `json:"class,omitempty"`
	Day          int32      `json:"day,omitempty"`
	Start        int32      `json:"start"`
	End          int32      `json:"end"`
	Open         int32      `json:"open"`
	Close        int32      `json:"close"`
	MaxS         int32      `json:"max_s,omitempty"`
	MaxDrivingS  int32      `json:"max_driving_s,omitempty"`
	Skills       skills     `json:"skills,omitempty"`
	Capacity     []int32    `json:"capacity,omitempty"`
	Trips        int32      `json:"trips,omitempty"`
	ReloadS      int32      `json:"reload_s,omitempty"`
	Breaks       [][3]int32 `json:"breaks,omitempty"` // open, close, lasts
	Pinned       [][3]int32 `json:"pinned,omitempty"` // task, mode, begin
	FixedCost    int64      `json:"fixed_cost,omitempty"`
	DistanceCost int64      `json:"distance_cost,omitempty"`
	TravelCost   int64      `json:"travel_cost,omitempty"`
	DurationCost int64      `json:"duration_cost,omitempty"`
	RegularS     int32      `json:"regular_s,omitempty"`
	OvertimeCost int64      `json:"overtime_cost,omitempty"`
}

type mixedTask struct {
	Name     string      `json:"name,omitempty"`
	Required bool        `json:"required,omitempty"`
	Prize    int64       `json:"prize,omitempty"`
	Load     []int32     `json:"load,omitempty"`
	Place    string      `json:"place,omitempty"` // "first" or "last" of its tour
	Modes    []mixedMode `json:"modes"`
}

type mixedMode struct {
	Enter    int32      `json:"enter"`
	Leave    int32      `json:"leave"`
	ServiceS int32      `json:"service_s,omitempty"`
	Cost     int64      `json:"cost,omitempty"`
	Windows  [][2]int32 `json:"windows,omitempty"`
	Skills   skills     `json:"skills,omitempty"`
}

type mixedPeriod struct {
	Tasks    []int32   `json:"tasks"`
	Patterns [][]int32 `json:"patterns"`
}

type mixedBalance struct {
	Shifts []int32 `json:"shifts"`
	Cost   int64   `json:"cost"`
}

func parseMixed(name string, t *text) (*Instance, error) {
	var f mixedFile
	if err := t.object(&f, &f.Format, mixedFormat); err != nil {
		return nil, err
	}
	if f.Name == "" {
		f.Name = name
	}
	p, err := f.problem(t)
	if err != nil {
		return nil, err
	}
	in := &Instance{Name: f.Name, Comment: f.Comment, Problem: p, Scale: max(f.Scale, 1)}
	for _, l := range f.Locations {
		in.Places = append(in.Places, Place(l))
	}
	return in, nil
}

// object reads the file as one JSON object of ours, strictly, and names the line of a fault.
func (t *text) object(into any, format *string, want string) error {
	whole := []byte(strings.Join(t.lines, "\n"))
	d := json.NewDecoder(bytes.NewReader(whole))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && *format != want {
		return finding.New("vrplib.format", "", "found", short(*format), "want", want)
	}
	if err == nil {
		if _, after := d.Token(); !errors.Is(after, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err == nil {
		return nil
	}
	at := d.InputOffset()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	}
	t.next = 1 + bytes.Count(whole[:min(max(at, 0), int64(len(whole)))], []byte{'\n'})
	return t.fault("vrplib.json", "why", err.Error())
}

func (f *mixedFile) problem(t *text) (*tour.Problem, error) {
	n := len(f.Locations)
	if err := t.check(n); err != nil {
		return nil, err
	}
	if f.Scale < 0 {
		return nil, finding.New("vrplib.wrong", "", "kind", t.kind, "why", "scale below zero")
	}
	p := &tour.Problem{Locations: n, Together: pairs(f.Together), Apart: pairs(f.Apart)}
	for _, c := range f.Classes {
		times, ok := flat(n, c.At, c.Times)
		distances, fits := flat(n, c.At, c.Distances)
		if !ok || !fits && len(c.Distances) > 0 {
			return nil, finding.New("vrplib.matrix", "", "name", c.Name, "n", n)
		}
		if len(c.Distances) == 0 {
			distances = nil
		}
		p.Classes = append(p.Classes, tour.Class{Times: times, Distances: distances})
	}
	for _, s := range f.Shifts {
		if s.Count < 0 || s.Count+len(p.Shifts) > tour.MaxLocations {
			return nil, finding.New("vrplib.wrong", "", "kind", t.kind, "why", "count of shifts")
		}
		for range max(s.Count, 1) {
			p.Shifts = append(p.Shifts, s.shift())
		}
	}
	for i, s := range f.Tasks {
		task, ok := s.task()
		if !ok {
			return nil, finding.New("vrplib.place", "", "n", i, "found", short(s.Place))
		}
		p.Tasks = append(p.Tasks, task)
	}
	for _, x := range f.Periods {
		p.Periods = append(p.Periods, tour.Period(x))
	}
	for _, x := range f.Balances {
		p.Balances = append(p.Balances, tour.Balance(x))
	}
	return p, nil
}

// flat joins the rows of a square matrix, ok false if it is none. Where at is given, they
// are between these locations.
func flat(n int, at []int32, rows []numbers) (all []int32, ok bool) {
	if len(at) == 0 {
		at = make([]int32, n)
		for i := range at {
			at[i] = int32(i)
		}
	}
	if len(rows) != len(at) {
		return nil, false
	}
	all = make([]int32, n*n)
	for i := range all {
		if all[i] = tour.Far; i/n == i%n {
			all[i] = 0
		}
	}
	seen := make([]bool, n)
	for i, from := range at {
		if from < 0 || int(from) >= n || seen[from] || len(rows[i]) != len(at) {
			return nil, false
		}
		seen[from] = true
		for j, to := range at {
			if to < 0 || int(to) >= n {
				return nil, false
			}
			all[int(from)*n+int(to)] = rows[i][j]
		}
	}
	return all, true
}

func pairs(list [][2]int32) (all []tour.Pair) {
	for _, x := range list {
		all = append(all, tour.Pair{A: x[0], B: x[1]})
	}
	return all
}

func (s *mixedShift) shift() tour.Shift {
	out := tour.Shift{
		Class: s.Class, Day: s.Day, Start: s.Start, End: s.End, Open: s.Open, Close: s.Close, MaxS: s.MaxS, MaxDrivingS: s.MaxDrivingS,
		Skills: uint64(s.Skills), Capacity: s.Capacity, Trips: s.Trips, ReloadS: s.ReloadS, FixedCost: s.FixedCost, DistanceCost: s.DistanceCost,
		TravelCost: s.TravelCost, DurationCost: s.DurationCost, RegularS: s.RegularS, OvertimeCost: s.OvertimeCost,
	}
	for _, b := range s.Breaks {
		out.Breaks = append(out.Breaks, tour.Break{Open: b[0], Close: b[1], LastsS: b[2]})
	}
	for _, v := range s.Pinned {
		out.Pinned = append(out.Pinned, tour.Visit{Task: v[0], Mode: v[1], Begin: v[2]})
	}
	return out
}

func (s *mixedTask) task() (out tour.Task, ok bool) {
	out = tour.Task{Required: s.Required, Prize: s.Prize, Load: s.Load}
	switch s.Place {
	case "":
	case "first":
		out.Place = tour.First
	case "last":
		out.Place = tour.Last
	default:
		return out, false
	}
	for _, m := range s.Modes {
		mode := tour.Mode{Enter: m.Enter, Leave: m.Leave, ServiceS: m.ServiceS, Cost: m.Cost, Skills: uint64(m.Skills)}
		for _, w := range m.Windows {
			mode.Windows = append(mode.Windows, tour.Window{Open: w[0], Close: w[1]})
		}
		out.Modes = append(out.Modes, mode)
	}
	return out, true
}
