package postgis

import (
	"fmt"
	"math"
	"strings"

	"xunhu/api/filter"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A between is a condition in SQL from below and from above: what low holds for passes,
// what high does not hold for does not, and filter.Eval has the last word on the rows
// between. Both are true, false or NULL, in the order false, NULL, true never above
// (low) and never below (high) what Eval says.
//
// Both are the same, and SQL has the last word, for And, Or, Not, Const, IsNull and
// comparisons of truths, days, numbers, and texts that are equal or not. They also are for
// each row whose
//   - texts that are sorted or matched to a pattern are stored unescaped,
//   - texts without case are ASCII, since PostgreSQL folds less than Unicode does,
//   - moments are written as RFC 3339 has them, to the microsecond, in the years 1000 to 8999,
//   - whole numbers beside a fraction are within 2^53.
//
// Spatial relations are only bounded, by boxes.
type between struct{ low, high string }

func exact(sql string) between { return between{sql, sql} }

func (b between) exact() bool { return b.low == b.high }

// filtered is where, with the filter of a query; sure is the condition on which a row
// needs no further look, "" if none does.
func (t table) filtered(w *clause, e filter.Expr) (sure string, err error) {
	if e == nil {
		return "", nil
	}
	c := condition{t, w}
	b, err := c.expr(e)
	if err != nil {
		return "", err
	}
	w.text += " AND " + b.high
	if b.exact() {
		return "", nil
	}
	return "(" + b.low + ") IS TRUE", nil
}

// A condition renders a filter over a table t into a clause. Names come from the schema,
// values are bound.
type condition struct {
	table
	to *clause
}

func (c condition) bind(v any, as string) string {
	c.to.args = append(c.to.args, v)
	return fmt.Sprintf("$%d::%s", len(c.to.args), as)
}

func (c condition) expr(e filter.Expr) (between, error) {
	switch e := e.(type) {
	case filter.And:
		return c.all(e, " AND ", "TRUE")
	case filter.Or:
		return c.all(e, " OR ", "FALSE")
	case filter.Not:
		of, err := c.expr(e.Of)
		return between{"(NOT " + of.high + ")", "(NOT " + of.low + ")"}, err
	case filter.Const:
		return exact(map[bool]string{true: "TRUE", false: "FALSE"}[bool(e)]), nil
	case filter.Compare:
		return c.compare(e)
	case filter.Like:
		return c.like(e)
	case filter.In:
		return c.in(e)
	case filter.IsNull:
		if e.Of.Name == filter.Geometry {
			return exact("(t.geom IS NULL)"), nil
		}
		column, _, err := c.column(e.Of)
		return exact("(" + column + " IS NULL)"), err
	case filter.Spatial:
		b, box := e.Shape.Bound(), make([]string, 4)
		for i, x := range []float64{b.Left(), b.Bottom(), b.Right(), b.Top()} {
			box[i] = c.bind(x, "float8")
		}
		return between{"(t.geom IS NULL AND NULL)", "(t.geom && ST_MakeEnvelope(" + strings.Join(box, ", ") + ", 4326))"}, nil
	}
	return between{}, fmt.Errorf("postgis: a filter of type %T", e)
}

func (c condition) all(list []filter.Expr, by, none string) (between, error) {
	if len(list) == 0 {
		return exact(none), nil
	}
	low, high := make([]string, len(list)), make([]string, len(list))
	for i, e := range list {
		b, err := c.expr(e)
		if err != nil {
			return between{}, err
		}
		low[i], high[i] = b.low, b.high
	}
	return between{"(" + strings.Join(low, by) + ")", "(" + strings.Join(high, by) + ")"}, nil
}

// operators are the comparisons in SQL; the list keeps out whatever else an Op may hold.
var operators = map[filter.Op]string{
	filter.Equal: "=", filter.Unequal: "<>", filter.Less: "<", filter.LessEqual: "<=", filter.Greater: ">", filter.GreaterEqual: ">=",
}

func (c condition) compare(e filter.Compare) (between, error) {
	left, err := c.value(e.Left)
	if err != nil {
		return between{}, err
	}
	right, err := c.value(e.Right)
	if err != nil {
		return between{}, err
	}
	var unsure []string
	if e.Op != filter.Equal && e.Op != filter.Unequal {
		unsure = append(unsure, left.sorting, right.sorting)
	}
	if left.whole != "" && right.whole != "" {
		left.sql, right.sql = left.whole, right.whole
	} else if !left.small && !right.small {
		unsure = append(unsure, left.rounding, right.rounding)
	}
	return given("("+left.sql+" "+operators[e.Op]+" "+right.sql+")", append(unsure, left.unsure, right.unsure)...), nil
}

// given is a condition that SQL answers unless one of some others holds.
func given(sql string, unsure ...string) between {
	var all []string
	for _, one := range unsure {
		if one != "" {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return exact(sql)
	}
	unless := "(CASE WHEN " + strings.Join(all, " OR ") + " THEN "
	return between{unless + "FALSE ELSE " + sql + " END)", unless + "TRUE ELSE " + sql + " END)"}
}

func (c condition) like(e filter.Like) (between, error) {
	of, err := c.value(e.Of)
	if err != nil {
		return between{}, err
	}
	pattern := e.Pattern
	if n := len(pattern) - len(strings.TrimRight(pattern, `\`)); n%2 == 1 { // it stands for itself; PostgreSQL wants a next one
		pattern += `\`
	}
	return given("("+of.sql+" LIKE "+c.bind(pattern, "text")+")", of.unsure, of.sorting, misfit(pattern)), nil
}

// in is one comparison of many, but for texts, which PostgreSQL looks up.
func (c condition) in(e filter.In) (between, error) {
	texts, each := make([]string, 0, len(e.List)), make(filter.Or, len(e.List))
	for i, v := range e.List {
		if text, ok := v.(filter.Text); ok {
			texts = append(texts, string(text))
		}
		each[i] = filter.Compare{Op: filter.Equal, Left: e.Of, Right: v}
	}
	if len(texts) < len(e.List) || len(texts) == 0 {
		return c.expr(each)
	}
	of, err := c.value(e.Of)
	if err != nil {
		return between{}, err
	}
	return given("("+of.sql+" = ANY ("+c.bind(texts, "text[]")+"))", of.unsure), nil
}

// A value is an SQL expression, with the conditions, "" if none, on which it does not
// compare as it should. None of them is NULL.
type value struct {
	sql      string
	unsure   string // at all
	sorting  string // by anything but equality, or to a pattern
	rounding string // to a number that is not small
	whole    string // a whole number as such; sql is it as a real one
	small    bool   // a number within 2^53
}

const (
	// days is what filter.DateKey takes.
	days = `(([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31))|(([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29))`
	// moments are those of what filter.TimeKey takes that PostgreSQL takes for the same.
	moments = `^(?=[1-8])` + days + `T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[-+](0[0-9]|1[0-4]):[0-5][0-9])$`
	// plain are the texts that both fold alike.
	plain = `^[\u0001-\u0019\u001b-\u007f]*$`
)

// value gives a value as it compares in SQL; what a property holds that its type does
// not know is NULL.
func (c condition) value(v filter.Value) (value, error) {
	switch v := v.(type) {
	case filter.Property:
		return c.property(v)
	case filter.Folded:
		if text, ok := v.Of.(filter.Text); ok {
			return c.value(filter.Text(filter.Fold(string(text))))
		}
		of, err := c.value(v.Of)
		return value{sql: "lower(" + of.sql + ")", unsure: "coalesce(" + of.sql + " !~ '" + plain + "', FALSE)"}, err
	case filter.Text:
		return value{sql: c.bind(string(v), "text") + ` COLLATE "C"`, sorting: misfit(string(v))}, nil
	case filter.Number:
		return value{sql: c.bind(float64(v), "float8"), small: math.Abs(float64(v)) < 1<<53}, nil
	case filter.Bool:
		return value{sql: c.bind(bool(v), "boolean")}, nil
	case filter.Date:
		return value{sql: c.bind(string(v), "text") + ` COLLATE "C"`}, nil
	case filter.Time:
		bound := value{sql: c.bind(v.Time, "timestamptz")}
		if y := v.UTC().Year(); y < 1 || y > 9999 || v.Nanosecond()%1000 != 0 {
			bound.unsure = "TRUE"
		}
		return bound, nil
	}
	return value{}, fmt.Errorf("postgis: a value of type %T in a filter", v)
}

// misfit is TRUE for a text that is not stored as it is.
func misfit(s string) string {
	if escaped(s) != s {
		return "TRUE"
	}
	return ""
}

func (c condition) property(p filter.Property) (value, error) {
	column, of, err := c.column(p)
	switch {
	case of == feature.Integer:
		return value{sql: column + "::float8", whole: column, rounding: "coalesce(" + column + " NOT BETWEEN -9007199254740992 AND 9007199254740992, FALSE)"}, err
	case p.Of == filter.TextType:
		return value{sql: column, sorting: "coalesce(strpos(" + column + ", chr(26)) > 0, FALSE)"}, err
	case p.Of == filter.DateType:
		return value{sql: "(CASE WHEN " + column + " ~ '^" + days + "$' THEN " + column + " END)"}, err
	case p.Of == filter.TimeType:
		return value{sql: "(CASE WHEN " + column + " ~ '" + moments + "' THEN " + column + "::timestamptz END)", unsure: "coalesce(" + column + " !~ '" + moments + "', FALSE)"}, err
	}
	return value{sql: column}, err
}

func (c condition) column(p filter.Property) (string, feature.Type, error) {
	if p.Name == filter.ID {
		return "t.id", feature.Text, nil
	}
	f, ok := c.schema.Field(p.Name)
	if !ok {
		return "", "", row.UnknownProperty(c.schema.Kind, p.Name)
	}
	if filter.TypeOf(f.Type) != p.Of {
		return "", "", finding.New("store.not_comparable", "", "name", f.Name)
	}
	return "t." + quote(f.Name), f.Type, nil
}
