// Package tracktest makes records as receivers make them, and fakes as people make
// them, each with its label, for tests and measurements of package track.
//
// The error of a receiver wanders (a first-order Gauss-Markov process of 1.5 to 6 m
// and 20 to 90 s) and has a white part of 0.2 to 1 m; now and then a reflection throws
// a fix aside by up to 200 m. A crew's pace varies about its mean in the same
// manner, by a seventh to a third and over half a minute to three, it stops, and it keeps
// to one side of its way. A boat under way varies by a fifteenth to an eighth.
package tracktest

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/track"
)

// A Trip is a way, and how it is gone.
type Trip struct {
	Line      orb.LineString
	PaceMS    float64 // mean speed between stops, metres a second
	Varies    float64 // share of the pace by which it varies
	VariesS   float64 // over how long
	StopEvery float64 // seconds between stops, in the mean
	Begin     time.Time
}

// Random draws a trip on foot, by car or by boat, of half an hour to three hours.
func Random(rng *rand.Rand, begin time.Time) Trip {
	t := Trip{Begin: begin, Varies: 1.0/7 + rng.Float64()*(1.0/3-1.0/7), VariesS: 30 + rng.Float64()*150, StopEvery: 300 + rng.Float64()*600}
	switch rng.IntN(3) {
	case 0:
		t.PaceMS = 0.9 + rng.Float64()*0.7
	case 1:
		t.PaceMS = 6 + rng.Float64()*10
	default:
		t.PaceMS, t.Varies, t.StopEvery = 2.5+rng.Float64()*4, 1.0/15+rng.Float64()*(1.0/8-1.0/15), 900+rng.Float64()*900
	}
	t.Line = Winding(rng, orb.Point{117 + 0.2*rng.Float64(), 35 + 0.2*rng.Float64()}, t.PaceMS*(1800+rng.Float64()*9000))
	return t
}

// Winding draws a way of so many metres, in pieces of 40 to 400 m with bends.
func Winding(rng *rand.Rand, from orb.Point, lengthM float64) orb.LineString {
	l, heading := orb.LineString{from}, rng.Float64()*2*math.Pi
	for m := 0.0; m < lengthM; {
		piece := 40 + rng.Float64()*360
		heading += rng.NormFloat64() * 0.5
		l = append(l, moved(l[len(l)-1], piece*math.Cos(heading), piece*math.Sin(heading)))
		m += piece
	}
	return l
}

func moved(p orb.Point, x, y float64) orb.Point {
	east, north := geodesy.Degree(p[1])
	return orb.Point{p[0] + x/east, p[1] + y/north}
}

// wander is a first-order Gauss-Markov process.
type wander struct{ deviation, memoryS, now float64 }

func (w *wander) next(rng *rand.Rand, s float64) float64 {
	keep := math.Exp(-s / w.memoryS)
	w.now = keep*w.now + w.deviation*math.Sqrt(1-keep*keep)*rng.NormFloat64()
	return w.now
}

// A Place is where a crew truly was at a moment.
type Place struct {
	At   orb.Point
	Time time.Time
}

// Go walks a trip, and gives where the crew is every second.
func Go(rng *rand.Rand, t Trip) []Place {
	pace := wander{t.Varies, t.VariesS, t.Varies * rng.NormFloat64()}
	side := wander{1.5, 60, 0}
	var all []Place
	total := geodesy.Length(t.Line)
	walk := newWalk(t.Line)
	stopped := 0
	for m, s := 0.0, 0; m < total && s < 6*3600; s++ {
		all = append(all, Place{walk.at(m, side.next(rng, 1)), t.Begin.Add(time.Duration(s) * time.Second)})
		if stopped > 0 {
			stopped--
			continue
		}
		if rng.Float64() < 1/t.StopEvery {
			stopped = 30 + rng.IntN(400)
		}
		m += t.PaceMS * max(0.1, 1+pace.next(rng, 1))
	}
	return all
}

// A walk finds places along a line, in rising order.
type walk struct {
	line  orb.LineString
	edge  int
	until float64 // metres at the end of the edge
	edgeM float64
}

