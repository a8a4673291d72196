package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// Monday is when the leads of these tests begin.
var Monday = time.Date(2026, 10, 19, 9, 0, 0, 0, law.China)

var organisation = sync.OnceValue(func() *atlas.Atlas {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		panic(err)
	}
	return a
})

// World is the demonstration region, in which everybody holds a certificate.
func World() *dispatch.World {
	return &dispatch.World{Org: organisation(), Calendar: law.Official(), CallBack: 10, Certified: func(string, time.Time) bool { return true }}
}

// Desk and Station are two of its people.
var (
	Desk    = dispatch.Actor{Person: "desk", Unit: "370481-FJ", Role: "dispatcher"}
	Station = dispatch.Actor{Person: "head", Unit: "370481104-SO", Role: "station_head"}
)

// Number is the n-th number of Monday.
func Number(n int) string {
	s, err := dispatch.Number("370481", Monday, n)
	if err != nil {
		panic(err)
	}
	return s
}

// Reported is a new lead at a place, as a change.
func Reported(t testing.TB, w *dispatch.World, id string, at orb.Point, props map[string]any) store.Change {
	t.Helper()
	source, _ := props["source"].(string)
	if source == "" {
		source = "patrol"
	}
	return fired(t, w, dispatch.Lead{}, dispatch.Command{Event: "report", Actor: Desk, At: Monday, Number: id, Source: source, Act: Monday.Add(-time.Hour),
		Ruling: &dispatch.Ruling{Category: "S03", V: "V8", Lead: "370481104-SO", Towns: []string{"370481104"}, Informed: []string{"370481-ZX01"},
			Inputs: dispatch.Inputs{J: "IN", Z: "N", Span: "ONE", SQ: "SAME", H: "NO", W: "NONE", K: "K1", S: "N"}, Versions: dispatch.Versions{Boundaries: "b"}}},
		&feature.Feature{ID: id, Geometry: at, Props: props})
}

// Fired is the change that a command makes of a lead.
func Fired(t testing.TB, w *dispatch.World, l dispatch.Lead, c dispatch.Command) store.Change {
	t.Helper()
	c.Revision = l.Revision
	change := fired(t, w, l, c, nil)
	change.ID = l.ID
	return change
}

func fired(t testing.TB, w *dispatch.World, l dispatch.Lead, c dispatch.Command, f *feature.Feature) store.Change {
	t.Helper()
	next, records, err := w.Fire(l, c)
	if err != nil {
		t.Fatal(err)
	}
	change := store.Change{Seen: l.Revision, Lead: next, Records: records, Incident: f}
	for _, d := range w.Deadlines(next, c.At) {
		if at := d.Due.At; !at.IsZero() && (change.Due.IsZero() || at.Before(change.Due)) {
			change.Due = at
		}
	}
	return change
}

// Assigned sends a lead to the station.
func Assigned(t testing.TB, w *dispatch.World, l dispatch.Lead) store.Change {
	t.Helper()
	return Fired(t, w, l, dispatch.Command{Event: "assign", Actor: Desk, At: Monday.Add(time.Minute), To: Station.Unit})
}

func keep(t *testing.T, s store.Store, changes ...store.Change) {
	t.Helper()
	if err := s.Keep(t.Context(), "a", nil, changes...); err != nil {
		t.Fatal(err)
	}
}

func regionA(t *testing.T, s store.Store) {
	save(t, s, atlas.Dataset{Region: atlas.Region{Code: "a"}})
}

