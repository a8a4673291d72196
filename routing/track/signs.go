package track

import (
	"math"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// What no crew and no receiver does. Each figure is chosen so that an honest record
// stays well on this side of it; TestSigns measures how well.
const (
	leapMS    = 50.0  // metres a second, 180 km/h: faster is a leap,
	leapM     = 500.0 // if it goes so far
	strayMost = 5     // and does not come back within so many fixes, as reflections do

	windowS       = 60.0  // speeds are looked at by the minute,
	windowM       = 200.0 // or for as long as so many metres take,
	thinM         = 20.0  // between fixes so far apart, whose noise adds nothing to the way,
	steadyWindows = 8     // so often at least:
	steadyCV      = 0.03  // crews stop, brake and turn, by far more than this share of their mean speed

	drawnM     = 0.02 // three fixes in one line to two centimetres,
	drawnStepM = 0.5  // so far apart at least, and ten times as far as the file's decimals reach,
	drawnShare = 0.2  // one time in five: a good receiver's are, one time in twenty
	drawnLeast = 20

	stillM = 60.0   // within so far of one place
	stillS = 3600.0 // for an hour
)

// Signs gives what in a record, or between it and earlier or simultaneous ones,
// makes one doubt that it was made by walking, driving or sailing along it. They are
// grounds for asking, not findings of fact: each finding carries the figures that it
// rests on, and none is a verdict. The records must be Timed; their order says nothing.
//
//   - track.sign.leap: further from one fix to the next than anything on the ground goes
//   - track.sign.steady: at the same speed all the time
//   - track.sign.drawn: without the noise that every receiver has
//   - track.sign.still: in one place all the time
//   - track.sign.copied.same, .alongside, .step: with the coordinates of an earlier record,
//     along its line closer than two receivers ever agree, or in step with it
//   - track.sign.one_phone: where another person's record was at the same moments
func Signs(r Record, others []Record) []*finding.Finding {
	if len(r.Fixes) < 2 {
		return nil
	}
	l := r.laid(r.Fixes[0])
	var found []*finding.Finding
	add := func(f *finding.Finding) {
		if f != nil {
			f.Where = r.ID
			f.Args["person"] = r.Person
			found = append(found, f)
		}
	}
	add(l.leap(r))
	add(l.steady())
	add(l.drawn(r))
	add(l.still())
	for _, o := range others {
		if len(o.Fixes) >= 2 && o.ID != r.ID {
			add(compared(r, o))
		}
	}
	return found
}

// leap finds the first place from which the record goes on elsewhere.
func (l laid) leap(r Record) *finding.Finding {
	last := 0
	for i := 1; i < len(l.t); i++ {
		fast := func(j int) bool {
			d := l.step(last, j)
			return d > leapM && d/(l.t[j]-l.t[last]) > leapMS
		}
		if !fast(i) {
			last = i
			continue
		}
		back := false
		for j := i + 1; j < len(l.t) && j <= i+strayMost; j++ {
			back = back || !fast(j)
		}
		if !back {
			d, s := geodesy.Distance(r.Fixes[last].At, r.Fixes[i].At), l.t[i]-l.t[last]
			return finding.New("track.sign.leap", "", "at", r.Fixes[last].Time, "metres", d, "seconds", s, "km_h", d/s*3.6)
		}
	}
	return nil
}

// steady looks at how fast each stretch was gone.
func (l laid) steady() *finding.Finding {
	total, moving := 0.0, 0.0
	l.thinned(func(i, j int) { total, moving = total+l.step(i, j), moving+l.t[j]-l.t[i] })
	if moving == 0 || total/moving < 0.3 {
		return nil
	}
	window := max(windowS, windowM/(total/moving))
	var speeds []float64
	from, way := 0, 0.0
	l.thinned(func(i, j int) {
		if way == 0 {
			from = i
		}
		way += l.step(i, j)
		if s := l.t[j] - l.t[from]; s >= window {
			speeds = append(speeds, way/s)
			way = 0
		}
	})
	if len(speeds) < steadyWindows {
		return nil
	}
	sum, squares, n := 0.0, 0.0, float64(len(speeds))
	for _, v := range speeds {
		sum += v
		squares += v * v
	}
	mean := sum / n
	cv := math.Sqrt(max(0, squares/n-mean*mean)) / mean
	if cv > steadyCV {
		return nil
	}
	return finding.New("track.sign.steady", "", "minutes", moving/60, "km_h", mean*3.6, "percent", cv*100)
}

// thinned goes along fixes that are thinM apart, but over no gap.
func (l laid) thinned(step func(i, j int)) {
	last := 0
	for i := 1; i < len(l.t); i++ {
		if l.t[i]-l.t[i-1] > maxGapS {
			last = i
		} else if l.step(last, i) >= thinM {
			step(last, i)
			last = i
		}
	}
}

// drawn looks at how far each fix lies off the line of its neighbours.
func (l laid) drawn(r Record) *finding.Finding {
	least := max(drawnStepM, 10*resolution(r))
	straight, n := 0, 0
	for i := 1; i+1 < len(l.t); i++ {
		dx, dy := l.x[i+1]-l.x[i-1], l.y[i+1]-l.y[i-1]
		if l.step(i-1, i) < least || l.step(i, i+1) < least {
			continue
		}
		n++
		if off := math.Abs(dx*(l.y[i]-l.y[i-1])-dy*(l.x[i]-l.x[i-1])) / math.Hypot(dx, dy); off < drawnM {
			straight++
		}
	}
	if n < drawnLeast || float64(straight) < drawnShare*float64(n) {
		return nil
	}
	return finding.New("track.sign.drawn", "", "n", straight, "of", n, "metres", drawnM)
}

// resolution is how far apart, in metres, the places lie that the record's decimals
// can tell; 0 where they are finer than a millimetre.
func resolution(r Record) float64 {
	for unit := 1e-3; unit > 1e-8; unit /= 10 {
		whole := true
		for _, f := range r.Fixes {
			for _, v := range f.At {
				whole = whole && math.Abs(v/unit-math.Round(v/unit)) < 1e-4
			}
		}
		if whole {
			return unit * 111_000
		}
	}
	return 0
}

// still looks at how far from their middle the fixes lie.
func (l laid) still() *finding.Finding {
	lasts := l.t[len(l.t)-1]
	if lasts < stillS {
		return nil
	}
	x, y, far := median(l.x), median(l.y), 0
	for i := range l.t {
		if math.Hypot(l.x[i]-x, l.y[i]-y) > stillM {
			far++
		}
	}
	if float64(far) > 0.02*float64(len(l.t)) { // a reflection or two say nothing
		return nil
	}
	return finding.New("track.sign.still", "", "minutes", lasts/60, "metres", stillM)
}
