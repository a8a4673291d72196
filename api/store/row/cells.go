package row

import (
	"encoding/json"
	"errors"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// CellOf reads what a column holds, as Value does; ok is false if somebody else has written
// what the type does not hold.
func CellOf(t feature.Type, cell any) (c store.Cell, ok bool) {
	if cell == nil {
		return c, true
	}
	switch t {
	case feature.Integer:
		n, ok := cell.(int64)
		return store.Cell{Of: store.OfInteger, Integer: n}, ok
	case feature.Real:
		switch n := cell.(type) {
		case int64:
			return store.Cell{Of: store.OfReal, Real: float64(n)}, true
		case float64:
			return store.Cell{Of: store.OfReal, Real: n}, true
		}
	case feature.Boolean:
		switch b := cell.(type) {
		case bool:
			if b {
				return store.Cell{Of: store.OfTruth, Integer: 1}, true
			}
			return store.Cell{Of: store.OfTruth}, true
		case int64:
			if b != 0 {
				b = 1
			}
			return store.Cell{Of: store.OfTruth, Integer: b}, true
		}
	default:
		s, ok := cell.(string)
		c = store.Cell{Of: store.OfText, Text: []byte(s)}
		return c, ok && (t != feature.JSON || json.Valid(c.Text))
	}
	return c, false
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
		r.Cells[i], _ = CellOf(s.Fields[i].Type, cell) // what Of has made fits
	}
	var err error
	r.Shape, err = Shape(of.Blob)
	return r, err
}
