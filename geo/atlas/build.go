package atlas

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
)

// Build makes the atlas of a dataset that holds one edition; take it by On where
// there are more. Towns must form a coverage that can be
// built, and every town, parent or zone that a unit names must exist; all faults
// come back joined, each a *finding.Finding or the coverage's own error.
func Build(d Dataset) (*Atlas, error) {
	if len(d.Collections[feature.Towns].Features) == 0 {
		return nil, ErrNoTowns
	}
	b := builder{data: d, atlas: &Atlas{
		Region: d.Region,
		towns:  map[string]int{},
		units:  map[string]int{},
	}}
	b.buildTowns()
	b.buildUnits()
	b.assignTowns()
	b.buildAreas()
	b.buildLines()
	b.buildSites()
	if len(b.faults) > 0 {
		return nil, errors.Join(b.faults...)
	}
	b.atlas.borders = sync.OnceValue(b.atlas.drawBorders)
	b.atlas.Water = hydro.Build(slices.Concat(b.atlas.Rivers, b.throughLakes()))
	b.atlas.cells = b.atlas.Water.Through(b.atlas.Cover, b.atlas.beyond)
	b.atlas.outlets = sync.OnceValue(b.atlas.drain)
	return b.atlas, nil
}

type builder struct {
	data   Dataset
	atlas  *Atlas
	faults []error
}

func (b *builder) fault(err error) { b.faults = append(b.faults, err) }

func (b *builder) features(k feature.Kind) []feature.Feature { return b.data.Collections[k].Features }

// area gives the feature's geometry as areas; a feature of another shape is a fault.
func (b *builder) area(k feature.Kind, f feature.Feature) (orb.MultiPolygon, bool) {
	switch g := f.Geometry.(type) {
	case orb.MultiPolygon:
		return g, true
	case orb.Polygon:
		return orb.MultiPolygon{g}, true
	}
	b.fault(finding.New("atlas.not_an_area", string(k)+"/"+f.ID, "name", f.Text("name")))
	return nil, false
}

func (b *builder) buildTowns() {
	var cells []coverage.Cell
	for _, f := range b.features(feature.Towns) {
		g, ok := b.area(feature.Towns, f)
		if !ok {
			continue
		}
		b.atlas.Towns = append(b.atlas.Towns, Town{
			Code: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Pilot: f.Flag("pilot"), Area: g,
		})
		cells = append(cells, coverage.Cell{Name: f.ID, Area: g})
	}
	slices.SortFunc(b.atlas.Towns, func(x, y Town) int { return cmp.Compare(x.Code, y.Code) })
	for i, t := range b.atlas.Towns {
		b.atlas.towns[t.Code] = i
	}
	cover, err := coverage.New(cells...)
	if err != nil {
		b.fault(err)
	}
	b.atlas.Cover = cover
}

func (b *builder) buildUnits() {
	for _, f := range b.features(feature.Units) {
		u := Unit{
			ID: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Class: Class(f.Text("class")),
			Parent: f.Text("parent"), Source: f.Text("source"),
		}
		if p, ok := f.Geometry.(orb.Point); ok {
			u.At = &p
		}
		if text := f.Text("duty"); text != "" {
			hours, err := ParseHours(text)
			if err != nil {
				b.fault(finding.New("atlas.unit_duty", "units/"+u.ID, "name", u.Name, "value", text))
			}
			u.Duty = hours
		}
		list, _ := f.Props["towns"].([]any)
		for _, t := range list {
			code, _ := t.(string)
			if _, ok := b.atlas.towns[code]; !ok {
				b.fault(finding.New("atlas.unit_town", "units/"+u.ID, "name", u.Name, "town", code))
				continue
			}
			u.Towns = append(u.Towns, code)
		}
		if _, twice := b.atlas.units[u.ID]; twice {
			b.fault(finding.New("atlas.unit_twice", "units/"+u.ID, "name", u.Name))
			continue
		}
		b.atlas.units[u.ID] = len(b.atlas.Units)
		b.atlas.Units = append(b.atlas.Units, u)
	}
	for _, u := range b.atlas.Units {
		if _, ok := b.atlas.units[u.Parent]; u.Parent != "" && !ok {
			b.fault(finding.New("atlas.unit_parent", "units/"+u.ID, "name", u.Name, "parent", u.Parent))
		}
	}
}

// assignTowns binds each town to its station and squad; two of either for one
// town are a fault, because then nobody could say who goes.
func (b *builder) assignTowns() {
	for _, u := range b.atlas.Units {
		for _, code := range u.Towns {
			t := &b.atlas.Towns[b.atlas.towns[code]]
			var seat *string
			switch u.Class {
			case Station:
				seat = &t.Station
			case Squad:
				seat = &t.Squad
			default:
				continue
			}
			if *seat != "" {
				b.fault(finding.New("atlas.town_claimed_twice", "towns/"+code, "town", t.Name, "one", *seat, "other", u.ID))
				continue
			}
			*seat = u.ID
		}
	}
}

