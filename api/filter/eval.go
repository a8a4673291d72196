package filter

import (
	"cmp"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// Truth is the value of a condition: False, Unknown or True.
type Truth int8

// The values of a condition.
const (
	False   Truth = -1
	Unknown Truth = 0
	True    Truth = 1
)

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Passes tells whether a feature passes a filter; nil passes all.
func Passes(e Expr, f feature.Feature) bool { return e == nil || Eval(e, f) == True }

// Eval gives the value of a condition for a feature.
func Eval(e Expr, f feature.Feature) Truth {
	switch e := e.(type) {
	case And:
		all := True
		for _, one := range e {
			all = min(all, Eval(one, f))
		}
		return all
	case Or:
		any := False
		for _, one := range e {
			any = max(any, Eval(one, f))
		}
		return any
	case Not:
		return -Eval(e.Of, f)
	case Const:
		return truth(bool(e))
	case Compare:
		a, okA := scalar(e.Left, f)
		b, okB := scalar(e.Right, f)
		if !okA || !okB {
			return Unknown
		}
		return truth(e.Op.holds(order(a, b)))
	case Like:
		s, ok := scalar(e.Of, f)
		if !ok {
			return Unknown
		}
		return truth(Matches(s.(string), e.Pattern))
	case In:
		return in(e, f)
	case IsNull:
		return truth(missing(e.Of.Name, f))
	case Spatial:
		return e.Holds(f.Geometry)
	}
	return Unknown
}

func in(e In, f feature.Feature) Truth {
	v, ok := scalar(e.Of, f)
	if len(e.List) == 0 {
		return False
	}
	if !ok {
		return Unknown
	}
	found := False
	for _, one := range e.List {
		w, ok := scalar(one, f)
		switch {
		case !ok:
			found = max(found, Unknown)
		case order(v, w) == 0:
			return True
		}
	}
	return found
}

func missing(name string, f feature.Feature) bool {
	switch name {
	case ID:
		return false
	case Geometry:
		return f.Geometry == nil
	}
	return f.Props[name] == nil
}

// scalar gives a value as string, float64, int64 or bool; ok is false if it is missing.
func scalar(v Value, f feature.Feature) (any, bool) {
	switch v := v.(type) {
	case Property:
		return property(v, f)
	case Folded:
		s, ok := scalar(v.Of, f)
		if !ok {
			return nil, false
		}
		return Fold(s.(string)), true
	case Text:
		return string(v), true
	case Number:
		return float64(v), true
	case Bool:
		return bool(v), true
	case Date:
		return string(v), true
	case Time:
		return v.Key(), true
	}
	return nil, false
}

func property(p Property, f feature.Feature) (any, bool) {
	if p.Name == ID {
		return f.ID, true
	}
	switch v := f.Props[p.Name].(type) {
	case string:
		switch p.Of {
		case DateType:
			return pair(DateKey(v))
		case TimeType:
			return pair(TimeKey(v))
		}
		return v, p.Of == TextType
	case float64, int64:
		return v, p.Of == NumberType
	case bool:
		return v, p.Of == BoolType
	}
	return nil, false
}

func pair(s string, ok bool) (any, bool) { return s, ok }

// order compares two scalars of one type.
func order(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case bool:
		return cmp.Compare(number(a), number(b.(bool)))
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
		return against(a, b.(float64))
	case float64:
		if b, ok := b.(int64); ok {
			return -against(b, a)
		}
		return cmp.Compare(a, b.(float64))
	}
	return 0
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// against compares a whole number with a real one exactly.
func against(n int64, x float64) int {
	switch {
	case x >= 1<<63:
		return -1
	case x < -(1 << 63):
		return 1
	}
	whole := math.Floor(x)
	if c := cmp.Compare(n, int64(whole)); c != 0 || whole == x {
		return c
	}
	return -1
}

// Bound gives a box outside of which no geometry passes a filter; ok is false if there
// is none.
func Bound(e Expr) (b orb.Bound, ok bool) {
	switch e := e.(type) {
	case Spatial:
		return e.Shape.Bound(), true
	case And:
		for _, one := range e {
			if c, has := Bound(one); has {
				if b, ok = meet(b, c, ok), true; b.IsEmpty() {
					return b, true
				}
			}
		}
	case Or:
		for i, one := range e {
			c, has := Bound(one)
			if !has {
				return orb.Bound{}, false
			}
			if i == 0 {
				b = c
			}
			b, ok = b.Union(c), true
		}
	}
	return b, ok
}

func meet(a, b orb.Bound, both bool) orb.Bound {
	if !both {
		return b
	}
	return orb.Bound{
		Min: orb.Point{max(a.Min[0], b.Min[0]), max(a.Min[1], b.Min[1])},
		Max: orb.Point{min(a.Max[0], b.Max[0]), min(a.Max[1], b.Max[1])},
	}
}
