package vrplib

import (
	"strings"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/tour"
)

// parseCARP reads the Spanish format of gdb, val and egl.
func parseCARP(t *text) (*Instance, error) {
	w := network{text: t, capacity: -1}
	var name string
	var want, free int
	for {
		s, ok := t.line()
		if !ok {
			break
		}
		head, value, _ := header(s)
		var err error
		switch head {
		case "NOMBRE":
			name = value
		case "VERTICES":
			if w.vertices, err = t.count(head, value); err == nil {
				err = t.check(w.vertices)
			}
		case "ARISTAS_REQ":
			want, err = t.count(head, value)
		case "ARISTAS_NOREQ":
			free, err = t.count(head, value)
		case "CAPACIDAD":
			w.capacity, err = t.count(head, value)
		case "LISTA_ARISTAS_REQ":
			err = w.edges(want, true)
		case "LISTA_ARISTAS_NOREQ":
			err = w.edges(free, false)
		case "DEPOSITO":
			w.depot, err = t.count(head, value)
		}
		if err != nil {
			return nil, err
		}
	}
	return w.instance(name, "CAPACIDAD", "DEPOSITO")
}

// A network is what was read of a file with edges and arcs. Vertices count from 1.
type network struct {
	*text
	vertices, capacity, depot int
	ways                      []way
	tasks                     []tour.Task
}

// edges reads so many lines such as "( 1, 2)  coste 13 demanda 1".
func (w *network) edges(n int, required bool) error {
	words := strings.NewReplacer("(", " ", ")", " ", ",", " ", "coste", " ", "demanda", " ")
	for range n {
		s, ok := w.line()
		if !ok {
			return w.fault("vrplib.ends")
		}
		columns := 3
		if required {
			columns = 4
		}
		row, err := w.numbers(words.Replace(s), columns)
		if err != nil {
			return err
		}
		var cost, demand int32
		if err := w.wholes(row[2:columns], 1, []column{{"coste", &cost}, {"demanda", &demand}}[:columns-2]...); err != nil {
			return err
		}
		if err := w.edge(row[0], row[1], cost, demand, required, true); err != nil {
			return err
		}
	}
	return nil
}

// edge takes in an edge, or an arc if it leads one way only.
func (w *network) edge(from, to float64, cost, demand int32, required, both bool) error {
	a, err := w.vertex(from)
	if err != nil {
		return err
	}
	b, err := w.vertex(to)
	if err != nil {
		return err
	}
	w.ways = append(w.ways, way{a, b, cost})
	modes := []tour.Mode{{Enter: a, Leave: b, Cost: int64(cost)}}
	if both {
		w.ways = append(w.ways, way{b, a, cost})
		modes = append(modes, tour.Mode{Enter: b, Leave: a, Cost: int64(cost)})
	}
	if required {
		w.tasks = append(w.tasks, tour.Task{Required: true, Load: []int32{demand}, Modes: modes})
	}
	return nil
}

func (w *network) vertex(v float64) (int32, error) {
	if v != float64(int(v)) || v < 1 || int(v) > w.vertices {
		return 0, w.fault("vrplib.vertex", "found", v, "n", w.vertices)
	}
	return int32(v) - 1, nil
}

// instance makes the problem. Its locations are the depot and the ends of what must be
// served, with the costs of the shortest ways between them.
func (w *network) instance(name, capacity, depot string) (*Instance, error) {
	switch {
	case w.capacity < 0 || w.capacity > most:
		return nil, w.fault("vrplib.lacks", "word", capacity)
	case w.depot < 1 || w.depot > w.vertices:
		return nil, w.fault("vrplib.lacks", "word", depot)
	case len(w.tasks) == 0:
		return nil, w.fault("vrplib.ends")
	}
	at := []int32{int32(w.depot) - 1} // by location: its vertex
	location := map[int32]int32{at[0]: 0}
	locate := func(vertex int32) int32 {
		l, known := location[vertex]
		if !known {
			l = int32(len(at))
			location[vertex] = l
			at = append(at, vertex)
		}
		return l
	}
	for i := range w.tasks {
		for j := range w.tasks[i].Modes {
			m := &w.tasks[i].Modes[j]
			m.Enter, m.Leave = locate(m.Enter), locate(m.Leave)
		}
	}
	p := &tour.Problem{Locations: len(at), Tasks: w.tasks, Classes: []tour.Class{{Times: w.shortest(at)}}}
	p.Shifts = fleet(tour.Shift{Close: longest, Capacity: []int32{int32(w.capacity)}, TravelCost: 1}, p.Tasks)
	return &Instance{Name: name, Problem: p, Scale: 1}, nil
}

// shortest gives the costs of the shortest ways between some vertices.
func (w *network) shortest(at []int32) []int32 {
	pairs := make([][2]graph.Node, len(w.ways))
	for i, x := range w.ways {
		pairs[i] = [2]graph.Node{graph.Node(x.from), graph.Node(x.to)}
	}
	g, arcs := graph.Build(w.vertices, pairs)
	costs := make([]graph.Cost, len(w.ways))
	for i, x := range w.ways {
		costs[arcs[i]] = graph.Cost(x.cost)
	}
	search := dijkstra.New(g, costs)
	all := make([]int32, 0, len(at)*len(at))
	for _, from := range at {
		search.Run([]dijkstra.Seed{{Node: graph.Node(from)}}, nil)
		for _, to := range at {
			all = append(all, min(int32(search.Cost(graph.Node(to))), tour.Far))
		}
	}
	return all
}

// A way is an arc of the network.
type way struct{ from, to, cost int32 }
