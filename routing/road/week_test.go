package road

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// count is how many minutes a week has.
func (w *week) count() (minutes int) {
	for _, x := range w {
		minutes += bits.OnesCount64(x)
	}
	return minutes
}

func TestParseWeek(t *testing.T) {
	for _, tc := range []struct{ text, in, out string }{
		{"Mo-Fr 07:00-09:00", "Mo 07:00, Fr 08:59", "Mo 06:59, Mo 09:00, Sa 08:00"},
		{"Mo-Fr 07:00-09:00,17:00-19:00; Sa 10:00-12:00", "Tu 17:00, Sa 11:00", "Sa 08:00, Su 11:00"},
		{"Mo-Fr, Su 7:00-9:00", "Su 07:00", "Sa 08:00"},
		{"22:00-06:00", "Mo 23:00, Mo 05:59, Su 22:00", "Mo 06:00, Mo 21:59"},
		{"Su 22:00-26:00", "Su 23:00, Mo 01:59", "Mo 02:00, Su 01:00"},
		{"Fr-Mo", "Fr 00:00, Mo 23:59, Su 12:00", "Tu 00:00, Th 23:59"},
		{"24/7", "Mo 00:00, Su 23:59", ""},
		{"00:00-24:00; We off", "Tu 23:59, Th 00:00", "We 00:00, We 23:59"},
		{"Mo-Su 08:00-18:00; Sa,Su 10:00-12:00", "Mo 17:00, Sa 11:00", "Sa 17:00"},
		{"Mo - Fr 07:00 - 09:00", "We 08:00", "Sa 08:00"},
	} {
		w, ok := parseWeek(tc.text)
		if !ok {
			t.Errorf("%q is not understood", tc.text)
		}
		for has, all := range map[bool]string{true: tc.in, false: tc.out} {
			for at := range strings.SplitSeq(all, ", ") {
				day, clock, _ := strings.Cut(at, " ")
				var h, m int
				if _, err := fmt.Sscanf(clock, "%d:%d", &h, &m); err == nil && w.has(slices.Index(weekdays, day)*dayMinutes+60*h+m) != has {
					t.Errorf("%q at %s: %v", tc.text, at, !has)
				}
			}
		}
	}
	for _, text := range []string{"", " ", "off", "Mo-Fr off", "sunset-sunrise", "PH off", "Nov-Mar", "Mo 25:00-26:00", "Mo 07:60-08:00", "07:00", "weight>7.5", "Mo-Xx 07:00-08:00",
		"wet", "07:00-09:00 off", "Mo Tu", "07:00-60:00", "Mo[1] 07:00-08:00", "07:00-08:00 08:00-09:00"} {
		if w, ok := parseWeek(text); ok {
			t.Errorf("%q is understood as %d minutes", text, w.count())
		}
	}
}

func FuzzConditional(f *testing.F) {
	f.Add("no @ (Mo-Fr 07:00-09:00); 30 @ 22:00-06:00")
	f.Fuzz(func(t *testing.T, text string) {
		clauses, unread := parseConditional(text)
		for _, c := range clauses {
			if c.value == "" || c.when == (week{}) || !strings.Contains(text, c.value) {
				t.Errorf("%q: %q in %d minutes", text, c.value, c.when.count())
			}
		}
		if len(clauses)+unread > strings.Count(text, ";")+1 {
			t.Errorf("%q has %d clauses", text, len(clauses)+unread)
		}
	})
}

// someWeeks are conditions as they are signed.
var someWeeks = []string{"Mo-Fr 07:00-09:00", "08:00-10:00", "Sa,Su", "22:00-06:00", "Mo 00:00-12:00"}

// At any hour the graph gives the costs of a search that looks back along its whole path and holds it against
// each rule that is in force then.
func TestTurnsAgreeWithHistoryAtAnyHour(t *testing.T) {
	networks := 1500
	if raced || testing.Short() {
		networks = 200
	}
	differ := 0
	for seed := range uint64(networks) {
		rng := rand.New(rand.NewPCG(seed, 8))
		x := randomCrossing(rng)
		x.weeks = newWeeks()
		for i := range x.rules {
			if rng.IntN(4) > 0 {
				w, _ := parseWeek(someWeeks[rng.IntN(len(someWeeks))])
				x.rules[i].when = x.weeks.number(w)
			}
		}
		u := x.unfold()
		g, number := graph.Build(int(u.first[x.junctions]), u.pairs)
		from := int32(rng.IntN(len(x.tail)))
		if x.cost[from] == graph.Infinity {
			continue
		}
		var last []graph.Cost
		for range 3 {
			minute := rng.IntN(weekMinutes)
			var inForce []rule
			for _, r := range x.rules {
				if x.weeks.list[r.when].has(minute) {
					inForce = append(inForce, r)
				}
			}
			w, cost := make([]graph.Cost, len(u.cost)), slices.Clone(u.cost)
			for i, a := range number {
				if u.shut[i] != none && x.weeks.list[u.shut[i]].has(minute) {
					cost[i] = graph.Infinity
				}
				w[a] = cost[i]
			}
			want := slow(x, from, inForce)
			s := dijkstra.New(g, w)
			s.Run([]dijkstra.Seed{{Node: graph.Node(u.entry[from])}}, nil)
			got := slices.Repeat([]graph.Cost{graph.Infinity}, len(x.tail))
			got[from] = 0
			for i, p := range u.pairs {
				got[u.edge[i]] = min(got[u.edge[i]], total(s.Cost(p[0]), cost[i]))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, minute %d: from %d: costs %v, want %v\ntails %v costs %v\nrules %v", seed, minute, from, got, want, x.tail, x.cost, x.rules)
			}
			if last != nil && !slices.Equal(last, want) {
				differ++
			}
			last = want
		}
	}
	if differ < networks/30 {
		t.Errorf("only %d searches differ from hour to hour", differ)
	}
}

