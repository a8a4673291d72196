package ogc_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// values are what the standard compares queryables of each type with.
func literalOf(q queryable) string {
	switch {
	case q.Format == "date-time":
		return "TIMESTAMP('2022-04-14T14:48:46Z')"
	case q.Format == "date":
		return "DATE('2022-04-14')"
	case q.Type == "number":
		return "3.14"
	case q.Type == "integer":
		return "1"
	case q.Type == "boolean":
		return "true"
	}
	return "'foo'"
}

var (
	plainText = typed("string", "")
	dates     = typed("string", "date")
	times     = typed("string", "date-time")
	numbers   = anyOf(typed("number", ""), typed("integer", ""))
	scalars   = func(q queryable) bool { return q.Type != "" }
)

var basicTests = []abstractTest{
	{"basic-test", func(t *testing.T, a *suite) {
		a.each(t, func(queryable) bool { return true }, func(kind, name string, q queryable) {
			if !spatial(q) && !slices.Contains([]string{"string", "number", "integer", "boolean"}, q.Type) {
				t.Errorf("%s.%s: type %q", kind, name, q.Type)
			}
		})
	}},
	{"comparison", func(t *testing.T, a *suite) {
		a.each(t, scalars, func(kind, name string, q queryable) {
			result := map[string][]string{}
			for _, op := range []string{"=", "<>", ">", "<", ">=", "<="} {
				result[op] = a.filtered(t, kind, name+" "+op+" "+literalOf(q))
			}
			apart(t, name+" =, <>", result["="], result["<>"])
			apart(t, name+" >, <=", result[">"], result["<="])
			apart(t, name+" <, >=", result["<"], result[">="])
		})
	}},
	{"is-null", func(t *testing.T, a *suite) {
		a.each(t, func(queryable) bool { return true }, func(kind, name string, q queryable) {
			apart(t, name, a.filtered(t, kind, name+" IS NULL"), a.filtered(t, kind, name+" is not null"))
		})
	}},
	{"boolean", func(t *testing.T, a *suite) {
		if all, none := a.filtered(t, "incidents", "true"), a.filtered(t, "incidents", "false"); len(all) != 4 || len(none) != 0 {
			t.Errorf("true gives %v, false %v", all, none)
		}
	}},
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"sites", `name='København'`, "kbh"}, {"sites", `name>='København'`, "kbh lux"}, {"sites", `name>'København'`, "lux"},
			{"sites", `name<='København'`, "kbh kiev ber bern bir"}, {"sites", `name<'København'`, "kiev ber bern bir"}, {"sites", `name<>'København'`, "kiev ber bern bir lux"},
			{"sites", `interval_days=1038288`, "kbh"}, {"sites", `interval_days>=1038288`, "kbh kiev ber"}, {"sites", `interval_days>1038288`, "kiev ber"},
			{"sites", `interval_days<=1038288`, "kbh bir lux"}, {"sites", `interval_days<1038288`, "bir lux"}, {"sites", `interval_days<>1038288`, "kiev ber bir lux"},
			{"sites", `interval_days IS NULL`, "bern"}, {"sites", `interval_days IS NOT NULL`, "kbh kiev ber bir lux"}, {"sites", `name IS NULL`, ""},
			{"zones", `valid_from=DATE('2022-04-16')`, "z2"}, {"zones", `valid_from>=DATE('2022-04-16')`, "z2 z3"}, {"zones", `valid_from<DATE('2022-04-16')`, "z1"},
			{"zones", `valid_from<>DATE('2022-04-16')`, "z1 z3"}, {"zones", `valid_from IS NULL`, "z4"},
			{"incidents", `occurred_at=TIMESTAMP('2022-04-16T10:13:19Z')`, "i2"}, {"incidents", `occurred_at<=TIMESTAMP('2022-04-16T10:13:19Z')`, "i1 i2"},
			{"incidents", `occurred_at<TIMESTAMP('2022-04-16T10:13:19Z')`, "i1"}, {"incidents", `occurred_at>TIMESTAMP('2022-04-16T10:13:19Z')`, "i3"},
			{"incidents", `occurred_at<>TIMESTAMP('2022-04-16T10:13:19Z')`, "i1 i3"}, {"incidents", `occurred_at IS NULL`, "i4"},
			{"rivers", `directed=true`, "rhein"}, {"rivers", `directed=false`, "elbe"}, {"rivers", `directed IS NULL`, "loa"},
			{"incidents", `id='i3'`, "i3"}, {"incidents", `geometry IS NULL`, "i4"},
		})
	}},
	{"logical", func(t *testing.T, a *suite) {
		const form = "(NOT (%[2]s) AND %[1]s) OR (%[3]s and %[4]s) or not (%[1]s OR %[4]s)"
		for _, tc := range []struct{ p1, p2, p3, p4, want string }{ // of the standard's table, on our data
			{`interval_days<>1038288`, `name<>'København'`, `interval_days IS NULL`, `name<'København'`, "kbh bern"},
			{`interval_days<1038288`, `interval_days>1038288`, `interval_days IS NULL`, `name='Bern'`, "kbh kiev ber bern bir lux"},
			{`name IS NULL`, `name<'København'`, `interval_days IS NOT NULL`, `class='outfall'`, "kbh kiev ber bir lux"},
			{`name>='København'`, `interval_days IS NOT NULL`, `class='outfall'`, `interval_days>=1038288`, "ber bir"},
		} {
			f := fmt.Sprintf(form, tc.p1, tc.p2, tc.p3, tc.p4)
			a.holds(t, []predicate{{"sites", f, tc.want}})
		}
		logical(t, a)
	}},
}

