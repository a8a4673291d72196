package vrplib

import (
	"strings"

	"xunhu/routing/tour"
)

// parseMCGRP reads a file of CBMix. What an edge costs to serve is what it costs to
// travel: the rest of its column S. COST is the same for every solution.
func parseMCGRP(t *text) (*Instance, error) {
	w := network{text: t, capacity: -1}
	var name string
	wants := map[string]int{}
	for {
		s, ok := t.line()
		if !ok || s == "-1" { // which ends some files
			break
		}
		head, value, colon := header(s)
		var err error
		switch {
		case !colon:
			err = w.section(strings.ToUpper(strings.Fields(s)[0]), wants)
		case head == "NAME":
			name = value
		case head == "CAPACITY":
			w.capacity, err = t.count(head, value)
		case head == "DEPOT NODE":
			w.depot, err = t.count(head, value)
		case head == "#NODES":
			if w.vertices, err = t.count(head, value); err == nil {
				err = t.check(w.vertices)
			}
		case strings.HasPrefix(head, "#") && head != "#VEHICLES":
			wants[head], err = t.count(head, value)
		}
		if err != nil {
			return nil, err
		}
	}
	return w.instance(name, "Capacity", "Depot Node")
}

// section reads the rows under a heading: as many as the head of the file says.
func (w *network) section(head string, wants map[string]int) error {
	switch head {
	case "REN.":
		return w.rows(wants["#REQUIRED N"], func(row []float64) error {
			at, err := w.vertex(row[0])
			if err != nil {
				return err
			}
			demand, err := w.whole("DEMAND", row[1], 1)
			w.tasks = append(w.tasks, tour.Task{Required: true, Load: []int32{demand}, Modes: []tour.Mode{{Enter: at, Leave: at}}})
			return err
		}, 2, true)
	case "REE.":
		return w.links(wants["#REQUIRED E"], true, true)
	case "EDGE":
		return w.links(wants["#EDGES"]-wants["#REQUIRED E"], false, true)
	case "REA.":
		return w.links(wants["#REQUIRED A"], true, false)
	case "ARC":
		return w.links(wants["#ARCS"]-wants["#REQUIRED A"], false, false)
	}
	return w.fault("vrplib.heading", "found", short(head))
}

// links reads edges or arcs, each with its own name first.
func (w *network) links(n int, required, both bool) error {
	columns := 3
	if required {
		columns = 4
	}
	return w.rows(n, func(row []float64) error {
		var cost, demand int32
		if err := w.wholes(row[2:columns], 1, []column{{"T. COST", &cost}, {"DEMAND", &demand}}[:columns-2]...); err != nil {
			return err
		}
		return w.edge(row[0], row[1], cost, demand, required, both)
	}, columns, false)
}

// rows reads n lines that begin with a name: a letter or more and, for a node, its number.
func (w *network) rows(n int, take func([]float64) error, columns int, named bool) error {
	for range n {
		s, ok := w.line()
		if !ok {
			return w.fault("vrplib.ends")
		}
		name, rest, _ := strings.Cut(strings.ReplaceAll(s, "\t", " "), " ")
		if named {
			rest = strings.TrimLeft(name, "Nn") + " " + rest
		}
		row, err := w.numbers(rest, columns)
		if err != nil {
			return err
		}
		if err := take(row); err != nil {
			return err
		}
	}
	return nil
}
