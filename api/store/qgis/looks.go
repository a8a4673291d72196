package qgis

import (
	"fmt"
	"strings"

	"xunhu/geo/feature"
)

// What a style draws, by the numbers of QGIS.
const (
	points = iota
	lines
	areas
)

// Where a name stands, by the numbers of QGIS.
const (
	around  = 0
	along   = 3 // the bends of the line
	inside  = 4
	byPoint = 6
)

// A look is how a kind is drawn.
type look struct {
	geometry int
	from     int // shown from this scale on, 1:from; 0: always
	rules    []rule
	label    label // size 0: none
}

// A rule draws the features that pass a filter of QGIS.
type rule struct {
	label, filter string
	from          int
	layers        []layer // from below
}

// A layer of a symbol.
type layer struct {
	class   string
	options [][2]string
}

type label struct {
	size      float64 // points
	colour    string
	placement int
	priority  int
	from      int
}

func fill(colour string, alpha int, edge string, width float64) layer {
	style, outline := "solid", "solid"
	if alpha == 0 {
		style = "no"
	}
	if width == 0 {
		outline = "no"
	}
	return layer{"SimpleFill", [][2]string{{"color", rgba(colour, alpha)}, {"style", style},
		{"outline_color", rgba(edge, 255)}, {"outline_style", outline}, {"outline_width", number(width)}, {"outline_width_unit", "MM"}, {"joinstyle", "round"}}}
}

func stroke(colour string, width float64, dash ...string) layer {
	l := layer{"SimpleLine", [][2]string{{"line_color", rgba(colour, 255)}, {"line_style", "solid"}, {"line_width", number(width)}, {"line_width_unit", "MM"},
		{"capstyle", "round"}, {"joinstyle", "round"}}}
	if len(dash) > 0 {
		l.options = append(l.options, [][2]string{{"use_custom_dash", "1"}, {"customdash", strings.Join(dash, ";")}, {"customdash_unit", "MM"}}...)
	}
	return l
}

func marker(shape, colour string, size float64) layer {
	return layer{"SimpleMarker", [][2]string{{"name", shape}, {"color", rgba(colour, 255)}, {"size", number(size)}, {"size_unit", "MM"},
		{"outline_color", rgba("#ffffff", 255)}, {"outline_style", "solid"}, {"outline_width", "0.3"}, {"outline_width_unit", "MM"}}}
}

// among is a filter: the class is one of these.
func among(classes ...string) string {
	return fmt.Sprintf(`"class" IN ('%s')`, strings.Join(classes, "', '"))
}

// whole draws all features alike.
func whole(layers ...layer) []rule { return []rule{{layers: layers}} }

const casing = "#c9c2b4"

var looks = map[feature.Kind]look{
	feature.Neighbours: {areas, 0, whole(fill("#efeee9", 255, "#b3aebb", 0.3)), label{11, "#6b6475", inside, 3, 0}},
	feature.Towns:      {areas, 0, whole(fill("#faf8f2", 255, "#9a7fa6", 0.4)), label{10, "#2f2b33", inside, 8, 0}},
	feature.Basins:     {areas, 0, whole(fill("#4f6488", 0, "#4f6488", 0), layer{"SimpleLine", stroke("#4f6488", 0.35, "3", "2").options}), label{9, "#4f6488", inside, 2, 250_000}},
	feature.Lakes:      {areas, 0, whole(fill("#b5d5e8", 255, "#6fa3c4", 0.25)), label{10, "#1f5b82", inside, 7, 0}},
	feature.Wetlands:   {areas, 0, whole(fill("#cfe5cb", 204, "#5f9a72", 0.25)), label{9, "#2d6a43", inside, 5, 250_000}},
	feature.Zones: {areas, 0, []rule{
		{"争议 / disputed", among("disputed"), 0, []layer{fill("#d55e00", 40, "#d55e00", 0.5)}},
		{"其他 / others", "ELSE", 0, []layer{fill("#00756a", 15, "#00756a", 0.45)}},
	}, label{9, "#00564e", inside, 5, 250_000}},
	feature.Rivers: {lines, 0, []rule{
		{"溪沟 / streams and ditches", among("stream", "ditch", "drain"), 0, []layer{stroke("#5e9fc9", 0.25)}},
		{"河渠 / rivers and canals", "ELSE", 0, []layer{stroke("#5e9fc9", 0.7)}},
	}, label{9, "#1f5b82", along, 6, 500_000}},
	feature.Roads: {lines, 0, []rule{
		{"高速、快速 / motorways", among("motorway", "motorway_link", "trunk", "trunk_link"), 0, []layer{stroke(casing, 1.1), stroke("#f2b866", 0.8)}},
		{"主干、次干 / main roads", among("primary", "primary_link", "secondary", "secondary_link"), 500_000, []layer{stroke(casing, 0.9), stroke("#fbe2a4", 0.6)}},
		{"支路 / small roads", among("tertiary", "tertiary_link", "unclassified", "residential", "living_street"), 150_000, []layer{stroke(casing, 0.7), stroke("#ffffff", 0.45)}},
		{"其他 / others", "ELSE", 50_000, []layer{stroke(casing, 0.35)}},
	}, label{8, "#2f2b33", along, 3, 50_000}},
	feature.RoadRules: {points, 25_000, whole(marker("cross2", "#6b6475", 1.6)), label{}},
	feature.Sites:     {points, 500_000, whole(marker("circle", "#d55e00", 2)), label{8, "#2f2b33", byPoint, 4, 100_000}},
	feature.Units: {points, 0, []rule{
		{"局、大队 / branch and brigade", among("MUNICIPAL_EE", "BRANCH", "BRIGADE"), 0, []layer{marker("square", "#3f3a8c", 3.4)}},
		{"中队、所 / squads and stations", among("SQUAD", "STATION"), 0, []layer{marker("square", "#3f3a8c", 2.6)}},
		{"驻点 / posts", among("POST"), 0, []layer{marker("triangle", "#00756a", 3)}},
		{"镇街、部门 / towns and departments", "ELSE", 100_000, []layer{marker("circle", "#3f3a8c", 1.8)}},
	}, label{8, "#3f3a8c", byPoint, 5, 150_000}},
	feature.Incidents: {points, 0, []rule{
		{"已办结 / closed", `"state" IN ('CLOSED', 'MERGED', 'VOID')`, 0, []layer{marker("circle", "#6b6475", 2.2)}},
		{"办理中 / under way", "ELSE", 0, []layer{marker("star", "#c0392b", 3.6)}},
	}, label{}},
	feature.Plans:    {lines, 0, whole(stroke("#3f3a8c", 0.6, "2", "1.5")), label{}},
	feature.Closures: {lines, 0, whole(stroke("#c0392b", 1)), label{}},
	feature.Tracks:   {lines, 0, whole(stroke("#00756a", 0.5)), label{}},
}
