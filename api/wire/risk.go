package wire

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/patrol"
	"xunhu/routing/risk"
	"xunhu/routing/track"
)

// How findings are laid to places.
const (
	foundM     = 200.0  // a finding belongs to the nearest place within so far
	neighbourM = 1000.0 // findings at a place may foretell others so near

	mostRisk = 4.0 // a need weighs at most so many times as much as the mean of its plan, and at least as little
)

// Explore is the share of the looking that goes to where little is known.
const Explore = 0.2

// A Watch is the places of a region with what was found and how hard was looked.
type Watch struct {
	History risk.History
	named   []feature.Feature // by place
	shapes  []*geodesy.Shape
	epoch   time.Time
	loose   int // findings that lie near no place
}

// NewWatch begins with the sites and rivers of a region and no visits. Days are counted
// from a day that is not after the first visit.
func NewWatch(a *atlas.Atlas, epoch time.Time, l words.Lang) *Watch {
	w := &Watch{epoch: epoch}
	add := func(id, group, zh, en string, g orb.Geometry) {
		w.History.Places = append(w.History.Places, risk.Place{ID: id, Group: group})
		w.named = append(w.named, feature.Feature{ID: id, Geometry: g, Props: map[string]any{"group": group, "name": words.Named(l, zh, en)}})
		w.shapes = append(w.shapes, geodesy.Prepare(g))
	}
	for _, s := range a.Sites {
		add("sites/"+s.ID, "site:"+s.Class, s.Name, s.NameEN, s.At)
	}
	for _, r := range a.Rivers {
		add("rivers/"+r.ID, "river:"+r.Class, r.Name, r.NameEN, r.Line)
	}
	for i := range w.shapes {
		for j := range i {
			if _, _, m := w.shapes[i].GapWithin(w.shapes[j], neighbourM); m <= neighbourM {
				w.History.Places[i].Neighbours = append(w.History.Places[i].Neighbours, int32(j))
				w.History.Places[j].Neighbours = append(w.History.Places[j].Neighbours, int32(i))
			}
		}
	}
	return w
}

func (w *Watch) day(t time.Time) int32 { return int32(t.Sub(w.epoch) / (24 * time.Hour)) }

// Look adds what a record shows to have been looked at: a visit of effort one to a point
// that was met, of the share that was seen to a river.
func (w *Watch) Look(r track.Record) error {
	needs := make([]track.Need, len(w.named))
	for i, f := range w.named {
		needs[i] = NeedFor(f.ID, f.Geometry, 0)
	}
	seen, err := track.Look(r, needs)
	if err != nil {
		return err
	}
	for i, s := range seen {
		if s.Share > 0 {
			w.visit(int32(i), s.First, s.Share, 0)
		}
	}
	return nil
}

func (w *Watch) visit(place int32, at time.Time, effort float64, found int32) {
	w.History.Visits = append(w.History.Visits, risk.Visit{Place: place, Day: w.day(at), Month: int32(at.Month()) - 1, Effort: effort, Found: found})
}

// Find adds a finding of a patrol: to the visit of that day to the nearest place, or, where
// no record shows one, to a visit of its own, since somebody was there.
func (w *Watch) Find(g orb.Geometry, at time.Time) {
	best, bestM := -1, foundM
	shape := geodesy.Prepare(g)
	for i, s := range w.shapes {
		if _, _, m := s.GapWithin(shape, bestM); m < bestM || m == bestM && best < 0 {
			best, bestM = i, m
		}
	}
	if best < 0 {
		w.loose++
		return
	}
	day := w.day(at)
	for i := range w.History.Visits {
		if v := &w.History.Visits[i]; v.Place == int32(best) && v.Day == day {
			v.Found++
			return
		}
	}
	w.visit(int32(best), at, 1, 1)
}

// fit fits a model to what the watch has seen, and puts the verdict on it in words.
func (w *Watch) fit(seed uint64) (*risk.Fitted, *finding.Finding, error) {
	slices.SortStableFunc(w.History.Visits, func(a, b risk.Visit) int { return cmp.Compare(a.Day, b.Day) })
	f, err := risk.Fit(&w.History, seed)
	if err != nil {
		return nil, nil, err
	}
	v := f.Verdict
	args := []any{"found", v.Found, "visits", v.Visits, "few", risk.Few, "gain", v.Gain, "low", v.Low, "high", v.High, "caught", 100 * v.Caught, "counts", 100 * v.CaughtByCounts}
	switch {
	case v.Found < risk.Few:
		return f, finding.New("risk.few", "", args...), nil
	case v.Better:
		return f, finding.New("risk.better", "", args...), nil
	}
	return f, finding.New("risk.counts", "", args...), nil
}

// Estimate fits a model and gives for each place what may be expected there in a month,
// with the verdict on the model as members of the collection and in words.
func (w *Watch) Estimate(month time.Month, seed uint64, explore float64, l words.Lang) ([]feature.Feature, map[string]any, string, error) {
	f, verdict, err := w.fit(seed)
	if err != nil {
		return nil, nil, "", err
	}
	v := f.Verdict
	weights := f.Weights(int(month)-1, explore)
	out := slices.Clone(w.named)
	for i := range out {
		e := f.Rate(int32(i), int(month)-1)
		out[i].Props["rate"], out[i].Props["low"], out[i].Props["high"] = e.Mean, e.Low, e.High
		out[i].Props["effort"], out[i].Props["weight"], out[i].Props["unknown"] = e.Effort, weights[i], e.Effort == 0
	}
	say := words.Finding(l, verdict)
	if w.loose > 0 {
		say += "\n" + words.Say(l, "risk.loose", finding.Args{"n": w.loose, "m": foundM})
	}
	members := map[string]any{"better_than_counts": v.Better, "held_back_visits": int64(v.Visits), "held_back_found": int64(v.Found), "verdict": say,
		"explore": explore, "month": int64(month)}
	if v.Found >= risk.Few {
		members["gain_per_finding"] = []any{v.Low, v.Gain, v.High}
	}
	if !math.IsInf(f.HalfLife(), 1) {
		members["half_life_days"] = f.HalfLife()
	}
	return out, members, say, nil
}

// Weigh makes the needs of a plan weigh by what may be found there in a month, against the
// mean of those that the watch knows, and says by what. Needs that it does not know, such as
// wetlands, weigh as they did.
func (w *Watch) Weigh(needs []patrol.Need, month time.Month, seed uint64, explore float64) ([]patrol.Need, []*finding.Finding, error) {
	f, verdict, err := w.fit(seed)
	if err != nil {
		return nil, nil, err
	}
	weights := f.Weights(int(month)-1, explore)
	by := make(map[string]float64, len(weights))
	for i, p := range w.History.Places {
		by[p.ID] = weights[i]
	}
	sum, n := 0.0, 0
	for _, x := range needs {
		if v, ok := by[x.ID]; ok {
			sum, n = sum+v, n+1
		}
	}
	out := slices.Clone(needs)
	if n == 0 || sum == 0 {
		return out, []*finding.Finding{verdict}, nil
	}
	for i := range out {
		if v, ok := by[out[i].ID]; ok {
			out[i].Weight = cmp.Or(out[i].Weight, 1) * min(mostRisk, max(1/mostRisk, v*float64(n)/sum))
		}
	}
	return out, []*finding.Finding{finding.New("risk.weighed", "", "n", n, "explore", 100*explore), verdict}, nil
}
