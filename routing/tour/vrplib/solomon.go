package vrplib

import (
	"strings"

	"xunhu/routing/tour"
)

// parseSolomon reads a file of Solomon or Homberger. Times are in tenths, as distances are.
func parseSolomon(t *text) (*Instance, error) {
	name, _ := t.line()
	if err := t.find("CAPACITY"); err != nil {
		return nil, err
	}
	row, err := t.row(2)
	if err != nil {
		return nil, err
	}
	var vehicles, capacity int32
	if err := t.wholes(row, 1, column{"NUMBER", &vehicles}, column{"CAPACITY", &capacity}); err != nil {
		return nil, err
	}
	if err := t.find("CUST"); err != nil { // the heading of the section
		return nil, err
	}
	if !strings.Contains(strings.ToUpper(t.lines[t.next-1]), "COORD") {
		if err := t.find("COORD"); err != nil { // that of the columns
			return nil, err
		}
	}
	p := &tour.Problem{}
	var points []point
	depot := tour.Shift{Capacity: []int32{capacity}, TravelCost: 1}
	for i := 0; strings.TrimSpace(t.rest(1)) != ""; i++ {
		row, err := t.row(7)
		if err != nil {
			return nil, err
		}
		if row[0] != float64(i) {
			return nil, t.fault("vrplib.order", "want", i, "found", row[0])
		}
		var demand, ready, due, service int32
		if err := t.wholes(row[3:], 1, column{"DEMAND", &demand}); err != nil {
			return nil, err
		}
		if err := t.wholes(row[4:], 10, column{"READY TIME", &ready}, column{"DUE DATE", &due}, column{"SERVICE TIME", &service}); err != nil {
			return nil, err
		}
		if due < ready {
			return nil, t.fault("vrplib.window", "open", row[4], "close", row[5])
		}
		points = append(points, point{row[1], row[2]})
		if i == 0 {
			depot.Open, depot.Close = ready, due
			continue
		}
		p.Tasks = append(p.Tasks, customer(i, demand, tour.Mode{ServiceS: service, Windows: []tour.Window{{Open: ready, Close: due}}}))
	}
	if len(points) == 0 {
		return nil, t.fault("vrplib.ends")
	}
	for range min(vehicles, max(int32(len(p.Tasks)), 1)) {
		p.Shifts = append(p.Shifts, depot)
	}
	in := &Instance{Name: name, Problem: p, Scale: 10, Decimals: 1}
	return in, t.onPlane(p, points, truncated)
}

// customer is a required task at one location.
func customer(at int, demand int32, m tour.Mode) tour.Task {
	m.Enter, m.Leave = int32(at), int32(at)
	return tour.Task{Required: true, Load: []int32{demand}, Modes: []tour.Mode{m}}
}

// onPlane gives a problem its only class, from points.
func (t *text) onPlane(p *tour.Problem, points []point, length func(float64) float64) error {
	if err := t.check(len(points)); err != nil {
		return err
	}
	times, ok := table(points, length)
	if !ok {
		return t.fault("vrplib.far", "most", most)
	}
	p.Locations, p.Classes = len(points), []tour.Class{{Times: times}}
	return nil
}

// find reads up to the line that holds a word.
func (t *text) find(word string) error {
	for {
		s, ok := t.line()
		if !ok {
			return t.fault("vrplib.lacks", "word", word)
		}
		if strings.Contains(strings.ToUpper(s), word) {
			return nil
		}
	}
}
