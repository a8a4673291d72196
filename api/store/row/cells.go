package row

import (
	"encoding/json"
	"errors"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// Fitting reads a number or a text as the type of a column, as Value does; ok is false if
// somebody else has written what the type does not hold.
func Fitting(t feature.Type, c store.Cell) (fitting store.Cell, ok bool) {
	if c.Of == store.Nothing {
		return c, true
	}
	switch t {
	case feature.Integer:
		return c, c.Of == store.OfInteger
	case feature.Real:
		if c.Of == store.OfInteger {
			return store.Cell{Of: store.OfReal, Real: float64(c.Integer)}, true
		}
		return c, c.Of == store.OfReal
	case feature.Boolean:
		truth := store.Cell{Of: store.OfTruth}
		if c.Integer != 0 {
			truth.Integer = 1
		}
		return truth, c.Of == store.OfInteger
	case feature.JSON:
		return c, c.Of == store.OfText && json.Valid(c.Text)
	}
	return c, c.Of == store.OfText
}

// cellOf is a value that Cell gave.
func cellOf(v any) store.Cell {
	switch v := v.(type) {
	case int64:
		return store.Cell{Of: store.OfInteger, Integer: v}
	case float64:
		return store.Cell{Of: store.OfReal, Real: v}
	case bool:
		c := store.Cell{Of: store.OfTruth}
		if v {
			c.Integer = 1
		}
		return c
	case string:
		return store.Cell{Of: store.OfText, Text: []byte(v)}
	}
	return store.Cell{}
}

// Plain is a cell as Row.Cells has it.
func Plain(c store.Cell) any {
	switch c.Of {
	case store.OfText:
		return string(c.Text)
	case store.OfInteger:
		return c.Integer
	case store.OfReal:
		return c.Real
	case store.OfTruth:
		return c.Integer != 0
	}
	return nil
}

// Shape gives the WKB in a blob; an empty one (NULL) gives nil.
func Shape(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	_, _, srs, body, err := blobHeader(b)
	if err == nil && srs != srsWGS84 {
		err = wrongSRS(srs)
	}
	return b[body:], err
}

// Made takes a feature apart.
func Made(s feature.Schema, f feature.Feature) (store.Row, error) {
	of, faults := Of(s, f)
	if len(faults) > 0 {
		return store.Row{}, errors.Join(faults...)
	}
	r := store.Row{ID: []byte(f.ID), Cells: make([]store.Cell, len(of.Cells))}
	for i, cell := range of.Cells {
		r.Cells[i] = cellOf(cell)
	}
	var err error
	r.Shape, err = Shape(of.Blob)
	return r, err
}
