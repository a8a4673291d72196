package edition

import (
	"errors"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// ErrHeld reports a change by hand of what holds on this day, or has held.
var ErrHeld = errors.New("edition: holds already")

// Edited gives base with one row changed by hand: what shall stand under an ID, nil for
// nothing. Base is not changed.
//
// It proves that every edition can be built, as it must be before an import is kept. What an
// import does with rows before that, such as to bring ids into one form, is left to the
// caller. Of the kinds that have editions, rows say themselves from when to when they hold; what holds today or has
// held was decided by, and comes as an edition that somebody has compared and accepted. So
// such a row may begin after today, or end today or later, and may be told better as long
// as nothing is decided by that (its English name, source, licence): all else is ErrHeld,
// with the day.
func Edited(base atlas.Dataset, k feature.Kind, id string, is *feature.Feature, today time.Time) (atlas.Dataset, error) {
	next := atlas.Dataset{Region: base.Region, Collections: map[feature.Kind]feature.Collection{}}
	for of, c := range base.Collections {
		next.Collections[of] = c
	}
	c := next.Collections[k]
	c.Features = slices.Clone(c.Features)
	i := slices.IndexFunc(c.Features, func(f feature.Feature) bool { return f.ID == id })
	switch {
	case is == nil && i >= 0:
		c.Features = slices.Delete(c.Features, i, i+1)
	case is != nil && i >= 0:
		c.Features[i] = *is
	case is != nil:
		c.Features = append(c.Features, *is)
	}
	next.Collections[k] = c
	if atlas.Dated(k) {
		if err := ahead(base, next, k, atlas.CodeOf(id), today); err != nil {
			return base, err
		}
	}
	return next, Buildable(next)
}

// ahead is ErrHeld unless a thing stays as it is on all days up to today.
func ahead(was, is atlas.Dataset, k feature.Kind, code string, today time.Time) error {
	of := func(d atlas.Dataset) atlas.Dataset {
		c := d.Collections[k]
		c.Features = slices.DeleteFunc(slices.Clone(c.Features), func(f feature.Feature) bool { return atlas.CodeOf(f.ID) != code })
		return atlas.Dataset{Collections: map[feature.Kind]feature.Collection{k: c}}
	}
	was, is = of(was), of(is)
	last := today.Format(time.DateOnly)
	for _, day := range append(slices.Concat(Days(was), Days(is)), today) {
		if day.Format(time.DateOnly) > last {
			continue
		}
		before, after := atlas.On(was, day).Collections[k].Features, atlas.On(is, day).Collections[k].Features
		if len(before) == len(after) && (len(before) == 0 || same(plainly(before[0]), plainly(after[0]))) {
			continue
		}
		if day.IsZero() { // before all changes
			day = today
		}
		return finding.New("edition.has_held", string(k)+"/"+code, "code", code, "day", day.Format(time.DateOnly)).Because(ErrHeld)
	}
	return nil
}

// plainly is a row without what nothing is decided by.
func plainly(f feature.Feature) feature.Feature { return with(with(f, "name_en", ""), "valid_to", "") }