var advancedTests = []abstractTest{
	{"like", func(t *testing.T, a *suite) {
		a.each(t, plainText, func(kind, name string, _ queryable) {
			all, some := a.filtered(t, kind, name+` LIKE '%'`), a.filtered(t, kind, name+` like '_%'`)
			apart(t, name, some, a.filtered(t, kind, name+` like ''`))
			if twice := a.filtered(t, kind, name+` like '%%'`); !slices.Equal(all, twice) {
				t.Errorf("%s: %% gives %v, %%%% gives %v", name, all, twice)
			}
			a.filtered(t, kind, name+` like '\%\_'`)
		})
	}},
	{"between", func(t *testing.T, a *suite) {
		a.each(t, numbers, func(kind, name string, _ queryable) {
			a.filtered(t, kind, name+` BETWEEN 0 AND 100`)
			if none := a.filtered(t, kind, name+` between 100.0 and 1.0`); len(none) > 0 {
				t.Errorf("%s lies between 100 and 1: %v", name, none)
			}
		})
	}},
	{"in", func(t *testing.T, a *suite) {
		for _, one := range []struct {
			of   func(queryable) bool
			list string
		}{{numbers, `(1, 2, 3)`}, {plainText, `('foo', 'bar')`}, {typed("boolean", ""), `(true)`},
			{times, `('2022-04-14T14:52:56Z', '2022-04-14T15:52:56Z')`}, {dates, `('2022-04-14', '2022-04-15')`}} {
			a.each(t, one.of, func(kind, name string, _ queryable) { a.filtered(t, kind, name+" IN "+one.list) })
		}
	}},
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"sites", `name LIKE 'B_r%'`, "ber bern bir"}, {"sites", `name NOT LIKE 'B_r%'`, "kbh kiev lux"},
			{"sites", `interval_days between 1000000 and 3000000`, "kbh kiev"}, {"sites", `interval_days not between 1000000 and 3000000`, "ber bir lux"},
			{"sites", `name IN ('Kiev','kobenhavn','Berlin','athens','foo')`, "kiev ber"}, {"sites", `name NOT IN ('Kiev','kobenhavn','Berlin','athens','foo')`, "kbh bern bir lux"},
			{"sites", `interval_days in (1038288,1611692,3094014)`, "kbh ber"}, {"sites", `interval_days not in (1038288,1611692,3094014)`, "kiev bir lux"},
			{"zones", `valid_from in (DATE('2021-04-16'),DATE('2022-04-16'))`, "z1 z2"}, {"zones", `valid_from not in (DATE('2021-04-16'),DATE('2022-04-16'))`, "z3"},
			{"incidents", `occurred_at in (TIMESTAMP('2022-04-16T10:13:19Z'))`, "i2"}, {"incidents", `occurred_at not in (TIMESTAMP('2022-04-16T10:13:19Z'))`, "i1 i3"},
			{"rivers", `directed in (true)`, "rhein"}, {"rivers", `directed not in (false)`, "rhein"},
		})
	}},
	{"logical", logical},
}

