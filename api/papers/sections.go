package papers

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
)

// sections are the paper's text in its order; those without a word are left out.
func sections(a *atlas.Atlas, c Case, d jurisdiction.Decision, l Letter) []Section {
	all := []Section{
		{say("papers.head.facts"), factsOf(c)},
		{say("papers.head.place"), placeWords(a, c, d, l.Place)},
		{say("papers.head.water"), waterWords(d)},
		{say("papers.head.measures"), texts(c.Measures)},
	}
	return slices.DeleteFunc(all, func(s Section) bool { return len(s.Body) == 0 })
}

func texts(free []Text) []Saying {
	var all []Saying
	for _, t := range free {
		all = append(all, text(t))
	}
	return all
}

func factsOf(c Case) []Saying {
	first := say("papers.found", "at", dated(c.OccurredAt))
	if !c.VerifiedAt.IsZero() {
		first = say("papers.found_verified", "at", dated(c.OccurredAt), "verified", dated(c.VerifiedAt))
	}
	var facts []Text
	for _, f := range c.Facts {
		facts = append(facts, Text{ZH: ended(f.ZH, "。"), EN: ended(f.EN, ".")})
	}
	return append([]Saying{first}, texts(facts)...)
}

// ended closes a sentence as it was typed, unless it is closed.
func ended(s, stop string) string {
	s = strings.TrimRight(s, " \n，,；;、")
	if s == "" || strings.ContainsAny(s[strings.LastIndexFunc(s, func(r rune) bool { return !strings.ContainsRune("”’）)\"'", r) }):], "。！？….!?") {
		return s
	}
	return s + stop
}

// placeOf measures the place: its middle, its towns, and how far the borders are.
func placeOf(a *atlas.Atlas, c Case, d jurisdiction.Decision) Place {
	p := Place{Geometry: c.Geometry, At: middle(c.Geometry), CityM: math.Inf(1)}
	if c.Geometry == nil {
		return p
	}
	p.CityM = a.Cover.OuterBorder(geodesy.Prepare(c.Geometry)).DistanceM
	for _, t := range d.Towns {
		p.Towns = append(p.Towns, TownShare{t.Code, Text{ZH: t.Name, EN: t.NameEN}, t.Share, t.BorderM})
	}
	return p
}

// middle is a point for an incident: itself, the half of a line, the centroid of an area.
func middle(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case nil:
		return orb.Point{}
	case orb.Point:
		return g
	case orb.LineString:
		return geodesy.Along(g, geodesy.Length(g)/2)
	}
	p, _ := planar.CentroidArea(g)
	return p
}

// whereOf names the place for the opening: the towns, the lake or the county.
func whereOf(a *atlas.Atlas, c Case, d jurisdiction.Decision) Saying {
	switch {
	case d.J == "LAKE" && len(d.Lakes) > 0:
		return say("papers.where.lake", "lake", Text{ZH: d.Lakes[0].Name, EN: d.Lakes[0].NameEN})
	case d.J == "OUT":
		return say("papers.where.county", "county", countyAt(a, c.Geometry))
	}
	var towns []Text
	for _, t := range d.Towns {
		if !t.Near {
			towns = append(towns, Text{ZH: t.Name, EN: t.NameEN})
		}
	}
	return say("papers.where.towns", "towns", towns)
}

// countyAt is the county beyond the border that is nearest.
func countyAt(a *atlas.Atlas, g orb.Geometry) Text {
	best, name := math.Inf(1), Text{ZH: "市外", EN: "outside the city"}
	for _, n := range a.Neighbours {
		if _, _, m := geodesy.Gap(g, n.Area); m < best {
			best, name = m, Text{ZH: n.Name, EN: n.NameEN}
		}
	}
	return name
}

