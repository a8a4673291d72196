package intake

import (
	"errors"
	"fmt"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
)

// noteCoverage notes where the towns of one day do not fit each other, each finding
// once. It fails if a day has a town twice.
func (r *reading) noteCoverage(d atlas.Dataset) error {
	towns := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{feature.Towns: d.Collections[feature.Towns]}}
	var faults []error
	for _, f := range atlas.CheckValidity(towns) {
		faults = append(faults, f)
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	days := atlas.Editions(towns)
	if len(days) > 0 {
		days = append([]time.Time{days[0].AddDate(0, 0, -1)}, days...)
	} else {
		days = []time.Time{{}}
	}
	said := map[string]bool{}
	for _, day := range days {
		found, _ := coverage.Examine(cellsOf(atlas.On(towns, day).Collections[feature.Towns].Features)...) // without a map to find places by
		for _, f := range found {
			if key := fmt.Sprint(f.Code, f.Where, f.At, f.Args); !said[key] {
				said[key] = true
				r.report.Notes = append(r.report.Notes, f)
			}
		}
	}
	return nil
}

// latest gives each thing once, by its code, as its last row has it.
func latest(fs []feature.Feature) []feature.Feature {
	at := map[string]int{}
	var all []feature.Feature
	for _, f := range fs {
		first, _ := atlas.Validity(f)
		f.ID = atlas.CodeOf(f.ID)
		i, met := at[f.ID]
		if !met {
			at[f.ID] = len(all)
			all = append(all, f)
		} else if was, _ := atlas.Validity(all[i]); first > was {
			all[i] = f
		}
	}
	return all
}