var caseTests = []abstractTest{
	{"casei", func(t *testing.T, a *suite) {
		a.each(t, plainText, func(kind, name string, _ queryable) {
			apart(t, name, a.filtered(t, kind, "CASEI("+name+") = casei('foo')"), a.filtered(t, kind, "CASEI("+name+") <> casei('FOO')"))
		})
	}},
	{"casei-like", func(t *testing.T, a *suite) {
		a.each(t, plainText, func(kind, name string, _ queryable) {
			if x, y := a.filtered(t, kind, "CASEI("+name+") LIKE casei('foo%')"), a.filtered(t, kind, "CASEI("+name+") LIKE casei('FOO%')"); !slices.Equal(x, y) {
				t.Errorf("%s: %v and %v", name, x, y)
			}
		})
	}},
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"sites", `CASEI(name)=casei('KIEV')`, "kiev"}, {"sites", `CASEI(name)=casei('kiev')`, "kiev"}, {"sites", `CASEI(name)=casei('KØBENHAVN')`, "kbh"},
			{"sites", `CASEI(name) LIKE casei('b_R%')`, "ber bern bir"}, {"incidents", `casei(category) = CASEI('Foo')`, "i2 i3"},
			{"sites", `CASEI(name) IN (casei('Kiev'), casei('københavn'), casei('BERLIN'))`, "kbh kiev ber"},
		})
	}},
	{"logical", logical},
}

// intersects gives what meets a shape, none of which is disjoint from it.
func (a *suite) intersects(t *testing.T, kind, name, shape string) []string {
	t.Helper()
	in := a.filtered(t, kind, "S_INTERSECTS("+name+","+shape+")")
	apart(t, shape, in, a.filtered(t, kind, "S_DISJOINT("+name+","+shape+")"))
	return in
}

const worldBox, worldPolygon = "BBOX(-180,-90,180,90)", "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"

var basicSpatialTests = []abstractTest{
	{"s_intersects", func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, name string, _ queryable) {
			a.filtered(t, kind, "S_INTERSECTS("+name+","+worldBox+")")
			a.filtered(t, kind, "S_INTERSECTS("+name+",POINT(7.02 49.92))")
			a.refused(t, kind, "filter", "S_INTERSECTS("+name+",POINT(90 180))")
			a.filtered(t, kind, "S_INTERSECTS("+name+",BBOX(-180,-90,-90,90)) AND S_INTERSECTS("+name+",BBOX(90,-90,180,90))")
		})
	}},
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"towns", `S_INTERSECTS(geometry,BBOX(0,40,10,50))`, "de lu be"}, {"towns", `S_INTERSECTS(geometry,BBOX(178,-90,-150,90))`, "fj"},
			{"towns", `S_INTERSECTS(geometry,POINT(6.1 49.6))`, "lu"}, {"towns", `S_INTERSECTS(geometry,POINT(6 50))`, "de lu be"},
			{"towns", `S_INTERSECTS(geometry,BBOX(0,40,10,50)) and not S_INTERSECTS(geometry,BBOX(5,51,10,60))`, "lu be"},
			{"towns", `S_INTERSECTS(geometry,BBOX(5,51,10,60)) or S_INTERSECTS(geometry,BBOX(-90,-50,-60,0))`, "de cl"},
			{"sites", `S_INTERSECTS(geometry,BBOX(0,40,10,50))`, "bern lux"}, {"rivers", `S_INTERSECTS(geometry,BBOX(-180,-90,0,90))`, "loa"},
			{"closures", `S_INTERSECTS(geometry,BBOX(9.5,48,9.6,50))`, "c1"},
		})
	}},
	{"logical", logical},
}

