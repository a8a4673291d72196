package patrol

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/tour"
)

// beside is how far from the road a crew is said to be on it, in metres: so near,
// no walk is drawn. Its time is counted all the same.
const beside = 20

// drawing is a tour as it is drawn.
type drawing struct {
	m    *maker
	tour *Tour
	stop int // that is being made
}

// draw makes the tour of a plan from one of a solution.
func (m *maker) draw(x *posed, t tour.Tour) Tour {
	back := int32(tour.Measure(x.p, t).Back)
	date := m.from.AddDate(0, 0, x.days[t.Shift]).Format(time.DateOnly)
	crew := fmt.Sprint(x.crews[t.Shift])
	out := Tour{ID: m.where.unit.ID + "/" + date + "/" + crew, Unit: m.where.unit.ID, Crew: crew, Vehicle: m.s.Profile, Date: date,
		Start: m.moment(t.Depart), End: m.moment(back), Kind: m.where.kind, Certified: m.where.certified(), DurationS: float64(back - t.Depart)}
	if m.s.StartSpread > 0 {
		out.Draw = &x.draws[t.Shift]
	}
	d := &drawing{m: m, tour: &out}
	c, shift := x.crew[t.Shift], &x.p.Shifts[t.Shift]
	if c != nil {
		out.Duty, out.Kind = c.Duty, cmp.Or(m.asked, c.Kind, out.Kind)
	}
	at, now, location := x.places[0], t.Depart, int32(0)
	for _, v := range t.Visits {
		task, mode := x.tasks[x.visits[v.Task].task], x.p.Mode(v)
		w := task.ways[v.Mode]
		d.to(at, w.from(), now, now+x.p.Time(0, location, mode.Enter))
		d.visit(task, w, v.Begin)
		out.Stops[len(out.Stops)-1].Timed = len(mode.Windows) > 0 && !slices.ContainsFunc(mode.Windows, func(h tour.Window) bool { return h.Open <= shift.Open && shift.Close <= h.Close })
		at, now, location = w.to(), v.Begin+mode.ServiceS, mode.Leave
	}
	d.to(at, x.places[0], now, back)
	if c != nil {
		out.Takes = c.takes(&out)
	}
	return out
}

// visit draws the walk to a task, the task, and the walk back.
func (d *drawing) visit(t task, w way, begin int32) {
	first := w.line[0]
	arrive := begin + int32(w.inS)
	done := arrive + int32(w.onS)
	if w.landing == 0 && len(w.in) > 1 && geodesy.Length(w.in) > beside {
		d.travel(w.in, string(Foot), begin, arrive)
	}
	reason, n := t.reason, t.need
	switch {
	case n.Lead != "" && !n.Before.IsZero() && !d.m.moment(arrive).Before(n.Before):
		reason = d.m.leadReason(n, true)
	case w.ashore && n.Lead == "":
		reason = d.m.reason(t.need, "patrol.reason.ashore", "km", geodesy.Length(t.geometry)/1000)
	}
	d.tour.Stops = append(d.tour.Stops, Stop{Sequence: len(d.tour.Stops) + 1, Need: t.need.ID, Piece: t.piece, IntervalDays: t.need.IntervalDays, Category: t.need.Category, Mode: w.mode, Instrument: t.need.Instrument, Name: d.m.label(t.need),
		Geometry: t.geometry, At: first, Arrive: d.m.moment(arrive), ServiceS: w.onS, Enterprise: n.Enterprise && n.Reason == "" && n.Lead == "",
		Lead: n.Lead, BackCheck: n.BackCheck, Before: n.Before, Certified: n.Certified, Reason: reason})
	d.tour.Certified = max(d.tour.Certified, n.Certified)
	d.stop = len(d.tour.Stops)
	if len(w.line) == 1 {
		d.askedAt(w)
	}
	switch {
	case w.mode == Drone:
		ready := int32(d.m.s.DroneSetUpS / 2)
		d.travel(w.line, string(w.mode), arrive+ready, done-ready)
	case w.turn > 0:
		turn := arrive + int32(w.onS)/2
		d.travel(w.line[:w.turn+1], string(w.mode), arrive, turn)
		d.travel(w.line[w.turn:], string(w.mode), turn, done)
	case len(w.line) > 1:
		d.travel(w.line, string(w.mode), arrive, done)
	}
	d.stop = 0
	if w.landing == 0 && len(w.out) > 1 && geodesy.Length(w.out) > beside {
		d.travel(w.out, string(Foot), done, done+int32(w.outS))
	}
}

// travel draws a line as legs, cut at the borders. Time passes evenly along it, in
// whole seconds.
func (d *drawing) travel(line orb.LineString, mode string, depart, arrive int32) {
	spans := d.m.cut.split(line)
	var whole, run float64
	lengths := make([]float64, len(spans))
	for i, s := range spans {
		lengths[i] = geodesy.Length(s.line)
		whole += lengths[i]
	}
	now := depart
	for i, s := range spans {
		run += lengths[i]
		next := arrive
		if i+1 < len(spans) {
			next = depart + int32(math.Round(float64(arrive-depart)*run/whole))
		}
		d.tour.Legs = append(d.tour.Legs, Leg{Line: s.line, Sequence: len(d.tour.Legs) + 1, Mode: mode, Stop: d.stop, Town: s.town, Ground: d.m.rules.Ground(s.town), Powers: s.powers,
			DistanceM: lengths[i], Depart: d.m.moment(now), Arrive: d.m.moment(next)})
		d.askedOn(s, mode)
		now = next
	}
	if mode != string(Drone) {
		d.tour.DistanceM += whole
	}
}
