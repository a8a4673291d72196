package jurisdiction

import (
	"cmp"
	"sync"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/geodesy"
	"xunhu/geo/law"
)

// offices are the units of a region by what they are asked for, looked up once.
type offices struct {
	branch, brigade, municipal string
	boundaries                 string
	towns                      map[string]*office
	departments                map[string]string // ids by code
	categories                 map[string]*law.Category
	counties                   []*geodesy.Shape          // of the neighbours, in their order
	basins, lakes              func() *coverage.Coverage // the shared lakes; by id, nil if they do not make one
}

// office is who answers for a town.
type office struct {
	Code, Station, Squad, Government string // ids; "" where the region has none
}

var none = &office{}

func (o *offices) of(town string) *office {
	if t, ok := o.towns[town]; ok {
		return t
	}
	return none
}

// superior is the lowest of those above squads and stations; "" where the region has none.
func (o *offices) superior() string { return cmp.Or(o.brigade, o.branch, o.municipal) }

func officesOf(a *atlas.Atlas) offices {
	first := func(c atlas.Class) string {
		u, _ := a.First(c)
		return u.ID
	}
	o := offices{
		branch: first(atlas.Branch), brigade: first(atlas.Brigade), municipal: first(atlas.Municipal),
		boundaries: a.Region.Boundaries(),
		towns:      map[string]*office{}, departments: map[string]string{}, categories: map[string]*law.Category{},
	}
	for _, t := range a.Towns {
		seat := &office{Code: t.Code, Station: t.Station, Squad: t.Squad}
		if u, ok := a.Unit(t.Code + "-ZF"); ok {
			seat.Government = u.ID
		}
		o.towns[t.Code] = seat
	}
	for _, code := range []string{"GOV", "BM-GA", "BM-JT", "BM-NY", "BM-SW", "BM-WJ", "BM-YJ", "BM-ZR"} {
		o.departments[code] = a.Region.Code + "-" + code
	}
	for _, c := range law.Categories() {
		o.categories[c.Code] = &c
		if c.Department != "" {
			o.departments[c.Department] = a.Region.Code + "-" + c.Department
		}
	}
	for _, n := range a.Neighbours {
		o.counties = append(o.counties, geodesy.Prepare(n.Area))
	}
	o.basins = cover(a.Basins, all)
	o.lakes = cover(a.Lakes, shared)
	return o
}

func all(*atlas.Area) bool      { return true }
func shared(a *atlas.Area) bool { return a.Shared }

// cover makes a coverage of some areas when it is first asked for.
func cover(areas []atlas.Area, of func(*atlas.Area) bool) func() *coverage.Coverage {
	return sync.OnceValue(func() *coverage.Coverage {
		var cells []coverage.Cell
		for i := range areas {
			if a := &areas[i]; of(a) {
				cells = append(cells, coverage.Cell{Name: a.ID, Area: a.Geometry})
			}
		}
		c, err := coverage.New(cells...)
		if err != nil {
			return nil
		}
		return c
	})
}

// category finds a category; one that is not known is law.Unknown.
func (o *offices) category(code string) *law.Category {
	if c, ok := o.categories[code]; ok {
		return c
	}
	return &law.Unknown
}
