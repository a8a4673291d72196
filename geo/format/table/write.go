package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"xunhu/geo/feature"
)

// Write writes a collection as CSV.
func Write(w io.Writer, c feature.Collection) error {
	points := !slices.ContainsFunc(c.Features, func(f feature.Feature) bool {
		_, point := f.Geometry.(orb.Point)
		return f.Geometry != nil && !point
	})
	heads := []string{"id", "wkt"}
	if points {
		heads = []string{"id", "lon", "lat"}
	}
	firsts := len(heads)
	for _, f := range c.Schema.Fields {
		if !slices.Contains(heads, f.Name) {
			heads = append(heads, f.Name)
		}
	}
	others := map[string]bool{}
	for _, f := range c.Features {
		for name := range f.Props {
			if !slices.Contains(heads, name) {
				others[name] = true
			}
		}
	}
	heads = append(heads, slices.Sorted(maps.Keys(others))...)

	out := csv.NewWriter(w)
	if err := out.Write(heads); err != nil {
		return fmt.Errorf("table: write: %w", err)
	}
	row := make([]string, len(heads))
	for _, f := range c.Features {
		row[0] = f.ID
		place(row[1:firsts], f.Geometry)
		for i, name := range heads[firsts:] {
			text, err := Text(f.Props[name])
			if err != nil {
				return fmt.Errorf("table: feature %q: property %q: %w", f.ID, name, err)
			}
			row[firsts+i] = text
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("table: write: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("table: write: %w", err)
	}
	return nil
}

// place fills the cells of the geometry: lon and lat, or WKT.
func place(cells []string, g orb.Geometry) {
	clear(cells)
	switch p, point := g.(orb.Point); {
	case g == nil:
	case len(cells) == 1:
		cells[0] = wkt.MarshalString(g)
	case point:
		cells[0], cells[1] = decimal(p[0]), decimal(p[1])
	}
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Text gives a property as the text of a cell: numbers in plain decimal, lists
// joined by ";", objects as JSON, nil as nothing.
func Text(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case float64:
		return decimal(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case bool:
		return strconv.FormatBool(v), nil
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			var err error
			if parts[i], err = Text(part); err != nil {
				return "", err
			}
		}
		return strings.Join(parts, ";"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
