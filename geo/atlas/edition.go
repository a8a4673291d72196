package atlas

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Dated tells the kinds that have editions: the rows of towns, zones, units and
// neighbours say from when to when they hold; waters, roads and sites do not. The rows of
// the list of codes do, but nothing is decided by them: they make no edition.
func Dated(k feature.Kind) bool { return daily(k) && k != feature.Codes }

// daily tells the kinds whose rows hold on some days only.
func daily(k feature.Kind) bool {
	s, _ := feature.SchemaOf(k)
	_, ok := s.Field("valid_from")
	return ok
}

// CodeOf gives the code of what a row tells of. The first row of a thing has its
// code as its ID; a further edition has CODE@VALID_FROM. Only a date after the
// last @ is cut off. What refers to a thing (a unit's towns, a zone's unit) does
// so by the code.
func CodeOf(id string) string {
	at := strings.LastIndexByte(id, '@')
	if at < 0 {
		return id
	}
	if _, err := time.Parse(time.DateOnly, id[at+1:]); err != nil {
		return id
	}
	return id[:at]
}

// Validity gives the first and the last day on which a row holds, as full-dates
// of RFC 3339; "" is open. A value that is not a date counts as open here, and
// as a fault in CheckValidity.
func Validity(f feature.Feature) (first, last string) {
	first, _ = date(f, "valid_from")
	last, _ = date(f, "valid_to")
	return first, last
}

// date reads a full-date; ok is false for a value that is not one.
func date(f feature.Feature, field string) (day string, ok bool) {
	s := f.Text(field)
	if s == "" {
		return "", true
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", false
	}
	return s, true
}

// holds tells whether a row holds on a day.
func holds(f feature.Feature, day string) bool {
	first, last := Validity(f)
	return first <= day && (last == "" || day <= last)
}

// On gives the dataset of one day: of kinds whose rows have dates those that hold on it,
// each by its code, and all of the other kinds. Units lose the towns that hold on
// other days only; a town that holds on none stays, as a fault for Build to find.
// The day is that of the clock and zone of the given time. Region.Edition names the
// edition. What comes back shares geometries and properties with d.
func On(d Dataset, day time.Time) Dataset {
	out := Dataset{Region: d.Region, Collections: map[feature.Kind]feature.Collection{}}
	out.Region.Edition = EditionOf(Editions(d), day)
	wanted := day.Format(time.DateOnly)
	for k, c := range d.Collections {
		if daily(k) {
			var kept []feature.Feature
			for _, f := range c.Features {
				if holds(f, wanted) {
					f.ID = CodeOf(f.ID)
					kept = append(kept, f)
				}
			}
			c.Features = kept
		}
		out.Collections[k] = c
	}
	dropTowns(out, d)
	return out
}

// dropTowns takes from the units of a day the towns that d has on other days only.
func dropTowns(out, d Dataset) {
	gone := map[string]bool{}
	for _, f := range d.Collections[feature.Towns].Features {
		gone[CodeOf(f.ID)] = true
	}
	for _, f := range out.Collections[feature.Towns].Features {
		delete(gone, f.ID)
	}
	units := out.Collections[feature.Units].Features
	for i, u := range units {
		list, _ := u.Props["towns"].([]any)
		if left := slices.DeleteFunc(slices.Clone(list), func(t any) bool { code, _ := t.(string); return gone[code] }); len(left) < len(list) {
			units[i].Props = maps.Clone(u.Props)
			units[i].Props["towns"] = left
		}
	}
}

// ChangeWithin gives the first of so many days, behind the first of them, on which towns,
// zones or units change. What is made for all of them by the first day's edition is then
// not made by theirs.
func ChangeWithin(d Dataset, from time.Time, days int) (day string, changes bool) {
	first, last := from.Format(time.DateOnly), from.AddDate(0, 0, days-1).Format(time.DateOnly)
	for _, e := range Editions(d) {
		if day = e.Format(time.DateOnly); first < day && day <= last {
			return day, true
		}
	}
	return "", false
}

