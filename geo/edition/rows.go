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
	said []Change // what else is said of it, each in Before
}

// say gives one property of a thing.
func say(field, zh, en string) Change {
	return Change{Field: field, Before: finding.Name{ZH: zh, EN: en}}
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
	t := thing{name: finding.Name{ZH: u.Name, EN: u.NameEN}, said: []Change{
		say("name", u.Name, u.NameEN), say("class", string(u.Class), ""), say("parent", nameOfUnit(in, u.Parent).ZH, nameOfUnit(in, u.Parent).EN),
		say("towns", strings.Join(zh, "、"), strings.Join(en, ", ")),
	}}
	if u.At != nil {
		t.said = append(t.said, say("place", fmt.Sprintf("%.6f, %.6f", u.At.Lon(), u.At.Lat()), ""))
	}
	return u.ID, t
}

func zone(in *atlas.Atlas, z atlas.Area) (string, thing) {
	owner := nameOfUnit(in, z.Unit)
	return z.ID, thing{finding.Name{ZH: z.Name, EN: z.NameEN}, whole(geodesy.Area(z.Geometry)), z.Geometry, []Change{
		say("name", z.Name, z.NameEN), say("class", z.Class, ""), say("unit", owner.ZH, owner.EN), say("rank", strconv.Itoa(z.Rank), ""),
	}}
}

func neighbour(_ *atlas.Atlas, n atlas.Neighbour) (string, thing) {
	return n.Code, thing{finding.Name{ZH: n.Name, EN: n.NameEN}, whole(geodesy.Area(n.Area)), n.Area, []Change{
		say("name", n.Name, n.NameEN), say("authority", n.Authority, ""), say("superior", n.Superior, ""),
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
	now := map[string]finding.Name{}
	for _, c := range after.said {
		now[c.Field] = c.Before
	}
	for _, c := range t.said {
		if c.After = now[c.Field]; c.After != c.Before {
			changes = append(changes, c)
		}
		delete(now, c.Field)
	}
	for _, c := range after.said {
		if _, added := now[c.Field]; added {
			changes = append(changes, Change{Field: c.Field, After: c.Before})
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
