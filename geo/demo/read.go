package demo

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// A block is one feature as it is written: a line "kind id | field value | …" and
// indented lines of vertices "lon,lat lon,lat".
type block struct {
	kind, id string
	as       string // of an incident: point, line, area
	fields   map[string]string
	vertices []orb.Point
}

// mustBlocks reads an embedded file. The files are part of the program, so a
// fault in them is a fault of the program, and panics with its place.
func mustBlocks(name string) []block {
	text, err := region.ReadFile(name)
	if err != nil {
		panic("demo: " + err.Error())
	}
	blocks, err := parse(string(text))
	if err != nil {
		panic("demo: " + name + ": " + err.Error())
	}
	return blocks
}

// parse reads blocks. Lines that begin with # are comments; blank lines do not count.
func parse(text string) ([]block, error) {
	var blocks []block
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, " "):
			if len(blocks) == 0 {
				return nil, fmt.Errorf("line %d: vertices before any header", i+1)
			}
			b := &blocks[len(blocks)-1]
			for _, pair := range strings.Fields(line) {
				p, err := vertex(pair)
				if err != nil {
					return nil, fmt.Errorf("line %d: %w", i+1, err)
				}
				b.vertices = append(b.vertices, p)
			}
		default:
			b, err := header(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			blocks = append(blocks, b)
		}
	}
	return blocks, nil
}

// header reads "kind id [as] | field value | field value".
func header(line string) (block, error) {
	parts := strings.Split(line, " | ")
	kind, id, ok := strings.Cut(parts[0], " ")
	if !ok {
		return block{}, fmt.Errorf("%q: want a kind and an id", parts[0])
	}
	id, as, _ := strings.Cut(id, " ")
	b := block{kind: kind, id: id, as: as, fields: map[string]string{}}
	for _, part := range parts[1:] {
		name, text, ok := strings.Cut(part, " ")
		if !ok {
			return block{}, fmt.Errorf("%q: want a field and its value", part)
		}
		b.fields[name] = text
	}
	return b, nil
}

func vertex(pair string) (orb.Point, error) {
	x, y, ok := strings.Cut(pair, ",")
	if !ok {
		return orb.Point{}, fmt.Errorf("%q: want lon,lat", pair)
	}
	lon, err := strconv.ParseFloat(x, 64)
	if err != nil {
		return orb.Point{}, err
	}
	lat, err := strconv.ParseFloat(y, 64)
	if err != nil {
		return orb.Point{}, err
	}
	return orb.Point{lon, lat}, nil
}

// value turns the text of a field into the value that its type has in Props.
func value(t feature.Type, text string) any {
	switch t {
	case feature.Integer:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case feature.Real:
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return x
		}
	case feature.Boolean:
		return text == "true"
	case feature.JSON:
		return list(text)
	}
	return text
}
