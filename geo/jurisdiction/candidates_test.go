package jurisdiction_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/geo/predicate"
)

// aside gives the place so many metres east and north of p.
func aside(p orb.Point, east, north float64) orb.Point {
	e, n := geodesy.Degree(p[1])
	return orb.Point{p[0] + east/e, p[1] + north/n}
}

// Beside the straight border of a and b the part beyond it is a circle's segment, and
// the decision asks for a look on site while that is a tenth and more.
func TestCandidatesAtAStraightBorder(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	border := orb.Point{m['X'][0], m['8'][1]}
	const radius = 100.0
	for _, h := range []float64{-0.9, -0.5, -0.1, 0, 0.3, 0.6, 0.7, 0.95, 1.1} {
		d, err := r.Decide(jurisdiction.Incident{Geometry: aside(border, -h*radius, 0), Category: "S03", AccuracyM: radius, OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if h > 1 {
			if len(d.Candidates) != 0 || d.ConfirmOnSite {
				t.Errorf("the whole circle lies in a, but %+v", d.Candidates)
			}
			continue
		}
		beyond := (math.Acos(h) - h*math.Sqrt(1-h*h)) / math.Pi
		got := map[string]float64{}
		sum := 0.0
		for _, c := range d.Candidates {
			got[c.Lead] = c.Probability
			sum += c.Probability
		}
		if math.Abs(got["b-SO"]-beyond) > 1e-3 || math.Abs(got["a-SO"]-(1-beyond)) > 1e-3 || math.Abs(sum-1) > 1e-12 {
			t.Errorf("border at %.2f radii: %+v, want %.4f for b-SO", h, d.Candidates, beyond)
		}
		if want := max(beyond, 1-beyond) < 0.9; d.ConfirmOnSite != want || slices.Contains(codes(d), "reason.confirm_on_site") != want {
			t.Errorf("border at %.2f radii (%.4f beyond): confirmed on site %v, %v", h, beyond, d.ConfirmOnSite, codes(d))
		}
	}
}

// On the demonstration region, with its lake, zone of a post and counties: each candidate
// is as probable as the darts that fall where the tables, asked for the dart alone, name
// it.
func TestCandidatesAgreeWithDarts(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	set := jurisdiction.Defaults()
	set.ToleranceM = 0.001 // a dart is in one town and no other
	r, err := jurisdiction.New(a, set)
	if err != nil {
		t.Fatal(err)
	}
	var zones orb.Ring
	for _, z := range a.Zones {
		if z.Class == "post" {
			zones = z.Geometry[0][0]
		}
	}
	others, crossings := []*geodesy.Shape{a.Borders(), nil}, 0
	for _, l := range a.Lakes {
		if l.Shared {
			others[1] = geodesy.Prepare(l.Geometry).Border()
		}
	}
	tried := map[string]int{}
	for seed := range uint64(36) {
		rng := rand.New(rand.NewPCG(seed, 9))
		ring := a.Towns[rng.IntN(len(a.Towns))].Area[0][0]
		kind := "town border"
		if seed%3 == 0 {
			ring, kind = zones, "zone border"
		}
		p := ring[rng.IntN(len(ring))]
		near := false
		if seed%6 == 0 { // where the zone's border crosses one of towns or the lake
			for range 20_000 {
				v, part := rng.IntN(len(ring)-1), rng.Float64()
				p = orb.Point{ring[v][0] + part*(ring[v+1][0]-ring[v][0]), ring[v][1] + part*(ring[v+1][1]-ring[v][1])}
				if _, m := others[rng.IntN(2)].NearestWithin(p, 40); m <= 40 {
					near = true
					break
				}
			}
		}
		p = aside(p, 60*rng.NormFloat64(), 60*rng.NormFloat64())
		// Such that who leads follows from where a dart is alone: not by the water.
		inc := jurisdiction.Incident{Geometry: p, Category: []string{"A06", "N01", "A01"}[rng.IntN(3)], AccuracyM: 20 + 180*rng.Float64(), OccurredAt: autumn}
		if kind == "zone border" {
			inc.Category = "E01" // the post leads there
		}
		d, err := r.Decide(inc, nil)
		if err != nil {
			t.Fatal(err)
		}
		if kind == "zone border" && d.J == "CBORD" {
			continue // at the city's border the station leads in the zone too; a dart, with no tolerance, does not know it
		}
		if near {
			crossings++
		}
		const darts = 700
		hits := map[string]float64{}
		for range darts {
			angle, far := rng.Float64()*2*math.Pi, inc.AccuracyM*math.Sqrt(rng.Float64())
			one := inc
			one.Geometry, one.AccuracyM = aside(p, far*math.Cos(angle), far*math.Sin(angle)), 0
			where, err := r.Judge(one, nil)
			if err != nil {
				t.Fatal(err)
			}
			lead := where.Lead
			if where.VRow == "V2" {
				lead = "beyond"
			}
			hits[lead] += 1.0 / darts
		}
		got := map[string]float64{}
		for _, c := range d.Candidates {
			lead := c.Lead
			if strings.HasPrefix(lead, "EXT-") {
				lead = "beyond"
			}
			got[lead] += c.Probability
		}
		if len(d.Candidates) == 0 {
			got = map[string]float64{d.Lead: 1}
			if d.VRow == "V2" {
				got = map[string]float64{"beyond": 1}
			}
		}
		tried[kind] += len(d.Candidates)
		for lead, want := range hits {
			if math.Abs(got[lead]-want) > 5*0.5/math.Sqrt(darts) {
				t.Errorf("seed %d, %s, %s, J %s: %s %.3f, darts say %.3f (%+v, darts %v)", seed, kind, inc.Category, d.J, lead, got[lead], want, d.Candidates, hits)
			}
		}
	}
	if tried["town border"] == 0 || tried["zone border"] == 0 || crossings < 1 {
		t.Errorf("hardly tried: %v, %d crossings", tried, crossings)
	}
}

// The parts of a line are its candidates; a zone over a border in dispute is told, and the
// government decides.
func TestSharesAndDisputes(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	set := region(t, m)
	set.Collections[feature.Zones] = feature.Collection{Features: append(set.Collections[feature.Zones].Features,
		feature.Feature{ID: "strip", Geometry: m.Polygon("X8F"), Props: map[string]any{"name": "争议地段", "name_en": "the strip", "class": "disputed"}})}
	r := rules(t, set)
	decide := func(g orb.Geometry) jurisdiction.Decision {
		t.Helper()
		d, err := r.Decide(jurisdiction.Incident{Geometry: g, Category: "S03", OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	low := orb.Point{m['X'][0], m['8'][1]}
	d := decide(orb.LineString{aside(low, -30, 0), aside(low, 70, 0)})
	if len(d.Candidates) != 2 || d.Candidates[0].Lead != "b-SO" || math.Abs(d.Candidates[0].Probability-0.7) > 1e-3 || !d.ConfirmOnSite {
		t.Errorf("candidates %+v, confirmed on site %v", d.Candidates, d.ConfirmOnSite)
	}
	inside := decide(aside(m['8'], 20, 0))
	if !slices.Contains(codes(inside), "reason.disputed") || inside.Arbiter != "C-GOV" {
		t.Errorf("in dispute: %v, arbiter %s", codes(inside), inside.Arbiter)
	}
	if d := decide(m['7']); slices.Contains(codes(d), "reason.disputed") {
		t.Errorf("not in dispute: %v", codes(d))
	}
}

// Every input has a lead, names whom to ask, or is row V2: for places all over and around
// the region, any category, day and accuracy, and a region without neighbours.
func TestEveryInputHasAnAnswer(t *testing.T) {
	whole := demo.Dataset()
	bare := demo.Dataset()
	bare.Collections[feature.Neighbours] = feature.Collection{}
	for name, data := range map[string]atlas.Dataset{"demonstration": whole, "without neighbours": bare} {
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
			if d.Lead == "" && d.VRow != "V2" && len(d.ConfirmBy) == 0 {
				t.Fatalf("%s %d: %s without lead, and nobody is asked: %+v", name, i, d.VRow, d)
			}
			if d.VRow == "V2" && (d.Lead != "" || len(d.Assist) == 0) {
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

// summary is a decision without its distances.
func summary(d jurisdiction.Decision) string {
	return fmt.Sprintln(d.Inputs, d.VRow, d.Lead, d.Command, d.Assist, d.ConfirmBy, d.NRows, d.Informed, d.Arbiter, d.Candidates,
		d.Basins, d.Zones, d.Wetlands, d.Lakes, codes(d))
}

// Where the border of two towns meets that of a zone, the four quarters of the circle have
// three leads.
func TestCandidatesWhereBordersCross(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	d, err := r.Decide(jurisdiction.Incident{Geometry: m['X'], Category: "E02", AccuracyM: 80, OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"post": 0.5, "a-SO": 0.25, "b-SO": 0.25}
	for _, c := range d.Candidates {
		if math.Abs(c.Probability-want[c.Lead]) > 1e-3 {
			t.Errorf("%s: %v, want %v", c.Lead, c.Probability, want[c.Lead])
		}
	}
	if len(d.Candidates) != 3 || !d.ConfirmOnSite || !slices.Equal(d.Candidates[0].Towns, []string{"a", "b"}) {
		t.Errorf("candidates %+v, confirmed on site %v", d.Candidates, d.ConfirmOnSite)
	}
}