const hourly = `class: highway
access: [access, motorcar]
open: ["yes"]
closed: ["no"]
oneway: [oneway]
speed: {residential: 36, primary: 60, track: 20}
top: 200
limit: {share: 1, raises: true}
hours: {"Mo-Fr 07:00-09:00": {speed: {primary: 0.5}}, "08:00-23:00": {speed: {residential: 0.25, primary: closed}}}
`

// hourlyShares are the profile's shares of the speed at an hour of a day, 0 for Monday, told once more.
func hourlyShares(day, hour int) map[string]float64 {
	switch {
	case day < 5 && (hour == 7 || hour == 8):
		return map[string]float64{"primary": 0.5}
	case hour >= 8 && hour < 23:
		return map[string]float64{"residential": 0.25, "primary": 0}
	}
	return nil
}

// At any hour the metric of the span gives the costs of the naive network of that hour: of ways with the tags
// that hold then, and a profile with the speeds that it has then.
func TestHoursAgreeWithTheNaiveNetworkOfTheHour(t *testing.T) {
	p, err := parseProfile([]byte(hourly), "hourly", "")
	if err != nil {
		t.Fatal(err)
	}
	networks := 300
	if raced || testing.Short() {
		networks = 50
	}
	differ, tried, apart := 0, 0, 0
	for seed := range uint64(networks) {
		rng := rand.New(rand.NewPCG(seed, 3))
		ways := randomWays(rng)
		said := make([][]saying, len(ways))
		for i := range ways {
			ways[i].Tags, said[i] = sayings(rng)
		}
		n, err := Build(ways, p)
		if err != nil {
			continue
		}
		seen := map[string]bool{}
		for range 4 {
			minute := rng.IntN(weekMinutes)
			now := slices.Clone(ways)
			for i := range now {
				now[i].Tags = Tags{}
				for _, s := range said[i] {
					if s.when.has(minute) {
						now[i].Tags[s.key] = s.value
					}
				}
			}
			then := p
			then.hours, then.factor = nil, map[string]map[string]float64{"highway": hourlyShares(minute/dayMinutes, minute%dayMinutes/60)}
			want := newNaive(n, now, then, nil)
			d := n.At(n.SpanAt(time.Date(2026, 11, 23, 0, minute, 59, 0, time.UTC)))
			seen[d.Span.Key()] = true
			var at []Place
			for range 12 {
				line := ways[rng.IntN(len(ways))].Line
				if a, err := n.Snap(line[rng.IntN(len(line))], 0.01); err == nil {
					at = append(at, a)
				}
			}
			for _, a := range at {
				for _, b := range at {
					i, ok1 := want.number[a.Point]
					j, ok2 := want.number[b.Point]
					s := math.Inf(1)
					if ok1 && ok2 {
						s = want.d[i][j]
					}
					if a.Point == b.Point {
						continue
					}
					got := d.Cost(a, b)
					if tried++; math.IsInf(s, 1) {
						apart++
					}
					if math.IsInf(s, 1) != (got == graph.Infinity) || got < graph.Infinity && math.Abs(float64(got)/1000-s) > 0.03 {
						t.Fatalf("seed %d, minute %d, span %q: %v to %v costs %d ms, want %.3f s\n%+v", seed, minute, d.Span.Key(), a.Point, b.Point, got, s, ways)
					}
				}
			}
		}
		if len(seen) > 1 {
			differ++
		}
	}
	if differ < networks/2 || tried < 100*networks || apart < tried/100 || apart > tried*3/4 {
		t.Errorf("%d networks with several metrics, %d pairs, %d apart: too few", differ, tried, apart)
	}
}

// A saying is a tag at some hours.
type saying struct {
	key, value string
	when       week
}

// sayings are the conditional tags of a way, and what they say; of one key the last that holds counts.
func sayings(rng *rand.Rand) (Tags, []saying) {
	tags, said := Tags{}, []saying(nil)
	for _, list := range [][]string{{"motorcar", "no", "yes"}, {"access", "no"}, {"oneway", "yes", "-1", "no"}, {"maxspeed", "20", "80"}} {
		key, values := list[0], list[1:]
		for range rng.IntN(8) / 5 * (1 + rng.IntN(2)) {
			condition, value := someWeeks[rng.IntN(len(someWeeks))], values[rng.IntN(len(values))]
			w, _ := parseWeek(condition)
			said = append(said, saying{key, value, w})
			tags[key+":conditional"] = strings.TrimPrefix(tags[key+":conditional"]+"; "+value+" @ ("+condition+")", "; ")
		}
	}
	return tags, said
}
