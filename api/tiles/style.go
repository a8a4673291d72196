package tiles

import (
	"bytes"
	"encoding/json"
	"html"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// sourceZoom is the deepest zoom that the style asks for; MapLibre enlarges it beyond.
const sourceZoom = 14

// A Look is how a region is to be shown.
type Look struct {
	Base  string     // address before /tiles, absolute, as the map asks from a worker: "http://127.0.0.1:8080/r/370481"
	Lang  words.Lang // of the names; the other language stands in where one is missing
	Dark  bool
	Bound orb.Bound // lon, lat: where there is something to see; atlas.Dataset.Bound
	Under *BaseLook // nil: the region lies on plain ground

	Tianditu string // the office's own key of 天地图; "" leaves it out, and no address leads out
}

type object = map[string]any

// Style gives the style of a region for MapLibre (style specification 8). It names
// no glyphs, sprites or address other than k.Base: MapLibre draws the letters with
// the fonts of the machine. A region that is an illustration says so in the attribution.
func Style(r atlas.Region, k Look) []byte {
	tiles := strings.TrimSuffix(k.Base, "/") + "/tiles/region/{z}/{x}/{y}.mvt"
	if r.Version != "" {
		tiles += "?v=" + url.QueryEscape(r.Version) // so that tiles may be cached for ever
	}
	source := object{
		"type": "vector", "tiles": []string{tiles}, "minzoom": 0, "maxzoom": sourceZoom,
		"promoteId": "id", "attribution": attribution(r),
	}
	name := r.Name
	if k.Lang == words.EN && r.NameEN != "" {
		name = r.NameEN
	}
	sources := object{"region": source}
	if k.Under != nil {
		sources[BaseName] = k.Under.source(k.Base)
	}
	grounds := []string{}
	if k.Under != nil {
		grounds = append(grounds, BaseName)
	}
	if k.Tianditu != "" {
		grounds = append(grounds, tianditu)
		for name, s := range tiandituSources(k.Tianditu, k.Lang) {
			sources[name] = s
		}
	}
	style := object{
		"version": 8, "name": name,
		"metadata": object{"xunhu:region": r.Code, "xunhu:illustration": r.Illustration, "xunhu:grounds": grounds},
		"sources":  sources,
		"layers":   layersOf(k),
	}
	if w, h := k.Bound.Max[0]-k.Bound.Min[0], k.Bound.Max[1]-k.Bound.Min[1]; w > 0 && h > 0 {
		source["bounds"] = []float64{k.Bound.Min[0] - w, max(-85, k.Bound.Min[1]-h), k.Bound.Max[0] + w, min(85, k.Bound.Max[1]+h)}
		a, b := mercator(k.Bound.Min), mercator(k.Bound.Max)
		style["center"] = k.Bound.Center()
		style["zoom"] = math.Floor(10*math.Log2(1.4/max(b[0]-a[0], a[1]-b[1]))) / 10 // some 720 pixels
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(style); err != nil {
		panic("tiles: style: " + err.Error()) // a bound that is not finite: a fault of ours
	}
	return b.Bytes()
}

// attribution is HTML to MapLibre, so that what comes from files is escaped.
func attribution(r atlas.Region) string {
	const drawn = "演示数据 / illustration"
	a := html.EscapeString(r.Attribution)
	switch {
	case !r.Illustration || strings.Contains(a, drawn):
		return a
	case a == "":
		return drawn
	}
	return drawn + " · " + a
}

// by is an expression over the zoom: pairs of zoom and value, growing as the scale does.
func by(stops ...any) []any {
	return append([]any{"interpolate", []any{"exponential", 1.5}, []any{"zoom"}}, stops...)
}

func get(name string) []any { return []any{"get", name} }

// among is a filter: a property is one of these.
func among(name string, values ...string) []any {
	return []any{"in", get(name), []any{"literal", values}}
}

// draw is one layer of a style. more holds minzoom, filter and layout.
func draw(id, kind string, of string, paint object, more ...object) object {
	l := object{"id": id, "type": kind, "source": "region", "source-layer": of, "paint": paint}
	for _, m := range more {
		for key, v := range m {
			l[key] = v
		}
	}
	return l
}

var round = object{"layout": object{"line-cap": "round", "line-join": "round"}}

func layersOf(k Look) []any {
	p := light
	if k.Dark {
		p = dark
	}
	layers := []any{object{"id": "ground", "type": "background", "paint": object{"background-color": p.ground}}}
	shapes, names := slices.Concat(land(p), roads(p), borders(p)), letters(p, k.Lang)
	var over []any
	if b := k.Under; b != nil {
		var under []any
		if under, over = b.layers(p); len(under) > 0 {
			var low []object
			low, shapes = lowest(shapes, b.Vector)
			names = withoutRoads(names, b.Vector)
			layers = append(layers, laid(under, low)...)
		}
	}
	for _, l := range shapes {
		if k.Tianditu != "" && l["id"] == string(feature.Wetlands) { // over the plain land, under what we know of it
			layers = append(layers, tiandituLayers()...)
		}
		layers = append(layers, l)
	}
	layers = append(layers, over...)
	for _, l := range names {
		layers = append(layers, l)
	}
	return layers
}

func land(p palette) []object {
	return []object{
		draw("neighbours", "fill", string(feature.Neighbours), object{"fill-color": p.neighbour}),
		draw("towns", "fill", string(feature.Towns), object{"fill-color": p.town}),
		draw("wetlands", "fill", string(feature.Wetlands), object{"fill-color": p.wetland, "fill-opacity": 0.8}),
		draw("lakes", "fill", string(feature.Lakes), object{"fill-color": p.lake}),
		draw("lakes-shore", "line", string(feature.Lakes), object{"line-color": p.lakeLine, "line-width": by(8, 0.5, 14, 1.5)}, round),
		draw("zones", "fill", string(feature.Zones), object{"fill-color": p.zone, "fill-opacity": 0.06}),
		draw("rivers-small", "line", string(feature.Rivers), object{"line-color": p.river, "line-width": by(10, 0.4, 14, 1.2, 18, 5)},
			object{"filter": among("class", "stream", "ditch", "drain")}, round),
		draw("rivers", "line", string(feature.Rivers), object{"line-color": p.river, "line-width": by(6, 0.6, 10, 1.4, 14, 3.2, 18, 12)},
			object{"filter": []any{"!", among("class", "stream", "ditch", "drain")}}, round),
	}
}

// drawnRoads are the classes that have a width of their own; all others are paths.
var drawnRoads = [][]string{
	{"tertiary", "tertiary_link", "unclassified", "residential", "living_street"},
	{"primary", "primary_link", "secondary", "secondary_link"},
	{"motorway", "motorway_link", "trunk", "trunk_link"},
}

// roads draws all casings below all roads, so that crossings are open.
func roads(p palette) []object {
	var casings, fills []object
	for _, c := range []struct {
		name, colour    string
		filter          []any
		minzoom         int
		first, mid, end float64 // widths in pixels at minzoom, 14 and 18
	}{
		{"paths", p.small, []any{"!", among("class", slices.Concat(drawnRoads...)...)}, 13, 0.6, 0.9, 5},
		{"small", p.small, among("class", drawnRoads[0]...), 10, 0.5, 2.2, 13},
		{"main", p.main, among("class", drawnRoads[1]...), 7, 0.6, 4, 18},
		{"great", p.great, among("class", drawnRoads[2]...), 5, 0.6, 5, 24},
	} {
		more := object{"filter": c.filter, "minzoom": c.minzoom}
		width := func(plus float64) []any {
			return by(c.minzoom, c.first+plus/2, 14, c.mid+plus, 18, c.end+2*plus)
		}
		casings = append(casings, draw("roads-"+c.name+"-casing", "line", string(feature.Roads),
			object{"line-color": p.casing, "line-width": width(1.4)}, more, round))
		fills = append(fills, draw("roads-"+c.name, "line", string(feature.Roads),
			object{"line-color": c.colour, "line-width": width(0)}, more, round))
	}
	return append(casings, fills...)
}

// borders stand above the roads. Basin divides are drawn a little inside each
// basin: two dashed lines on the same border would fill each other's gaps.
func borders(p palette) []object {
	return []object{
		draw("wetlands-edge", "line", string(feature.Wetlands), object{"line-color": p.wetlandLine, "line-width": by(8, 0.6, 14, 1.4)}, round),
		draw("basins-divide", "line", string(feature.Basins), object{"line-color": p.divide, "line-opacity": 0.8,
			"line-width": by(7, 0.7, 14, 1.4), "line-offset": by(7, 0.6, 14, 1.4), "line-dasharray": []float64{4, 3}}),
		draw("neighbours-border", "line", string(feature.Neighbours), object{"line-color": p.neighbourLine, "line-width": by(6, 0.5, 14, 1.5)}, round),
		draw("towns-border", "line", string(feature.Towns), object{"line-color": p.townLine, "line-width": by(6, 0.6, 10, 1.2, 14, 2.4)}, round),
		draw("zones-edge", "line", string(feature.Zones), object{"line-color": p.zone, "line-width": by(8, 1, 14, 2.2)}, round),
		draw("sites", "circle", string(feature.Sites), object{"circle-color": p.site, "circle-radius": by(10, 2, 14, 5),
			"circle-stroke-color": p.dot, "circle-stroke-width": 1.2}, object{"minzoom": 10}),
		draw("units", "circle", string(feature.Units), object{"circle-color": p.unit, "circle-radius": by(8, 2.5, 14, 7),
			"circle-stroke-color": p.dot, "circle-stroke-width": 1.8}, object{"minzoom": 8}),
	}
}

// letters writes the names: water along the lines, areas at their label points.
func letters(p palette, l words.Lang) []object {
	name := []any{"coalesce", get("name"), get("name_en")}
	if l == words.EN {
		name = []any{"coalesce", get("name_en"), get("name")}
	}
	write := func(id, of, colour string, size []any, layout object, more ...object) object {
		full := object{"text-field": name, "text-size": size, "text-padding": 4, "text-max-width": 7}
		for key, v := range layout {
			full[key] = v
		}
		return draw(id, "symbol", of, object{"text-color": colour, "text-halo-color": p.halo, "text-halo-width": 1.6},
			append(more, object{"layout": full})...)
	}
	along := object{"symbol-placement": "line", "symbol-spacing": 350, "text-letter-spacing": 0.1}
	area := func(id string, kind feature.Kind, colour string, size []any) object {
		return write(id, labelLayer, colour, size, object{"symbol-sort-key": get("rank")},
			object{"filter": []any{"==", get("kind"), string(kind)}})
	}
	below := object{"text-anchor": "top", "text-offset": []float64{0, 0.7}, "text-optional": true}
	return []object{
		write("roads-name", string(feature.Roads), p.text, by(12, 10, 16, 13), along, object{"minzoom": 12}),
		write("rivers-name", string(feature.Rivers), p.waterText, by(9, 10, 14, 14), along, object{"minzoom": 9}),
		write("sites-name", string(feature.Sites), p.text, by(13, 10, 16, 12), below, object{"minzoom": 13}),
		area("basins-name", feature.Basins, p.divide, by(8, 11, 14, 15)),
		area("wetlands-name", feature.Wetlands, p.wetlandText, by(9, 10, 14, 14)),
		area("zones-name", feature.Zones, p.zoneText, by(9, 10, 14, 14)),
		area("lakes-name", feature.Lakes, p.waterText, by(7, 11, 14, 18)),
		area("neighbours-name", feature.Neighbours, p.neighbourText, by(6, 11, 12, 18)),
		write("units-name", string(feature.Units), p.unit, by(9, 10, 14, 13), below, object{"minzoom": 9}),
		area("towns-name", feature.Towns, p.text, by(7, 11, 10, 14, 14, 20)),
	}
}