// leadsLive: a lead and its records come back as they were kept; the incident shows how it stands.
func leadsLive(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	temporary := "T-phone7-1"
	c := Reported(t, w, temporary, orb.Point{117, 35}, map[string]any{"category": "S03", "note": "路边垃圾"})
	keep(t, s, c)
	l := c.Lead
	for _, command := range []dispatch.Command{
		{Event: "number", Actor: Desk, At: Monday.Add(time.Minute), Number: Number(1)},
		{Event: "assign", Actor: Desk, At: Monday.Add(2 * time.Minute), To: Station.Unit},
		{Event: "accept", Actor: Station, At: Monday.Add(3 * time.Minute), Person: Station.Person},
	} {
		c := Fired(t, w, l, command)
		keep(t, s, c)
		l = c.Lead
		k, err := s.Lead(t.Context(), "a", l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := dispatch.Differs(k.Lead, l); len(d) > 0 || !k.Due.Equal(c.Due) {
			t.Errorf("after %s %v differ, due %v, want %v", command.Event, d, k.Due, c.Due)
		}
		if k.Incident.ID != l.ID || k.Incident.Props["note"] != "路边垃圾" || k.Incident.Props["state"] != string(l.State) || k.Incident.Props["unit"] != l.Unit ||
			k.Incident.Props["revision"] != int64(l.Revision) || k.Incident.Props["town"] != "370481104" {
			t.Errorf("after %s the incident is %v", command.Event, k.Incident)
		}
	}
	records, err := s.Records(t.Context(), "a", l.ID)
	if err != nil || len(records) != 4 || records[3].Digest() != l.Head || dispatch.VerifyChain(records) != nil {
		t.Errorf("%d records, %v", len(records), err)
	}
	if _, err := s.Lead(t.Context(), "a", temporary); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the temporary number still finds it: %v", err)
	}
	moved, err := s.Movements(t.Context(), "a", 0, 100)
	last, err2 := s.LastMovement(t.Context(), "a")
	if err != nil || err2 != nil || len(moved) != 4 || moved[3].Sequence != last || moved[0].Lead != l.ID || moved[3].Record.Event != "accept" {
		t.Errorf("movements %+v, last %d, %v %v", moved, last, err, err2)
	}
	if rest, err := s.Movements(t.Context(), "a", moved[1].Sequence, 1); err != nil || len(rest) != 1 || rest[0].Record.Event != "assign" {
		t.Errorf("after the second: %+v, %v", rest, err)
	}
	if err := s.Keep(t.Context(), "a", nil, Reported(t, w, l.ID, orb.Point{117, 35}, nil)); !errors.Is(err, store.ErrExists) {
		t.Errorf("the same number again: %v", err)
	}
	if err := s.Keep(t.Context(), "a", nil, Assigned(t, w, Reported(t, w, Number(9), orb.Point{}, nil).Lead)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a change of a lead that is not there: %v", err)
	}
}

// oneWins lets many fire at once on what they saw: one wins, nothing of the others is kept.
func oneWins(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	first, other := Reported(t, w, Number(1), orb.Point{117, 35}, nil), Reported(t, w, Number(2), orb.Point{117, 35}, nil)
	keep(t, s, first, other)
	var won, late atomic.Int64
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			mine := Fired(t, w, other.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: fmt.Sprint(i), Actor: Desk, At: Monday.Add(time.Minute)})
			answer := &store.Answer{Person: "p", Key: fmt.Sprint(i), At: Monday}
			if i%2 == 0 {
				mine = Fired(t, w, first.Lead, dispatch.Command{Event: "assign", Actor: Desk, At: Monday.Add(time.Minute), To: Station.Unit})
			}
			switch err := s.Keep(t.Context(), "a", answer, mine); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, store.ErrStale):
				late.Add(1)
				if _, err := s.Answered(t.Context(), "a", "p", fmt.Sprint(i)); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("an answer of who lost was kept: %v", err)
				}
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 2 || late.Load() != 22 {
		t.Errorf("%d won, %d were late", won.Load(), late.Load())
	}
	one, two := lead(t, s, Number(1)), lead(t, s, Number(2))
	if one.Lead.Revision != 2 || two.Lead.Revision != 2 {
		t.Errorf("revisions %d and %d", one.Lead.Revision, two.Lead.Revision)
	}
	fresh := Fired(t, w, one.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: "x", Actor: Desk, At: Monday.Add(time.Hour)})
	stale := Assigned(t, w, other.Lead)
	if err := s.Keep(t.Context(), "a", nil, fresh, stale); !errors.Is(err, store.ErrStale) || lead(t, s, Number(1)).Lead.Revision != 2 {
		t.Errorf("half of two changes was kept: %v", err)
	}
	cut := fresh
	cut.Records = nil
	if err := s.Keep(t.Context(), "a", nil, cut); err == nil {
		t.Error("a lead without its records was kept")
	}
}

