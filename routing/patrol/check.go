package patrol

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// ErrWrong reports a plan that breaks what every plan must keep.
var ErrWrong = errors.New("patrol: wrong plan")

// Check proves a plan from what it says alone, whoever made it, in words of its own: tours
// within their days, shifts and rest, nobody in two places (H3), and nobody walks through a lake; ways and stops one
// after another; each piece of a need visited again within its interval, as the seasons
// have it, but for those that are named as left out; nobody at work outside the region but
// on a joint patrol with the other side (H7); each way on the ground of its town, with those
// named who go along and who are told beforehand; no boat out in the ice (H4); leads seen in time, or
// said to be late, by tours that have the officers for them (H1). It gives all faults.
func Check(a *atlas.Atlas, s Settings, p *Plan) error {
	c := checker{a: a, s: s, p: p}
	for i := range p.Tours {
		c.tour(&p.Tours[i])
	}
	c.crews()
	c.intervals()
	c.enterprises()
	return errors.Join(c.faults...)
}

type checker struct {
	a      *atlas.Atlas
	towns  []*geodesy.Shape // in their order, made when first asked for
	s      Settings
	p      *Plan
	faults []error
}

func (c *checker) wrong(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%w: %s", ErrWrong, fmt.Sprintf(format, args...)))
}

func (c *checker) tour(t *Tour) {
	day, err := time.ParseInLocation(time.DateOnly, t.Date, c.p.From.Location())
	if err != nil || day.Before(c.p.From) || !day.Before(c.p.From.AddDate(0, 0, c.p.Days)) {
		c.wrong("%s is on %s, not a day of the plan", t.ID, t.Date)
		return
	}
	if long := t.End.Sub(t.Start); t.Duty == "" && long > c.s.ShiftLength || long > LongestShift || long.Seconds() != t.DurationS {
		c.wrong("%s lasts %s, said to be %.0f s, of a shift of %s", t.ID, long, t.DurationS, c.s.ShiftLength)
	}
	midnight := time.Date(day.Year(), day.Month(), day.Day(), int(c.s.ShiftStart/time.Hour), int(c.s.ShiftStart%time.Hour/time.Minute), 0, 0, day.Location())
	if t.Duty == "" && (t.Start.Before(midnight) || t.End.After(midnight.Add(c.s.StartSpread+c.s.ShiftLength))) {
		c.wrong("%s is out from %s to %s, beyond its shift", t.ID, t.Start, t.End)
	}
	joint := t.Kind == Joint && c.p.With != ""
	now := t.Start
	for _, l := range t.Legs {
		if l.Depart.Before(now) || l.Arrive.Before(l.Depart) {
			c.wrong("%s: way %d departs at %s, arrives at %s, after %s", t.ID, l.Sequence, l.Depart, l.Arrive, now)
		}
		now = l.Arrive
		if l.Town == "" && l.Mode != t.Vehicle && !joint && !(l.Mode == string(Boat) && l.Stop == 0) {
			c.wrong("%s: way %d goes outside the region, by %s for %.0f m", t.ID, l.Sequence, l.Mode, l.DistanceM)
		}
		if l.Mode == string(Foot) && l.Stop == 0 {
			c.waded(t, &l)
		}
		if word, by := c.s.Seasons.Boats(day); l.Mode == string(Boat) && word == BoatsStay {
			c.wrong("%s: way %d is by boat in the season %s", t.ID, l.Sequence, by.ID)
		}
	}
	c.flown(t, day)
	c.asked(t)
	for i := 1; i < len(t.Legs); i++ {
		before, next := t.Legs[i-1].Line, t.Legs[i].Line
		if d := geodesy.Distance(before[len(before)-1], next[0]); d > beside+1 {
			c.wrong("%s: ways %d and %d are %.0f m apart", t.ID, i, i+1, d)
		}
	}
	if now.After(t.End) {
		c.wrong("%s ends at %s, its ways at %s", t.ID, t.End, now)
	}
	now = t.Start
	for _, s := range t.Stops {
		if s.Arrive.Before(now) {
			c.wrong("%s: stop %d at %s, and the one before lasts until %s", t.ID, s.Sequence, s.Arrive, now)
		}
		now = s.Arrive.Add(time.Duration(s.ServiceS) * time.Second)
		if town, _ := c.a.Cover.Locate(s.At); town == "" && !joint && s.Geometry.GeoJSONType() == "Point" {
			c.wrong("%s: stop %d, %s, is outside the region", t.ID, s.Sequence, s.Need)
		}
		if late := !s.Before.IsZero() && !s.Arrive.Before(s.Before); late && (s.Reason == nil || !strings.HasSuffix(s.Reason.Code, ".late")) {
			c.wrong("%s: stop %d, %s, is at %s, too late for %s, and does not say so", t.ID, s.Sequence, s.Need, s.Arrive, s.Before)
		}
		c.sighted(t, &s)
		if s.Certified > t.Certified {
			c.wrong("%s takes %d certified officers, its stop %d takes %d", t.ID, t.Certified, s.Sequence, s.Certified)
		}
	}
	if now.After(t.End) {
		c.wrong("%s ends at %s, its last stop at %s", t.ID, t.End, now)
	}
}

