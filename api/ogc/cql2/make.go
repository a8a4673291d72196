package cql2

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/geo/crs"
	"xunhu/geo/finding"
)

// Limits of a filter.
const (
	MaxBytes     = 64 << 10
	maxDepth     = 64
	maxNodes     = 2000
	maxPositions = 8000
)

// A Scope says what a filter may name and in which system its coordinates are.
type Scope struct {
	Properties []filter.Property
	System     crs.System
}

// A place in a filter: a byte of a text, or a JSON pointer. It is put into words only
// when somebody must be told, because counting lines is dear.
type place struct {
	src     string
	at      int
	pointer string
}

// name says a place in both languages; columns count characters, from 1.
func (p place) name() finding.Name {
	switch {
	case p.src != "" || p.at > 0:
		before := p.src[:p.at]
		line := 1 + strings.Count(before, "\n")
		column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
		return finding.Name{ZH: fmt.Sprintf("第 %d 行第 %d 列", line, column), EN: fmt.Sprintf("line %d, column %d", line, column)}
	case p.pointer == "":
		return finding.Name{ZH: "最外层", EN: "the outermost value"}
	}
	return finding.Name{ZH: p.pointer, EN: p.pointer}
}

// An operand is what stands at a place: one of its members is set.
type operand struct {
	at       place
	expr     filter.Expr
	value    filter.Value
	shape    orb.Geometry // in the scope's system
	interval *filter.Interval
}

// A maker makes nodes of what a reader has read, and counts them.
type maker struct {
	Scope
	nodes, positions int
}

// fault is a finding about a place.
func fault(at place, code string, args ...any) error {
	return finding.New(code, "?filter", append(args, "at", at.name())...)
}

// placed adds the place to what a constructor found.
func placed(at place, f *finding.Finding) error {
	f.Where, f.Args["at"] = "?filter", at.name()
	return f
}

func tooLarge(src string) error {
	if len(src) > MaxBytes {
		return finding.New("cql2.too_long", "?filter", "have", len(src), "most", MaxBytes)
	}
	return nil
}

func deep(at place) error { return fault(at, "cql2.too_deep", "most", maxDepth) }

// node counts a node.
func (m *maker) node(at place) error {
	if m.nodes++; m.nodes > maxNodes {
		return fault(at, "cql2.too_many", "most", maxNodes)
	}
	return nil
}

func (m *maker) made(at place, e filter.Expr, f *finding.Finding) (operand, error) {
	if f != nil {
		return operand{}, placed(at, f)
	}
	return operand{at: at, expr: e}, m.node(at)
}

func (m *maker) literal(at place, v filter.Value) (operand, error) {
	return operand{at: at, value: v}, m.node(at)
}

func (m *maker) property(at place, name string) (operand, error) {
	i := slices.IndexFunc(m.Properties, func(p filter.Property) bool { return p.Name == name })
	if i < 0 {
		var known []string
		for _, p := range m.Properties {
			known = append(known, p.Name)
		}
		return operand{}, fault(at, "cql2.no_property", "name", name, "known", known)
	}
	return m.literal(at, m.Properties[i])
}

// expression demands a condition.
func (o operand) expression() (filter.Expr, error) {
	if o.expr != nil {
		return o.expr, nil
	}
	if b, ok := o.value.(filter.Bool); ok {
		return filter.Const(b), nil
	}
	return nil, fault(o.at, "cql2.no_condition")
}

// scalar demands a value that is no geometry.
func (o operand) scalar() (filter.Value, error) {
	if o.value == nil || o.value.Type() == filter.GeometryType {
		return nil, fault(o.at, "cql2.no_value")
	}
	return o.value, nil
}

func (m *maker) compare(at place, op filter.Op, left, right operand) (operand, error) {
	l, err := left.scalar()
	if err != nil {
		return operand{}, err
	}
	r, err := right.scalar()
	if err != nil {
		return operand{}, err
	}
	e, f := filter.NewCompare(op, l, r)
	return m.made(at, e, f)
}

func (m *maker) like(of, pattern operand) (operand, error) {
	v, err := of.scalar()
	if err != nil {
		return operand{}, err
	}
	p, err := pattern.scalar()
	if err != nil {
		return operand{}, err
	}
	e, f := filter.NewLike(v, p)
	return m.made(pattern.at, e, f)
}

func (m *maker) between(of, low, high operand) (operand, error) {
	var v [3]filter.Value
	for i, o := range []operand{of, low, high} {
		var err error
		if v[i], err = o.scalar(); err != nil {
			return operand{}, err
		}
	}
	e, f := filter.NewBetween(v[0], v[1], v[2])
	return m.made(of.at, e, f)
}

func (m *maker) in(of operand, list []operand) (operand, error) {
	v, err := of.scalar()
	if err != nil {
		return operand{}, err
	}
	values := make([]filter.Value, len(list))
	for i, o := range list {
		if values[i], err = o.scalar(); err != nil {
			return operand{}, err
		}
	}
	e, f := filter.NewIn(v, values)
	return m.made(of.at, e, f)
}

func (m *maker) isNull(of operand) (operand, error) {
	p, ok := of.value.(filter.Property)
	if !ok {
		return operand{}, fault(of.at, "cql2.null_of_property")
	}
	return m.made(of.at, filter.IsNull{Of: p}, nil)
}

