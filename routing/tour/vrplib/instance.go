package vrplib

import (
	"math"
	"reflect"
	"slices"
	"strings"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

// The kinds of files, by the names under which faults speak of them.
const (
	Solomon = "Solomon"
	CVRPLIB = "CVRPLIB"
	CARP    = "CARP"
	MCGRP   = "MCGRP"
	Chao    = "Chao"
	Cordeau = "Cordeau"
	Mixed   = "mixed"
)

// An Instance is a problem as its set means it.
type Instance struct {
	Kind     string
	Name     string // as the file has it, or the name that Parse was given
	Problem  *tour.Problem
	Scale    int64 // so many units of cost are one of the set's
	Decimals int   // that the set prints
	Prizes   bool  // the set counts the prize collected: more is better
	Comment  string
	Places   []Place // what a mixed instance tells of its locations

	perPrize, allPrizes int64
}

// A Place is for those who draw a problem.
type Place struct {
	Name     string
	Lon, Lat float64
}

// Parse reads an instance of any kind. The name is taken for what does not name itself.
func Parse(name string, b []byte) (*Instance, error) {
	t := newText(b)
	in, err := t.parse(name)
	if err != nil {
		return nil, err
	}
	in.Kind = t.kind
	if err := in.Problem.Validate(); err != nil {
		return nil, finding.New("vrplib.wrong", "", "kind", t.kind, "why", err.Error())
	}
	return in, nil
}

func (t *text) parse(name string) (*Instance, error) {
	start := strings.TrimSpace(t.rest(1))
	switch {
	case strings.HasPrefix(start, "{"):
		t.kind = Mixed
		return parseMixed(name, t)
	case t.holds("LISTA_ARISTAS_REQ"):
		t.kind = CARP
		return parseCARP(t)
	case t.holds("#REQUIRED"):
		t.kind = MCGRP
		return parseMCGRP(t)
	case t.holds("DIMENSION") || t.holds("NODE_COORD_SECTION"):
		t.kind = CVRPLIB
		return parseCVRPLIB(name, t)
	case t.holds("CUST NO") || t.holds("VEHICLE"):
		t.kind = Solomon
		return parseSolomon(t)
	case t.holds("TMAX"):
		t.kind = Chao
		return parseChao(name, t)
	case start != "" && onlyNumbers(start):
		t.kind = Cordeau
		return parseCordeau(name, t)
	}
	return nil, finding.New("vrplib.unknown", "", "found", short(start))
}

// Value is what the set prints for a solution of so much cost.
func (in *Instance) Value(cost int64) float64 {
	if in.Prizes {
		return float64(in.allPrizes - cost/in.perPrize)
	}
	return float64(cost) / float64(in.Scale)
}

// Gap is by how many hundredths a value is worse than the best one known.
func (in *Instance) Gap(value, best float64) float64 {
	if in.Prizes {
		value, best = -value, -best
	}
	if best == 0 {
		return 0
	}
	return 100 * (value - best) / math.Abs(best)
}

// Plain tells whether a tour is no more than a list of customers and all vehicles are
// alike: what CVRPLIB's form of a solution can say.
func (in *Instance) Plain() bool {
	p := in.Problem
	if len(p.Shifts) == 0 || len(p.Together)+len(p.Periods) > 0 {
		return false
	}
	for i := range p.Shifts {
		if s := &p.Shifts[i]; s.Trips > 0 || len(s.Breaks)+len(s.Pinned) > 0 || !reflect.DeepEqual(*s, p.Shifts[0]) {
			return false
		}
	}
	return !slices.ContainsFunc(p.Tasks, func(t tour.Task) bool {
		return len(t.Modes) != 1 || t.Modes[0].Enter != t.Modes[0].Leave || len(t.Modes[0].Windows) > 1
	})
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func onlyNumbers(line string) bool {
	for _, f := range strings.Fields(line) {
		if _, err := number(f); err != nil {
			return false
		}
	}
	return true
}