func lead(t *testing.T, s store.Store, id string) store.Kept {
	t.Helper()
	k, err := s.Lead(t.Context(), "a", id)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// leadQueries agree with looking at all leads one after another.
func leadQueries(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	for i := range 30 {
		props := map[string]any{"category": "S03", "source": []string{"patrol", "12345"}[i%2]}
		if i%2 == 1 {
			props["ticket"] = fmt.Sprint("T", i)
		}
		c := Reported(t, w, Number(i+1), orb.Point{117 + float64(i)/100, 35}, props)
		keep(t, s, c)
		if i%3 == 0 {
			keep(t, s, Assigned(t, w, c.Lead))
		}
	}
	if err := s.Insert(t.Context(), "a", feature.Incidents, feature.Feature{ID: "old", Geometry: orb.Point{117, 35}}); err != nil {
		t.Fatal(err)
	}
	whole, err := s.Leads(t.Context(), "a", store.LeadQuery{})
	if err != nil || len(whole.Leads) != 31 || whole.Matched != 31 || whole.Leads[30].Lead.Revision != 0 {
		t.Fatalf("%d leads, %v", len(whole.Leads), err)
	}
	box := orb.Bound{Min: orb.Point{117.05, 34}, Max: orb.Point{117.1, 36}}
	for name, tc := range map[string]struct {
		q    store.LeadQuery
		want func(store.Kept) bool
	}{
		"by number": {store.LeadQuery{IDs: []string{Number(3), Number(7)}}, func(k store.Kept) bool { return k.Lead.ID == Number(3) || k.Lead.ID == Number(7) }},
		"by state":  {store.LeadQuery{States: []dispatch.State{"ASSIGNED", "CLOSED"}}, func(k store.Kept) bool { return k.Lead.State == "ASSIGNED" }},
		"open":      {store.LeadQuery{Open: true}, func(k store.Kept) bool { return k.Lead.Revision > 0 }},
		"by unit":   {store.LeadQuery{Unit: Station.Unit}, func(k store.Kept) bool { return k.Lead.Unit == Station.Unit }},
		"by town":   {store.LeadQuery{Town: "370481104"}, func(k store.Kept) bool { return slices.Contains(k.Lead.Towns, "370481104") }},
		"by party":  {store.LeadQuery{Party: "370481-ZX01"}, func(k store.Kept) bool { return slices.Contains(k.Lead.Parties(), "370481-ZX01") }},
		"by source": {store.LeadQuery{Source: "12345"}, func(k store.Kept) bool { return k.Lead.Source == "12345" }},
		"by ticket": {store.LeadQuery{Ticket: "T5"}, func(k store.Kept) bool { return k.Incident.Props["ticket"] == "T5" }},
		"overdue":   {store.LeadQuery{Overdue: Monday.AddDate(0, 1, 0)}, func(k store.Kept) bool { return !k.Due.IsZero() }},
		"not yet":   {store.LeadQuery{Overdue: Monday}, func(store.Kept) bool { return false }},
		"by time":   {store.LeadQuery{Since: Monday}, func(store.Kept) bool { return false }},
		"until":     {store.LeadQuery{Until: Monday, Category: "S03"}, func(k store.Kept) bool { return k.Lead.Revision > 0 }},
		"by box and state": {store.LeadQuery{BBox: &box, States: []dispatch.State{"REPORTED"}}, func(k store.Kept) bool {
			return k.Lead.State == "REPORTED" && box.Contains(k.Incident.Geometry.(orb.Point))
		}},
	} {
		var want []string
		for _, k := range whole.Leads {
			if tc.want(k) {
				want = append(want, k.Incident.ID)
			}
		}
		got, err := s.Leads(t.Context(), "a", tc.q)
		if ids := idsOf(got); err != nil || !slices.Equal(ids, want) || got.Matched != len(want) {
			t.Errorf("%s: %v of %d, want %v, %v", name, ids, got.Matched, want, err)
		}
		tc.q.Newest, tc.q.Limit, tc.q.Offset = true, 2, 1
		slices.Reverse(want)
		part := want[min(1, len(want)):min(3, len(want))]
		if got, err := s.Leads(t.Context(), "a", tc.q); err != nil || !slices.Equal(idsOf(got), part) || got.Matched != len(want) {
			t.Errorf("%s, a page of the newest: %v of %d, want %v, %v", name, idsOf(got), got.Matched, part, err)
		}
	}
	for _, sort := range []string{"due", "changed"} {
		key := func(k store.Kept) int64 { // those without a limit last, those without a lead first
			switch {
			case sort == "due" && k.Due.IsZero():
				return math.MaxInt64
			case sort == "due":
				return k.Due.UnixMilli()
			case k.Lead.Revision == 0:
				return 0
			}
			moved, err := s.Movements(t.Context(), "a", 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			last := int64(0)
			for _, m := range moved {
				if m.Lead == k.Lead.ID {
					last = m.Sequence
				}
			}
			return last
		}
		want := slices.Clone(whole.Leads)
		slices.SortStableFunc(want, func(a, b store.Kept) int { return cmp.Compare(key(a), key(b)) })
		var got []string
		for page := range 7 { // five at a time, each once
			p, err := s.Leads(t.Context(), "a", store.LeadQuery{Sort: sort, Limit: 5, Offset: 5 * page})
			if err != nil || p.Matched != 31 {
				t.Fatalf("%d, %v", p.Matched, err)
			}
			got = append(got, idsOf(p)...)
		}
		if !slices.Equal(got, idsOf(store.LeadPage{Leads: want})) {
			t.Errorf("by %s: %v, want %v", sort, got, idsOf(store.LeadPage{Leads: want}))
		}
		last, err := s.Leads(t.Context(), "a", store.LeadQuery{Sort: sort, Newest: true, Open: true, Limit: 1})
		if err != nil || len(last.Leads) != 1 || sort == "changed" && last.Leads[0].Incident.ID != want[30].Incident.ID {
			t.Errorf("the last by %s: %v, %v", sort, idsOf(last), err)
		}
	}
	decision := map[string]any{"reach": []any{map[string]any{"id": "r7"}, map[string]any{"id": "r8"}}, "v_row": "V8", "text": "\"<\u2028\x00\x1a", "n": 1.5}
	wet := Reported(t, w, Number(97), orb.Point{118, 35}, map[string]any{"decision": decision})
	assigned := Assigned(t, w, wet.Lead)
	keep(t, s, wet, assigned) // a change without the incident keeps its reaches
	at := func() {
		t.Helper()
		if got, err := s.Leads(t.Context(), "a", store.LeadQuery{Reaches: []string{"r8", "r9"}}); err != nil || !slices.Equal(idsOf(got), []string{Number(97)}) {
			t.Errorf("at a reach: %v, %v", idsOf(got), err)
		}
	}
	at()
	k := lead(t, s, Number(97)) // its decision, as it is written, is kept again
	again := Fired(t, w, k.Lead, dispatch.Command{Event: "accept", Actor: Station, At: Monday.Add(3 * time.Minute), Person: Station.Person})
	again.Incident = &k.Incident
	keep(t, s, again)
	at()
	page, err := s.Query(t.Context(), "a", feature.Incidents, store.Query{IDs: []string{Number(97)}})
	if err != nil || len(page.Features) != 1 || !reflect.DeepEqual(page.Features[0].Props["decision"], any(decision)) {
		t.Errorf("%v: the decision is %#v, want %#v", err, page.Features, decision)
	}
	twice := Reported(t, w, Number(99), orb.Point{117, 35}, map[string]any{"source": "12345", "ticket": "T5"})
	if err := s.Keep(t.Context(), "a", nil, twice); !errors.Is(err, store.ErrExists) {
		t.Errorf("the same ticket again: %v", err)
	}
	keep(t, s, Reported(t, w, Number(98), orb.Point{117, 35}, map[string]any{"source": "12369", "ticket": "T5"})) // of another source
}

func idsOf(p store.LeadPage) []string {
	var ids []string
	for _, k := range p.Leads {
		ids = append(ids, k.Incident.ID)
	}
	return ids
}

// serials are given once each, and answers are kept once.
func serials(t *testing.T, s store.Store) {
	regionA(t, s)
	var mu sync.Mutex
	seen := map[int]bool{}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			n, err := s.Serial(t.Context(), "a", "2026-10-19")
			mu.Lock()
			defer mu.Unlock()
			if err != nil || seen[n] || n < 1 || n > 20 {
				t.Errorf("serial %d, %v", n, err)
			}
			seen[n] = true
		})
	}
	all.Wait()
	if n, err := s.Serial(t.Context(), "a", "2026-10-20"); n != 1 || err != nil {
		t.Errorf("the next day begins with %d, %v", n, err)
	}
	want := store.Answer{Person: "p", Key: "k", Request: "r", Status: 201, Header: map[string]string{"ETag": `"1"`}, Body: []byte("{}"), At: Monday}
	if err := s.Keep(t.Context(), "a", &want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Answered(t.Context(), "a", "p", "k"); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v", got, err)
	}
	if err := s.Keep(t.Context(), "a", &want, Reported(t, World(), Number(1), orb.Point{}, nil)); !errors.Is(err, store.ErrRepeated) {
		t.Errorf("a key used twice: %v", err)
	}
	later := store.Answer{Person: "p", Key: "k2", At: Monday.AddDate(0, 0, 8)}
	if err := s.Keep(t.Context(), "a", &later); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Answered(t.Context(), "a", "p", "k"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an answer of last week is still there: %v", err)
	}
}

