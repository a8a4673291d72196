package track

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// How close two records come. Two receivers in one boat differ by metres, and their
// differences wander: they are nearly the same from one fix to the next. What was
// made of another record by arithmetic differs by nothing, or by noise without memory.
const (
	runLeast = 15    // fixes with the very coordinates of another record's, one after the other,
	runM     = 100.0 // that go so far

	movedM      = 2.0   // less is standing, where receivers drift
	longestM    = 100.0 // no step counts for more of a way than this
	compareM    = 500.0 // records are compared where they go so far,
	compareN    = 60    // over so many fixes
	sameM       = 0.8   // metres: closer than two passes of receivers agree, as a median
	memoryM     = 8.0   // metres: closer than this, differences
	memory      = 0.15  // whose correlation from one fix to the next is less,
	memoryStepS = 15.5  // where fixes follow so soon, were made

	stepM     = 12.0  // metres: in step with another record,
	stepS     = 600.0 // seconds: for so long,
	stepShare = 0.9   // so much of the time
	togetherS = 60.0  // unless it was made at the same time, by people who went together
)

// compared tells how a record agrees with another more than it should.
func compared(r, o Record) *finding.Finding {
	if !r.line().Bound().Intersects(geodesy.Around(o.line().Bound(), stepM)) {
		return nil
	}
	origin := o.Fixes[0]
	a, b := r.laid(origin), o.laid(origin)
	if r.Person == "" || o.Person == "" || r.Person != o.Person {
		if f := onePhone(a, b); f != nil {
			f.Args["other"], f.Args["other_person"] = o.ID, o.Person
			return f
		}
	}
	if r.Begin().Before(o.Begin()) {
		return nil // if one is a copy, it is the later one
	}
	for _, test := range []func() *finding.Finding{
		func() *finding.Finding { return sameFixes(r, o) },
		func() *finding.Finding { return alongside(a, r, o) },
		func() *finding.Finding { return inStep(a, b) },
		func() *finding.Finding { return inStep(a, b.reversed()) },
	} {
		if f := test(); f != nil {
			f.Args["other"], f.Args["other_person"], f.Args["other_begin"] = o.ID, o.Person, o.Begin()
			return f
		}
	}
	return nil
}

// onePhone looks at where both records were at the same moments.
func onePhone(a, b laid) *finding.Finding {
	var dx, dy, off, t []float64
	way := 0.0
	for i := range a.t {
		x, y, ok := b.at(a.t[i])
		if !ok {
			continue
		}
		if i > 0 {
			way += a.step(i-1, i)
		}
		dx, dy, t = append(dx, a.x[i]-x), append(dy, a.y[i]-y), append(t, a.t[i])
		off = append(off, math.Hypot(a.x[i]-x, a.y[i]-y))
	}
	if len(off) < compareN || way < compareM {
		return nil
	}
	m := median(off)
	forgets := m < memoryM && correlation(dx, t)+correlation(dy, t) < 2*memory
	if m > 1.5*sameM && !forgets {
		return nil
	}
	return finding.New("track.sign.one_phone", "", "n", len(off), "metres", m)
}

// sameFixes looks for runs of the very same coordinates, forwards or backwards.
func sameFixes(r, o Record) *finding.Finding {
	where := make(map[orb.Point]int, len(o.Fixes))
	for i, f := range o.Fixes {
		where[f.At] = i
	}
	last, run, way, longest, longestM := -1, 0, 0.0, 0, 0.0
	for i, f := range r.Fixes {
		j, same := where[f.At]
		switch d := j - last; {
		case same && last >= 0 && run > 0 && (d == 1 || d == -1 || d == 0):
			run++
			way += geodesy.Distance(r.Fixes[i-1].At, f.At)
		case same:
			run, way = 1, 0
		default:
			run, way = 0, 0
		}
		if last = j; !same {
			last = -1
		}
		if run > longest && way >= runM {
			longest, longestM = run, way
		}
	}
	if longest < runLeast {
		return nil
	}
	return finding.New("track.sign.copied.same", "", "n", longest, "metres", longestM)
}