// waded sees that nobody walks through a lake, but on a dyke or a path.
func (c *checker) waded(t *Tour, l *Leg) {
	sum := 0.0
	for _, lake := range c.a.Lakes {
		if !lake.Geometry.Bound().Intersects(l.Line.Bound()) {
			continue
		}
		in, err := overlay.Intersection(l.Line, lake.Geometry)
		lines, _ := in.(orb.MultiLineString)
		if err != nil {
			c.wrong("%s: way %d: %v", t.ID, l.Sequence, err)
		}
		for _, x := range lines {
			for i := 1; i < len(x); i++ {
				if mid := middle(x[i-1 : i+1]); !c.onPath(mid) {
					sum += geodesy.Distance(x[i-1], x[i])
				}
			}
		}
	}
	if sum > wetM {
		c.wrong("%s: way %d is walked through %.0f m of a lake", t.ID, l.Sequence, sum)
	}
}

func (c *checker) onPath(p orb.Point) bool {
	return slices.ContainsFunc(c.a.Roads, func(r atlas.Road) bool {
		if !widened(r.Line.Bound(), 2*sliverM).Contains(p) {
			return false
		}
		_, m := geodesy.Nearest(r.Line, p)
		return m < 2*sliverM
	})
}

// sighted sees that what a stop shows of an area lies within sight of where the crew stands or walks.
func (c *checker) sighted(t *Tour, s *Stop) {
	area, ok := s.Geometry.(orb.MultiPolygon)
	if poly, one := s.Geometry.(orb.Polygon); one {
		area, ok = orb.MultiPolygon{poly}, true
	}
	if !ok || s.Mode == Drone {
		return
	}
	ways := []*geodesy.Shape{geodesy.Prepare(s.At)}
	for _, l := range t.Legs {
		if l.Stop == s.Sequence {
			ways = append(ways, geodesy.Prepare(l.Line))
		}
	}
	for _, poly := range area {
		for _, p := range poly[0] {
			if !slices.ContainsFunc(ways, func(w *geodesy.Shape) bool {
				_, m := w.NearestWithin(p, 1.01*c.s.SightM)
				return m <= 1.01*c.s.SightM
			}) {
				c.wrong("%s: stop %d, %s, shows %v, out of sight", t.ID, s.Sequence, s.Need, p)
				return
			}
		}
	}
}

// crews sees that no crew is out twice at once or without rest.
func (c *checker) crews() {
	last := map[string]*Tour{}
	tours := make([]*Tour, len(c.p.Tours))
	for i := range c.p.Tours {
		tours[i] = &c.p.Tours[i]
	}
	slices.SortStableFunc(tours, func(t, u *Tour) int { return t.Start.Compare(u.Start) })
	for _, t := range tours {
		if t.Duty != "" {
			continue // the roster says who that is, and lets them rest
		}
		if before := last[t.Crew]; before != nil {
			if rest := t.Start.Sub(before.End); rest < 11*time.Hour {
				c.wrong("crew %s rests %s between %s and %s", t.Crew, rest, before.ID, t.ID)
			}
		}
		last[t.Crew] = t
	}
}

// intervals sees that each piece that is visited is visited again in time.
func (c *checker) intervals() {
	type piece struct {
		stop *Stop
		days []int
	}
	pieces := map[string]*piece{}
	for i := range c.p.Tours {
		t := &c.p.Tours[i]
		day, err := time.ParseInLocation(time.DateOnly, t.Date, c.p.From.Location())
		if err != nil {
			continue
		}
		for k := range t.Stops {
			s := &t.Stops[k]
			if pieces[s.Piece] == nil {
				pieces[s.Piece] = &piece{stop: s}
			}
			pieces[s.Piece].days = append(pieces[s.Piece].days, int(day.Sub(c.p.From).Hours()+12)/24)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(pieces)) {
		p := pieces[id]
		if p.stop.IntervalDays == 0 || slices.ContainsFunc(c.p.Unplanned, func(u Unplanned) bool {
			return u.Piece == p.stop.Piece
		}) {
			continue
		}
		slices.Sort(p.days)
		// before the plan and after it the piece is visited on days that the plan does not tell
		ends := slices.Concat([]int{-1}, p.days, []int{c.p.Days})
		for k := 1; k < len(ends); k++ {
			for x := max(0, ends[k-1]); x < ends[k]; x++ {
				day := c.p.From.AddDate(0, 0, x)
				_, often := c.s.Seasons.Weight(p.stop.Category, day)
				most := max(1, int(float64(p.stop.IntervalDays)/often))
				if ends[k]-x > most {
					c.wrong("%s is due each %d days on %s, and not visited for %d days from then", id, most, day.Format(time.DateOnly), ends[k]-x)
					break
				}
			}
		}
	}
}

// enterprises sees that none is visited more often in a year than it may be.
func (c *checker) enterprises() {
	type visited struct{ need, year string }
	made := map[visited]int{}
	for _, t := range c.p.Tours {
		for _, s := range t.Stops {
			v := visited{s.Need, t.Date[:min(4, len(t.Date))]}
			if made[v]++; s.Enterprise && c.s.EnterpriseVisits > 0 && made[v] == c.s.EnterpriseVisits+1 {
				c.wrong("%s is visited more than %d times in %s", s.Need, c.s.EnterpriseVisits, v.year)
			}
		}
	}
}
