package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
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
	all := slices.Values(c.Features)
	return WriteRows(w, HeadsOf(c.Schema, all), all)
}

// Heads are the columns of a table.
type Heads struct {
	names  []string
	firsts int // of them for the identity and the place
}

// HeadsOf gives the columns for some features: id; lon and lat if all are points, else
// wkt; the schema's fields; what else they have, by name.
func HeadsOf(schema feature.Schema, features iter.Seq[feature.Feature]) Heads {
	points := true
	others := map[string]bool{}
	for f := range features {
		_, point := f.Geometry.(orb.Point)
		points = points && (point || f.Geometry == nil)
		for name := range f.Props {
			others[name] = true
		}
	}
	names := []string{"id", "wkt"}
	if points {
		names = []string{"id", "lon", "lat"}
	}
	h := Heads{firsts: len(names)}
	for _, f := range schema.Fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	h.names = names
	return h
}

// WriteRows writes features as CSV under given columns, one after another.
func WriteRows(w io.Writer, h Heads, features iter.Seq[feature.Feature]) error {
	out := csv.NewWriter(w)
	if err := out.Write(h.names); err != nil {
		return fmt.Errorf("table: write: %w", err)
	}
	row := make([]string, len(h.names))
	for f := range features {
		row[0] = f.ID
		place(row[1:h.firsts], f.Geometry)
		for i, name := range h.names[h.firsts:] {
			text, err := Text(f.Props[name])
			if err != nil {
				return fmt.Errorf("table: feature %q: property %q: %w", f.ID, name, err)
			}
			row[h.firsts+i] = text
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
