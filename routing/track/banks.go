package track

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// A sample is a piece of a line, of sampleM at most, known by its middle.
type sample struct {
	at          orb.Point
	dx, dy      float64 // the direction of the line, metres
	line        int
	start, end  float64 // metres along the line
	n           int     // places in sight of it, passed slowly enough,
	left, right int     // and how many of them lie on each side
	passed      bool    // came into sight at all
}

// lines is which pieces came into sight, and from which side.
func (p *trail) lines(s *Seen, lines orb.MultiLineString) {
	var samples []sample
	for k, l := range lines {
		samples = append(samples, pieces(l, k)...)
	}
	cells := make(map[[2]int][]int)
	var east, north float64
	if len(samples) > 0 {
		east, north = geodesy.Degree(samples[0].at[1])
	}
	cell := func(at orb.Point) [2]int {
		return [2]int{int(math.Floor(at[0] * east / s.Need.SightM)), int(math.Floor(at[1] * north / s.Need.SightM))}
	}
	for i := range samples {
		c := cell(samples[i].at)
		cells[c] = append(cells[c], i)
	}
	shape := geodesy.Prepare(lines)
	var speeds []float64
	for i, at := range p.at {
		_, m := shape.NearestWithin(at, max(s.Need.SightM, min(s.NearM, farM)))
		s.near(m, p.time[i])
		if m > s.Need.SightM {
			continue
		}
		speeds = append(speeds, p.speed[i])
		slow := s.slow(p.speed[i])
		if slow && s.First.IsZero() {
			s.First = p.time[i]
		}
		c := cell(at)
		for x := c[0] - 1; x <= c[0]+1; x++ {
			for y := c[1] - 1; y <= c[1]+1; y++ {
				for _, k := range cells[[2]int{x, y}] {
					samples[k].see(at, s.Need.SightM, slow)
				}
			}
		}
	}
	s.SpeedMS = median(speeds)
	s.banks(samples, lines)
}

// pieces cuts a line.
func pieces(l orb.LineString, number int) []sample {
	var all []sample
	along := 0.0
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		m := geodesy.Edge(a, b)
		east, north := geodesy.Degree(a[1])
		n := math.Ceil(m / sampleM)
		for k := 0.0; k < n; k++ {
			f := (k + 0.5) / n
			all = append(all, sample{at: orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])},
				dx: (b[0] - a[0]) * east, dy: (b[1] - a[1]) * north,
				line: number, start: along + m*k/n, end: along + m*(k+1)/n})
		}
		along += m
	}
	return all
}

// see notes that the crew was at a place.
func (x *sample) see(at orb.Point, sightM float64, slow bool) {
	east, north := geodesy.Degree(x.at[1])
	dx, dy := (at[0]-x.at[0])*east, (at[1]-x.at[1])*north
	if dx*dx+dy*dy > sightM*sightM {
		return
	}
	x.passed = true
	if !slow {
		return
	}
	side := (x.dx*dy - x.dy*dx) / math.Hypot(x.dx, x.dy) // metres to the left
	x.n++
	if side > -amidM {
		x.left++
	}
	if side < amidM {
		x.right++
	}
}

// from tells from a count whether the piece was seen from a side: a fifth of the
// places in sight is enough for one of several passages, and more than the error of a
// receiver throws across the water.
func (x *sample) from(count int) bool { return count > 0 && 5*count >= x.n }

// banks adds up what was seen of lines.
func (s *Seen) banks(samples []sample, lines orb.MultiLineString) {
	var whole, any, left, right, passed float64
	var missed orb.MultiLineString
	from := -1
	end := func(i int) {
		if from >= 0 {
			missed = append(missed, between(lines[samples[from].line], samples[from].start, samples[i-1].end))
			from = -1
		}
	}
	for i := range samples {
		x := &samples[i]
		m := x.end - x.start
		whole += m
		if x.from(x.left) {
			left += m
		}
		if x.from(x.right) {
			right += m
		}
		if i > 0 && samples[i-1].line != x.line {
			end(i)
		}
		switch {
		case x.n > 0:
			any += m
			end(i)
			continue
		case x.passed:
			passed += m
		}
		if from < 0 {
			from = i
		}
	}
	end(len(samples))
	if whole == 0 {
		return
	}
	s.Share, s.Left, s.Right, s.PassedTooFastM = any/whole, left/whole, right/whole, passed
	if s.Met = whole-any <= min(endsM, whole/4); missed != nil {
		s.Missed = missed
	}
}

// between is the part of a line from one measure to another.
func between(l orb.LineString, from, to float64) orb.LineString {
	part := orb.LineString{geodesy.Along(l, from)}
	m := 0.0
	for i := 1; i < len(l); i++ {
		if m += geodesy.Edge(l[i-1], l[i]); m > from && m < to {
			part = append(part, l[i])
		}
	}
	return append(part, geodesy.Along(l, to))
}