func placeWords(a *atlas.Atlas, c Case, d jurisdiction.Decision, p Place) []Saying {
	var all []Saying
	if c.PlaceName.ZH != "" {
		all = append(all, say("papers.place.name", "place", c.PlaceName))
	}
	if c.Geometry == nil {
		return all
	}
	code := "papers.place.point"
	if _, ok := c.Geometry.(orb.Point); !ok {
		code = "papers.place.middle"
	}
	all = append(all, say(code, "east", degrees(p.At[0], "东经", "E"), "north", degrees(p.At[1], "北纬", "N"), "lon", p.At[0], "lat", p.At[1]))
	county := countyAt(a, c.Geometry)
	switch d.J {
	case "OUT":
		return append(all, say("papers.place.out", "county", county, "m", p.CityM))
	case "LAKE":
		all = append(all, say("papers.place.lake", "lakes", names(d.Lakes), "m", p.CityM))
	case "CBORD":
		all = append(all, say("papers.place.border", "county", county, "m", p.CityM))
	}
	for i, t := range p.Towns {
		switch part := d.Towns[i]; {
		case part.Near || d.J == "LAKE":
			all = append(all, say("papers.place.near", "town", t.Name, "m", t.BorderM))
		case t.Share < 1:
			all = append(all, say("papers.place.share", "town", t.Name, "percent", 100*t.Share))
		case d.J == "IN":
			all = append(all, say("papers.place.in", "town", t.Name, "m", t.BorderM, "city", p.CityM))
		default:
			all = append(all, say("papers.place.own", "town", t.Name))
		}
	}
	if len(d.Wetlands) > 0 {
		all = append(all, say("papers.place.wetlands", "wetlands", names(d.Wetlands)))
	}
	if len(d.Zones) > 0 {
		all = append(all, say("papers.place.zones", "zones", names(d.Zones)))
	}
	return all
}

func names(places []jurisdiction.Place) []Text {
	var all []Text
	for _, p := range places {
		all = append(all, Text{ZH: p.Name, EN: p.NameEN})
	}
	return all
}

// degrees writes an angle as 东经117°00′06.8″, to 0.1″ (3 m).
func degrees(v float64, zh, en string) Text {
	tenths := int(math.Round(math.Abs(v) * 36000))
	s := fmt.Sprintf("%d°%02d′%02d.%d″", tenths/36000, tenths/600%60, tenths/10%60, tenths%10)
	return Text{ZH: zh + s, EN: s + " " + en}
}

// waterWords tell the water's part: on what it lies, and whom it joins.
func waterWords(d jurisdiction.Decision) []Saying {
	var all []Saying
	if d.J == "LAKE" {
		all = append(all, say("papers.water.lake"))
	}
	if len(d.Reaches) == 0 {
		return all
	}
	var rivers []Text
	for _, r := range d.Reaches {
		rivers = append(rivers, Text{ZH: r.Name, EN: r.NameEN})
	}
	all = append(all, say("papers.water.reach", "rivers", rivers, "m", d.Reaches[0].DistanceM))
	for _, way := range []struct {
		code string
		met  []atlas.Met
	}{{"papers.water.up", d.Upstream}, {"papers.water.down", d.Downstream}} {
		for _, m := range way.met {
			code := way.code
			if m.Unsure {
				code += "_unsure"
			}
			all = append(all, say(code, "place", metName(m), "m", m.DistanceM))
		}
	}
	if len(d.Upstream)+len(d.Downstream) == 0 {
		all = append(all, say("papers.water.stays"))
	}
	return all
}

func metName(m atlas.Met) Text {
	if m.Name == "" {
		return Text{ZH: "市外", EN: "land outside the city"}
	}
	return Text{ZH: m.Name, EN: m.NameEN}
}

// basisWords gives the references of a letter in words, those of one instrument
// together and pending ones marked.
func (l Letter) basisWords(lang words.Lang) (lines []string, pending bool) {
	type group struct {
		name, mark string
		parts      []string
	}
	var groups []group
	for _, c := range l.Basis {
		g := group{name: words.Named(lang, c.Instrument.ZH, c.Instrument.EN)}
		if unchecked(c) {
			g.mark, pending = words.Say(lang, "papers.pending", nil), true
		}
		if c.IfLighter {
			g.mark += words.Say(lang, "papers.if_lighter", nil)
		}
		i := slices.IndexFunc(groups, func(o group) bool { return o.name == g.name && o.mark == g.mark })
		if i < 0 {
			i, groups = len(groups), append(groups, g)
		}
		if part := citePart(lang, c); !slices.Contains(groups[i].parts, part) && !within(c, l.Basis) {
			groups[i].parts = append(groups[i].parts, part)
		}
	}
	for _, g := range groups {
		lines = append(lines, words.Say(lang, "papers.cite", map[string]any{"name": g.name, "parts": g.parts})+g.mark+words.Say(lang, "papers.stop", nil))
	}
	return lines, pending
}