// rootsSeal: roots cover what was recorded, and nothing is sealed twice.
func rootsSeal(t *testing.T, s store.Store) {
	regionA(t, s)
	w := World()
	if r, made, err := s.Seal(t.Context(), "a", Monday); err != nil || made || r.Digest != "" {
		t.Errorf("nothing was sealed as %v, %v", r, err)
	}
	var heads []dispatch.Head
	for i := range 5 {
		c := Reported(t, w, Number(i+1), orb.Point{117, 35}, nil)
		keep(t, s, c)
		heads = append(heads, dispatch.Head{Lead: c.Lead.ID, Length: 1, Digest: c.Lead.Head})
	}
	first, made, err := s.Seal(t.Context(), "a", Monday)
	if err != nil || !made || first.Digest != dispatch.Root(heads, "") || first.Leads != 5 || first.Day != "2026-10-19" {
		t.Errorf("%+v, %v", first, err)
	}
	if again, made, err := s.Seal(t.Context(), "a", Monday); err != nil || made || again.Digest != first.Digest {
		t.Errorf("sealed again: %+v, %v", again, err)
	}
	c := Assigned(t, w, lead(t, s, Number(2)).Lead)
	keep(t, s, c)
	heads[1] = dispatch.Head{Lead: c.Lead.ID, Length: 2, Digest: c.Lead.Head}
	second, made, err := s.Seal(t.Context(), "a", Monday.AddDate(0, 0, 1))
	if err != nil || !made || second.Digest != dispatch.Root(heads, first.Digest) || second.Previous != first.Digest {
		t.Errorf("%+v, %v", second, err)
	}
	all, err := s.Roots(t.Context(), "a")
	if err != nil || len(all) != 2 || all[1] != second {
		t.Errorf("roots %+v, %v", all, err)
	}
	n := 0
	err = s.Chains(t.Context(), "a", func(c store.Chain) error {
		n++
		if len(c.Records) != c.Lead.Revision || c.Records[len(c.Records)-1].Digest != c.Lead.Head || c.Incident.ID != c.Lead.ID {
			t.Errorf("chain %+v", c)
		}
		return nil
	})
	if err != nil || n != 5 {
		t.Errorf("%d chains, %v", n, err)
	}
}

// text is a reader that is no more than that.
func text(s string) io.Reader { return struct{ io.Reader }{strings.NewReader(s)} }