func (b *builder) buildAreas() {
	b.atlas.index = map[feature.Kind]*areaIndex{}
	for _, room := range []struct {
		kind feature.Kind
		to   *[]Area
	}{
		{feature.Basins, &b.atlas.Basins}, {feature.Lakes, &b.atlas.Lakes},
		{feature.Wetlands, &b.atlas.Wetlands}, {feature.Zones, &b.atlas.Zones},
	} {
		kind, to := room.kind, room.to
		for _, f := range b.features(kind) {
			g, ok := b.area(kind, f)
			if !ok {
				continue
			}
			rank, _ := f.Number("rank")
			*to = append(*to, Area{
				ID: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Class: f.Text("class"),
				Unit: f.Text("unit"), Rank: int(rank), Shared: f.Flag("shared"), Geometry: g,
			})
		}
		slices.SortStableFunc(*to, func(x, y Area) int { return cmp.Compare(x.Rank, y.Rank) })
		b.atlas.index[kind] = newAreaIndex(*to)
	}
	for _, z := range b.atlas.Zones {
		if _, ok := b.atlas.units[z.Unit]; z.Class == "post" && !ok {
			b.fault(finding.New("atlas.zone_unit", "zones/"+z.ID, "name", z.Name, "unit", z.Unit))
		}
	}
	for _, f := range b.features(feature.Neighbours) {
		if g, ok := b.area(feature.Neighbours, f); ok {
			b.atlas.Neighbours = append(b.atlas.Neighbours, Neighbour{
				Code: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"),
				Authority: f.Text("authority"), Superior: f.Text("superior"), Area: g,
			})
		}
	}
}

func (b *builder) buildLines() {
	for _, f := range b.features(feature.Rivers) {
		if l, ok := b.line(feature.Rivers, f); ok {
			b.atlas.Rivers = append(b.atlas.Rivers, River{
				ID: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Class: f.Text("class"),
				Basin: f.Text("basin"), Directed: f.Flag("directed"), SpeedMS: max(0, number(f, "speed_ms")),
				FromNode: f.Text("from_node"), ToNode: f.Text("to_node"), Line: l,
			})
		}
	}
	for _, f := range b.features(feature.Roads) {
		if l, ok := b.line(feature.Roads, f); ok {
			oneway, _ := f.Number("oneway")
			speed, _ := f.Number("maxspeed_kmh")
			b.atlas.Roads = append(b.atlas.Roads, Road{
				ID: f.ID, Name: f.Text("name"), Class: f.Text("class"), Access: f.Text("access"),
				Oneway: int(oneway), MaxSpeedKMH: speed, Line: l,
			})
		}
	}
}

// number is a property as a number, 0 if it is none.
func number(f feature.Feature, name string) float64 {
	v, _ := f.Number(name)
	return v
}

// throughLakes gives the ways of the water through lakes that rivers enter and leave.
func (b *builder) throughLakes() []River {
	var ways []River
	for _, l := range b.atlas.Lakes {
		box := geodesy.Around(l.Geometry.Bound(), shortM)
		var near []River
		for _, r := range b.atlas.Rivers {
			if box.Intersects(r.Line.Bound()) {
				near = append(near, r)
			}
		}
		if len(near) < 2 {
			continue
		}
		shape := geodesy.Prepare(l.Geometry)
		ways = append(ways, hydro.Across("lakes/"+l.ID, l.Name, l.NameEN, func(p orb.Point) bool {
			_, _, m := geodesy.Prepare(p).GapWithin(shape, shortM)
			return m <= shortM
		}, near)...)
	}
	return ways
}

func (b *builder) line(k feature.Kind, f feature.Feature) (orb.LineString, bool) {
	l, ok := f.Geometry.(orb.LineString)
	if !ok || len(l) < 2 {
		b.fault(finding.New("atlas.not_a_line", string(k)+"/"+f.ID, "name", f.Text("name")))
		return nil, false
	}
	return l, true
}

func (b *builder) buildSites() {
	for _, f := range b.features(feature.Sites) {
		p, ok := f.Geometry.(orb.Point)
		if !ok {
			b.fault(finding.New("atlas.not_a_point", "sites/"+f.ID, "name", f.Text("name")))
			continue
		}
		every, _ := f.Number("interval_days")
		stay, _ := f.Number("service_s")
		b.atlas.Sites = append(b.atlas.Sites, Site{
			ID: f.ID, Name: f.Text("name"), NameEN: f.Text("name_en"), Class: f.Text("class"),
			Category: f.Text("category"), IntervalDays: int(every), ServiceS: int(stay), At: p,
		})
	}
}
