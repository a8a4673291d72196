package tiles

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The layers of a base map, from the ground up, as the schema of Protomaps (version 4) names them.
const (
	earthLayer = iota
	landcoverLayer
	landuseLayer
	waterLayer
	buildingLayer
	roadLayer
	boundaryLayer
	poiLayer
	placeLayer
)

var baseLayers = []string{"earth", "landcover", "landuse", "water", "buildings", "roads", "boundaries", "pois", "places"}

// A tagged is what an element of OpenStreetMap is on the base map: once in each layer that shows it.
type tagged struct {
	layer uint8
	zoom  uint8 // the first that draws it
	last  uint8 // the last; 0: MaxBaseZoom
	least float64
	rank  int32          // what has more is drawn later
	props map[string]any // without names
	named bool           // the shape itself has the names; else a point inside of an area has
	apart bool           // nothing is drawn but that point
}

// tagsOf gives a tag by its key.
type tagsOf = map[string]string

// off tells what a tag denies.
func off(v string) bool { return v == "" || v == "no" }

// kind is the start of what most things have.
func kind(name, detail string) map[string]any {
	p := map[string]any{"kind": name}
	if detail != "" {
		p["kind_detail"] = detail
	}
	return p
}

// roadKinds are the values of highway: kind, first zoom, rank.
var roadKinds = map[string]struct {
	kind string
	zoom uint8
	rank int32
}{
	"motorway": {"highway", 3, 90}, "motorway_link": {"highway", 7, 85},
	"trunk": {"major_road", 6, 80}, "trunk_link": {"major_road", 7, 75},
	"primary": {"major_road", 7, 70}, "primary_link": {"major_road", 8, 65},
	"secondary": {"major_road", 9, 60}, "secondary_link": {"major_road", 10, 55},
	"tertiary": {"major_road", 10, 50}, "tertiary_link": {"major_road", 11, 45},
	"residential": {"minor_road", 12, 40}, "unclassified": {"minor_road", 12, 40}, "road": {"minor_road", 12, 40}, "living_street": {"minor_road", 12, 38},
	"service": {"minor_road", 13, 30}, "raceway": {"minor_road", 12, 30},
	"pedestrian": {"path", 13, 20}, "track": {"path", 13, 18}, "cycleway": {"path", 13, 15}, "bridleway": {"path", 13, 15},
	"footway": {"path", 13, 12}, "path": {"path", 13, 12}, "steps": {"path", 14, 12}, "corridor": {"path", 14, 10}, "sidewalk": {"path", 14, 10}, "crossing": {"path", 14, 10},
}

// lineOf says what a way is as a line.
func lineOf(t tagsOf) []tagged {
	var out []tagged
	add := func(layer, zoom uint8, rank int32, props map[string]any) {
		props["min_zoom"] = int(zoom) + 1
		out = append(out, tagged{layer: layer, zoom: zoom, rank: rank, props: props, named: true})
	}
	if r, ok := roadKinds[t["highway"]]; ok && t["area"] != "yes" {
		p := kind(r.kind, strings.TrimSuffix(t["highway"], "_link"))
		if strings.HasSuffix(t["highway"], "_link") {
			p["is_link"] = true
		}
		if ref := t["ref"]; ref != "" {
			ref, _, _ = strings.Cut(ref, ";")
			p["ref"], p["shield_text"] = ref, strings.TrimSpace(ref)
		}
		if t["service"] != "" {
			p["service"] = t["service"]
		}
		add(roadLayer, r.zoom, r.rank+crossing(t, p), p)
	}
	if v := t["railway"]; slices.Contains([]string{"rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail", "funicular"}, v) {
		p, zoom := kind("rail", v), uint8(10)
		if s := t["service"]; s != "" {
			p["service"], zoom = s, 13
		}
		add(roadLayer, zoom, 95+crossing(t, p), p)
	}
	if v := t["aeroway"]; v == "runway" || v == "taxiway" {
		add(roadLayer, 10, 1, kind("aeroway", v))
	}
	if t["route"] == "ferry" {
		add(roadLayer, 11, 2, kind("ferry", ""))
	}
	if t["man_made"] == "pier" {
		add(roadLayer, 13, 3, kind("path", "pier"))
	}
	if zoom, ok := map[string]uint8{"river": 8, "canal": 9, "stream": 12, "drain": 13, "ditch": 13}[t["waterway"]]; ok {
		p := kind(t["waterway"], "")
		if !off(t["intermittent"]) {
			p["intermittent"] = true
		}
		crossing(t, p)
		add(waterLayer, zoom, 0, p)
	}
	if t["natural"] == "coastline" { // of the schema's sea an extract has the shore alone
		add(waterLayer, 0, 0, kind("coastline", ""))
		out[len(out)-1].named = false
	}
	if n, err := strconv.Atoi(t["admin_level"]); err == nil && t["boundary"] == "administrative" && n >= 2 && n <= 10 {
		if b, ok := borderOf(n); ok {
			p := map[string]any{"kind": b.kind, "kind_detail": n}
			if t["maritime"] == "yes" || t["disputed"] == "yes" {
				p["disputed"] = t["disputed"] == "yes"
			}
			add(boundaryLayer, b.zoom, int32(10-n), p)
			out[len(out)-1].named = false
		}
	}
	return out
}