// Editions lists the days on which something changes, in their order: those on
// which a row begins to hold, and those after the last day of one. They are given
// as midnights of UTC.
func Editions(d Dataset) []time.Time {
	var days []time.Time
	for k, c := range d.Collections {
		if !Dated(k) {
			continue
		}
		for _, f := range c.Features {
			first, last := Validity(f)
			if t, err := time.Parse(time.DateOnly, first); err == nil {
				days = append(days, t)
			}
			if t, err := time.Parse(time.DateOnly, last); err == nil {
				days = append(days, t.AddDate(0, 0, 1))
			}
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	return slices.Compact(days)
}

// EditionOf names the edition to which a day belongs by its first day (RFC 3339),
// "" before the first of the days that Editions lists.
func EditionOf(editions []time.Time, day time.Time) string {
	name, wanted := "", day.Format(time.DateOnly)
	for _, e := range editions {
		if first := e.Format(time.DateOnly); first <= wanted {
			name = first
		}
	}
	return name
}

// CheckValidity gives the faults in the dates of a dataset: a date that is none, a
// last day before the first, and two rows of one thing that hold on the same day.
func CheckValidity(d Dataset) []*finding.Finding {
	var faults []*finding.Finding
	for _, k := range feature.Regional() {
		if !Dated(k) {
			continue
		}
		rows := map[string][]feature.Feature{}
		var codes []string
		for _, f := range d.Collections[k].Features {
			found := checkDates(k, f)
			faults = append(faults, found...)
			if len(found) > 0 {
				continue
			}
			code := CodeOf(f.ID)
			if rows[code] == nil {
				codes = append(codes, code)
			}
			rows[code] = append(rows[code], f)
		}
		for _, code := range codes {
			faults = append(faults, checkDoubles(k, rows[code])...)
		}
	}
	return faults
}

func checkDates(k feature.Kind, f feature.Feature) []*finding.Finding {
	var faults []*finding.Finding
	for _, field := range []string{"valid_from", "valid_to"} {
		if _, ok := date(f, field); !ok {
			faults = append(faults, finding.New("edition.bad_date", place(k, f),
				"name", nameOf(f), "field", field, "value", f.Text(field)))
		}
	}
	if first, last := Validity(f); len(faults) == 0 && last != "" && last < first {
		faults = append(faults, finding.New("edition.reversed", place(k, f), "name", nameOf(f), "from", first, "to", last))
	}
	return faults
}

// checkDoubles finds rows of one thing that hold together; each is held against
// the earlier row that lasts longest.
func checkDoubles(k feature.Kind, rows []feature.Feature) []*finding.Finding {
	slices.SortStableFunc(rows, func(a, b feature.Feature) int {
		x, _ := Validity(a)
		y, _ := Validity(b)
		return cmp.Compare(x, y)
	})
	var faults []*finding.Finding
	longest := 0
	for i := 1; i < len(rows); i++ {
		first, last := Validity(rows[i])
		_, until := Validity(rows[longest])
		if until == "" || first <= until {
			faults = append(faults, double(k, rows[i], rows[longest].ID, common(first, last, until)))
		}
		if until != "" && (last == "" || last > until) {
			longest = i
		}
	}
	return faults
}

// common gives a day on which two rows hold, the second from first to last and the
// other until a day; "" if that is every day.
func common(first, last, until string) string {
	switch {
	case first != "":
		return first
	case last == "" || until != "" && until < last:
		return until
	}
	return last
}

func double(k feature.Kind, f feature.Feature, other, day string) *finding.Finding {
	if day == "" {
		return finding.New("edition.twice_always", place(k, f), "name", nameOf(f), "other", other)
	}
	return finding.New("edition.twice", place(k, f), "name", nameOf(f), "other", other, "day", day)
}

func place(k feature.Kind, f feature.Feature) string { return string(k) + "/" + f.ID }

func nameOf(f feature.Feature) finding.Name {
	return finding.Name{ZH: f.Text("name"), EN: f.Text("name_en")}
}
