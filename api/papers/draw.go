package papers

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/signintech/gopdf"

	"xunhu/api/words"
	"xunhu/geo/geodesy"
)

// pen is how a kind of line is drawn.
type pen struct {
	width   float64
	r, g, b uint8
	dash    []float64
}

var pens = map[string]pen{
	"lake":   {0.7, 0x5B, 0x9B, 0xD5, nil},
	"river":  {0.7, 0x8F, 0xBC, 0xDE, nil},
	"town":   {0.8, 0x70, 0x70, 0x70, []float64{5, 2, 1, 2}},
	"county": {1.5, 0x30, 0x30, 0x30, []float64{8, 2, 1.5, 2, 1.5, 2}},
	"up":     {2.0, 0x1F, 0x8A, 0x4C, nil},
	"down":   {2.0, 0x1F, 0x4E, 0xA8, nil},
	"place":  {1.8, 0xD0, 0x10, 0x10, nil},
	"tour":   {1.8, 0xC0, 0x39, 0x2B, nil},
	"boat":   {1.8, 0x1F, 0x4E, 0xA8, []float64{4, 2}},
	"drone":  {0.9, 0x7B, 0x2D, 0x8E, []float64{6, 1.5, 1, 1.5}},
	"foot":   {1.8, 0xC0, 0x39, 0x2B, []float64{1.5, 2}},
}

// plate is the frame of a sketch on the page and the scale that fills it.
type plate struct {
	window     orb.Bound
	x, y, w, h float64
}

func (f plate) at(q orb.Point) (x, y float64) {
	return f.x + (q[0]-f.window.Min[0])/(f.window.Max[0]-f.window.Min[0])*f.w,
		f.y + f.h - (q[1]-f.window.Min[1])/(f.window.Max[1]-f.window.Min[1])*f.h
}

// sketch draws the map of a letter: borders, water, the place, north and scale.
func (p *press) sketch(l Letter) {
	p.chart(l.Sketch, []orb.Point{l.Place.At}, func(f plate) { p.mark(f, l.Place) })
	p.legend(l.Sketch, "place", "place")
	p.fine(words.Say(p.lang, "papers.map.note", nil))
}

// chart draws the lines and names of a sketch in the room that is left on the page, with
// north and scale, and over them what mark draws; no name stands on the places.
func (p *press) chart(s Sketch, places []orb.Point, mark func(plate)) {
	if p.err != nil || s.Window.Max[0] <= s.Window.Min[0] {
		return
	}
	mid := s.Window.Center()[1]
	widthM := geodesy.Distance(orb.Point{s.Window.Min[0], mid}, orb.Point{s.Window.Max[0], mid})
	heightM := geodesy.Distance(s.Window.Min, orb.Point{s.Window.Min[0], s.Window.Max[1]})
	f := plate{s.Window, left, p.y, typeW, math.Min(typeW*heightM/widthM, bottom-p.y-110)}
	f.w = f.h * widthM / heightM
	f.x = left + (typeW-f.w)/2
	for _, kind := range []string{"lake", "river", "town", "county", "up", "down"} {
		for _, x := range s.Lines {
			if x.Kind == kind {
				p.stroke(f, pens[kind], x.Line)
			}
		}
	}
	p.labels(f, s.Labels, places)
	mark(f)
	p.ink(pen{1, 0, 0, 0, nil})
	p.pdf.RectFromUpperLeftWithStyle(f.x, f.y, f.w, f.h, "D")
	p.north(f)
	p.scale(f, widthM)
	p.y = f.y + f.h + 6
}

func (p *press) ink(k pen) {
	p.pdf.SetStrokeColor(k.r, k.g, k.b)
	p.pdf.SetLineWidth(k.width)
	if k.dash == nil {
		p.pdf.SetLineType("solid")
		return
	}
	p.pdf.SetCustomLineType(append([]float64(nil), k.dash...), 0)
}

func (p *press) stroke(f plate, k pen, line orb.LineString) {
	p.ink(k)
	for i := 1; i < len(line); i++ {
		x1, y1 := f.at(line[i-1])
		x2, y2 := f.at(line[i])
		p.pdf.Line(x1, y1, x2, y2)
	}
}

// mark draws the place: a cross in a circle, or the line or area itself.
func (p *press) mark(f plate, place Place) {
	k := pens["place"]
	switch g := place.Geometry.(type) {
	case orb.LineString:
		p.stroke(f, k, g)
	case orb.MultiLineString:
		for _, line := range g {
			p.stroke(f, k, line)
		}
	case orb.Polygon:
		p.area(f, k, g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			p.area(f, k, polygon)
		}
	}
	p.ink(k)
	x, y := f.at(place.At)
	p.cross(x, y)
}

func (p *press) cross(x, y float64) {
	const r = 6.0
	p.pdf.Oval(x-r, y-r, x+r, y+r)
	p.pdf.Line(x-r-3, y, x+r+3, y)
	p.pdf.Line(x, y-r-3, x, y+r+3)
}

func (p *press) area(f plate, k pen, polygon orb.Polygon) {
	for _, ring := range polygon {
		p.stroke(f, k, orb.LineString(ring))
	}
}

