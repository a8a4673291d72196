package jurisdiction_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/geo/predicate"
)

// Every input has a lead, names whom to ask, or is row V2: for places all over and around
// the region, any category, day and accuracy, and a region without neighbours, without
// stations and squads, or without any unit.
func TestEveryInputHasAnAnswer(t *testing.T) {
	whole := demo.Dataset()
	bare := demo.Dataset()
	bare.Collections[feature.Neighbours] = feature.Collection{}
	headless, empty := demo.Dataset(), demo.Dataset()
	units := headless.Collections[feature.Units]
	units.Features = slices.DeleteFunc(slices.Clone(units.Features), func(u feature.Feature) bool {
		return slices.Contains([]string{string(atlas.Station), string(atlas.Squad)}, u.Text("class"))
	})
	headless.Collections[feature.Units] = units
	empty.Collections[feature.Units], empty.Collections[feature.Zones] = feature.Collection{}, feature.Collection{}
	for name, data := range map[string]atlas.Dataset{"demonstration": whole, "without neighbours": bare, "without stations": headless, "without units": empty} {
		r := rules(t, data)
		rng := rand.New(rand.NewPCG(3, 3))
		box := data.Bound().Pad(0.1)
		categories := law.Categories()
		for i := range 1000 {
			p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
			var g orb.Geometry = p
			switch rng.IntN(4) {
			case 0:
				g = orb.LineString{p, aside(p, 900*rng.NormFloat64(), 900*rng.NormFloat64())}
			case 1:
				g = orb.Polygon{{p, aside(p, 300, 0), aside(p, 300*rng.Float64(), 300), p}}
			}
			inc := jurisdiction.Incident{Geometry: g, Category: append(categories, law.Category{Code: "Q99"}, law.Category{})[rng.IntN(len(categories)+2)].Code,
				Severity: []law.Severity{"", law.Normal, law.Grave, law.Emergency}[rng.IntN(4)], AccuracyM: float64(rng.IntN(4)) * 90,
				OccurredAt: autumn.AddDate(-rng.IntN(60), 0, 0)}
			d, err := r.Decide(inc, func(string) jurisdiction.Duty { return jurisdiction.Duty{On: rng.IntN(2) == 0} })
			if err != nil {
				t.Fatalf("%s %d: %v", name, i, err)
			}
			said := codes(d)
			asked := slices.Contains(said, "reason.no_lead") && len(d.ConfirmBy) > 0 || slices.Contains(said, "reason.no_units")
			if asked != (d.Lead == "" && d.VRow != "V2") {
				t.Fatalf("%s %d: %s, led by %q, asked is %v: %+v", name, i, d.VRow, d.Lead, d.ConfirmBy, d)
			}
			if d.VRow == "V2" && (d.Lead != "" || len(d.Assist) == 0 && name != "without units") {
				t.Fatalf("%s %d: outside, led by %q, passed on by %v", name, i, d.Lead, d.Assist)
			}
		}
	}
}

