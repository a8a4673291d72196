package sqlite

import (
	"fmt"
	"strings"
	"sync"

	"xunhu/api/filter"
	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/finding"
)

// filtered is where, with the filter of a query.
func (t table) filtered(region string, q store.Query, shapes *held) (string, []any, error) {
	from, args, err := t.where(region, q)
	if err == nil && q.Wants != nil {
		from, args = from+" AND xunhu_wanted(?, t.geom)", append(args, shapes.add(q.Wants))
	}
	if err != nil || q.Filter == nil {
		return from, args, err
	}
	if b, ok := filter.Bound(q.Filter); ok && q.BBox == nil {
		// Only what lies near can pass. The sign keeps the planner from the index on the
		// region, which holds all of the collection.
		from = strings.Replace(from, "t.region = ?", "+t.region = ?", 1) + " AND t.fid IN (" + t.near + ")"
		args = append(args, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	}
	c := condition{table: t, shapes: shapes, args: args}
	text, err := c.expr(q.Filter)
	return from + " AND " + text, c.args, err
}

// A condition renders a filter as SQL over a table t. Names come from the schema, values
// are bound in the order in which they stand.
type condition struct {
	table
	shapes *held
	args   []any
}

func (c *condition) bind(v any) string {
	c.args = append(c.args, v)
	return "?"
}

// expr gives an SQL expression that is true, false or NULL where the filter is true,
// false or unknown.
func (c *condition) expr(e filter.Expr) (string, error) {
	switch e := e.(type) {
	case filter.And:
		return c.all(e, " AND ", "TRUE")
	case filter.Or:
		return c.all(e, " OR ", "FALSE")
	case filter.Not:
		of, err := c.expr(e.Of)
		return "(NOT " + of + ")", err
	case filter.Const:
		return map[bool]string{true: "TRUE", false: "FALSE"}[bool(e)], nil
	case filter.Compare:
		left, err := c.value(e.Left)
		if err != nil {
			return "", err
		}
		right, err := c.value(e.Right)
		return "(" + left + " " + operators[e.Op] + " " + right + ")", err
	case filter.Like:
		of, err := c.value(e.Of)
		return "xunhu_like(CAST(" + of + " AS BLOB), " + c.bind([]byte(e.Pattern)) + ")", err // as bytes: the driver ends a text at its first zero
	case filter.In:
		return c.in(e)
	case filter.IsNull:
		if e.Of.Name == filter.Geometry {
			return "(t.geom IS NULL)", nil
		}
		column, err := c.column(e.Of)
		return "(" + column + " IS NULL)", err
	case filter.Spatial:
		// Where the R-tree knows better the geometry is not read.
		b := e.Shape.Bound()
		c.args = append(c.args, b.Min[0], b.Max[0], b.Min[1], b.Max[1], c.shapes.add(e))
		return "(CASE WHEN t.geom IS NULL THEN NULL WHEN t.fid NOT IN (" + c.near + ") THEN FALSE ELSE xunhu_holds(?, t.geom) END)", nil
	}
	return "", fmt.Errorf("sqlite: a filter of type %T", e)
}

// operators are the comparisons in SQL; the list keeps out whatever else an Op may hold.
var operators = map[filter.Op]string{
	filter.Equal: "=", filter.Unequal: "<>", filter.Less: "<", filter.LessEqual: "<=", filter.Greater: ">", filter.GreaterEqual: ">=",
}

// all joins expressions by halves, since SQLite bounds the depth of an expression.
func (c *condition) all(list []filter.Expr, by, none string) (string, error) {
	switch len(list) {
	case 0:
		return none, nil
	case 1:
		return c.expr(list[0])
	}
	left, err := c.all(list[:len(list)/2], by, none)
	if err != nil {
		return "", err
	}
	right, err := c.all(list[len(list)/2:], by, none)
	return "(" + left + by + right + ")", err
}

func (c *condition) in(e filter.In) (string, error) {
	of, err := c.value(e.Of)
	if err != nil {
		return "", err
	}
	list := make([]string, len(e.List))
	for i, v := range e.List {
		if list[i], err = c.value(v); err != nil {
			return "", err
		}
	}
	return "(" + of + " IN (" + strings.Join(list, ", ") + "))", nil
}

// value gives a value as it compares in SQL; what a property holds that its type does
// not know is NULL.
func (c *condition) value(v filter.Value) (string, error) {
	switch v := v.(type) {
	case filter.Property:
		column, err := c.column(v)
		switch v.Of {
		case filter.BoolType:
			column = "(" + column + " <> 0)"
		case filter.DateType:
			column = "xunhu_date(" + column + ")"
		case filter.TimeType:
			column = "xunhu_time(" + column + ")"
		}
		return column, err
	case filter.Folded:
		of, err := c.value(v.Of)
		return "CAST(xunhu_fold(CAST(" + of + " AS BLOB)) AS TEXT)", err
	case filter.Text:
		return c.bind(string(v)), nil
	case filter.Number:
		return c.bind(float64(v)), nil
	case filter.Bool:
		return c.bind(bool(v)), nil
	case filter.Date:
		return c.bind(string(v)), nil
	case filter.Time:
		return c.bind(v.Key()), nil
	}
	return "", fmt.Errorf("sqlite: a value of type %T in a filter", v)
}

func (c *condition) column(p filter.Property) (string, error) {
	if p.Name == filter.ID {
		return "t.id", nil
	}
	f, ok := c.schema.Field(p.Name)
	if !ok {
		return "", row.UnknownProperty(c.schema.Kind, p.Name)
	}
	if filter.TypeOf(f.Type) != p.Of {
		return "", finding.New("store.not_comparable", "", "name", f.Name)
	}
	return "t." + quote(f.Name), nil
}

// shapes are what queries under way ask of geometries, relations (filter.Spatial) and store.Query's
// Wants. SQL names each by a number, so that a shape need not be read again for every row.
type shapes struct {
	mu    sync.RWMutex
	last  int64
	known map[int64]any
}

// held are those of one query.
type held struct {
	of      *shapes
	numbers []int64
}

func (s *shapes) hold() *held { return &held{of: s} }

// A number stands for what is asked as long as its query lasts, and never comes again.
type number int64

func (h *held) add(e any) number {
	s := h.of
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[int64]any{}
	}
	s.last++
	s.known[s.last] = e
	h.numbers = append(h.numbers, s.last)
	return number(s.last)
}

func (h *held) release() {
	if len(h.numbers) == 0 {
		return
	}
	h.of.mu.Lock()
	defer h.of.mu.Unlock()
	for _, n := range h.numbers {
		delete(h.of.known, n)
	}
}

func (s *shapes) get(n int64) any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.known[n]
}
