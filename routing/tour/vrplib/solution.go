package vrplib

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

const solutionFormat = "xunhu-solution-1"

// solutionFile is a solution of any instance. The digest is that of the problem, so that
// a file that was made for another is found out even under the same name.
type solutionFile struct {
	Format   string      `json:"format"`
	Instance string      `json:"instance"`
	Digest   string      `json:"digest"`
	Value    float64     `json:"value"`
	Tours    []tourEntry `json:"tours"`
	LeftOut  []int32     `json:"left_out,omitempty"`
}

type tourEntry struct {
	Shift  int32      `json:"shift"`
	Depart int32      `json:"depart"`
	Visits [][3]int32 `json:"visits"` // task, mode, begin; task -1 is a reload, -2 a rest
}

// Digest names a problem by what it holds.
func (in *Instance) Digest() string {
	h := sha256.New()
	_ = Write(h, &Instance{Problem: in.Problem}) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// WriteSolution writes a solution: in CVRPLIB's form if the instance is plain, else as JSON.
func WriteSolution(w io.Writer, in *Instance, s tour.Solution) error {
	value := in.Value(tour.Cost(in.Problem, s))
	if !in.Plain() {
		b := &lines{out: bufio.NewWriter(w)}
		b.put("{\"format\": ?,\n \"instance\": ?,\n \"digest\": ?,\n \"value\": ?", solutionFormat, in.Name, in.Digest(), value)
		b.list("tours", len(s.Tours), func(i int) any {
			t := tourEntry{Shift: s.Tours[i].Shift, Depart: s.Tours[i].Depart}
			for _, v := range s.Tours[i].Visits {
				t.Visits = append(t.Visits, [3]int32{v.Task, v.Mode, v.Begin})
			}
			return t
		})
		b.list("left_out", len(s.LeftOut), func(i int) any { return s.LeftOut[i] })
		b.raw("}\n")
		if b.err != nil {
			return b.err
		}
		return b.out.Flush()
	}
	out := bufio.NewWriter(w)
	for i, t := range s.Tours {
		fmt.Fprintf(out, "Route #%d:", i+1)
		for _, v := range t.Visits {
			fmt.Fprintf(out, " %d", v.Task+1)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "Cost %s\n", strconv.FormatFloat(value, 'f', in.Decimals, 64))
	return out.Flush()
}

// ReadSolution reads a solution of an instance in either form. It does not judge the
// solution, tour.Check does; but one of another instance is refused.
func ReadSolution(in *Instance, b []byte) (tour.Solution, error) {
	t := newText(b)
	t.kind = in.Kind
	if strings.HasPrefix(strings.TrimSpace(t.rest(1)), "{") {
		return t.objectSolution(in)
	}
	if !isSolution(b) {
		return tour.Solution{}, finding.New("vrplib.no_solution", "", "found", short(strings.TrimSpace(t.rest(1))))
	}
	if !in.Plain() {
		return tour.Solution{}, finding.New("vrplib.not_plain", "", "kind", in.Kind)
	}
	return t.routes(in)
}

func (t *text) objectSolution(in *Instance) (tour.Solution, error) {
	var f solutionFile
	if err := t.object(&f, &f.Format, solutionFormat); err != nil {
		return tour.Solution{}, err
	}
	if f.Digest != in.Digest() {
		return tour.Solution{}, finding.New("vrplib.of_another", "", "found", f.Instance, "name", in.Name)
	}
	s := tour.Solution{LeftOut: f.LeftOut}
	for _, e := range f.Tours {
		one := tour.Tour{Shift: e.Shift, Depart: e.Depart}
		for _, v := range e.Visits {
			one.Visits = append(one.Visits, tour.Visit{Task: v[0], Mode: v[1], Begin: v[2]})
		}
		s.Tours = append(s.Tours, one)
	}
	return s, nil
}

// routes reads "Route #1: 5 3 8" and "Cost 123". Customers count from 1, as the depot is 0.
func (t *text) routes(in *Instance) (tour.Solution, error) {
	var s tour.Solution
	p := in.Problem
	stated, costed := 0.0, false
	seen := make([]bool, len(p.Tasks))
	for line, ok := t.line(); ok; line, ok = t.line() {
		head, rest, colon := strings.Cut(line, ":")
		if fields := strings.Fields(line); strings.EqualFold(fields[0], "cost") && len(fields) == 2 {
			v, err := number(fields[1])
			if err != nil {
				return s, t.fault("vrplib.number", "found", short(fields[1]))
			}
			stated, costed = v, true
			continue
		}
		if !colon || !strings.HasPrefix(strings.ToUpper(head), "ROUTE") {
			if len(s.Tours) > 0 {
				continue // some files go on with who found it, and when
			}
			return s, t.fault("vrplib.heading", "found", short(line))
		}
		row, err := t.numbers(rest, 0)
		if err != nil {
			return s, err
		}
		if len(s.Tours) == len(p.Shifts) {
			return s, t.fault("vrplib.vehicles", "n", len(p.Shifts), "name", in.Name)
		}
		one := tour.Tour{Shift: int32(len(s.Tours))}
		for _, v := range row {
			if v < 1 || v > float64(len(p.Tasks)) || v != float64(int(v)) || seen[int(v)-1] {
				return s, t.fault("vrplib.customer", "found", v, "n", len(p.Tasks), "name", in.Name)
			}
			seen[int(v)-1] = true
			one.Visits = append(one.Visits, tour.Visit{Task: int32(v) - 1})
		}
		if len(one.Visits) > 0 {
			in.begin(&one)
			s.Tours = append(s.Tours, one)
		}
	}
	for i := range seen {
		if !seen[i] {
			s.LeftOut = append(s.LeftOut, int32(i))
		}
	}
	if missing := slices.IndexFunc(s.LeftOut, func(i int32) bool { return p.Tasks[i].Required }); missing >= 0 {
		return s, finding.New("vrplib.missing", "", "n", s.LeftOut[missing]+1, "name", in.Name)
	}
	if value := in.Value(tour.Cost(p, s)); costed && fmt.Sprintf("%.2f", value) != fmt.Sprintf("%.2f", stated) {
		return s, finding.New("vrplib.other_cost", "", "stated", stated, "counted", value, "name", in.Name)
	}
	return s, nil
}

// begin lets each visit of a plain tour begin as soon as it can.
func (in *Instance) begin(t *tour.Tour) {
	p := in.Problem
	shift := &p.Shifts[t.Shift]
	t.Depart = shift.Open
	now, at := int64(shift.Open), shift.Start
	for i := range t.Visits {
		m := p.Mode(t.Visits[i])
		now += int64(p.Time(shift.Class, at, m.Enter))
		if len(m.Windows) > 0 {
			now = max(now, int64(m.Windows[0].Open))
		}
		now = min(now, int64(longest)) // beyond, it is late in any case
		t.Visits[i].Begin = int32(now)
		now += int64(m.ServiceS)
		at = m.Leave
	}
}

// isSolution tells whether a file is a solution, which is no instance.
func isSolution(b []byte) bool {
	return bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(b)), []byte("ROUTE #"))
}
