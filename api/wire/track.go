package wire

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/road"
	"xunhu/routing/track"
)

// A Patrolled is what recorded tracks come to: features of the kinds "way" (along
// roads), "off_road" (on paths, dykes and water), "stop" (what a plan or the region
// wanted seen), "missed" (what of it was not) and "sign" (grounds for asking).
type Patrolled struct {
	Features []feature.Feature
	Summary  finding.Args // of track.summary and track.summary_free
	Planned  bool
	Notes    []*finding.Finding // clocks, fixes without moments
	Kept     []feature.Feature  // the records as a store keeps them
}

// Tracks asks what Patrol is to look at.
type Tracks struct {
	Records []track.Record
	Others  []track.Record // earlier or simultaneous ones, to compare with
	Planned bool
	Plan    []feature.Feature // the stops and what else a plan holds, if Planned
	SightM  float64           // in areas
	Zone    *time.Location
	Lang    words.Lang
}

// Patrol tells where the crews of some records went, what they saw and missed, and what
// makes one doubt the records. Without a plan it looks at the sites and rivers of the
// region. Person and moments are in every sentence.
func Patrol(ctx context.Context, net *road.Network, a *atlas.Atlas, q Tracks) (Patrolled, error) {
	out := Patrolled{Planned: q.Planned}
	records := make([]track.Record, len(q.Records))
	for i, r := range q.Records {
		var notes []*finding.Finding
		records[i], notes = r.Timed()
		for _, n := range notes {
			out.Notes = append(out.Notes, q.told(n))
		}
	}
	others := slices.Clone(records)
	for _, r := range q.Others {
		r, _ = r.Timed()
		others = append(others, r)
	}
	metres, signs := 0.0, 0
	for i, r := range records {
		m, err := out.ways(ctx, net, a, r, i, q)
		if err != nil {
			return out, err
		}
		metres += m
		before := signs
		for _, f := range track.Signs(r, slices.Concat(others[:i], others[i+1:])) {
			signs++
			out.Features = append(out.Features, q.sign(r, f, signs))
		}
		if len(r.Fixes) > 1 {
			out.Kept = append(out.Kept, KeepTrack(r, signs-before))
		}
	}
	counts, err := out.stops(records, a, q)
	if err != nil {
		return out, err
	}
	out.Summary = finding.Args{"records": len(records), "km": metres / 1000, "signs": signs,
		"stops": counts.all, "met": counts.met, "partly": counts.partly, "missed": counts.all - counts.met - counts.partly}
	return out, nil
}

// told is a finding with moments as people write them, and somebody for nobody.
func (q Tracks) told(f *finding.Finding) *finding.Finding {
	args := finding.Args{}
	for name, v := range f.Args {
		switch x := v.(type) {
		case time.Time:
			v = x.In(q.Zone).Format(time.DateTime)
		case string:
			if x == "" {
				v = words.Say(q.Lang, "track.nobody", nil)
			}
		}
		args[name] = v
	}
	return &finding.Finding{Code: f.Code, Where: f.Where, Args: args, At: f.At}
}

func (q Tracks) sign(r track.Record, f *finding.Finding, n int) feature.Feature {
	told := q.told(f)
	return feature.Feature{ID: "sign/" + strconv.Itoa(n), Geometry: orb.LineString(places(r)), Props: map[string]any{
		"kind": "sign", "record": r.ID, "person": r.Person, "code": f.Code, "text": words.Say(q.Lang, told.Code, told.Args)}}
}

func places(r track.Record) []orb.Point {
	l := make([]orb.Point, len(r.Fixes))
	for i, f := range r.Fixes {
		l[i] = f.At
	}
	return l
}

// ways adds the matched ways of a record and what lies between them, and gives its length.
func (out *Patrolled) ways(ctx context.Context, net *road.Network, a *atlas.Atlas, r track.Record, n int, q Tracks) (float64, error) {
	ways, _, err := track.Matched(ctx, net, r.Fixes, track.Usual())
	if err != nil {
		return 0, err
	}
	total, k := 0.0, 0
	add := func(kind string, line orb.LineString, from, to time.Time) error {
		m := geodesy.Length(line)
		if len(line) < 2 || m == 0 {
			return nil
		}
		k++
		total += m
		props := map[string]any{"kind": kind, "record": r.ID, "person": r.Person, "distance_m": m,
			"from": moment(from.In(q.Zone)), "to": moment(to.In(q.Zone))}
		if err := ground(a, line, props, q.Lang); err != nil {
			return err
		}
		out.Features = append(out.Features, feature.Feature{ID: "track/" + strconv.Itoa(n+1) + "/" + strconv.Itoa(k), Geometry: line, Props: props})
		return nil
	}
	last := 0
	for _, w := range ways {
		if len(w.Fixes) < 2 {
			continue
		}
		first, end := w.Fixes[0], w.Fixes[len(w.Fixes)-1]
		if err := add("off_road", places(r)[last:first+1], r.Fixes[last].Time, r.Fixes[first].Time); err != nil {
			return 0, err
		}
		if err := add("way", w.Line, r.Fixes[first].Time, r.Fixes[end].Time); err != nil {
			return 0, err
		}
		last = end
	}
	if last+1 < len(r.Fixes) {
		err = add("off_road", places(r)[last:], r.Fixes[last].Time, r.End())
	}
	return total, err
}

type counts struct{ all, met, partly int }