// borderOf gives the kind of a border by its level.
func borderOf(level int) (b struct {
	kind string
	zoom uint8
}, ok bool) {
	switch {
	case level == 2:
		b.kind, b.zoom = "country", 0
	case level <= 4:
		b.kind, b.zoom = "region", 3
	case level <= 6:
		b.kind, b.zoom = "county", 8
	case level <= 8:
		b.kind, b.zoom = "locality", 10
	default:
		return b, false
	}
	return b, true
}

// crossing marks bridges, tunnels and one-way roads, and says how much higher they lie.
func crossing(t tagsOf, p map[string]any) int32 {
	if v := t["oneway"]; v == "yes" || v == "1" || v == "true" {
		p["oneway"] = "yes"
	}
	height := int32(0)
	if !off(t["bridge"]) {
		p["is_bridge"], height = true, 1000
	}
	if !off(t["tunnel"]) {
		p["is_tunnel"], height = true, -1000
	}
	if n, err := strconv.Atoi(t["layer"]); err == nil && n >= -5 && n <= 5 {
		height += int32(n) * 100
	}
	return height
}

// landuses are the kinds of the layer landuse by key and value, where they differ from the value.
var landuses = []struct {
	key   string
	kinds map[string]string
}{
	{"aeroway", same("aerodrome", "runway", "taxiway")},
	{"boundary", same("national_park", "protected_area")},
	{"leisure", same("park", "garden", "golf_course", "nature_reserve", "pitch", "playground", "stadium", "dog_park", "recreation_ground", "track", "marina")},
	{"amenity", same("hospital", "school", "kindergarten", "university", "college", "library", "townhall")},
	{"tourism", same("zoo", "attraction")},
	{"military", same("naval_base", "airfield")},
	{"man_made", same("pier")},
	{"waterway", same("dam")},
	{"natural", same("wetland", "wood", "scrub", "grassland", "heath", "glacier", "sand", "beach", "bare_rock", "scree")},
	{"wetland", same()},
	{"landuse", same("forest", "farmland", "farmyard", "orchard", "vineyard", "meadow", "grass", "cemetery", "commercial", "industrial", "residential", "retail",
		"railway", "quarry", "military", "allotments", "village_green", "recreation_ground", "aquaculture", "landfill")},
	{"highway", same("pedestrian", "footway")},
	{"place", same("neighbourhood")},
}

func same(values ...string) map[string]string {
	m := make(map[string]string, len(values))
	for _, v := range values {
		m[v] = v
	}
	return m
}

// covers are the kinds of the layer landcover, which lower zooms show instead of landuse.
var covers = map[string]string{
	"forest": "forest", "wood": "forest", "farmland": "farmland", "orchard": "farmland", "vineyard": "farmland", "grassland": "grassland", "meadow": "grassland", "grass": "grassland",
	"scrub": "scrub", "heath": "scrub", "glacier": "glacier", "bare_rock": "barren", "sand": "barren", "scree": "barren", "residential": "urban_area", "industrial": "urban_area", "commercial": "urban_area",
}

