package edition

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// thing is what of a row is set side by side.
type thing struct {
	name finding.Name
	m2   int64
	all  any // all that is said of it, but for where it was noted
}

// things gives what there is of a kind, by code.
func things[T any](rows []T, of func(T) (string, thing)) map[string]thing {
	all := map[string]thing{}
	for _, r := range rows {
		code, t := of(r)
		all[code] = t
	}
	return all
}

func unit(u atlas.Unit) (string, thing) {
	u.Source = ""
	return u.ID, thing{name: finding.Name{ZH: u.Name, EN: u.NameEN}, all: u}
}

func zone(z atlas.Area) (string, thing) {
	m2 := whole(geodesy.Area(z.Geometry))
	z.Geometry, _ = canonical(z.Geometry).(orb.MultiPolygon)
	return z.ID, thing{finding.Name{ZH: z.Name, EN: z.NameEN}, m2, z}
}

func neighbour(n atlas.Neighbour) (string, thing) {
	m2 := whole(geodesy.Area(n.Area))
	n.Area, _ = canonical(n.Area).(orb.MultiPolygon)
	return n.Code, thing{finding.Name{ZH: n.Name, EN: n.NameEN}, m2, n}
}

// compare sorts things into those that come, go and change.
func compare(before, after map[string]thing) Rows {
	var out Rows
	for code, b := range before {
		a, stays := after[code]
		switch {
		case !stays:
			out.Removed = append(out.Removed, Row{code, b.name, b.m2, 0})
		case !reflect.DeepEqual(a.all, b.all):
			out.Changed = append(out.Changed, Row{code, a.name, b.m2, a.m2})
		}
	}
	for code, a := range after {
		if _, was := before[code]; !was {
			out.Added = append(out.Added, Row{code, a.name, 0, a.m2})
		}
	}
	for _, rows := range [][]Row{out.Added, out.Removed, out.Changed} {
		slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.Code, b.Code) })
	}
	return out
}