// alongside looks at how far from the other's line the record lies.
func alongside(a laid, r, o Record) *finding.Finding {
	edges := make([][2]orb.Point, 0, len(o.Fixes)-1)
	for i := 1; i < len(o.Fixes); i++ {
		if o.Fixes[i].Time.Sub(o.Fixes[i-1].Time).Seconds() <= maxGapS {
			edges = append(edges, [2]orb.Point{o.Fixes[i-1].At, o.Fixes[i].At})
		}
	}
	if len(edges) == 0 {
		return nil
	}
	web := geodesy.Weave(edges)
	var off, side, t []float64
	way, used := 0.0, 0
	for i, f := range r.Fixes {
		if i > 0 && a.step(i-1, i) < movedM {
			continue // standing: reflections, not a way
		}
		used++
		k, at, m := web.Nearest(f.At)
		if m > 2*memoryM {
			continue
		}
		if i > 0 {
			way += min(a.step(i-1, i), longestM)
		}
		e := edges[k]
		if (e[1][0]-e[0][0])*(f.At[1]-at[1])-(e[1][1]-e[0][1])*(f.At[0]-at[0]) < 0 {
			side = append(side, -m)
		} else {
			side = append(side, m)
		}
		off, t = append(off, m), append(t, a.t[i])
	}
	if len(off) < compareN || way < compareM || 2*len(off) < used {
		return nil
	}
	m := median(off)
	if forgets := m < memoryM && correlation(side, t) < memory; m > sameM && !forgets {
		return nil
	}
	return finding.New("track.sign.copied.alongside", "", "n", len(off), "metres", m)
}

// correlation of each difference with the one before it, where fixes follow soon; 1
// where too few do.
func correlation(d, t []float64) float64 {
	var n, sx, sy, sxx, syy, sxy float64
	for i := 1; i < len(d); i++ {
		if t[i]-t[i-1] > memoryStepS {
			continue
		}
		if max(math.Abs(d[i-1]), math.Abs(d[i])) > 2*memoryM {
			continue // a reflection
		}
		x, y := d[i-1], d[i]
		n++
		sx, sy, sxx, syy, sxy = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
	}
	vx, vy := sxx-sx*sx/n, syy-sy*sy/n
	if n < compareN || vx <= 0 || vy <= 0 {
		return 1
	}
	return (sxy - sx*sy/n) / math.Sqrt(vx*vy)
}

// inStep looks for a shift of time by which the record stays with the other.
func inStep(a, b laid) *finding.Finding {
	for _, anchor := range []float64{0, 0.25, 0.5, 0.75} {
		i := int(anchor * float64(len(a.t)))
		for _, passed := range passages(a.x[i], a.y[i], b) {
			if shift := a.t[i] - passed; math.Abs(shift) >= togetherS {
				if f := withShift(a, b, shift); f != nil {
					return f
				}
			}
		}
	}
	return nil
}

// withShift compares where a is with where b was so many seconds before.
func withShift(a, b laid, shift float64) *finding.Finding {
	near, n, way, lasts, last := 0, 0, 0.0, 0.0, -1
	for k := range a.t {
		x, y, ok := b.at(a.t[k] - shift)
		if !ok {
			continue
		}
		n++
		if math.Hypot(a.x[k]-x, a.y[k]-y) < stepM {
			near++
		}
		if last == k-1 && k > 0 && a.t[k]-a.t[last] <= maxGapS {
			way += min(a.step(last, k), longestM)
			lasts += a.t[k] - a.t[last]
		}
		last = k
	}
	if way < compareM || lasts < stepS || float64(near) < stepShare*float64(n) {
		return nil
	}
	return finding.New("track.sign.copied.step", "", "minutes", lasts/60, "percent", 100*float64(near)/float64(n), "shift_s", shift)
}

// passages gives the seconds at which b passed a place, one for each time it came by.
func passages(x, y float64, b laid) []float64 {
	var all []float64
	best, bestM := math.NaN(), 2*stepM
	for j := 1; j < len(b.t); j++ {
		dx, dy := b.x[j]-b.x[j-1], b.y[j]-b.y[j-1]
		f := 0.0
		if d := dx*dx + dy*dy; d > 0 {
			f = max(0, min(1, ((x-b.x[j-1])*dx+(y-b.y[j-1])*dy)/d))
		}
		d := math.Hypot(b.x[j-1]+f*dx-x, b.y[j-1]+f*dy-y)
		if d < bestM {
			best, bestM = b.t[j-1]+f*(b.t[j]-b.t[j-1]), d
		} else if d > 2*stepM && !math.IsNaN(best) {
			all, best, bestM = append(all, best), math.NaN(), 2*stepM
		}
	}
	if !math.IsNaN(best) {
		all = append(all, best)
	}
	return all
}

// reversed is the record played backwards.
func (l laid) reversed() laid {
	n := len(l.t)
	r := laid{make([]float64, n), make([]float64, n), make([]float64, n)}
	for i := range n {
		r.x[i], r.y[i], r.t[i] = l.x[n-1-i], l.y[n-1-i], l.t[n-1]-l.t[n-1-i]
	}
	return r
}