// stops adds what was seen of the plan's stops, or of the region's sites and rivers.
func (out *Patrolled) stops(records []track.Record, a *atlas.Atlas, q Tracks) (counts, error) {
	var needs []track.Need
	var named []feature.Feature
	if q.Planned {
		var err error
		if needs, named, err = ReadStops(q.Plan, q.SightM); err != nil {
			return counts{}, err
		}
	} else {
		needs, named = regionNeeds(a, q)
	}
	best := make([]track.Seen, len(needs))
	by := make([]int, len(needs))
	for i, r := range records {
		seen, err := track.Look(r, needs)
		if err != nil {
			return counts{}, err
		}
		for k, s := range seen {
			if i == 0 || s.Share > best[k].Share || s.Share == best[k].Share && s.NearM < best[k].NearM {
				best[k], by[k] = s, i
			}
		}
	}
	var c counts
	for k, s := range best {
		if !q.Planned && s.Share == 0 {
			continue
		}
		c.all++
		switch {
		case s.Met:
			c.met++
		case s.Share > 0 || !s.First.IsZero():
			c.partly++
		}
		out.Features = append(out.Features, q.stop(named[k], s, records[by[k]])...)
	}
	if !q.Planned {
		c.met = c.all
	}
	return c, nil
}

// regionNeeds are the sites and rivers of a region.
func regionNeeds(a *atlas.Atlas, q Tracks) (needs []track.Need, named []feature.Feature) {
	add := func(id, zh, en string, g orb.Geometry) {
		needs = append(needs, NeedFor(id, g, q.SightM))
		named = append(named, feature.Feature{ID: id, Geometry: g, Props: map[string]any{"need": id, "name": words.Named(q.Lang, zh, en)}})
	}
	for _, s := range a.Sites {
		add("sites/"+s.ID, s.Name, s.NameEN, s.At)
	}
	for _, r := range a.Rivers {
		add("rivers/"+r.ID, r.Name, r.NameEN, r.Line)
	}
	return needs, named
}

// stop is what came of one stop, and apart from it what of it was missed.
func (q Tracks) stop(planned feature.Feature, s track.Seen, r track.Record) []feature.Feature {
	props := map[string]any{"kind": "stop", "met": s.Met, "share": s.Share, "record": r.ID, "person": r.Person}
	for _, name := range []string{"tour", "sequence", "need", "name", "arrive"} {
		if v, ok := planned.Props[name]; ok {
			props[name] = v
		}
	}
	if !s.First.IsZero() {
		props["first"] = moment(s.First.In(q.Zone))
	}
	if !math.IsInf(s.NearM, 1) {
		props["nearest_m"], props["nearest"] = s.NearM, moment(s.Nearest.In(q.Zone))
	}
	if !math.IsNaN(s.SpeedMS) {
		props["speed_kmh"] = s.SpeedMS * 3.6
	}
	code := "track.seen_area"
	args := finding.Args{"percent": 100 * s.Share, "left": 100 * s.Left, "right": 100 * s.Right, "km_h": s.SpeedMS * 3.6, "m": s.PassedTooFastM,
		"near": s.NearM, "at": s.Nearest.In(q.Zone).Format(time.DateTime), "stay": s.StayS, "least": s.Need.StayS, "minutes": s.StayS / 60}
	switch s.Need.Geometry.(type) {
	case orb.Point, orb.MultiPoint:
		props["stay_s"] = s.StayS
		if code = "track.short"; s.Met {
			code, args["at"] = "track.met", s.First.In(q.Zone).Format(time.DateTime)
		}
	case orb.LineString, orb.MultiLineString:
		props["left"], props["right"] = s.Left, s.Right
		code = "track.seen"
	}
	switch {
	case math.IsInf(s.NearM, 1):
		code = "track.never"
	case s.PassedTooFastM > 0 && s.Share == 0:
		code = "track.too_fast"
	case s.Share == 0 && s.First.IsZero():
		code = "track.missed"
	}
	props["text"] = words.Say(q.Lang, code, args)
	id := "seen/" + planned.ID
	all := []feature.Feature{{ID: id, Geometry: planned.Geometry, Props: props}}
	if s.Missed != nil && !s.Met && q.Planned {
		all = append(all, feature.Feature{ID: id + "/missed", Geometry: s.Missed, Props: map[string]any{
			"kind": "missed", "need": props["need"], "tour": props["tour"], "name": props["name"]}})
	}
	return all
}

// MistakenDatum finds out whether records would lie much nearer to roads and waters if
// they were read in one of the shifted systems of web maps; nil if not.
func MistakenDatum(net *road.Network, a *atlas.Atlas, records []track.Record) *finding.Finding {
	var fixes []orb.Point
	for _, r := range records {
		fixes = append(fixes, places(r)...)
	}
	step := max(1, len(fixes)/300)
	off := func(bring func(orb.Point) orb.Point) float64 {
		var all []float64
		for i := 0; i < len(fixes); i += step {
			p := bring(fixes[i])
			m := float64(MostStubM)
			if at, err := net.Snap(p, MostStubM); err == nil {
				m = at.OffM
			}
			for _, r := range a.Rivers {
				if geodesy.Around(orb.Bound{Min: p, Max: p}, m).Intersects(r.Line.Bound()) {
					_, d := geodesy.Nearest(r.Line, p)
					m = min(m, d)
				}
			}
			all = append(all, m)
		}
		slices.Sort(all)
		if len(all) == 0 {
			return 0
		}
		return all[len(all)/2]
	}
	now := off(func(p orb.Point) orb.Point { return p })
	if now < farOffM {
		return nil
	}
	for _, name := range []string{"GCJ-02", "BD-09"} {
		system, err := crs.Parse(name)
		if err != nil {
			panic(err) // geo/crs names them so
		}
		if then := off(system.ToWGS84); then < nearlyOnM && then < now/4 {
			return finding.New("track.datum", "", "now_m", now, "then_m", then, "system", name)
		}
	}
	return nil
}

const (
	farOffM   = 40.0 // a median further off than this makes one ask,
	nearlyOnM = 20.0 // and one nearer than this in another system answers
)
