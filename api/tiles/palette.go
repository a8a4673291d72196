package tiles

// A palette names the colours of one theme by what they are the colour of. Borders
// differ in lightness and in stroke, not in hue alone, and the hues are apart for
// the common kinds of colour blindness (after Okabe and Ito 2008): purple, blue,
// teal and orange.
type palette struct {
	ground, neighbour, town string // fills of the land
	townLine, neighbourLine string
	lake, lakeLine          string
	wetland, wetlandLine    string
	river                   string
	zone, divide            string
	casing                  string
	great, main, small      string // roads
	site, unit, dot         string // dot: the rim of points
	text, waterText         string
	neighbourText           string
	wetlandText, zoneText   string
	halo                    string
}

var (
	light = palette{
		ground: "#e9ebe7", neighbour: "#efeee9", town: "#faf8f2",
		townLine: "#9a7fa6", neighbourLine: "#b3aebb",
		lake: "#b5d5e8", lakeLine: "#6fa3c4",
		wetland: "#cfe5cb", wetlandLine: "#5f9a72",
		river: "#5e9fc9",
		zone:  "#00756a", divide: "#4f6488",
		casing: "#c9c2b4",
		great:  "#f2b866", main: "#fbe2a4", small: "#ffffff",
		site: "#d55e00", unit: "#3f3a8c", dot: "#ffffff",
		neighbourText: "#6b6475",
		text:          "#2f2b33", waterText: "#1f5b82",
		wetlandText: "#2d6a43", zoneText: "#00564e",
		halo: "#ffffff",
	}
	dark = palette{
		ground: "#12161a", neighbour: "#171c21", town: "#1e242a",
		townLine: "#8d76a0", neighbourLine: "#4a4f59",
		lake: "#16384f", lakeLine: "#3c7396",
		wetland: "#1f3a2c", wetlandLine: "#4d8a66",
		river: "#3f81ab",
		zone:  "#35b8a6", divide: "#8398c0",
		casing: "#0d1013",
		great:  "#a67a34", main: "#75643a", small: "#3a424a",
		site: "#ff9a4d", unit: "#b5b0ff", dot: "#12161a",
		neighbourText: "#9a94a6",
		text:          "#e4e2e8", waterText: "#8cc4e6",
		wetlandText: "#8fcfa8", zoneText: "#6fd9ca",
		halo: "#12161a",
	}
)
