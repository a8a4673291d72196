package vrplib

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"xunhu/routing/tour"
)

// numbers are a row of a matrix; null is tour.Far.
type numbers []int32

// UnmarshalJSON reads a row.
func (n *numbers) UnmarshalJSON(b []byte) error {
	var row []*int32
	if err := json.Unmarshal(b, &row); err != nil {
		return err
	}
	*n = make(numbers, len(row))
	for i, v := range row {
		if (*n)[i] = tour.Far; v != nil {
			(*n)[i] = *v
		}
	}
	return nil
}

// MarshalJSON writes a row.
func (n numbers) MarshalJSON() ([]byte, error) {
	row := make([]*int32, len(n))
	for i := range n {
		if n[i] != tour.Far {
			row[i] = &n[i]
		}
	}
	return json.Marshal(row)
}

// skills are bits, written as their numbers.
type skills uint64

// UnmarshalJSON reads a list of numbers.
func (s *skills) UnmarshalJSON(b []byte) error {
	var list []int
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	for _, k := range list {
		if k < 0 || k > 63 {
			return fmt.Errorf("skill %d, of 0 to 63", k)
		}
		*s |= 1 << k
	}
	return nil
}

// MarshalJSON writes a list of numbers.
func (s skills) MarshalJSON() ([]byte, error) {
	list := []int{}
	for k := range 64 {
		if s>>k&1 == 1 {
			list = append(list, k)
		}
	}
	return json.Marshal(list)
}

// Write writes an instance as a mixed one, whatever kind it came from, a thing a line.
// Prizes are then costs: what the set collects becomes what it leaves.
func Write(w io.Writer, in *Instance) error {
	b := &lines{out: bufio.NewWriter(w)}
	p := in.Problem
	b.put("{\"format\": ?,\n \"name\": ?,\n \"comment\": ?,\n \"scale\": ?", mixedFormat, in.Name, in.Comment, in.Scale)
	b.list("locations", p.Locations, func(i int) any {
		if i < len(in.Places) {
			return mixedLocation(in.Places[i])
		}
		return mixedLocation{}
	})
	b.raw(",\n \"classes\": [")
	for i, c := range p.Classes {
		if i > 0 {
			b.raw(",")
		}
		b.raw("\n  {")
		at := reached(p.Locations, c)
		if len(at) < p.Locations {
			b.put("\"at\": ?,\n   ", at)
		}
		b.raw("\"times\": [")
		b.matrix(p.Locations, at, c.Times)
		if c.Distances != nil {
			b.raw("],\n   \"distances\": [")
			b.matrix(p.Locations, at, c.Distances)
		}
		b.raw("]}")
	}
	b.raw("]")
	shifts := grouped(p.Shifts)
	b.list("shifts", len(shifts), func(i int) any { return shifts[i] })
	b.list("tasks", len(p.Tasks), func(i int) any { return fileTask(&p.Tasks[i]) })
	b.list("together", len(p.Together), func(i int) any { return [2]int32{p.Together[i].A, p.Together[i].B} })
	b.list("apart", len(p.Apart), func(i int) any { return [2]int32{p.Apart[i].A, p.Apart[i].B} })
	b.list("periods", len(p.Periods), func(i int) any { return mixedPeriod(p.Periods[i]) })
	b.list("balances", len(p.Balances), func(i int) any { return mixedBalance(p.Balances[i]) })
	b.raw("}\n")
	if b.err != nil {
		return b.err
	}
	return b.out.Flush()
}

// lines writes JSON with a thing a line. It remembers the first error.
type lines struct {
	out *bufio.Writer
	err error
}

func (b *lines) raw(s string) {
	if b.err == nil {
		_, b.err = b.out.WriteString(s)
	}
}

// put writes a form with a value in JSON for each question mark.
func (b *lines) put(form string, values ...any) {
	for i, part := range strings.Split(form, "?") {
		if i > 0 {
			text, err := json.Marshal(values[i-1])
			if err != nil && b.err == nil {
				b.err = err
			}
			b.raw(string(text))
		}
		b.raw(part)
	}
}

// list writes a member that is a list; an empty one is left out.
func (b *lines) list(name string, n int, item func(int) any) {
	for i := range n {
		if i == 0 {
			b.raw(",\n \"" + name + "\": [")
		} else {
			b.raw(",")
		}
		b.put("\n  ?", item(i))
	}
	if n > 0 {
		b.raw("]")
	}
}

func (b *lines) matrix(n int, at []int32, all []int32) {
	row := make(numbers, len(at))
	for i, from := range at {
		if i > 0 {
			b.raw(",")
		}
		for j, to := range at {
			row[j] = all[int(from)*n+int(to)]
		}
		b.put("\n    ?", row)
	}
}

// reached gives the locations of a class that any way leads from or to; all, if none is
// left that way.
func reached(n int, c tour.Class) []int32 {
	var some, all []int32
	for i := range n {
		apart := true
		for j := range n {
			for _, m := range [][]int32{c.Times, c.Distances} {
				if m == nil {
					continue
				}
				if there, back := m[i*n+j], m[j*n+i]; i == j && there != 0 || i != j && (there != tour.Far || back != tour.Far) {
					apart = false
				}
			}
		}
		if all = append(all, int32(i)); !apart {
			some = append(some, int32(i))
		}
	}
	if len(some) == 0 {
		return all
	}
	return some
}

// grouped puts shifts that are alike and follow each other into one with a count.
func grouped(shifts []tour.Shift) (all []mixedShift) {
	for i := range shifts {
		if i > 0 && reflect.DeepEqual(shifts[i], shifts[i-1]) {
			last := &all[len(all)-1]
			last.Count = max(last.Count, 1) + 1
			continue
		}
		all = append(all, fileShift(&shifts[i]))
	}
	return all
}

func fileShift(s *tour.Shift) mixedShift {
	out := mixedShift{
		Class: s.Class, Day: s.Day, Start: s.Start, End: s.End, Open: s.Open, Close: s.Close, MaxS: s.MaxS, MaxDrivingS: s.MaxDrivingS,
		Skills: skills(s.Skills), Capacity: s.Capacity, Trips: s.Trips, ReloadS: s.ReloadS, FixedCost: s.FixedCost, DistanceCost: s.DistanceCost,
		TravelCost: s.TravelCost, DurationCost: s.DurationCost, RegularS: s.RegularS, OvertimeCost: s.OvertimeCost,
	}
	for _, b := range s.Breaks {
		out.Breaks = append(out.Breaks, [3]int32{b.Open, b.Close, b.LastsS})
	}
	for _, v := range s.Pinned {
		out.Pinned = append(out.Pinned, [3]int32{v.Task, v.Mode, v.Begin})
	}
	return out
}

func fileTask(t *tour.Task) mixedTask {
	out := mixedTask{Required: t.Required, Prize: t.Prize, Load: t.Load, Place: [...]string{"", "first", "last"}[t.Place]}
	for _, m := range t.Modes {
		mode := mixedMode{Enter: m.Enter, Leave: m.Leave, ServiceS: m.ServiceS, Cost: m.Cost, Skills: skills(m.Skills)}
		for _, w := range m.Windows {
			mode.Windows = append(mode.Windows, [2]int32{w.Open, w.Close})
		}
		out.Modes = append(out.Modes, mode)
	}
	return out
}