func newWalk(l orb.LineString) *walk {
	m := geodesy.Distance(l[0], l[1])
	return &walk{line: l, edgeM: m, until: m}
}

func (w *walk) at(m, side float64) orb.Point {
	for m > w.until && w.edge+2 < len(w.line) {
		w.edge++
		w.edgeM = geodesy.Distance(w.line[w.edge], w.line[w.edge+1])
		w.until += w.edgeM
	}
	a, b := w.line[w.edge], w.line[w.edge+1]
	f := max(0, min(1, 1-(w.until-m)/w.edgeM))
	east, north := geodesy.Degree(a[1])
	dx, dy := (b[0]-a[0])*east, (b[1]-a[1])*north
	n := math.Hypot(dx, dy)
	return moved(orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}, -dy/n*side, dx/n*side)
}

// A Receiver records where it is.
type Receiver struct {
	EveryS    int     // seconds between fixes
	WanderM   float64 // the part of the error that wanders
	WanderS   float64
	WhiteM    float64
	Strays    float64 // share of fixes that a reflection throws aside
	Decimals  int     // of degrees, that it writes
	Lost      float64 // share of fixes that are missing
	LostSpell float64 // chance, at a fix, of losing the next minute or two
}

// RandomReceiver draws one, from a good handheld to a phone in a pocket.
func RandomReceiver(rng *rand.Rand) Receiver {
	return Receiver{EveryS: []int{1, 2, 5, 10, 15}[rng.IntN(5)], WanderM: 1.5 + rng.Float64()*4.5, WanderS: 20 + rng.Float64()*70,
		WhiteM: 0.2 + rng.Float64()*0.8, Strays: rng.Float64() * 0.004, Decimals: 5 + rng.IntN(3), Lost: rng.Float64() * 0.05, LostSpell: rng.Float64() * 0.002}
}

// Record gives what a receiver records of a crew's places.
func (x Receiver) Record(rng *rand.Rand, id, person string, places []Place) track.Record {
	e, n := wander{x.WanderM / math.Sqrt2, x.WanderS, x.WanderM / math.Sqrt2 * rng.NormFloat64()}, wander{x.WanderM / math.Sqrt2, x.WanderS, x.WanderM / math.Sqrt2 * rng.NormFloat64()}
	r := track.Record{ID: id, Person: person}
	first, lost := rng.IntN(x.EveryS), 0
	for i := first; i < len(places); i += x.EveryS {
		dx, dy := e.next(rng, float64(x.EveryS))+x.WhiteM*rng.NormFloat64(), n.next(rng, float64(x.EveryS))+x.WhiteM*rng.NormFloat64()
		if lost -= x.EveryS; lost > 0 || rng.Float64() < x.Lost {
			continue
		}
		if rng.Float64() < x.LostSpell {
			lost = 60 + rng.IntN(60)
		}
		if rng.Float64() < x.Strays {
			dx, dy = dx+rng.NormFloat64()*80, dy+rng.NormFloat64()*80
		}
		r.Fixes = append(r.Fixes, track.Fix{At: Rounded(moved(places[i].At, dx, dy), x.Decimals), Time: places[i].Time})
	}
	return r
}

// Rounded is a place written with so many decimals of a degree.
func Rounded(p orb.Point, decimals int) orb.Point {
	for k := range p {
		p[k], _ = strconv.ParseFloat(strconv.FormatFloat(p[k], 'f', decimals, 64), 64)
	}
	return p
}

// A Forgery makes a fake of an honest record, and perhaps of another person's.
type Forgery struct {
	Name string // of the sign that it should give
	Make func(rng *rand.Rand, honest track.Record, trip Trip) track.Record
}

