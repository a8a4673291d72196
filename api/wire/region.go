package wire

import (
	"slices"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// Regions lists the regions of a store.
type Regions struct {
	Regions []RegionLine `json:"regions" nullable:"false" doc:"in the order of their codes"`
}

// A RegionLine is what a region is chosen by: /r/{code}/ leads to it.
type RegionLine struct {
	Code         string `json:"code" doc:"GB/T 2260, or a short name"`
	Name         string `json:"name"`
	NameEN       string `json:"name_en"`
	Illustration bool   `json:"illustration" doc:"drawn for demonstration; whatever shows it must say so"`
}

// FromRegions lists regions in their order.
func FromRegions(all []atlas.Region) Regions {
	list := Regions{Regions: make([]RegionLine, 0, len(all))}
	for _, r := range all {
		list.Regions = append(list.Regions, RegionLine{r.Code, r.Name, r.NameEN, r.Illustration})
	}
	return list
}

// A Region says what a region is and how much it holds.
type Region struct {
	Code         string         `json:"code" doc:"GB/T 2260, or a short name"`
	Name         string         `json:"name"`
	NameEN       string         `json:"name_en"`
	Illustration bool           `json:"illustration" doc:"drawn for demonstration; whatever shows it must say so"`
	Attribution  string         `json:"attribution" doc:"who made the data, and their licence"`
	Version      string         `json:"version" doc:"digest of the data"`
	BBox         [4]float64     `json:"bbox" nullable:"false" doc:"west, south, east, north in degrees"`
	Counts       map[string]int `json:"counts" doc:"features of each kind"`
	Towns        []Town         `json:"towns" nullable:"false"`
}

// A Town is a town by its code.
type Town struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
}

// FromDataset describes a region.
func FromDataset(d atlas.Dataset) Region {
	b := d.Bound()
	r := Region{
		Code: d.Region.Code, Name: d.Region.Name, NameEN: d.Region.NameEN, Illustration: d.Region.Illustration,
		Attribution: d.Region.Attribution, Version: d.Region.Version,
		BBox:   [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]},
		Counts: map[string]int{}, Towns: []Town{},
	}
	for _, kind := range feature.Regional() {
		r.Counts[string(kind)] = len(d.Collections[kind].Features)
	}
	for _, f := range d.Collections[feature.Towns].Features {
		r.Towns = append(r.Towns, Town{f.ID, f.Text("name"), f.Text("name_en")})
	}
	return r
}

// Units lists the bodies of a region.
type Units struct {
	Units []Unit `json:"units" nullable:"false"`
}

// A Unit is a body of the organisation, with its seat if that is known.
type Unit struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	NameEN string   `json:"name_en"`
	Class  string   `json:"class" doc:"MUNICIPAL_EE BRANCH BRIGADE SQUAD STATION POST TOWN_GOV TOWN_ENF CITY_DEPT CITY_GOV EXT_EE"`
	Parent string   `json:"parent" doc:"the unit that guides it, or empty"`
	Towns  []string `json:"towns" nullable:"false" doc:"codes: a station's town, a squad's towns, a post's members with the host first"`
	Lon    *float64 `json:"lon,omitempty" doc:"its seat, degrees"`
	Lat    *float64 `json:"lat,omitempty" doc:"its seat, degrees"`

	Daily string   `json:"patrol_daily,omitempty" doc:"the kind of the patrol that it goes on by itself; without it, it patrols nothing"`
	Kinds []string `json:"patrol_kinds,omitempty" doc:"all kinds that may be planned for it"`
}

// FromUnits lists units in their order.
func FromUnits(units []atlas.Unit) Units {
	list := Units{Units: make([]Unit, 0, len(units))}
	for _, u := range units {
		w := Unit{ID: u.ID, Name: u.Name, NameEN: u.NameEN, Class: string(u.Class), Parent: u.Parent, Towns: append([]string{}, u.Towns...)}
		if slices.Contains([]atlas.Class{atlas.Post, atlas.Station, atlas.Squad, atlas.Brigade, atlas.Branch}, u.Class) {
			w.Daily, w.Kinds = patrol.Daily(u.Class), patrol.Kinds(u.Class)
		}
		if u.At != nil {
			lon, lat := u.At[0], u.At[1]
			w.Lon, w.Lat = &lon, &lat
		}
		list.Units = append(list.Units, w)
	}
	return list
}

// Categories lists the taxonomy of incidents.
type Categories struct {
	Categories []Category `json:"categories" nullable:"false"`
}

// A Category is one row of the taxonomy.
type Category struct {
	Code     string `json:"code"`
	Group    string `json:"group"`
	ZH       string `json:"zh"`
	EN       string `json:"en"`
	K        string `json:"k" doc:"competence class: K1 K2 K3E K3O K4"`
	Severity string `json:"severity" doc:"of an incident that does not state its own: N G E"`

	Competent   string   `json:"competent" doc:"who may punish"`
	CompetentEN string   `json:"competent_en"`
	Departments []string `json:"departments" nullable:"false" doc:"the city departments concerned, the competent one first: BM-ZR"`
}

// FromCategories lists the taxonomy in its order.
func FromCategories(all []law.Category) Categories {
	list := Categories{Categories: make([]Category, 0, len(all))}
	for _, c := range all {
		departments := append([]string{}, c.Also...)
		if c.Department != "" {
			departments = append([]string{c.Department}, c.Also...)
		}
		list.Categories = append(list.Categories, Category{c.Code, c.Group, c.ZH, c.EN, string(c.K), string(c.Severity),
			c.CompetentZH, c.CompetentEN, departments})
	}
	return list
}
