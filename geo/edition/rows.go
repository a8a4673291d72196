package edition

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// thing is what of a row is set side by side.
type thing struct {
	name finding.Name
	m2   int64
	land orb.Geometry
	said []property
}

// A property differs where its value does; words are how people read it, which a
// renamed town changes in every list that names it.
type property struct {
	field, value string
	words        finding.Name
}

// say gives a property of one wording.
func say(field, value string) property {
	return property{field, value, finding.Name{ZH: value, EN: value}}
}

// called gives the name of a thing as a property.
func called(zh, en string) property {
	return property{"name", zh + "\n" + en, finding.Name{ZH: zh, EN: en}}
}

// things gives what there is of a kind, by code.
func things[T any](in *atlas.Atlas, rows []T, of func(*atlas.Atlas, T) (string, thing)) map[string]thing {
	all := map[string]thing{}
	for _, r := range rows {
		code, t := of(in, r)
		all[code] = t
	}
	return all
}

func unit(in *atlas.Atlas, u atlas.Unit) (string, thing) {
	var zh, en []string
	for _, code := range u.Towns {
		t, ok := in.Town(code)
		if !ok {
			t.Name = code
		}
		zh, en = append(zh, t.Name), append(en, cmp.Or(t.NameEN, t.Name))
	}
	t := thing{name: finding.Name{ZH: u.Name, EN: u.NameEN}, said: []property{
		called(u.Name, u.NameEN), say("class", string(u.Class)), {"parent", u.Parent, nameOfUnit(in, u.Parent)},
		{"towns", strings.Join(u.Towns, ";"), finding.Name{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}},
	}}
	if u.At != nil {
		t.said = append(t.said, say("place", fmt.Sprintf("%.6f, %.6f", u.At.Lon(), u.At.Lat())))
	}
	return u.ID, t
}

func zone(in *atlas.Atlas, z atlas.Area) (string, thing) {
	return z.ID, thing{finding.Name{ZH: z.Name, EN: z.NameEN}, whole(geodesy.Area(z.Geometry)), z.Geometry, []property{
		called(z.Name, z.NameEN), say("class", z.Class), {"unit", z.Unit, nameOfUnit(in, z.Unit)}, say("rank", strconv.Itoa(z.Rank)),
	}}
}

func neighbour(_ *atlas.Atlas, n atlas.Neighbour) (string, thing) {
	return n.Code, thing{finding.Name{ZH: n.Name, EN: n.NameEN}, whole(geodesy.Area(n.Area)), n.Area, []property{
		called(n.Name, n.NameEN), say("authority", n.Authority), say("superior", n.Superior),
	}}
}

// nameOfUnit gives the name and id of a unit, as people tell units of one name apart.
func nameOfUnit(in *atlas.Atlas, id string) finding.Name {
	u, ok := in.Unit(id)
	if !ok {
		return finding.Name{ZH: id, EN: id}
	}
	return finding.Name{ZH: u.Name + "（" + id + "）", EN: cmp.Or(u.NameEN, u.Name) + " (" + id + ")"}
}

// changes gives what is said differently of a thing, and whether its land differs.
func (t thing) changes(after thing) (changes []Change, land bool) {
	now := map[string]property{}
	for _, p := range after.said {
		now[p.field] = p
	}
	for _, p := range t.said {
		if is := now[p.field]; is.value != p.value {
			changes = append(changes, Change{p.field, p.words, is.words})
		}
		delete(now, p.field)
	}
	for _, p := range after.said {
		if _, added := now[p.field]; added {
			changes = append(changes, Change{Field: p.field, After: p.words})
		}
	}
	return changes, !sameLand(t.land, after.land)
}

// compare sorts things into those that come, go and change.
func compare(before, after map[string]thing) Rows {
	var out Rows
	for code, b := range before {
		a, stays := after[code]
		if !stays {
			out.Removed = append(out.Removed, Row{Code: code, Name: b.name, BeforeM2: b.m2})
		} else if changes, land := b.changes(a); land || len(changes) > 0 {
			out.Changed = append(out.Changed, Row{code, a.name, b.m2, a.m2, changes})
		}
	}
	for code, a := range after {
		if _, was := before[code]; !was {
			out.Added = append(out.Added, Row{Code: code, Name: a.name, AfterM2: a.m2})
		}
	}
	for _, rows := range [][]Row{out.Added, out.Removed, out.Changed} {
		slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.Code, b.Code) })
	}
	return out
}
