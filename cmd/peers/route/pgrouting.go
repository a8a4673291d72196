package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"xunhu/cmd/peers/postgres"
	"xunhu/routing/graph"
)

// pgRouting gets our graph as a table. It reads the whole table for each call, so it is
// measured with a call for each pair, and with one call for all.
func pgRouting(q *questions, want answers) []row {
	controls, _ := filepath.Glob("/usr/share/postgresql/*/extension/pgrouting.control")
	if len(controls) == 0 {
		return []row{missing("pgRouting", q.absent("pgrouting"))}
	}
	c, err := postgres.Start()
	if err != nil {
		return []row{missing("pgRouting", err)}
	}
	defer c.Close()
	p := &pgr{c}
	one, all, err := p.measure(q, want)
	if err != nil {
		return []row{missing("pgRouting", err)}
	}
	return []row{one, all}
}

type pgr struct{ *postgres.Cluster }

// The backend reads its own processor time, in hundredths: field 14 is the user's, 15 the system's.
const cpuSQL = `create function cpu() returns float8 volatile language sql as
 $$ select (f[14]::float8 + f[15]::float8) / 100 from string_to_array(pg_read_file('/proc/self/stat'), ' ') f $$;
`

func (p *pgr) measure(q *questions, want answers) (one, all row, err error) {
	version, err := p.SQL("create extension pgrouting cascade;" + cpuSQL + "select pgr_version()")
	if err != nil {
		return one, all, err
	}
	one.Engine = "pgRouting " + strings.TrimSpace(string(version)) + ", a call a pair"
	all.Engine = one.Engine[:len(one.Engine)-len(" a call a pair")] + " all in a call"
	if one.Prepare, _, err = p.run(loadSQL(q)); err != nil {
		return one, all, err
	}
	all.Prepare = one.Prepare
	one.Note = "prepared is the graph, as a table"

	// A call for each pair.
	t, got, err := p.run(fmt.Sprintf(`select 'cpu', cpu();
create temp table got as select i, d.agg_cost as c from pairs left join lateral
 pgr_dijkstraCost('select * from arcs', s, t) d on true where i < %d;
select 'cpu', cpu(); select i, c from got;`, q.slow))
	if err != nil {
		return one, all, err
	}
	one.Pair = t / float64(q.slow)
	one.hold(want.pairs[:q.slow], got.costs(q.slow))
	t, got, err = p.run(fmt.Sprintf(`select 'cpu', cpu();
create temp table got as select i, sum(d.cost) as c from pairs left join lateral
 pgr_dijkstra('select * from arcs', s, t) d on true where i < %d group by i;
select 'cpu', cpu(); select i, c from got;`, q.slow))
	if err != nil {
		return one, all, err
	}
	one.Path = t / float64(q.slow)
	one.hold(want.pairs[:q.slow], got.costs(q.slow))

	// All pairs in one call, also back, and those that may have no way.
	t, got, err = p.run(`select 'cpu', cpu();
create temp table got as select * from pgr_dijkstraCost('select * from arcs', 'select distinct s as source, t as target from pairs');
select 'cpu', cpu(); select i, agg_cost from pairs join got on s = start_vid and t = end_vid;`)
	if err != nil {
		return one, all, err
	}
	all.Pair = t / float64(len(want.pairs))
	all.hold(want.pairs, got.costs(len(want.pairs)))

	empty, _, err := p.run("select 'cpu', cpu(); select count(*) from pgr_dijkstraCost('select * from arcs', 0, 0); select 'cpu', cpu();")
	if err != nil {
		return one, all, err
	}
	some, _, err := p.run("select 'cpu', cpu(); create temp table got as select * from pgr_dijkstraCost('select * from arcs', " +
		ids(q.places[:40]) + ", " + ids(q.places) + "); select 'cpu', cpu();")
	if err != nil {
		return one, all, err
	}
	all.M1000 = empty + 25*(some-empty)
	all.Note = fmt.Sprintf("1000 × 1000 from 40 rows, × 25, the %.2f s that it reads the table once", empty)

	list := ids(q.places[:200])
	all.M200, got, err = p.run("select 'cpu', cpu(); create temp table got as select * from pgr_dijkstraCostMatrix('select * from arcs', " + list + ");" +
		"select 'cpu', cpu(); select (array_position(" + list + ", start_vid) - 1) * 200 + array_position(" + list + ", end_vid) - 1, agg_cost from got;")
	for i := range 200 {
		if got != nil {
			got[i*201] = 0 // it leaves out the way from a place to itself
		}
	}
	all.hold(want.matrix, got.costs(len(want.matrix)))
	return one, all, err
}

// loadSQL fills the tables.
func loadSQL(q *questions) string {
	var b bytes.Buffer
	b.WriteString("select 'cpu', cpu();\ncreate table arcs (id int8, source int8, target int8, cost float8);\ncopy arcs from stdin;\n")
	for a, cost := range q.costs {
		if cost < graph.Infinity {
			fmt.Fprintf(&b, "%d\t%d\t%d\t%d\n", a, q.g.Tail(graph.Arc(a)), q.g.Head(graph.Arc(a)), cost)
		}
	}
	b.WriteString("\\.\nanalyze arcs;\nselect 'cpu', cpu();\ncreate table pairs (i int8, s int8, t int8);\ncopy pairs from stdin;\n")
	for i, p := range append(q.pairs[:q.slow:q.slow], q.other...) {
		fmt.Fprintf(&b, "%d\t%d\t%d\n", i, p[0], p[1])
	}
	b.WriteString("\\.\n")
	return b.String()
}

func ids(nodes []graph.Node) string {
	text := make([]string, len(nodes))
	for i, n := range nodes {
		text[i] = strconv.Itoa(int(n))
	}
	return "array[" + strings.Join(text, ",") + "]::int8[]"
}

// found are costs by the number of their pair; a pair without a way is left out.
type found map[int]float64

// run gives the processor time between two marks, and the answers.
func (p *pgr) run(sql string) (float64, found, error) {
	out, err := p.SQL(sql)
	if err != nil {
		return 0, nil, err
	}
	answers := found{}
	var marks []float64
	for line := range strings.Lines(string(out)) {
		key, text, _ := strings.Cut(strings.TrimSpace(line), "|")
		if text == "" {
			continue
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, nil, fmt.Errorf("pgRouting answers %q: %w", line, err)
		}
		if key == "cpu" {
			marks = append(marks, value)
			continue
		}
		i, err := strconv.Atoi(key)
		if err != nil {
			return 0, nil, fmt.Errorf("pgRouting answers %q: %w", line, err)
		}
		answers[i] = value
	}
	if len(marks) != 2 {
		return 0, nil, fmt.Errorf("pgRouting gives %d times", len(marks))
	}
	return marks[1] - marks[0], answers, nil
}

// costs lists what was found; what is not a whole number is no cost of ours.
func (f found) costs(n int) []graph.Cost {
	all := make([]graph.Cost, n)
	for i := range all {
		c, ok := f[i]
		switch {
		case !ok:
			all[i] = graph.Infinity
		case c == float64(graph.Cost(c)):
			all[i] = graph.Cost(c)
		default:
			all[i] = -1
		}
	}
	return all
}
