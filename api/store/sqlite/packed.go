package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"modernc.org/sqlite"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/finding"
)

// What a packed value is.
const (
	packedNull = iota
	packedInteger
	packedReal
	packedText
	packedBlob
)

// pack gives the driver xunhu_packed, which makes one value of a row: to fetch a column costs
// more than to read it, since the driver locks the connection three times for each.
func pack(d *sqlite.Driver) error {
	return d.RegisterFunction("xunhu_packed", &sqlite.FunctionImpl{
		NArgs: -1, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			size := 0
			for _, a := range args {
				size += 9
				switch a := a.(type) {
				case string:
					size += len(a)
				case []byte:
					size += len(a)
				}
			}
			b, le := make([]byte, 0, size), binary.LittleEndian
			for _, a := range args {
				switch a := a.(type) {
				case nil:
					b = append(b, packedNull)
				case int64:
					b = le.AppendUint64(append(b, packedInteger), uint64(a))
				case float64:
					b = le.AppendUint64(append(b, packedReal), math.Float64bits(a))
				case string:
					b = append(le.AppendUint64(append(b, packedText), uint64(len(a))), a...)
				case []byte:
					b = append(le.AppendUint64(append(b, packedBlob), uint64(len(a))), a...)
				}
			}
			return b, nil
		},
	})
}

// errPacked is that a value is not what pack made.
var errPacked = errors.New("not a packed row")

// unpack reads the first value. Text is in the cell, a blob beside it.
func unpack(b []byte) (c store.Cell, blob, rest []byte, err error) {
	if len(b) == 0 {
		return c, nil, nil, errPacked
	}
	kind, b := b[0], b[1:]
	if kind == packedNull {
		return c, nil, b, nil
	}
	if len(b) < 8 {
		return c, nil, nil, errPacked
	}
	n, b := binary.LittleEndian.Uint64(b), b[8:]
	switch kind {
	case packedInteger:
		return store.Cell{Of: store.OfInteger, Integer: int64(n)}, nil, b, nil
	case packedReal:
		return store.Cell{Of: store.OfReal, Real: math.Float64frombits(n)}, nil, b, nil
	}
	if n > uint64(len(b)) {
		return c, nil, nil, errPacked
	}
	if kind == packedText {
		return store.Cell{Of: store.OfText, Text: b[:n]}, nil, b[n:], nil
	}
	return c, b[:n:n], b[n:], nil
}

// raw makes rows of what is read; it is used again for each.
type raw struct {
	packed sql.RawBytes
	cells  []store.Cell
}

// row reads a row: its fid, and the columns of t.selects.
func (r *raw) row(t table, rows *sql.Rows) (fid int64, is store.Row, err error) {
	if err := rows.Scan(&r.packed); err != nil {
		return 0, is, err
	}
	if r.cells == nil {
		r.cells = make([]store.Cell, len(t.schema.Fields))
	}
	number, _, b, err := unpack(r.packed)
	if err != nil {
		return 0, is, err
	}
	id, _, b, err := unpack(b)
	if err != nil {
		return 0, is, err
	}
	_, geom, b, err := unpack(b)
	if err != nil {
		return 0, is, err
	}
	for i, f := range t.schema.Fields {
		var c store.Cell
		var blob []byte
		if c, blob, b, err = unpack(b); err != nil {
			return 0, is, err
		}
		fitting, ok := row.Fitting(f.Type, c)
		if !ok || blob != nil {
			return 0, is, finding.New("store.bad_value", fmt.Sprintf("%s, %s", t.schema.Kind, id.Text),
				"name", f.Name, "type", string(f.Type), "value", said(c, blob))
		}
		r.cells[i] = fitting
	}
	shape, err := row.Shape(geom)
	if err != nil {
		return 0, is, badGeometry(t.schema.Kind, string(id.Text), err)
	}
	return number.Integer, store.Row{ID: id.Text, Shape: shape, Cells: r.cells}, nil
}

// said is a value for people.
func said(c store.Cell, blob []byte) string {
	switch c.Of {
	case store.OfInteger:
		return fmt.Sprint(c.Integer)
	case store.OfReal:
		return fmt.Sprint(c.Real)
	case store.OfText:
		return string(c.Text)
	}
	return fmt.Sprint(blob)
}

// digested is the digest of a collection by its rows as they are kept: no feature is made of
// them, for whoever else writes waits for this.
func (t table) digested(ctx context.Context, tx *sql.Tx, region string) (row.Digest, error) {
	sum := row.NewDigest()
	rows, err := tx.QueryContext(ctx, "SELECT xunhu_packed("+t.selects+") FROM "+t.name+" AS t WHERE t.region = ? ORDER BY t.fid", region)
	if err != nil {
		return sum, err
	}
	defer rows.Close()
	var packed sql.RawBytes
	values := make([]any, 1+len(t.schema.Fields)) // geom, the fields
	for rows.Next() {
		if err := rows.Scan(&packed); err != nil {
			return sum, err
		}
		id, _, b, err := unpack(packed)
		if err != nil {
			return sum, err
		}
		_, geom, b, err := unpack(b)
		if err != nil {
			return sum, err
		}
		if values[0] = geom; geom == nil {
			values[0] = nil
		}
		for i, f := range t.schema.Fields {
			var c store.Cell
			var blob []byte
			if c, blob, b, err = unpack(b); err != nil {
				return sum, err
			}
			fitting, ok := row.Fitting(f.Type, c)
			if !ok || blob != nil {
				return sum, finding.New("store.bad_value", fmt.Sprintf("%s, %s", t.schema.Kind, id.Text), "name", f.Name, "type", string(f.Type), "value", said(c, blob))
			}
			values[1+i] = row.Plain(fitting)
		}
		sum.Add(string(id.Text), values)
	}
	return sum, rows.Err()
}
