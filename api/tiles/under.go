package tiles

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// A BaseLook is a base map that lies beneath the region.
type BaseLook struct {
	Version          string // of its tiles
	Format           string // the ending of their addresses
	Vector           bool   // else images
	MinZoom, MaxZoom uint8
	Bound            orb.Bound // lon, lat; the zero Bound: not known
	Attribution      string    // plain text
	Layers           []string  // of vector tiles

	// Painted is how vector tiles are painted, as the build of the page writes it from the style of
	// Protomaps: "under" what lies on the ground, "over" the letters; nil paints nothing.
	Painted []byte
}

// source is the base map as MapLibre reads it.
func (b *BaseLook) source(base string) object {
	s := object{
		"type": "vector", "minzoom": b.MinZoom, "maxzoom": b.MaxZoom, "attribution": html.EscapeString(b.Attribution),
		"tiles": []string{strings.TrimSuffix(base, "/") + "/tiles/" + BaseName + "/{z}/{x}/{y}." + b.Format + "?v=" + url.QueryEscape(b.Version)},
	}
	if !b.Vector {
		s["type"], s["tileSize"] = "raster", 256
	}
	if b.Bound.Min != b.Bound.Max {
		s["bounds"] = []float64{b.Bound.Min[0], max(-85, b.Bound.Min[1]), b.Bound.Max[0], min(85, b.Bound.Max[1])}
	}
	return s
}

// layers gives what is painted under the region, and the letters over it.
func (b *BaseLook) layers(p palette) (under, over []any) {
	if !b.Vector {
		return []any{object{"id": "base-images", "type": "raster", "source": BaseName}}, nil
	}
	var painted struct{ Under, Over []any }
	if len(b.Painted) == 0 || json.Unmarshal(b.Painted, &painted) != nil {
		return nil, nil
	}
	// The style of Protomaps knows no wetlands.
	wet := object{"id": "base-wetlands", "type": "fill", "source": BaseName, "source-layer": baseLayers[landuseLayer],
		"filter": []any{"==", get("kind"), "wetland"}, "paint": object{"fill-color": p.wetland, "fill-opacity": 0.8}}
	shore := object{"id": "base-coast", "type": "line", "source": BaseName, "source-layer": baseLayers[waterLayer],
		"filter": []any{"==", get("kind"), "coastline"}, "paint": object{"line-color": p.lakeLine, "line-width": by(6, 0.8, 14, 2)}}
	for _, l := range painted.Under {
		if named, ok := l.(map[string]any); ok && named["id"] == "base-water" {
			under = append(under, wet, shore)
		}
		under = append(under, l)
	}
	return under, painted.Over
}

// lowest takes the fills of the land off our layers: towns and neighbours lie on the ground of a
// base map and beneath all else that it shows, but not on images. What shows roads already shows ours.
func lowest(shapes []object, vector bool) (low, rest []object) {
	for _, l := range withoutRoads(shapes, vector) {
		switch l["id"] {
		case string(feature.Neighbours), string(feature.Towns):
			if vector {
				low = append(low, l)
			}
		default:
			rest = append(rest, l)
		}
	}
	return low, rest
}

func withoutRoads(layers []object, vector bool) []object {
	return slices.DeleteFunc(layers, func(l object) bool { return vector && l["source-layer"] == string(feature.Roads) })
}

// laid puts layers after the ground of a base map.
func laid(under []any, low []object) []any {
	var out []any
	put := func() {
		for _, l := range low {
			out = append(out, l)
		}
		low = nil
	}
	for _, l := range under {
		out = append(out, l)
		if named, ok := l.(map[string]any); ok && named["id"] == "base-earth" {
			put()
		}
	}
	put()
	return out
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Told gives the attribution, as plain text, and the layers that the metadata of an archive name.
func Told(metadata []byte) (attribution string, layers []string) {
	var m struct {
		Attribution string
		Layers      []struct{ ID string } `json:"vector_layers"`
	}
	if json.Unmarshal(metadata, &m) != nil {
		return "", nil
	}
	for _, l := range m.Layers {
		layers = append(layers, l.ID)
	}
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(m.Attribution, ""))), layers
}
