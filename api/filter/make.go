package filter

import (
	"fmt"
	"time"

	"xunhu/geo/finding"
)

// Words says a type as people say it.
func (t Type) Words() finding.Name {
	switch t {
	case TextType:
		return finding.Name{ZH: "文本", EN: "text"}
	case NumberType:
		return finding.Name{ZH: "数字", EN: "number"}
	case BoolType:
		return finding.Name{ZH: "是否", EN: "boolean"}
	case DateType:
		return finding.Name{ZH: "日期", EN: "date"}
	case TimeType:
		return finding.Name{ZH: "时间", EN: "time"}
	}
	return finding.Name{ZH: "几何", EN: "geometry"}
}

// NewCompare compares two values.
func NewCompare(op Op, left, right Value) (Expr, *finding.Finding) {
	left, right, f := alike(left, right)
	if f != nil {
		return nil, f
	}
	return Compare{op, left, right}, nil
}

// NewBetween holds from low to high, both included.
func NewBetween(of, low, high Value) (Expr, *finding.Finding) {
	from, f := NewCompare(GreaterEqual, of, low)
	if f != nil {
		return nil, f
	}
	to, f := NewCompare(LessEqual, of, high)
	if f != nil {
		return nil, f
	}
	return And{from, to}, nil
}

// NewIn holds for a value that equals one of the list.
func NewIn(of Value, list []Value) (Expr, *finding.Finding) {
	in := In{of, make([]Value, len(list))}
	for i, v := range list {
		of, v, f := alike(of, v)
		if f != nil {
			return nil, f
		}
		if in.Of, in.List[i] = of, v; len(list) > 0 && i > 0 && in.Of.Type() != in.List[0].Type() {
			return nil, mismatch(in.Of, in.List[0])
		}
	}
	return in, nil
}

// NewLike holds for texts that follow a pattern: a Text, or Folded of one.
func NewLike(of, pattern Value) (Expr, *finding.Finding) {
	if of.Type() != TextType {
		return nil, finding.New("filter.not_text", "", "type", of.Type().Words())
	}
	switch p := pattern.(type) {
	case Text:
		return Like{of, string(p)}, nil
	case Folded:
		if text, ok := p.Of.(Text); ok {
			return Like{of, Fold(string(text))}, nil
		}
	}
	return nil, finding.New("filter.not_pattern", "")
}

// NewFolded takes the case away from a text.
func NewFolded(of Value) (Value, *finding.Finding) {
	if of.Type() != TextType {
		return nil, finding.New("filter.not_text", "", "type", of.Type().Words())
	}
	if twice, ok := of.(Folded); ok {
		return twice, nil
	}
	return Folded{of}, nil
}

// NewDate reads a day, RFC 3339 full-date.
func NewDate(s string) (Date, *finding.Finding) {
	if _, ok := DateKey(s); !ok {
		return "", finding.New("filter.not_date", "", "value", s)
	}
	return Date(s), nil
}

// NewTime reads a moment, RFC 3339 with an offset.
func NewTime(s string) (Time, *finding.Finding) {
	t, err := time.Parse(time.RFC3339, s)
	if _, ok := TimeKey(s); err != nil || !ok {
		return Time{}, finding.New("filter.not_time", "", "value", s)
	}
	return Time{t.UTC()}, nil
}

// alike brings two values to one type: a text beside a date or time is one.
func alike(a, b Value) (Value, Value, *finding.Finding) {
	a, f := cast(a, b.Type())
	if f != nil {
		return nil, nil, f
	}
	b, f = cast(b, a.Type())
	if f != nil {
		return nil, nil, f
	}
	if a.Type() != b.Type() || a.Type() == GeometryType {
		return nil, nil, mismatch(a, b)
	}
	return a, b, nil
}

func cast(v Value, to Type) (Value, *finding.Finding) {
	text, ok := v.(Text)
	switch {
	case ok && to == DateType:
		d, f := NewDate(string(text))
		return d, f
	case ok && to == TimeType:
		t, f := NewTime(string(text))
		return t, f
	}
	return v, nil
}

func mismatch(a, b Value) *finding.Finding {
	return finding.New("filter.types", "", "left", shown(a), "lefttype", a.Type().Words(), "right", shown(b), "righttype", b.Type().Words())
}

// shown writes a value for a sentence.
func shown(v Value) string {
	switch v := v.(type) {
	case Property:
		return v.Name
	case Folded:
		return "CASEI(" + shown(v.Of) + ")"
	case Time:
		return v.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}
