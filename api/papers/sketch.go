package papers

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/jurisdiction"
)

// A Sketch is the map on the paper: lines and names in a window, north up.
type Sketch struct {
	Window orb.Bound // lon, lat; empty where there is no place
	Lines  []Stroke
	Labels []Label
}

// A Stroke is a line of a kind: "town", "city", "river", "up", "down".
type Stroke struct {
	Kind string
	Line orb.LineString
}

// A Label names a "town", a "county" or a "river".
type Label struct {
	Kind string
	Name Text
	At   orb.Point
}

// Sizes of the window, in metres.
const (
	leastHalfM = 1500.0
	mostHalfM  = 6000.0
	traceM     = 5000.0 // how far the water is drawn, as decisions follow it
	aspect     = 0.8    // height to width
)

// sketch draws the neighbourhood of a place: wide enough to show the nearest
// border, and the trace where the water is asked.
func sketch(a *atlas.Atlas, c Case, d jurisdiction.Decision) Sketch {
	if c.Geometry == nil {
		return Sketch{}
	}
	half := leastHalfM
	if len(d.Towns) > 0 {
		half = math.Max(half, 1.3*d.Towns[0].BorderM)
	}
	if d.J != "IN" {
		half = math.Max(half, 1.3*a.Cover.OuterBorder(geodesy.Prepare(c.Geometry)).DistanceM)
	}
	up, down := traces(a, c, d)
	for _, met := range [][]atlas.Met{d.Upstream, d.Downstream} {
		for _, m := range met {
			half = math.Max(half, 1.1*m.DistanceM)
		}
	}
	half = math.Min(half, mostHalfM)
	box := c.Geometry.Bound()
	sides := geodesy.Around(box, half)
	tall := geodesy.Around(box, half*aspect)
	s := Sketch{Window: orb.Bound{Min: orb.Point{sides.Min[0], tall.Min[1]}, Max: orb.Point{sides.Max[0], tall.Max[1]}}}
	s.land(a)
	for _, p := range up {
		s.add("up", a.Water.Cut(p.Reach, p.From, p.To))
	}
	for _, p := range down {
		s.add("down", a.Water.Cut(p.Reach, p.From, p.To))
	}
	return s
}

// land adds the borders and waters of the region.
func (s *Sketch) land(a *atlas.Atlas) {
	for _, t := range a.Towns {
		s.area("town", Text{ZH: t.Name, EN: t.NameEN}, t.Area)
	}
	for _, n := range a.Neighbours {
		s.area("county", Text{ZH: n.Name, EN: n.NameEN}, n.Area)
	}
	for _, l := range a.Lakes {
		s.area("lake", Text{ZH: l.Name, EN: l.NameEN}, l.Geometry)
	}
	named := map[string]bool{}
	for _, r := range a.Rivers {
		parts := s.add("river", r.Line)
		if len(parts) > 0 && r.Name != "" && !named[r.Name] {
			named[r.Name] = true
			s.Labels = append(s.Labels, Label{"river", Text{ZH: r.Name, EN: r.NameEN}, middle(parts[0])})
		}
	}
}

// area adds the borders of an area that are seen, and its name in the middle of
// what is seen of it.
func (s *Sketch) area(kind string, name Text, area orb.MultiPolygon) {
	seen := clip.MultiPolygon(s.Window, area.Clone())
	if len(seen) == 0 {
		return
	}
	if at, ok := widest(seen); ok && name.ZH != "" {
		s.Labels = append(s.Labels, Label{kind, name, at})
	}
	for _, polygon := range area {
		for _, ring := range polygon {
			s.add(kind, orb.LineString(ring))
		}
	}
}

// widest is the middle of the widest of some level cuts through an area: a place
// within it, with room for a name.
func widest(area orb.MultiPolygon) (at orb.Point, ok bool) {
	const cuts = 16
	best, b := 0.0, area.Bound()
	for i := 1; i < cuts; i++ {
		y := b.Min[1] + (b.Max[1]-b.Min[1])*float64(i)/cuts
		xs := crossings(area, y)
		for j := 0; j+1 < len(xs); j += 2 {
			if w := xs[j+1] - xs[j]; w > best {
				best, at = w, orb.Point{(xs[j] + xs[j+1]) / 2, y}
			}
		}
	}
	return at, best > 0
}

// crossings are the longitudes at which the rings of an area cross a latitude, sorted.
func crossings(area orb.MultiPolygon, y float64) []float64 {
	var xs []float64
	for _, polygon := range area {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				if p, q := ring[i-1], ring[i]; (p[1] > y) != (q[1] > y) {
					xs = append(xs, p[0]+(q[0]-p[0])*(y-p[1])/(q[1]-p[1]))
				}
			}
		}
	}
	slices.Sort(xs)
	return xs
}

func (s *Sketch) add(kind string, line orb.LineString) orb.MultiLineString {
	parts := clip.LineString(s.Window, line.Clone())
	for _, part := range parts {
		if len(part) > 1 {
			s.Lines = append(s.Lines, Stroke{kind, part})
		}
	}
	return parts
}

// traces follow the water from where the decision found it.
func traces(a *atlas.Atlas, c Case, d jurisdiction.Decision) (up, down []hydro.Piece) {
	if len(d.Reaches) == 0 || a.Water == nil {
		return nil, nil
	}
	within := d.Reaches[0].DistanceM + 1
	if p, ok := c.Geometry.(orb.Point); ok {
		if found := a.Water.Snap(p, within); len(found) > 0 {
			at := hydro.Place{Reach: found[0].Reach, MeasureM: found[0].MeasureM}
			return a.Water.Up(at, traceM), a.Water.Down(at, traceM)
		}
		return nil, nil
	}
	for _, t := range a.Water.Touches(geodesy.Prepare(c.Geometry), within) {
		up = append(up, a.Water.Up(hydro.Place{Reach: t.Reach, MeasureM: t.From}, traceM)...)
		down = append(down, a.Water.Down(hydro.Place{Reach: t.Reach, MeasureM: t.To}, traceM)...)
	}
	return up, down
}