var plusTests = []abstractTest{
	{"s_intersects", func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, name string, _ queryable) {
			a.refused(t, kind, "filter", "S_INTERSECTS("+name+",MULTIPOINT(7.02 49.92, 90 180))")
			for _, shape := range []string{
				"LINESTRING(-180 -45, 0 -45)", "MULTILINESTRING((-180 -45, 0 -45), (0 45, 180 45))",
				"POLYGON((-180 -90, -90 -90, -90 90, -180 90, -180 -90), (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50))",
				"MULTIPOLYGON(((-180 -90, -90 -90, -90 90, -180 90, -180 -90), (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50)),((0 0, 10 0, 10 10, 0 10, 0 0)))",
				"GEOMETRYCOLLECTION(POINT(7.02 49.92), POLYGON((0 0, 10 0, 10 10, 0 10, 0 0)))",
			} {
				a.intersects(t, kind, name, shape)
			}
		})
	}},
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"towns", `S_INTERSECTS(geometry,LINESTRING(-180 -45, 0 -45))`, "cl"}, {"towns", `S_INTERSECTS(geometry,MULTILINESTRING((-180 -45, 0 -45), (0 49.6, 180 49.6)))`, "de lu be cl"},
			{"towns", `S_INTERSECTS(geometry,POLYGON((6.5 48,13 48,13 55,6.5 55,6.5 48),(6.6 48.1,12.9 48.1,12.9 54.9,6.6 54.9,6.6 48.1)))`, "de lu"},
			{"towns", `S_INTERSECTS(geometry,GEOMETRYCOLLECTION(POINT(6.1 49.6), POLYGON((178 -17, 179 -17, 179 -16, 178 -17))))`, "lu fj"},
		})
	}},
}

var spatialTests = []abstractTest{
	{"s_intersects", func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, name string, _ queryable) {
			box, polygon := a.intersects(t, kind, name, worldBox), a.intersects(t, kind, name, worldPolygon)
			if !slices.Equal(box, polygon) {
				t.Errorf("%s: %v and %v", kind, box, polygon)
			}
			a.intersects(t, kind, name, "LINESTRING(7 50, 10 51)")
			a.intersects(t, kind, name, "POINT(7.02 49.92)")
		})
	}},
	{"s_disjoint", func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, name string, _ queryable) {
			for _, shape := range []string{worldBox, worldPolygon} {
				if out := a.filtered(t, kind, "S_DISJOINT("+name+","+shape+")"); len(out) > 0 {
					t.Errorf("%s: %v lie outside of the world", kind, out)
				}
			}
			a.refused(t, kind, "filter", "S_DISJOINT("+name+",POINT(90 180))")
		})
	}},
	relation("s_equals", worldPolygon, "LINESTRING(7 50,10 51)", "POINT(7.02 49.92)"),
	relation("s_touches", worldBox, worldPolygon, "LINESTRING(7 50,10 51)"),
	relation("s_crosses", worldBox, worldPolygon, "LINESTRING(7 50,10 51)"),
	relation("s_within", worldBox, worldPolygon, "LINESTRING(7 50,10 51)", "MULTIPOINT(7 50,10 51)"),
	{"s_contains", func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, name string, _ queryable) {
			for _, shape := range []string{worldBox, worldPolygon, "LINESTRING(7 50,10 51)", "MULTIPOINT(7 50,10 51)"} {
				apart(t, shape, a.filtered(t, kind, "S_CONTAINS("+name+","+shape+")"), a.filtered(t, kind, "S_WITHIN("+name+","+shape+")"))
			}
		})
	}},
	relation("s_overlaps", worldPolygon, "LINESTRING(7 50,10 51)", "MULTIPOINT(7 50,10 51)"),
	{"test-data", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{
			{"towns", `S_DISJOINT(geometry,BBOX(0,40,10,50))`, "fj cl"}, {"incidents", `S_DISJOINT(geometry,BBOX(0,40,10,50))`, "i3"},
			{"sites", `S_EQUALS(geometry,POINT(6.1 49.6))`, "lux"}, {"towns", `S_EQUALS(geometry,POLYGON((179 -18,179 -16,177 -16,177 -18,179 -18)))`, "fj"},
			{"towns", `S_TOUCHES(geometry,POINT(6 50))`, "de lu be"}, {"towns", `S_TOUCHES(geometry,POLYGON((6 50,5.7 49.5,6.5 49.5,6 50)))`, "de be"},
			{"towns", `S_TOUCHES(geometry,LINESTRING(6 50,5.7 49.5))`, "de lu be"},
			{"rivers", `S_CROSSES(geometry,BBOX(0,40,10,51))`, "rhein"}, {"rivers", `S_CROSSES(geometry,LINESTRING(-69.5 -90,-69.5 90))`, "loa"},
			{"towns", `S_WITHIN(geometry,BBOX(-180,-90,0,90))`, "cl"}, {"sites", `S_WITHIN(geometry,BBOX(-180,-90,0,90))`, "bir"}, {"sites", `S_WITHIN(geometry,BBOX(6.1,49,7,50))`, ""},
			{"towns", `S_CONTAINS(geometry,BBOX(9,50,10,51))`, "de"}, {"towns", `S_CONTAINS(geometry,LINESTRING(9 50,10 51))`, "de"}, {"towns", `S_CONTAINS(geometry,POINT(6 50))`, ""},
			{"towns", `S_OVERLAPS(geometry,BBOX(-180,-90,10,90))`, "de"}, {"towns", `S_WITHIN(POINT(9 50),geometry)`, "de"},
		})
	}},
	{"logical", logical},
}

