package papers

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/signintech/gopdf"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// Patrols prints the sheets of plans (巡查任务单), one for each tour: what the crew is
// to do and by which clause, its stops and ways with the powers that it has on each, a map,
// rules of safety, and the log (巡查记录) to fill in. crews say who goes and with what; names
// are left open where they do not. Nothing is written unless all of it can be printed.
func Patrols(w io.Writer, a *atlas.Atlas, plans []*patrol.Plan, crews Crews, lang words.Lang) error {
	f, err := loaded()
	if err != nil {
		return err
	}
	s := patrolSheet{a: a, lang: lang, crews: crews}
	head := sheet{lang: lang}
	if a.Region.Illustration {
		head.banner = s.say("papers.banner.illustration")
	}
	var p, trial *press
	for range 2 { // the first time to learn which characters are printed
		p, trial = newPress(f, head, false, p), p
		s.all(p, plans)
	}
	if err := errors.Join(trial.err, p.err); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return fmt.Errorf("papers: print plans: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// A patrolSheet puts tours into words.
type patrolSheet struct {
	a     *atlas.Atlas
	plan  *patrol.Plan
	crews Crews
	lang  words.Lang
}

// Crews are who goes on tours and with what, by the ids of the tours.
type Crews map[string]Watch

// named are the people of a tour with the numbers of their certificates, and its equipment;
// "" where no roster says.
func (s patrolSheet) named(tour string) (people, equipment string) {
	w := s.crews[tour]
	var all, gear []string
	for _, p := range w.People {
		name := words.Named(s.lang, p.Name.ZH, p.Name.EN)
		if p.Certificate != "" {
			name = s.say("papers.roster.certified", "name", name, "number", p.Certificate)
		}
		all = append(all, name)
	}
	for _, i := range w.Equipment {
		gear = append(gear, words.Named(s.lang, i.ZH, i.EN))
	}
	return strings.Join(all, between(s.lang)), strings.Join(gear, between(s.lang))
}

// taken is the equipment that the plan books for a tour; "" where it books none.
func (s patrolSheet) taken(t *patrol.Tour) string {
	var all []string
	for _, x := range t.Takes {
		all = append(all, words.Named(s.lang, x.Name, x.NameEN))
	}
	return strings.Join(all, between(s.lang))
}

// all sets the sheets of all tours.
func (s patrolSheet) all(p *press, plans []*patrol.Plan) {
	p.pdf.SetInfo(gopdf.PdfInfo{Title: s.say("papers.patrol.title"), CreationDate: plans[0].From.In(beijing)})
	for _, s.plan = range plans {
		for i := range s.plan.Tours {
			s.print(p, &s.plan.Tours[i])
		}
	}
	if p.pages == 0 {
		p.page()
		p.para(s.say("papers.patrol.none"), p.text, p.indent, 0)
	}
}

func (s patrolSheet) say(code string, args ...any) string { return say(code, args...).In(s.lang) }

func (s patrolSheet) clock(t time.Time) string { return t.In(s.plan.From.Location()).Format("15:04") }

func (s patrolSheet) town(code string) string {
	if t, ok := s.a.Town(code); ok {
		return words.Named(s.lang, t.Name, t.NameEN)
	}
	return s.say("papers.patrol.outside")
}

// print sets the sheet of one tour.
func (s patrolSheet) print(p *press, t *patrol.Tour) {
	p.page()
	p.y = top - 16*mm
	p.centred(s.say("papers.patrol.title"), inTitle, 30)
	p.y += cell
	p.table(s.orders(t))
	s.heading(p, "papers.patrol.stops")
	p.table(s.stops(t))
	s.heading(p, "papers.patrol.legs")
	p.table(s.legs(t))
	s.heading(p, "papers.patrol.safety")
	for i, line := range s.safety(t) {
		p.fine(strconv.Itoa(i+1) + ". " + line)
	}
	p.page()
	p.y = top - 16*mm
	p.centred(s.say("papers.patrol.map"), inTitle, 30)
	s.chart(p, t)
	p.page()
	p.y = top - 16*mm
	p.centred(s.say("papers.patrol.log"), inTitle, 30)
	p.y += cell
	p.table(s.log(t))
	p.fine(s.say("papers.patrol.log.note"))
}

func (s patrolSheet) heading(p *press, code string) {
	p.y += pitch / 3
	p.room(fifth + 4*tablePitch)
	p.put(p.shape(s.say(code), inLabels), left, p.y, fifth, -1)
	p.y += 1.6 * fifth
}

// orders is who goes, when, with what, and why.
func (s patrolSheet) orders(t *patrol.Tour) table {
	unit, _ := s.a.Unit(t.Unit)
	var basis []string
	for _, c := range law.BasisOf(t.Kind, t.Start) {
		basis = append(basis, cite(s.lang, c))
	}
	date, _ := time.Parse(time.DateOnly, t.Date)
	blank := s.say("papers.patrol.blank")
	crew, way := s.say("papers.patrol.crew.blank", "crew", t.Crew), s.say("papers.patrol.way", "km", t.DistanceM/1000, "hours", t.DurationS/3600)
	people, equipment := s.named(t.ID)
	if taken := s.taken(t); taken != "" {
		equipment = taken
	}
	if people != "" {
		crew = s.say("papers.patrol.crew.named", "crew", t.Crew, "people", people)
	}
	if equipment != "" {
		way = equipment + s.say("papers.patrol.semicolon") + way
	}
	kind := s.say("papers.patrol.kind." + t.Kind)
	if s.plan.With != "" {
		kind += s.say("papers.patrol.with", "with", s.plan.With)
	}
	if t.Certified > 0 {
		crew += s.say("papers.patrol.certified", "n", t.Certified)
	}
	rows := [][]string{
		{s.say("papers.patrol.unit"), words.Named(s.lang, unit.Name, unit.NameEN)},
		{s.say("papers.patrol.kind"), kind},
		{s.say("papers.patrol.when"), s.say("papers.patrol.times", "day", day(s.lang, date), "from", s.clock(t.Start), "to", s.clock(t.End))},
		{s.say("papers.patrol.crew"), crew},
		{s.say("papers.patrol.vehicle"), way},
	}
	for _, kind := range []jurisdiction.AskedKind{jurisdiction.Companion, jurisdiction.Notice} {
		if who := s.askedOf(t, kind); len(who) > 0 {
			rows = append(rows, []string{s.say("papers.patrol.asked." + string(kind)), strings.Join(who, between(s.lang))})
		}
	}
	rows = append(rows, s.jointRows(t.ID)...)
	return table{parts: []float64{0.17, 0.83}, rows: append(rows, [][]string{
		{s.say("papers.patrol.basis"), cmp.Or(strings.Join(basis, s.say("papers.patrol.semicolon")), blank)},
		{s.say("papers.patrol.seed"), s.plan.SeedCommitment},
		{s.say("papers.patrol.approval"), blank},
	}...)}
}

func (s patrolSheet) stops(t *patrol.Tour) table {
	tab := table{head: []string{s.say("papers.patrol.no"), s.say("papers.patrol.stop"), s.say("papers.patrol.arrive"), s.say("papers.patrol.stay"), s.say("papers.patrol.position")},
		parts: []float64{0.07, 0.5, 0.1, 0.11, 0.22}}
	for _, x := range t.Stops {
		what := words.Named(s.lang, x.Name.ZH, x.Name.EN)
		if x.Reason != nil {
			what += s.say("papers.patrol.colon") + words.Finding(s.lang, x.Reason)
		}
		tab.rows = append(tab.rows, []string{strconv.Itoa(x.Sequence), what, s.clock(x.Arrive),
			s.say("papers.patrol.minutes", "n", math.Round(float64(x.ServiceS)/60)), fmt.Sprintf("%.5f %.5f", x.At[0], x.At[1])})
	}
	return tab
}

// legs joins what follows on the same ground by the same means; what is shorter than
// brief belongs to the row before.
func (s patrolSheet) legs(t *patrol.Tour) table {
	tab := table{head: []string{s.say("papers.patrol.no"), s.say("papers.patrol.ground"), s.say("papers.patrol.arrive.from"), s.say("papers.patrol.by"), s.say("papers.patrol.km")},
		parts: []float64{0.07, 0.5, 0.19, 0.12, 0.12}}
	for i := 0; i < len(t.Legs); {
		first, j, m := t.Legs[i], i, 0.0
		var asked []jurisdiction.Asked
		for ; j < len(t.Legs) && (sameGround(t.Legs[j], first) || t.Legs[j].DistanceM < brief); j++ {
			m += t.Legs[j].DistanceM
			asked = append(asked, t.Legs[j].Asked...)
		}
		powers := string(first.Powers)
		if s.plan.With != "" && first.Powers == patrol.None {
			powers = "JOINT"
		}
		tab.rows = append(tab.rows, []string{strconv.Itoa(len(tab.rows) + 1),
			s.town(first.Town) + s.say("papers.patrol.colon") + s.say("papers.patrol.powers."+powers) + s.asked(asked),
			s.clock(first.Depart) + "–" + s.clock(t.Legs[j-1].Arrive), s.say("papers.patrol.mode." + Mode(first.Mode)), fmt.Sprintf("%.1f", m/1000)})
		i = j
	}
	return tab
}

const brief = 250.0

// asked says who goes along on ways and who is told beforehand, each once, by which article.
func (s patrolSheet) asked(all []jurisdiction.Asked) string {
	var lines []string
	for _, a := range all {
		var cited []string
		for _, c := range a.Basis {
			cited = append(cited, s.short(c))
		}
		line := s.say("papers.patrol.asked", "what", strings.TrimRight(words.Finding(s.lang, a.Why), "。."), "basis", cited)
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// askedOf lists whom the ways and stops of a tour ask for.
func (s patrolSheet) askedOf(t *patrol.Tour, kind jurisdiction.AskedKind) (names []string) {
	var all []jurisdiction.Asked
	for _, l := range t.Legs {
		all = append(all, l.Asked...)
	}
	for _, x := range t.Stops {
		all = append(all, x.Asked...)
	}
	for _, a := range all {
		to, _ := a.Why.Args["to"].([]Text)
		for _, n := range to {
			if name := words.Named(s.lang, n.ZH, n.EN); a.Kind == kind && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// short is a reference without the words of a clause: the sheet is read in the field.
func (s patrolSheet) short(c law.Citation) string {
	if c.Clause != "" {
		return c.Clause
	}
	return cite(s.lang, c)
}

func sameGround(a, b patrol.Leg) bool {
	return a.Town == b.Town && a.Powers == b.Powers && a.Mode == b.Mode
}

// Mode is how a leg is travelled, as the sheet says it: foot, boat, drone or drive.
func Mode(m string) string {
	switch m {
	case string(patrol.Foot), string(patrol.Boat), string(patrol.Drone):
		return m
	}
	return "drive"
}

// safety is what holds for the ways of the tour (DOMAIN 6.2, H1 to H6).
func (s patrolSheet) safety(t *patrol.Tour) []string {
	all := []string{s.say("papers.patrol.safety.two"), s.say("papers.patrol.safety.certified")}
	if s.plan.With != "" {
		all = append(all, s.say("papers.patrol.safety.joint", "with", s.plan.With))
	}
	if slices.ContainsFunc(t.Legs, func(l patrol.Leg) bool { return l.Powers == patrol.Prevent }) {
		all = append(all, s.say("papers.patrol.safety.prevent"))
	}
	if slices.ContainsFunc(t.Legs, func(l patrol.Leg) bool { return l.Mode == string(patrol.Boat) }) {
		all = append(all, s.say("papers.patrol.safety.boat"))
	}
	if len(t.Trailed) > 0 {
		all = append(all, s.say("papers.patrol.safety.trailed", "landings", t.Trailed))
	}
	if slices.ContainsFunc(t.Legs, func(l patrol.Leg) bool { return l.Mode == string(patrol.Drone) }) {
		all = append(all, s.say("papers.patrol.safety.drone", "m", patrol.CeilingM))
	}
	if slices.ContainsFunc(t.Legs, func(l patrol.Leg) bool { return l.Powers == patrol.None && l.Mode == string(patrol.Boat) }) {
		all = append(all, s.say("papers.patrol.safety.passage"))
	}
	if slices.ContainsFunc(t.Legs, func(l patrol.Leg) bool { return l.Powers == patrol.Observe }) {
		all = append(all, s.say("papers.patrol.safety.observe"))
	}
	return append(all, s.say("papers.patrol.safety.core", "basis", cite(s.lang, law.Article("WETLAND", "30", law.Verified))))
}

// chart draws the tour over the region.
func (s patrolSheet) chart(p *press, t *patrol.Tour) {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, l := range t.Legs {
		for _, q := range l.Line {
			box = box.Extend(q)
		}
	}
	var places []orb.Point
	for _, x := range t.Stops {
		box = box.Extend(x.At)
		places = append(places, x.At)
	}
	if box.IsEmpty() {
		return
	}
	margin := max(300, 0.06*geodesy.Distance(box.Min, box.Max))
	sk := Sketch{Window: squared(geodesy.Around(box, margin))}
	sk.land(s.a)
	p.chart(sk, places, func(f plate) {
		for _, l := range t.Legs {
			k := "tour"
			if m := Mode(l.Mode); m != "drive" {
				k = m
			}
			p.stroke(f, pens[k], l.Line)
		}
		for _, m := range marks(f, t.Stops) {
			p.number(m)
		}
	})
	p.legend(sk, "tour", "tour")
	p.fine(s.say("papers.patrol.map.note"))
}

// squared widens a window that is long and thin, so that it fills the page.
func squared(b orb.Bound) orb.Bound {
	east, north := geodesy.Degree(b.Center()[1])
	w, h := (b.Max[0]-b.Min[0])*east, (b.Max[1]-b.Min[1])*north
	if wide := h * typeW / (bottom - top); w < wide {
		d := (wide - w) / 2 / east
		b.Min[0], b.Max[0] = b.Min[0]-d, b.Max[0]+d
	}
	if tall := 0.6 * w; h < tall {
		d := (tall - h) / 2 / north
		b.Min[1], b.Max[1] = b.Min[1]-d, b.Max[1]+d
	}
	return b
}

// A mark is the numbers of stops at one place of the map.
type mark struct {
	x, y    float64
	numbers string
}

// marks joins the numbers of stops that would stand on one another.
func marks(f plate, stops []patrol.Stop) []mark {
	var all []mark
	for _, stop := range stops {
		x, y := f.at(stop.At)
		n := strconv.Itoa(stop.Sequence)
		if i := slices.IndexFunc(all, func(m mark) bool { return math.Hypot(m.x-x, m.y-y) < markR }); i >= 0 {
			all[i].numbers += "·" + n
		} else {
			all = append(all, mark{x, y, n})
		}
	}
	return all
}

const markR = 7.0

// number draws a mark: its numbers in a disc, or in a box with round ends.
func (p *press) number(m mark) {
	const sides = 32
	g := p.shape(m.numbers, inLabels)
	half := max(0, (line{glyphs: g}).width()/2-markR/2)
	outline := make([]gopdf.Point, sides)
	for i := range outline {
		a := 2 * math.Pi * (float64(i) + 0.5) / sides
		outline[i] = gopdf.Point{X: m.x + math.Copysign(half, math.Cos(a)) + markR*math.Cos(a), Y: m.y + markR*math.Sin(a)}
	}
	p.ink(pens["tour"])
	p.pdf.SetFillColor(255, 255, 255)
	p.pdf.Polygon(outline, "FD")
	p.put(g, m.x, m.y-fifth/2, fifth, 0)
}

// log is the form of the record (DOMAIN 6.4), with what the plan knows.
func (s patrolSheet) log(t *patrol.Tour) table {
	date, _ := time.Parse(time.DateOnly, t.Date)
	rows := [][]string{{s.say("papers.patrol.log.tour"), t.ID + s.say("papers.patrol.comma") + day(s.lang, date)}}
	for _, item := range []string{"start", "people", "shown", "track", "weather"} {
		text := s.say("papers.patrol.log." + item + ".blank")
		if people, _ := s.named(t.ID); item == "people" && people != "" {
			text = people
		}
		rows = append(rows, []string{s.say("papers.patrol.log." + item), text})
	}
	for _, x := range t.Stops {
		rows = append(rows, []string{s.say("papers.patrol.log.stop", "n", x.Sequence), words.Named(s.lang, x.Name.ZH, x.Name.EN) + s.say("papers.patrol.log.stop.blank")})
	}
	rows = append(rows, s.jointLog(t.ID)...)
	for _, item := range []string{"samples", "measures", "leads", "handover", "signatures"} {
		rows = append(rows, []string{s.say("papers.patrol.log." + item), s.say("papers.patrol.log." + item + ".blank")})
	}
	return table{parts: []float64{0.2, 0.8}, rows: rows}
}
