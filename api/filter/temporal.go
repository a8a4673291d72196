package filter

import (
	"slices"

	"xunhu/geo/finding"
)

// An Interval is a time from Start to End, both included; an end that is nil is open. A
// moment or day is an Interval of which both ends are the same value.
type Interval struct {
	Start, End Value // Property, Date, Time, Text that reads as one, or nil
	Instant    bool
}

// Temporals names the temporal functions, in lower case, without "t_".
func Temporals() []string {
	return []string{"after", "before", "disjoint", "equals", "intersects", "contains", "during", "finishedby", "finishes",
		"meets", "metby", "overlappedby", "overlaps", "startedby", "starts"}
}

// NewTemporal sets two times side by side as OWL-Time defines it (CQL2, tables 5, 6). The
// first five of Temporals take moments and intervals, the others intervals alone.
func NewTemporal(name string, a, b Interval) (Expr, *finding.Finding) {
	if i := slices.Index(Temporals(), name); i >= 5 && (a.Instant || b.Instant) {
		return nil, finding.New("filter.intervals_only", "", "name", name)
	}
	all, f := sameTime(a.Start, a.End, b.Start, b.End)
	if f != nil {
		return nil, f
	}
	as, ae, bs, be := end{all[0], -1}, end{all[1], 1}, end{all[2], -1}, end{all[3], 1}
	before, after := compare(ae, Less, bs), compare(as, Greater, be)
	switch name {
	case "after":
		return after, nil
	case "before":
		return before, nil
	case "disjoint":
		return Or{before, after}, nil
	case "intersects":
		return Not{Or{before, after}}, nil
	case "equals":
		return And{compare(as, Equal, bs), compare(ae, Equal, be)}, nil
	case "contains":
		return And{compare(as, Less, bs), compare(ae, Greater, be)}, nil
	case "during":
		return And{compare(as, Greater, bs), compare(ae, Less, be)}, nil
	case "finishedby":
		return And{compare(as, Less, bs), compare(ae, Equal, be)}, nil
	case "finishes":
		return And{compare(as, Greater, bs), compare(ae, Equal, be)}, nil
	case "meets":
		return compare(ae, Equal, bs), nil
	case "metby":
		return compare(as, Equal, be), nil
	case "overlappedby":
		return And{compare(as, Greater, bs), compare(as, Less, be), compare(ae, Greater, be)}, nil
	case "overlaps":
		return And{compare(as, Less, bs), compare(ae, Greater, bs), compare(ae, Less, be)}, nil
	case "startedby":
		return And{compare(as, Equal, bs), compare(ae, Greater, be)}, nil
	case "starts":
		return And{compare(as, Equal, bs), compare(ae, Less, be)}, nil
	}
	return nil, finding.New("filter.no_function", "", "name", name)
}

// sameTime brings the ends of intervals to one type, Date or Time.
func sameTime(values ...Value) ([]Value, *finding.Finding) {
	want := Type("")
	for _, v := range values {
		switch {
		case v == nil:
		case v.Type() == DateType || v.Type() == TimeType:
			if want == "" || want == v.Type() {
				want = v.Type()
				continue
			}
			return nil, finding.New("filter.mixed_times", "")
		case v.Type() != TextType:
			return nil, finding.New("filter.no_time", "", "value", shown(v), "type", v.Type().Words())
		}
	}
	if want == "" { // texts alone: the first decides
		want = TimeType
		for _, v := range values {
			if text, ok := v.(Text); ok {
				if _, is := DateKey(string(text)); is {
					want = DateType
				}
				break
			}
		}
	}
	out := slices.Clone(values)
	for i, v := range out {
		if v == nil {
			continue
		}
		var f *finding.Finding
		if out[i], f = cast(v, want); f != nil {
			return nil, f
		}
		if out[i].Type() != want {
			return nil, finding.New("filter.no_time", "", "value", shown(v), "type", v.Type().Words())
		}
	}
	return out, nil
}

// An end of an interval; open ends lie before (-1) or after (1) all moments.
type end struct {
	Value
	side int
}

// compare sets two ends side by side. Where one is open the answer stands, unless the
// other is missing: then it is unknown, as anything that is asked of it.
func compare(a end, op Op, b end) Expr {
	if a.Value != nil && b.Value != nil {
		return Compare{op, a.Value, b.Value}
	}
	rank := func(e end) int {
		if e.Value != nil {
			return 0
		}
		return e.side
	}
	holds := op.holds(rank(a) - rank(b))
	for _, e := range []end{a, b} {
		if p, ok := e.Value.(Property); ok {
			return Compare{map[bool]Op{true: Equal, false: Unequal}[holds], p, p}
		}
	}
	return Const(holds)
}

// holds tells whether a comparison holds of two values, the first of which is less (-1),
// equal (0) or greater (1).
func (o Op) holds(order int) bool {
	switch o {
	case Equal:
		return order == 0
	case Unequal:
		return order != 0
	case Less:
		return order < 0
	case LessEqual:
		return order <= 0
	case Greater:
		return order > 0
	}
	return order >= 0
}