// areaOf says what a closed way or a relation is as an area.
func areaOf(t tagsOf) []tagged {
	var out []tagged
	switch {
	case !off(t["building"]):
		p := kind("building", "")
		tall(t, p)
		out = append(out, tagged{layer: buildingLayer, zoom: 13, least: 4, props: p})
	case !off(t["building:part"]):
		p := kind("building_part", "")
		tall(t, p)
		out = append(out, tagged{layer: buildingLayer, zoom: 14, props: p, rank: 1})
	}
	if p := waterOf(t); p != nil {
		return append(out, tagged{layer: waterLayer, zoom: 0, least: 4, props: p})
	}
	for _, l := range landuses {
		name := l.kinds[t[l.key]]
		if name == "" || l.key == "highway" && t["area"] != "yes" {
			continue
		}
		detail := ""
		if name == "wetland" {
			detail = t["wetland"]
		}
		out = append(out, tagged{layer: landuseLayer, zoom: 7, least: 4, props: kind(name, detail)})
		if c := covers[name]; c != "" {
			out = append(out, tagged{layer: landcoverLayer, zoom: 0, last: 7, least: 8, props: kind(c, "")})
		}
		break
	}
	if k := islandOf(t); k != "" {
		out = append(out, tagged{layer: earthLayer, zoom: 10, props: kind(k, ""), apart: true})
	}
	if p, ok := poiOf(t, true); ok {
		p.apart = true
		out = append(out, p)
	}
	return out
}

// islandOf names the kind of an island.
func islandOf(t tagsOf) string {
	if t["name"] != "" && (t["place"] == "island" || t["place"] == "islet") {
		return "island"
	}
	return ""
}

// tall adds the height of a building.
func tall(t tagsOf, p map[string]any) {
	metres := func(key, levels string) {
		v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(t[key], "m")), 64)
		if err != nil {
			n, err := strconv.ParseFloat(t[levels], 64)
			if err != nil {
				return
			}
			v = 3 * n
		}
		if v > 0 && v < 1000 {
			p[strings.TrimPrefix(key, "building:")] = math.Round(v)
		}
	}
	metres("height", "building:levels")
	metres("min_height", "building:min_level")
}

// waterOf gives what water an area is; nil if it is none.
func waterOf(t tagsOf) map[string]any {
	name, detail := "", ""
	switch {
	case t["natural"] == "water":
		name, detail = "water", t["water"]
		switch detail {
		case "lake", "river", "canal", "basin", "reservoir", "lagoon", "oxbow":
			name = map[string]string{"lagoon": "lake", "oxbow": "lake", "reservoir": "lake"}[detail]
			if name == "" {
				name = detail
			}
		}
	case t["landuse"] == "reservoir":
		name, detail = "lake", "reservoir"
	case t["landuse"] == "basin":
		name = "basin"
	case t["waterway"] == "riverbank", t["waterway"] == "river", t["waterway"] == "canal":
		if t["waterway"] == "canal" {
			name = "canal"
		} else {
			name = "river"
		}
		if t["waterway"] != "riverbank" && t["area"] != "yes" {
			return nil
		}
	case t["waterway"] == "dock":
		name = "dock"
	case t["natural"] == "bay", t["natural"] == "strait":
		name = t["natural"]
	case t["leisure"] == "swimming_pool":
		name = "swimming_pool"
	default:
		return nil
	}
	p := kind(name, detail)
	if !off(t["intermittent"]) {
		p["intermittent"] = true
	}
	return p
}

// poiKinds are the places of interest that the style writes, by key, with the first zoom of each.
var poiKinds = []struct {
	key   string
	kinds map[string]int
}{
	{"aeroway", map[string]int{"aerodrome": 12}},
	{"railway", map[string]int{"station": 13, "halt": 14}},
	{"natural", map[string]int{"peak": 13, "beach": 14}},
	{"leisure", map[string]int{"park": 14, "marina": 15, "garden": 16, "stadium": 15, "nature_reserve": 12}},
	{"boundary", map[string]int{"national_park": 11, "protected_area": 12}},
	{"tourism", map[string]int{"zoo": 14, "museum": 15, "attraction": 15, "artwork": 17}},
	{"amenity", map[string]int{
		"townhall": 14, "university": 14, "college": 14, "school": 15, "hospital": 14, "police": 15, "fire_station": 15, "library": 15, "theatre": 15, "post_office": 16,
		"ferry_terminal": 13, "restaurant": 17, "fast_food": 17, "cafe": 17, "bar": 17, "bus_station": 15,
	}},
	{"shop", map[string]int{"supermarket": 16, "convenience": 17, "books": 17, "beauty": 18, "electronics": 17, "clothes": 17}},
	{"highway", map[string]int{"bus_stop": 17}},
}

