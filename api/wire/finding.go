package wire

import (
	"iter"
	"strconv"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// The levels of what a check has found.
const (
	Wrong = "finding" // to be put right
	Note  = "note"    // lawful, but worth a look
)

// FromFindings gives what a check has found as features, findings before notes: what
// each is about, or its place, or no geometry; with code, level, sentence, sizes in
// metres and square metres, and the codes of the towns concerned.
func FromFindings(findings, notes []*finding.Finding, l words.Lang) iter.Seq[feature.Feature] {
	return func(yield func(feature.Feature) bool) {
		n := 0
		for _, part := range [...]struct {
			level string
			all   []*finding.Finding
		}{{Wrong, findings}, {Note, notes}} {
			for _, f := range part.all {
				n++
				if !yield(fromFinding(strconv.Itoa(n), part.level, f, l)) {
					return
				}
			}
		}
	}
}

func fromFinding(id, level string, f *finding.Finding, l words.Lang) feature.Feature {
	out := feature.Feature{ID: id, Geometry: f.Shape, Props: map[string]any{
		"code": f.Code, "level": level, "where": f.Where, "text": words.Say(l, f.Code, f.Args),
	}}
	if f.At != nil {
		out.Props["lon"], out.Props["lat"] = f.At[0], f.At[1]
		if f.Shape == nil {
			out.Geometry = *f.At
		}
	}
	for _, size := range [...]string{"area_m2", "width_m", "distance_m", "length_m", "gap_m"} {
		if v, ok := f.Args[size].(float64); ok {
			out.Props[size] = v
		}
	}
	if n, ok := f.Args["points"].(int); ok {
		out.Props["points"] = int64(n)
	}
	if codes, ok := f.Args["codes"].([]string); ok {
		out.Props["towns"] = list(codes)
	}
	return out
}
