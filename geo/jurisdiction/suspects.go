package jurisdiction

import (
	"bytes"
	"cmp"
	_ "embed" // the table of what can cause what
	"encoding/csv"
	"slices"
	"sync"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/hydro"
)

// A Likelihood says how well a site fits a category.
type Likelihood string

// The likelihoods, the best first.
const (
	Named    Likelihood = "named"    // the site is watched for this very category
	Likely   Likelihood = "likely"   // its class often causes it
	Possible Likelihood = "possible" // its class can cause it
)

// A Suspect is a site up the water that can be the source of an incident.
type Suspect struct {
	atlas.SiteMet
	Likelihood     Likelihood
	Station, Squad string // of its town, "" outside the city
}

// Warned is what lies down the water and is to be warned: an intake or a drinking-water
// zone, a wetland, a town, a county.
type Warned struct {
	Kind             string // intake, wetland, section, town, county
	ID, Name, NameEN string
	Units            []string // whom to tell
	DistanceM, TimeS float64  // along the water
	Unsure           bool
}

// Classes of sites that are no source but must be warned, or tell of the water.
const (
	Intake  = "intake"  // 取水口
	Section = "section" // 监测断面
)

//go:embed suspects.csv
var suspectTable []byte

// causes tells which class of site can cause which category; the category "" stands for
// those that the table does not name. No source gives such a table: it is a default of
// this program.
var causes = sync.OnceValue(func() map[string]map[string]Likelihood {
	lines, err := csv.NewReader(bytes.NewReader(suspectTable)).ReadAll()
	if err != nil {
		panic(err) // our own table
	}
	table := map[string]map[string]Likelihood{}
	for _, l := range lines[1:] {
		if table[l[0]] == nil {
			table[l[0]] = map[string]Likelihood{}
		}
		table[l[0]][l[1]] = Likelihood(l[2])
	}
	return table
})

// fits says how well a site fits a category; "" if it cannot be the source.
func fits(site atlas.Site, category string) Likelihood {
	if site.Category == category && category != "" {
		return Named
	}
	table, known := causes()[category]
	if !known {
		table = causes()[""]
	}
	return table[site.Class]
}

// Suspects gives the sites beside the pieces of a trace up the water that can be the
// source of a category: those watched for it first, then those whose class often
// causes it, then the rest; the nearer first.
func (r *Rules) Suspects(up []hydro.Piece, category string) []Suspect {
	var all []Suspect
	for _, met := range r.atlas.SitesAlong(up, r.set.SiteM) {
		how := fits(met.Site, category)
		if how == "" {
			continue
		}
		town := r.offices.of(met.Town)
		all = append(all, Suspect{SiteMet: met, Likelihood: how, Station: town.Station, Squad: town.Squad})
	}
	order := []Likelihood{Named, Likely, Possible}
	slices.SortStableFunc(all, func(a, b Suspect) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Likelihood), slices.Index(order, b.Likelihood)), cmp.Compare(a.DistanceM, b.DistanceM))
	})
	return all
}

// Warnings gives whom to warn along the pieces of a trace down the water, in the order
// in which the water comes to them.
func (r *Rules) Warnings(down []hydro.Piece) ([]Warned, error) {
	var all []Warned
	for _, met := range r.atlas.SitesAlong(down, r.set.SiteM) {
		if met.Site.Class != Intake && met.Site.Class != Section {
			continue
		}
		all = append(all, Warned{Kind: met.Site.Class, ID: met.Site.ID, Name: met.Site.Name, NameEN: met.Site.NameEN,
			Units: join(nil, r.offices.of(met.Town).Station), DistanceM: met.DistanceM, TimeS: met.TimeS, Unsure: met.Unsure})
	}
	area := func(kind string, met atlas.AreaMet, units ...string) {
		all = append(all, Warned{Kind: kind, ID: met.Area.ID, Name: met.Area.Name, NameEN: met.Area.NameEN,
			Units: join(nil, append(units, met.Area.Unit)...), DistanceM: met.DistanceM, TimeS: met.TimeS, Unsure: met.Unsure})
	}
	for _, met := range r.atlas.AreasAlong(feature.Zones, down) {
		if met.Area.Class == "water_source" {
			area(Intake, met, r.department("BM-SW"), r.department("BM-WJ"))
		}
	}
	for _, met := range r.atlas.AreasAlong(feature.Wetlands, down) {
		area("wetland", met, r.department("BM-ZR"))
	}
	towns, err := r.atlas.Along(down, r.set.SignificantM)
	if err != nil {
		return nil, err
	}
	for _, m := range towns {
		w := Warned{Kind: "town", ID: m.Code, Name: m.Name, NameEN: m.NameEN, DistanceM: m.DistanceM, TimeS: m.TimeS, Unsure: m.Unsure}
		if m.County {
			w.Kind = "county"
			if n, ok := r.atlas.Neighbour(m.Code); ok {
				w.Units = join(nil, r.authority(n))
			}
		} else {
			town := r.offices.of(m.Code)
			w.Units = join(nil, town.Station, town.Squad)
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b Warned) int { return cmp.Compare(a.DistanceM, b.DistanceM) })
	return all, nil
}

// Settings are those that the rules were made with.
func (r *Rules) Settings() Settings { return r.set }

// Water is the region's network at the speeds of the settings.
func (r *Rules) Water() *hydro.Network { return r.water }

// nextSection gives the control section that a trace comes to first, and whom to ask there;
// nil where it meets none.
func (r *Rules) nextSection(pieces []hydro.Piece) *Warned {
	for _, met := range r.atlas.SitesAlong(pieces, r.set.SiteM) {
		if met.Site.Class == Section {
			return &Warned{Kind: Section, ID: met.Site.ID, Name: met.Site.Name, NameEN: met.Site.NameEN, Units: join(nil, r.offices.of(met.Town).Station),
				DistanceM: met.DistanceM, TimeS: met.TimeS, Unsure: met.Unsure}
		}
	}
	return nil
}

// followUp finds the suspects and the warned of an incident at the water.
func (r *Rules) followUp(d *Decision, s *survey) error {
	if len(s.flow.at) == 0 {
		return nil
	}
	var up, down []hydro.Piece
	for _, t := range s.flow.at {
		up = append(up, r.water.Up(hydro.Place{Reach: t.Reach, MeasureM: t.To}, r.set.TraceM)...)
		down = append(down, r.water.Down(hydro.Place{Reach: t.Reach, MeasureM: t.From}, r.set.TraceM)...)
	}
	byWay := func(a, b hydro.Piece) int { return cmp.Compare(a.DistanceM, b.DistanceM) }
	slices.SortStableFunc(up, byWay)
	slices.SortStableFunc(down, byWay)
	d.Suspects = r.Suspects(up, s.category.Code)
	d.SectionUp, d.SectionDown = r.nextSection(up), r.nextSection(down)
	warn, err := r.Warnings(down)
	d.Warn = slices.DeleteFunc(warn, func(w Warned) bool { return w.Kind == "town" && s.leads(w.ID) })
	return err
}