// relation asks for one relation to some shapes of every geometry; all must be answered,
// and the box and polygon of the world be the same.
func relation(name string, shapes ...string) abstractTest {
	return abstractTest{name, func(t *testing.T, a *suite) {
		a.each(t, spatial, func(kind, property string, _ queryable) {
			results := map[string][]string{}
			for _, shape := range shapes {
				results[shape] = a.filtered(t, kind, name+"("+property+","+shape+")")
			}
			if box, ok := results[worldBox]; ok && !slices.Equal(box, results[worldPolygon]) {
				t.Errorf("%s %s: %v and %v", kind, name, box, results[worldPolygon])
			}
		})
	}}
}

var temporalTests = []abstractTest{
	{"temporal-functions-1", func(t *testing.T, a *suite) {
		for _, one := range []struct {
			of   func(queryable) bool
			with []string
		}{
			{times, []string{"TIMESTAMP('2022-04-24T07:59:57Z')", "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')"}},
			{dates, []string{"DATE('2022-04-24')", "INTERVAL('2021-01-01','2021-12-31')"}},
		} {
			a.each(t, one.of, func(kind, name string, _ queryable) {
				for _, with := range one.with {
					for _, f := range []string{"T_AFTER", "T_BEFORE", "T_DISJOINT", "T_EQUALS", "T_INTERSECTS"} {
						a.filtered(t, kind, f+"("+name+","+with+")")
					}
					a.refused(t, kind, "filter", "T_DURING("+name+","+with+")")
				}
			})
		}
	}},
	{"temporal-functions-2", func(t *testing.T, a *suite) {
		for _, f := range []string{"T_AFTER", "T_BEFORE", "T_DISJOINT", "T_EQUALS", "T_INTERSECTS", "T_CONTAINS", "T_DURING", "T_FINISHEDBY", "T_FINISHES",
			"T_MEETS", "T_METBY", "T_OVERLAPPEDBY", "T_OVERLAPS", "T_STARTEDBY", "T_STARTS"} {
			a.filtered(t, "incidents", f+"(INTERVAL(occurred_at,due_at),INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z'))")
			a.filtered(t, "zones", f+"(INTERVAL(valid_from,valid_to),INTERVAL('2021-01-01','2021-12-31'))")
		}
	}},
	{"test-data", func(t *testing.T, a *suite) {
		span := "interval(occurred_at,due_at)"
		a.holds(t, []predicate{
			{"zones", `t_after(valid_from,date('2022-04-16'))`, "z3"}, {"zones", `t_before(valid_from,date('2022-04-16'))`, "z1"},
			{"zones", `t_disjoint(valid_from,date('2022-04-16'))`, "z1 z3"}, {"zones", `t_equals(valid_from,date('2022-04-16'))`, "z2"},
			{"zones", `t_intersects(valid_from,interval('2022-01-01','2022-12-31'))`, "z2"}, {"zones", `t_equals(valid_from,interval('2022-04-16','2022-04-16'))`, "z2"},
			{"zones", `t_after(valid_from,interval('..','..'))`, ""}, {"zones", `not t_after(valid_from,interval('..','..'))`, "z1 z2 z3"},
			{"incidents", `t_after(occurred_at,timestamp('2022-04-16T10:13:19Z'))`, "i3"}, {"incidents", `t_intersects(occurred_at,interval('2022-01-01T00:00:00Z','2022-12-31T23:59:59Z'))`, "i2 i3"},
			{"incidents", "t_after(" + span + `,interval('..','2022-04-16T10:13:19Z'))`, "i3"}, {"incidents", "t_before(" + span + `,interval('2023-01-01T00:00:00Z','..'))`, "i1 i2 i3"},
			{"incidents", "t_disjoint(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:15:09Z'))`, "i3"}, {"incidents", "t_equals(" + span + `,interval('2021-04-16T10:15:59Z','2022-04-16T10:16:06Z'))`, "i1"},
			{"incidents", "T_CONTAINS(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:15:10Z'))`, "i1"}, {"incidents", "T_DURING(" + span + `,interval('2022-01-01T00:00:00Z','2022-12-31T23:59:59Z'))`, "i2 i3"},
			{"incidents", "T_FINISHEDBY(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:16:06Z'))`, "i1"}, {"incidents", "T_FINISHES(" + span + `,interval('2022-01-16T10:13:19Z','2022-04-16T10:15:10Z'))`, "i2"},
			{"incidents", "T_MEETS(" + span + `,interval('2022-04-16T10:15:10Z','2023-04-16T10:15:10Z'))`, "i2"}, {"incidents", "T_METBY(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:15:10Z'))`, "i3"},
			{"incidents", "T_OVERLAPPEDBY(" + span + `,interval('2020-04-16T10:13:19Z','2022-04-16T10:15:00Z'))`, "i1 i2"}, {"incidents", "T_OVERLAPS(" + span + `,interval('2022-04-16T10:13:19Z','2023-04-16T10:15:10Z'))`, "i1"},
			{"incidents", "T_STARTEDBY(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:14:10Z'))`, "i2"}, {"incidents", "T_STARTS(" + span + `,interval('2022-04-16T10:13:19Z','2022-04-16T10:16:10Z'))`, "i2"},
		})
	}},
	{"logical", logical},
}

var textTests = []abstractTest{
	{"validate", func(t *testing.T, a *suite) { // all classes above are asked in CQL2 Text
		if len(a.valid) < 100 {
			t.Errorf("only %d filters in CQL2 Text were answered", len(a.valid))
		}
	}},
	{"escaping", func(t *testing.T, a *suite) {
		a.holds(t, []predicate{{"sites", `source = 'it''s "so"\tand\nso'`, "lux"}, {"sites", `source = 'it\'s "so"\tand\nso'`, "lux"}})
	}},
}

var jsonTests = []abstractTest{
	{"validate", func(t *testing.T, a *suite) { // cql2 itself shows that both encodings give one tree
		for f, want := range map[string]string{
			`{"op":"and","args":[{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["b%"]}]},{"op":"between","args":[{"property":"interval_days"},0,4000000]}]}`: "ber",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[0,40,10,50]}]}`:                                                                                                           "bern lux",
			`{"op":"not","args":[{"op":"in","args":[{"property":"class"},["outfall","section"]]}]}`:                                                                                                  "bir",
			`{"op":"isNull","args":[{"property":"interval_days"}]}`:                                                                                                                                  "bern",
		} {
			status, ids, _, body := a.items(t, "sites", "filter", f, "filter-lang", "cql2-json")
			if status != http.StatusOK || strings.Join(ids, " ") != want {
				t.Errorf("%s: %d, %v, want %s: %s", f, status, ids, want, body)
			}
		}
		a.refused(t, "sites", "filter", `{"op":"=","args":[{"property":"nmae"},1]}`, "filter-lang", "cql2-json")
	}},
}