// poiOf says what place of interest something with a name is.
func poiOf(t tagsOf, area bool) (tagged, bool) {
	if t["name"] == "" && t["name:zh"] == "" {
		return tagged{}, false
	}
	for _, k := range poiKinds {
		zoom, ok := k.kinds[t[k.key]]
		if !ok {
			continue
		}
		p := kind(t[k.key], "")
		if t[k.key] == "halt" {
			p["kind"] = "station"
		}
		p["min_zoom"] = zoom + 1
		return tagged{layer: poiLayer, zoom: uint8(min(zoom, MaxBaseZoom)), rank: int32(-zoom), props: p, named: !area}, true
	}
	return tagged{}, false
}

// placeKinds are the settlements: kind, first zoom, people where nobody counted.
var placeKinds = map[string]struct {
	kind   string
	zoom   uint8
	people int
}{
	"country": {"country", 0, 10_000_000}, "state": {"region", 4, 1_000_000}, "province": {"region", 4, 1_000_000}, "region": {"region", 5, 1_000_000},
	"city": {"locality", 6, 100_000}, "town": {"locality", 8, 10_000}, "village": {"locality", 10, 1_000}, "hamlet": {"locality", 12, 200}, "isolated_dwelling": {"locality", 13, 20}, "locality": {"locality", 13, 0},
	"borough": {"macrohood", 10, 50_000}, "suburb": {"neighbourhood", 11, 10_000}, "quarter": {"macrohood", 11, 5_000}, "neighbourhood": {"neighbourhood", 13, 1_000},
}

// pointOf says what a node is.
func pointOf(t tagsOf) []tagged {
	if t["name"] == "" && t["name:zh"] == "" {
		return nil
	}
	if k, ok := placeKinds[t["place"]]; ok {
		people := k.people
		if n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "").Replace(t["population"])); err == nil && n > 0 && n < 1e10 {
			people = n
		}
		p := kind(k.kind, t["place"])
		p["population"], p["population_rank"], p["min_zoom"], p["sort_key"] = people, rankOf(people), int(k.zoom)+1, -people
		if v := t["capital"]; !off(v) {
			p["capital"] = v
		}
		return []tagged{{layer: placeLayer, zoom: k.zoom, rank: -int32(min(people, math.MaxInt32)), props: p, named: true}}
	}
	if k := islandOf(t); k != "" {
		return []tagged{{layer: earthLayer, zoom: 11, props: kind(k, ""), named: true}}
	}
	if v := t["natural"]; v == "bay" || v == "strait" {
		return []tagged{{layer: waterLayer, zoom: 9, props: kind(v, ""), named: true}}
	}
	if p, ok := poiOf(t, false); ok {
		return []tagged{p}
	}
	return nil
}

// rankOf counts the steps of population that a place has reached.
func rankOf(people int) int {
	steps := []int{200, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 1_000_000_000}
	at, _ := slices.BinarySearch(steps, people+1)
	return at
}

// namesOf gives the names as the schema has them: the local one with its script unless that is
// Latin, and those in Chinese and English.
func namesOf(t tagsOf) map[string]any {
	p := map[string]any{}
	local := t["name"]
	for _, key := range []string{"name:zh-Hans", "name:zh", "name:en"} {
		if local == "" {
			local = t[key]
		}
	}
	if local == "" {
		return p
	}
	p["name"] = local
	script := scriptOf(local)
	if script != "" {
		p["script"] = script
	}
	for _, key := range []string{"name:zh-Hans", "name:zh"} {
		if v := t[key]; v != "" && p["name:zh-Hans"] == nil {
			p["name:zh-Hans"] = v
		}
	}
	if script == "Han" && p["name:zh-Hans"] == nil && (t["name:ja"] == "" || t["name:ja"] != local) {
		p["name:zh-Hans"] = local
	}
	for _, key := range []string{"name:zh-Hant", "name:en"} {
		if v := t[key]; v != "" {
			p[key] = v
		}
	}
	return p
}

// scripts in the order in which they are looked for: kana make a name Japanese whatever else it has.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Hiragana", unicode.Hiragana}, {"Katakana", unicode.Katakana}, {"Hangul", unicode.Hangul}, {"Han", unicode.Han}, {"Arabic", unicode.Arabic},
	{"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Devanagari", unicode.Devanagari}, {"Thai", unicode.Thai}, {"Hebrew", unicode.Hebrew},
	{"Tibetan", unicode.Tibetan}, {"Mongolian", unicode.Mongolian},
}

// scriptOf names the script of a name, "" for Latin.
func scriptOf(name string) string {
	for _, s := range scripts {
		if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(s.table, r) }) {
			return s.name
		}
	}
	return ""
}
