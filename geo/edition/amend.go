package edition

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Amend gives base with the dated kinds as read has them from a day on (the day of
// the time's own zone). Read is the region as it is from that day, by plain codes:
// what atlas.On gives, with some kinds replaced. All other kinds are taken from
// read. Neither is changed.
//
// A row that differs from the one in force in its geometry or in a property other
// than source and its dates ends that one the day before, and begins on the day
// itself; a valid_to of its own stays. Changes that base already has for later days
// of the same thing are refused, all of them joined, as findings.
func Amend(base, read atlas.Dataset, from time.Time) (atlas.Dataset, error) {
	out := atlas.Dataset{Region: base.Region, Collections: map[feature.Kind]feature.Collection{}}
	present := atlas.On(base, from)
	var faults []error
	for _, k := range feature.Regional() {
		c, ok := read.Collections[k]
		if atlas.Dated(k) {
			a := amendment{kind: k, day: from.Format(time.DateOnly), before: from.AddDate(0, 0, -1).Format(time.DateOnly)}
			c.Features = a.amend(base.Collections[k].Features, present.Collections[k].Features, c.Features)
			faults = append(faults, a.faults...)
			ok = ok || len(c.Features) > 0
		}
		if ok {
			out.Collections[k] = c
		}
	}
	return out, errors.Join(faults...)
}

// amendment is one kind's part of Amend.
type amendment struct {
	kind        feature.Kind
	day, before string
	faults      []error
}

// amend gives the rows of a kind: those of base in their order, then the new ones.
// Present is what of base holds on the day, next what shall.
func (a *amendment) amend(base, present, next []feature.Feature) []feature.Feature {
	rows := map[string][]feature.Feature{}
	var codes []string
	for _, f := range base {
		code := atlas.CodeOf(f.ID)
		if rows[code] == nil {
			codes = append(codes, code)
		}
		rows[code] = append(rows[code], f)
	}
	wanted := map[string]*feature.Feature{}
	for i, f := range next {
		code := atlas.CodeOf(f.ID)
		if _, known := rows[code]; !known && wanted[code] == nil {
			codes = append(codes, code)
		}
		wanted[code] = &next[i]
	}
	var out []feature.Feature
	held := map[string]*feature.Feature{}
	for i, f := range present {
		held[f.ID] = &present[i]
	}
	for _, code := range codes {
		if was, want := held[code], wanted[code]; was == nil && want == nil || was != nil && want != nil && same(*was, *want) {
			out = append(out, rows[code]...)
			continue
		}
		out = append(out, a.thing(code, rows[code], wanted[code])...)
	}
	place := map[string]int{}
	for i, f := range base {
		place[f.ID] = i - len(base)
	}
	slices.SortStableFunc(out, func(x, y feature.Feature) int { return cmp.Compare(place[x.ID], place[y.ID]) }) // new rows: 0
	return out
}

// thing gives the rows of one thing that changes: rows as they were, want as it is
// from the day on, nil if it is no more.
func (a *amendment) thing(code string, rows []feature.Feature, want *feature.Feature) []feature.Feature {
	var out []feature.Feature
	var now *feature.Feature // the row in force on the day
	later := ""              // the first later day on which another begins
	for i, f := range rows {
		first, last := atlas.Validity(f)
		switch {
		case first > a.day:
			if later == "" || first < later {
				later = first
			}
		case last == "" || last >= a.day:
			now = &rows[i]
		}
	}
	if later != "" {
		name := cmp.Or(want, now)
		a.faults = append(a.faults, finding.New("edition.later", string(a.kind)+"/"+code,
			"name", finding.Name{ZH: name.Text("name"), EN: name.Text("name_en")}, "day", a.day, "later", later))
		return rows
	}
	for _, f := range rows {
		first, last := atlas.Validity(f)
		switch {
		case now != nil && f.ID == now.ID && first == a.day:
			continue // the same edition, corrected
		case now != nil && f.ID == now.ID:
			f = with(f, "valid_to", a.before)
		case want != nil && last == a.before && same(with(f, "valid_to", ""), *want):
			f, want = with(f, "valid_to", ""), nil // what the corrected edition had ended goes on
		}
		out = append(out, f)
	}
	if want != nil {
		f := with(*want, "valid_from", a.day)
		if f.ID = code; len(out) > 0 {
			f.ID = code + "@" + a.day
		}
		out = append(out, f)
	}
	return out
}

// with gives a feature with a property set, or taken away if the value is "".
func with(f feature.Feature, name, value string) feature.Feature {
	props := map[string]any{}
	for k, v := range f.Props {
		props[k] = v
	}
	if props[name] = value; value == "" {
		delete(props, name)
	}
	f.Props = props
	return f
}

// same tells whether a row in force already says what is wanted. Where it was
// noted, and from when it holds, make no difference; a last day does if one is
// wanted.
func same(now, want feature.Feature) bool {
	if last := want.Text("valid_to"); last != "" && last != now.Text("valid_to") {
		return false
	}
	return sameLand(now.Geometry, want.Geometry) && reflect.DeepEqual(substance(now.Props), substance(want.Props))
}

// substance gives the properties that say something of the thing itself.
func substance(props map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range props {
		empty := v == nil || v == ""
		if list, ok := v.([]any); ok {
			empty = len(list) == 0
		}
		if !empty && k != "valid_from" && k != "valid_to" && k != "source" && k != "licence" {
			out[k] = v
		}
	}
	return out
}
