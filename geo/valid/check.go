package valid

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/predicate"
)

// Check gives nil for a valid geometry, else the first fault met, with its place
// in At where it has one; that of a number that is none is the vertex before it. A geometry without any point is not valid.
func Check(g orb.Geometry) *finding.Finding {
	if f := checkCoordinates(g); f != nil {
		return f
	}
	switch g := g.(type) {
	case orb.LineString:
		return checkLine(g)
	case orb.MultiLineString:
		for _, l := range g {
			if f := checkLine(l); f != nil {
				return f
			}
		}
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		return checkArea(g)
	case orb.Collection:
		for _, part := range g {
			if f := Check(part); f != nil {
				return f
			}
		}
	}
	return nil
}

func checkCoordinates(g orb.Geometry) *finding.Finding {
	var fault *finding.Finding
	empty := true
	var last orb.Point // that is one, if sound
	sound := false
	look := func(p orb.Point) bool {
		empty = false
		if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 {
			last, sound = p, true
			return true
		}
		for _, v := range p {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				if fault = finding.New("valid.not_a_number", ""); sound {
					fault.On(last)
				}
				return false
			}
		}
		fault = finding.New("valid.out_of_range", "", "lon", p[0], "lat", p[1]).On(p)
		return false
	}
	switch g := g.(type) {
	case nil:
	case orb.Polygon:
		lookOver(g, look)
	case orb.MultiPolygon:
		for _, poly := range g {
			lookOver(poly, look)
		}
	default:
		predicate.Edges(g, func(a, b orb.Point) bool { return look(a) && look(b) })
	}
	if empty {
		return finding.New("valid.empty", "")
	}
	return fault
}

func lookOver(g orb.Polygon, look func(orb.Point) bool) {
	for _, r := range g {
		for _, p := range r {
			if !look(p) {
				return
			}
		}
	}
}

func checkLine(l orb.LineString) *finding.Finding {
	for _, p := range l {
		if p != l[0] {
			return nil
		}
	}
	f := finding.New("valid.line_short", "")
	if len(l) > 0 {
		f.On(l[0])
	}
	return f
}

// findings is the code of each flaw.
var findings = map[predicate.FlawKind]string{
	predicate.Empty:         "valid.empty",
	predicate.RingOpen:      "valid.ring_open",
	predicate.RingShort:     "valid.ring_short",
	predicate.SelfCrossing:  "valid.self_crossing",
	predicate.RingsCross:    "valid.rings_cross",
	predicate.HoleOutside:   "valid.hole_outside",
	predicate.HolesOverlap:  "valid.holes_overlap",
	predicate.InteriorSplit: "valid.interior_split",
	predicate.PartsOverlap:  "valid.parts_overlap",
}

func checkArea(g orb.Geometry) *finding.Finding {
	flaw := predicate.FlawOf(g)
	if flaw == nil {
		return nil
	}
	f := finding.New(findings[flaw.Kind], "")
	if flaw.Kind != predicate.Empty {
		f.On(flaw.At)
	}
	return f
}