func (m *maker) fold(at place, of operand) (operand, error) {
	v, err := of.scalar()
	if err != nil {
		return operand{}, err
	}
	folded, f := filter.NewFolded(v)
	if f != nil {
		return operand{}, placed(at, f)
	}
	return m.literal(at, folded)
}

// function makes the predicate of a name of two operands: S_..., T_...
func (m *maker) function(at place, name string, args []operand) (operand, error) {
	lower := strings.ToLower(name)
	if len(args) != 2 && (strings.HasPrefix(lower, "s_") || strings.HasPrefix(lower, "t_")) {
		return operand{}, fault(at, "cql2.arguments", "name", name, "want", 2, "have", len(args))
	}
	if kind, ok := strings.CutPrefix(lower, "s_"); ok && slices.Contains(filter.Relations(), kind) {
		return m.spatial(at, kind, args[0], args[1])
	}
	if kind, ok := strings.CutPrefix(lower, "t_"); ok && slices.Contains(filter.Temporals(), kind) {
		return m.temporal(at, kind, args[0], args[1])
	}
	return operand{}, fault(at, "cql2.no_function", "name", name)
}

// known tells whether function makes something of a name.
func known(name string) bool {
	lower := strings.ToLower(name)
	s, isS := strings.CutPrefix(lower, "s_")
	t, isT := strings.CutPrefix(lower, "t_")
	return isS && slices.Contains(filter.Relations(), s) || isT && slices.Contains(filter.Temporals(), t)
}

func (m *maker) spatial(at place, kind string, a, b operand) (operand, error) {
	if a.shape != nil {
		a, b, kind = b, a, filter.Flipped(kind)
	}
	if p, ok := a.value.(filter.Property); !ok || p.Of != filter.GeometryType {
		return operand{}, fault(a.at, "cql2.no_geometry", "name", filter.Geometry)
	}
	if b.shape == nil {
		return operand{}, fault(b.at, "cql2.no_shape")
	}
	e, f := filter.NewSpatial(kind, b.shape)
	return m.made(at, e, f)
}

func (m *maker) temporal(at place, kind string, a, b operand) (operand, error) {
	x, err := a.time()
	if err != nil {
		return operand{}, err
	}
	y, err := b.time()
	if err != nil {
		return operand{}, err
	}
	e, f := filter.NewTemporal(kind, x, y)
	return m.made(at, e, f)
}

// time demands an interval, or a moment or day, which is one too.
func (o operand) time() (filter.Interval, error) {
	if o.interval != nil {
		return *o.interval, nil
	}
	v, err := o.scalar()
	return filter.Interval{Start: v, End: v, Instant: true}, err
}

// between makes an interval of its two ends; a text ".." is an open one.
func (m *maker) span(at place, ends []operand) (operand, error) {
	if len(ends) != 2 {
		return operand{}, fault(at, "cql2.arguments", "name", "INTERVAL", "want", 2, "have", len(ends))
	}
	var v [2]filter.Value
	for i, o := range ends {
		if o.value == filter.Text("..") {
			continue
		}
		var err error
		if v[i], err = o.scalar(); err != nil {
			return operand{}, err
		}
	}
	return operand{at: at, interval: &filter.Interval{Start: v[0], End: v[1]}}, m.node(at)
}

func (m *maker) date(at place, s string) (operand, error) {
	d, f := filter.NewDate(s)
	if f != nil {
		return operand{}, placed(at, f)
	}
	return m.literal(at, d)
}

func (m *maker) moment(at place, s string) (operand, error) {
	t, f := filter.NewTime(s)
	if f != nil {
		return operand{}, placed(at, f)
	}
	return m.literal(at, t)
}

// shape brings a geometry of the scope's system to longitude and latitude.
func (m *maker) shape(at place, g orb.Geometry) (operand, error) {
	brought, f := m.System.Bring(g)
	if f != nil {
		return operand{}, outside(at, m.System, f)
	}
	return operand{at: at, shape: brought}, m.node(at)
}

// box is the box of four numbers, or six with heights.
func (m *maker) box(at place, n []float64) (operand, error) {
	switch len(n) {
	case 4:
	case 6:
		n = []float64{n[0], n[1], n[3], n[4]}
	default:
		return operand{}, fault(at, "cql2.box", "have", len(n))
	}
	g, f := m.System.Box(orb.Point{n[0], n[1]}, orb.Point{n[2], n[3]})
	if f != nil {
		return operand{}, outside(at, m.System, f)
	}
	return operand{at: at, shape: g}, m.node(at)
}

func outside(at place, s crs.System, f *finding.Finding) error {
	if f.Code == "crs.box_order" {
		return placed(at, f)
	}
	return fault(at, "cql2.outside", "crs", s.Name(), "x", fmt.Sprint(f.Args["x"]), "y", fmt.Sprint(f.Args["y"]))
}

// position makes one, of two numbers or three.
func (m *maker) position(at place, n []float64) (p orb.Point, err error) {
	if m.positions++; m.positions > maxPositions {
		return p, fault(at, "cql2.positions", "most", maxPositions)
	}
	if len(n) < 2 || len(n) > 4 {
		return p, fault(at, "cql2.position")
	}
	for _, v := range n {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return p, fault(at, "cql2.position")
		}
	}
	return orb.Point{n[0], n[1]}, nil
}
