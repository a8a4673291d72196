package track

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// A Need is what should have been seen.
type Need struct {
	ID       string
	Geometry orb.Geometry // Point, MultiPoint; LineString, MultiLineString; Polygon, MultiPolygon
	SightM   float64      // how far one sees from the track, or how near one must come to a point
	SlowMS   float64      // faster than this one passes and does not look; 0: at any speed
	StayS    float64      // at a point, how long one must be within SightM
}

// A Seen is how much of a need was seen.
type Seen struct {
	Need           Need
	Met            bool      // all of it: a point for long enough; a line, from a bank or from the water, but for endsM; an area but for a hundredth
	Share          float64   // of the points, of the length from any side, of the area
	First          time.Time // when it was first seen; zero: never
	NearM          float64   // how near the record came
	Nearest        time.Time // when it was there
	StayS          float64   // at a point: how long within sight, slowly enough
	SpeedMS        float64   // median, while in sight; NaN if never
	Left, Right    float64   // of a line: shares of the length seen from its left and its right bank, in its own direction
	Missed         orb.Geometry
	PassedTooFastM float64 // of a line: length that was only passed too fast
}

const (
	sampleM = 10.0 // of lines and tracks
	endsM   = 25.0 // of a line at most may be unseen, such as its very ends
	farM    = 1e5  // further off nobody asks how far
	amidM   = 4.0  // so near a line one is on it: both banks are seen
)

// Look tells how much of each need a record shows to have been seen. The record must
// be Timed. Positions in gaps of over two minutes are not guessed.
func Look(r Record, needs []Need) ([]Seen, error) {
	p := r.trail()
	seen := make([]Seen, len(needs))
	for i, n := range needs {
		s := Seen{Need: n, NearM: math.Inf(1), SpeedMS: math.NaN()}
		var err error
		switch g := n.Geometry.(type) {
		case orb.Point:
			p.points(&s, orb.MultiPoint{g})
		case orb.MultiPoint:
			p.points(&s, g)
		case orb.LineString:
			p.lines(&s, orb.MultiLineString{g})
		case orb.MultiLineString:
			p.lines(&s, g)
		default:
			err = p.area(&s)
		}
		if err != nil {
			return nil, err
		}
		seen[i] = s
	}
	return seen, nil
}

// A trail is a record with a place every sampleM at most.
type trail struct {
	at    []orb.Point
	time  []time.Time
	speed []float64 // metres a second, over some twenty seconds
	lasts []float64 // seconds from the place before
	joins []bool    // with the place before: no gap between
}

func (r Record) trail() trail {
	var p trail
	if len(r.Fixes) == 0 {
		return p
	}
	l := r.laid(r.Fixes[0])
	add := func(at orb.Point, t time.Time, speed, lasts float64, joins bool) {
		p.at, p.time, p.speed = append(p.at, at), append(p.time, t), append(p.speed, speed)
		p.lasts, p.joins = append(p.lasts, lasts), append(p.joins, joins)
	}
	add(r.Fixes[0].At, r.Fixes[0].Time, l.speed(0), 0, false)
	for i := 1; i < len(r.Fixes); i++ {
		a, b, s := r.Fixes[i-1], r.Fixes[i], l.t[i]-l.t[i-1]
		if s > maxGapS {
			add(b.At, b.Time, l.speed(i), 0, false)
			continue
		}
		n := max(1, math.Ceil(l.step(i-1, i)/sampleM))
		for k := 1.0; k <= n; k++ {
			f := k / n
			add(orb.Point{a.At[0] + f*(b.At[0]-a.At[0]), a.At[1] + f*(b.At[1]-a.At[1])},
				a.Time.Add(time.Duration(f*s*float64(time.Second))), l.speed(i), s/n, true)
		}
	}
	return p
}

// speed around a fix: from ten seconds before it to ten after, as far as there are fixes.
func (l laid) speed(i int) float64 {
	const aroundS = 10
	a, b := i, i
	for a > 0 && l.t[i]-l.t[a] < aroundS && l.t[a]-l.t[a-1] <= maxGapS {
		a--
	}
	for b+1 < len(l.t) && l.t[b]-l.t[i] < aroundS && l.t[b+1]-l.t[b] <= maxGapS {
		b++
	}
	if a == b {
		return 0
	}
	return l.step(a, b) / (l.t[b] - l.t[a])
}

// near notes how near a place of the trail is.
func (s *Seen) near(m float64, t time.Time) {
	if m < s.NearM {
		s.NearM, s.Nearest = m, t
	}
}

func (s *Seen) slow(speed float64) bool { return s.Need.SlowMS <= 0 || speed <= s.Need.SlowMS }

// points is how long the crew was near each point; the need is as well served as its worst.
func (p *trail) points(s *Seen, points orb.MultiPoint) {
	var speeds []float64
	var missed orb.MultiPoint
	least := math.Inf(1)
	for _, q := range points {
		stay, came := 0.0, false
		for i, at := range p.at {
			m := geodesy.Distance(at, q)
			s.near(m, p.time[i])
			if m > s.Need.SightM {
				continue
			}
			speeds = append(speeds, p.speed[i])
			if s.slow(p.speed[i]) {
				came = true
				stay += p.lasts[i]
				if s.First.IsZero() || p.time[i].Before(s.First) {
					s.First = p.time[i]
				}
			}
		}
		least = min(least, stay)
		if came && stay >= s.Need.StayS {
			s.Share += 1 / float64(len(points))
		} else {
			missed = append(missed, q)
		}
	}
	s.StayS, s.SpeedMS, s.Met = least, median(speeds), len(missed) == 0
	if s.Met {
		s.Share = 1
	} else {
		s.Missed = missed
	}
}

// area is what of it lies within sight of the trail.
func (p *trail) area(s *Seen) error {
	shape := geodesy.Prepare(s.Need.Geometry)
	var speeds []float64
	var lines orb.MultiLineString
	var run orb.LineString
	end := func() {
		if len(run) == 1 { // one place: a line of no length has no sides to widen
			run = append(run, run[0])
			run[1][0] += 1e-9
		}
		if len(run) > 1 {
			lines = append(lines, run)
		}
		run = nil
	}
	for i, at := range p.at {
		m := 0.0
		if shape.Share(at, 0) == 0 {
			_, m = shape.NearestWithin(at, max(s.Need.SightM, min(s.NearM, farM)))
		}
		s.near(m, p.time[i])
		if m > s.Need.SightM || !s.slow(p.speed[i]) {
			end()
			continue
		}
		speeds = append(speeds, p.speed[i])
		if s.First.IsZero() {
			s.First = p.time[i]
		}
		if !p.joins[i] {
			end()
		}
		if n := len(run); n == 0 || geodesy.Distance(run[n-1], at) >= sampleM {
			run = append(run, at)
		}
	}
	end()
	s.SpeedMS = median(speeds)
	s.Missed = s.Need.Geometry
	if len(lines) == 0 {
		return nil
	}
	sight, err := overlay.BufferWithSides(lines, s.Need.SightM, 32)
	if err != nil {
		return err
	}
	missed, err := overlay.Difference(s.Need.Geometry, sight)
	if err != nil {
		return err
	}
	whole, left := geodesy.Area(s.Need.Geometry), 0.0
	if missed != nil {
		left = geodesy.Area(missed)
	}
	s.Share, s.Missed = 1-left/whole, missed
	s.Met = s.Share >= 0.99
	return nil
}
