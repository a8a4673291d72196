package intake

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Kinds gives the kinds that were read, as met.
func (r *Report) Kinds() []feature.Kind {
	var kinds []feature.Kind
	for _, l := range r.Layers {
		if !slices.Contains(kinds, l.Kind) {
			kinds = append(kinds, l.Kind)
		}
	}
	return kinds
}

// Changed is a region with those collections alone that are of the kinds or differ from was:
// somebody may have written the others since that was read. Was is nil for a new region.
func Changed(was *atlas.Dataset, is atlas.Dataset, kinds []feature.Kind) atlas.Dataset {
	if was == nil {
		return is
	}
	is.Collections = maps.Clone(is.Collections)
	maps.DeleteFunc(is.Collections, func(k feature.Kind, c feature.Collection) bool {
		old := was.Collections[k].Features
		return !slices.Contains(kinds, k) && len(c.Features) == len(old) && (len(old) == 0 || reflect.DeepEqual(c.Features, old))
	})
	return is
}

// Replaceable refuses to put rows without dates in the place of a kind that has
// editions: all but one would be lost.
func Replaceable(base, read atlas.Dataset, report *Report) error {
	dated := func(fs []feature.Feature) bool {
		return slices.ContainsFunc(fs, func(f feature.Feature) bool { first, last := atlas.Validity(f); return first != "" || last != "" })
	}
	var faults []error
	met := map[feature.Kind]bool{}
	for _, l := range report.Layers {
		if met[l.Kind] {
			continue
		}
		met[l.Kind] = true
		was := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{l.Kind: base.Collections[l.Kind]}}
		if !atlas.Dated(l.Kind) || !dated(was.Collections[l.Kind].Features) || dated(read.Collections[l.Kind].Features) {
			continue
		}
		var days []string
		for _, d := range atlas.Editions(was) {
			days = append(days, d.Format(time.DateOnly))
		}
		schema, _ := feature.SchemaOf(l.Kind)
		faults = append(faults, finding.New("edition.would_lose", l.File, "kind", finding.Name{ZH: schema.ZH, EN: schema.EN}, "days", days))
	}
	return errors.Join(faults...)
}