// Moving a point inside one cell of the map changes nothing but distances: as long as no
// border, reach or area comes nearer than the tolerance, or was nearer before.
func TestMovingWithinACell(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	r, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	shapes := []*geodesy.Shape{a.Borders()}
	for _, areas := range [][]atlas.Area{a.Basins, a.Lakes, a.Wetlands, a.Zones} {
		for _, x := range areas {
			shapes = append(shapes, geodesy.Prepare(x.Geometry).Border())
		}
	}
	for reach := range int32(a.Water.NumReaches()) {
		shapes = append(shapes, geodesy.Prepare(a.Water.Line(reach)))
	}
	for _, n := range a.Neighbours {
		shapes = append(shapes, geodesy.Prepare(n.Area).Border())
	}
	somewhere := func(p orb.Point) bool { // in the city or in a county that is known
		if _, in := a.Cover.Locate(p); in {
			return true
		}
		return slices.ContainsFunc(a.Neighbours, func(n atlas.Neighbour) bool { return predicate.In(p, n.Area) == predicate.Inside })
	}
	room := func(p orb.Point) float64 { // to whatever the tables ask for
		m := math.Inf(1)
		for _, s := range shapes {
			_, gap := s.Nearest(p)
			m = min(m, gap)
		}
		return m
	}
	rng := rand.New(rand.NewPCG(8, 8))
	box := demo.Dataset().Bound()
	moved := 0
	for moved < 50 {
		p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
		free := room(p) - 105 // the water is looked for within 100 m
		if free < 20 || !somewhere(p) {
			continue
		}
		moved++
		angle, far := rng.Float64()*2*math.Pi, free*rng.Float64()
		q := aside(p, far*math.Cos(angle), far*math.Sin(angle))
		category := law.Categories()[rng.IntN(42)].Code
		var said [2]string
		for i, at := range []orb.Point{p, q} {
			d, err := r.Decide(jurisdiction.Incident{Geometry: at, Category: category, AccuracyM: 40, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			said[i] = summary(d)
		}
		if said[0] != said[1] {
			t.Fatalf("%v to %v (%.0f m), %s:\n%s\n%s", p, q, far, category, said[0], said[1])
		}
	}
}

// Moving a point along a reach changes nothing but distances either, as long as all else
// is farther than the tables ask, and the water is followed to its ends. What the water
// passes is compared without its order: in a loop it may change.
func TestMovingAlongAReach(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	set := jurisdiction.Defaults()
	set.TraceM = 1e6
	r, err := jurisdiction.New(a, set)
	if err != nil {
		t.Fatal(err)
	}
	shapes := []*geodesy.Shape{a.Borders()}
	for _, areas := range [][]atlas.Area{a.Basins, a.Lakes, a.Wetlands, a.Zones} {
		for _, x := range areas {
			shapes = append(shapes, geodesy.Prepare(x.Geometry).Border())
		}
	}
	var lines []*geodesy.Shape
	for reach := range int32(a.Water.NumReaches()) {
		lines = append(lines, geodesy.Prepare(a.Water.Line(reach)))
	}
	room := func(p orb.Point, own int32) float64 { // to all but its reach
		m := math.Inf(1)
		for _, s := range shapes {
			_, gap := s.Nearest(p)
			m = min(m, gap)
		}
		for i, l := range lines {
			if _, gap := l.Nearest(p); int32(i) != own {
				m = min(m, gap)
			}
		}
		for _, s := range a.Sites { // they drain into what is within 200 m
			m = min(m, geodesy.Distance(s.At, p)-200)
		}
		return m
	}
	rng := rand.New(rand.NewPCG(9, 9))
	for moved := 0; moved < 50; {
		reach := int32(rng.IntN(a.Water.NumReaches()))
		at := hydro.Place{Reach: reach, MeasureM: rng.Float64() * a.Water.Length(reach)}
		free := room(a.Water.At(at), reach) - 145 // 100 m, and 40 m beside the reach
		further := at
		further.MeasureM += free * rng.Float64()
		if free < 20 || a.Water.River(reach).Class == hydro.Lake || further.MeasureM > a.Water.Length(reach) {
			continue
		}
		moved++
		category := law.Categories()[rng.IntN(42)].Code
		var said [2]string
		for i, on := range []hydro.Place{at, further} {
			p := aside(a.Water.At(on), 25*rng.Float64(), 25*rng.Float64())
			d, err := r.Decide(jurisdiction.Incident{Geometry: p, Category: category, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			said[i] = summary(d)
			for _, met := range [][]atlas.Met{d.Upstream, d.Downstream} {
				var places []string
				for _, m := range met {
					places = append(places, fmt.Sprint(m.Code, m.County, m.Unsure))
				}
				slices.Sort(places)
				said[i] += fmt.Sprintln(places)
			}
			for _, x := range d.Reaches {
				said[i] += x.ID
			}
		}
		if said[0] != said[1] {
			t.Fatalf("%v to %v, %s:\n%s\n%s", at, further, category, said[0], said[1])
		}
	}
}

// summary is a decision without its distances.
func summary(d jurisdiction.Decision) string {
	return fmt.Sprintln(d.Inputs, d.VRow, d.Lead, d.Command, d.Assist, d.ConfirmBy, d.NRows, d.Informed, d.Arbiter, d.Candidates,
		d.Basins, d.Zones, d.Wetlands, d.Lakes, codes(d))
}
