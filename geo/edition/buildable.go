package edition

import (
	"errors"
	"time"

	"xunhu/geo/atlas"
)

// Days gives a day of each edition, that of the time before the first change
// first.
func Days(d atlas.Dataset) []time.Time {
	days := atlas.Editions(d)
	if len(days) == 0 {
		return []time.Time{{}}
	}
	return append([]time.Time{days[0].AddDate(0, 0, -1)}, days...)
}

// Buildable builds every edition of a dataset, and joins the faults of all. A time
// without towns is none.
func Buildable(d atlas.Dataset) error {
	var faults []error
	for _, f := range atlas.CheckValidity(d) {
		faults = append(faults, f)
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	for _, day := range Days(d) {
		if _, err := atlas.Build(atlas.On(d, day)); err != nil && !errors.Is(err, atlas.ErrNoTowns) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