// labels prints names in white boxes, not over one another nor over the place.
func (p *press) labels(f plate, all []Label, places []orb.Point) {
	taken := [][4]float64{ // the arrow, the scale, the places
		{f.x + f.w - 36, f.y, f.x + f.w, f.y + 50},
		{f.x, f.y + f.h - 36, f.x + f.w/3, f.y + f.h},
	}
	for _, at := range places {
		x, y := f.at(at)
		taken = append(taken, [4]float64{x - 14, y - 14, x + 14, y + 14})
	}
	for _, kind := range []string{"county", "town", "lake", "river"} {
		for _, l := range all {
			if l.Kind != kind {
				continue
			}
			st := style{hei, bold, 10}
			if kind == "river" || kind == "lake" {
				st = style{kai, serif, 9}
			}
			g := p.shape(words.Named(p.lang, l.Name.ZH, l.Name.EN), st)
			w := line{glyphs: g}.width()
			x, y := f.at(l.At)
			x = math.Max(f.x+w/2+4, math.Min(f.x+f.w-w/2-4, x))
			y = math.Max(f.y+8, math.Min(f.y+f.h-8, y))
			box, free := clear(taken, x, y, w/2+2, st.size/2+2, f)
			if !free {
				continue
			}
			taken = append(taken, box)
			p.pdf.SetFillColor(255, 255, 255)
			p.pdf.RectFromUpperLeftWithStyle(box[0], box[1], box[2]-box[0], box[3]-box[1], "F")
			if kind == "river" || kind == "lake" {
				p.pdf.SetTextColor(0x1F, 0x4E, 0xA8)
			}
			p.put(g, (box[0]+box[2])/2, (box[1]+box[3])/2-st.size/2, st.size, 0)
			p.pdf.SetTextColor(0, 0, 0)
		}
	}
}

// clear finds a place for a box near (x, y) that meets none of those taken.
func clear(taken [][4]float64, x, y, halfW, halfH float64, f plate) (box [4]float64, free bool) {
	for _, step := range [][2]float64{{0, 0}, {0, -1}, {0, 1}, {-1, 0}, {1, 0}, {-1, -1}, {1, 1}, {0, -2}, {0, 2}} {
		cx, cy := x+step[0]*2.2*halfW, y+step[1]*2.6*halfH
		box = [4]float64{cx - halfW, cy - halfH, cx + halfW, cy + halfH}
		free = box[0] > f.x && box[2] < f.x+f.w && box[1] > f.y && box[3] < f.y+f.h
		for _, t := range taken {
			free = free && (box[2] < t[0] || t[2] < box[0] || box[3] < t[1] || t[3] < box[1])
		}
		if free {
			return box, true
		}
	}
	return box, false
}

func (p *press) north(f plate) {
	x, y := f.x+f.w-22, f.y+24.0
	p.ink(pen{1, 0, 0, 0, nil})
	p.pdf.SetFillColor(0, 0, 0)
	p.pdf.Polygon([]gopdf.Point{{X: x, Y: y - 2}, {X: x + 5, Y: y + 20}, {X: x, Y: y + 15}}, "FD")
	p.pdf.SetFillColor(255, 255, 255)
	p.pdf.Polygon([]gopdf.Point{{X: x, Y: y - 2}, {X: x - 5, Y: y + 20}, {X: x, Y: y + 15}}, "FD")
	p.put(p.shape(words.Say(p.lang, "papers.map.north", nil), style{hei, bold, 11}), x, y-15, 11, 0)
}

// scale draws a bar of a round length, about a quarter of the width.
func (p *press) scale(f plate, widthM float64) {
	m := math.Pow(10, math.Floor(math.Log10(widthM/4)))
	for _, k := range []float64{5, 2} {
		if k*m <= widthM/4 {
			m *= k
			break
		}
	}
	long := m / widthM * f.w
	x, y := f.x+12, f.y+f.h-12
	p.pdf.SetFillColor(255, 255, 255)
	p.pdf.RectFromUpperLeftWithStyle(x-6, y-14, long+26, 20, "F")
	p.pdf.SetFillColor(0, 0, 0)
	p.ink(pen{0.8, 0, 0, 0, nil})
	p.pdf.RectFromUpperLeftWithStyle(x, y, long, 4, "D")
	p.pdf.RectFromUpperLeftWithStyle(x, y, long/2, 4, "FD")
	label := words.Say(p.lang, "papers.map.metres", map[string]any{"m": m})
	if m >= 1000 {
		label = words.Say(p.lang, "papers.map.km", map[string]any{"km": m / 1000})
	}
	p.put(p.shape("0", inTable), x, y-13, fifth, 0)
	p.put(p.shape(label, inTable), x+long, y-13, fifth, 0)
}

// legend explains the lines that are there, beneath the frame; first what is marked on
// them, by the kind of its pen and its name.
func (p *press) legend(s Sketch, kind, marked string) {
	x := left
	for _, k := range [][2]string{{kind, marked}, {"town", "town"}, {"county", "city"}, {"river", "river"}, {"up", "up"}, {"down", "down"}} {
		if k[0] != kind && !slices.ContainsFunc(s.Lines, func(x Stroke) bool { return x.Kind == k[0] }) {
			continue
		}
		g := p.shape(words.Say(p.lang, "papers.map."+k[1], nil), inTable)
		w := 26 + line{glyphs: g}.width() + 12
		if x+w > left+typeW+12 {
			x, p.y = left, p.y+18
		}
		p.ink(pens[k[0]])
		if k[0] == "place" {
			p.cross(x+10, p.y+8)
		} else {
			p.pdf.Line(x, p.y+9, x+22, p.y+9)
		}
		p.put(g, x+26, p.y+3, fifth, -1)
		x += w
	}
	p.ink(pen{0.6, 0, 0, 0, nil})
	p.y += 22
}