// Forgeries are the ways to cheat that are known, each with random figures.
func Forgeries() []Forgery {
	return []Forgery{
		{"copied", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // another day's file
			return later(r, time.Duration(1+rng.IntN(20))*24*time.Hour+time.Duration(rng.IntN(7200)-3600)*time.Second, 1, 0, rng)
		}},
		{"copied", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // shaken
			return later(r, time.Duration(1+rng.IntN(20))*24*time.Hour, 1, 0.3+rng.Float64()*2.7, rng)
		}},
		{"copied", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // slower or faster, and shaken a little
			return later(r, time.Duration(1+rng.IntN(20))*24*time.Hour, 0.8+rng.Float64()*0.4, rng.Float64()*2, rng)
		}},
		{"copied", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // backwards
			n := len(r.Fixes)
			b := track.Record{ID: r.ID, Person: r.Person}
			for i := range n {
				f := r.Fixes[n-1-i]
				b.Fixes = append(b.Fixes, track.Fix{At: f.At, Time: r.Begin().Add(r.End().Sub(f.Time))})
			}
			return later(b, time.Duration(1+rng.IntN(20))*24*time.Hour, 1, rng.Float64(), rng)
		}},
		{"leap", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // two ends, and nothing between
			n := len(r.Fixes)
			cut := n/4 + rng.IntN(n/2)
			far := 3000 + rng.Float64()*20000
			b := track.Record{ID: r.ID + "-leap", Person: r.Person}
			for i, f := range r.Fixes {
				if i >= cut {
					f.At = moved(f.At, far, 0)
				}
				b.Fixes = append(b.Fixes, f)
			}
			return b
		}},
		{"steady", func(rng *rand.Rand, r track.Record, t Trip) track.Record { // played along a drawn line, shaken
			return Played(rng, r.ID+"-played", r.Person, t, 0.2+rng.Float64()*2, rng.Float64()*0.05)
		}},
		{"drawn", func(rng *rand.Rand, r track.Record, t Trip) track.Record { // played along a drawn line, with an uneven pace
			return Played(rng, r.ID+"-drawn", r.Person, t, 0, 0.1+rng.Float64()*0.3)
		}},
		{"still", func(rng *rand.Rand, r track.Record, t Trip) track.Record { // left on the desk
			places := make([]Place, 3600+rng.IntN(4*3600))
			for i := range places {
				places[i] = Place{t.Line[0], t.Begin.Add(time.Duration(i) * time.Second)}
			}
			return RandomReceiver(rng).Record(rng, r.ID+"-desk", r.Person, places)
		}},
		{"one_phone", func(rng *rand.Rand, r track.Record, _ Trip) track.Record { // sent under a second name
			b := later(r, 0, 1, rng.Float64()*2, rng)
			b.Person = r.Person + "-2"
			return b
		}},
	}
}

// later is a record moved in time, stretched, and shaken by white noise.
func later(r track.Record, by time.Duration, stretch, shakeM float64, rng *rand.Rand) track.Record {
	b := track.Record{ID: r.ID + "-copy", Person: r.Person}
	for _, f := range r.Fixes {
		at := f.At
		if shakeM > 0 {
			at = moved(at, shakeM*rng.NormFloat64()/math.Sqrt2, shakeM*rng.NormFloat64()/math.Sqrt2)
		}
		b.Fixes = append(b.Fixes, track.Fix{At: at, Time: r.Begin().Add(by + time.Duration(stretch*float64(f.Time.Sub(r.Begin()))))})
	}
	return b
}

// Played is a record that a program plays along a line at the trip's pace, which it
// changes at each fix by a share at random, shaken by white noise.
func Played(rng *rand.Rand, id, person string, t Trip, shakeM, uneven float64) track.Record {
	r := track.Record{ID: id, Person: person}
	every := []float64{1, 2, 5, 10}[rng.IntN(4)]
	w, total := newWalk(t.Line), geodesy.Length(t.Line)
	for m, s := 0.0, 0.0; m < total; s += every {
		at := w.at(m, 0)
		if shakeM > 0 {
			at = moved(at, shakeM*rng.NormFloat64()/math.Sqrt2, shakeM*rng.NormFloat64()/math.Sqrt2)
		}
		r.Fixes = append(r.Fixes, track.Fix{At: Rounded(at, 7), Time: t.Begin.Add(time.Duration(s * float64(time.Second)))})
		m += t.PaceMS * every * (1 + uneven*rng.NormFloat64())
	}
	return r
}
