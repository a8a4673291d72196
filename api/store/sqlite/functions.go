package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"xunhu/api/filter"
	"xunhu/api/store/row"
)

// newDriver makes an SQLite driver with the functions that the R-tree triggers and
// queries call. It is a driver of this store alone: nothing is registered in the process.
func newDriver(asked *shapes) (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	for name, of := range map[string]func(orb.Bound) float64{
		"ST_MinX": func(b orb.Bound) float64 { return b.Min[0] },
		"ST_MaxX": func(b orb.Bound) float64 { return b.Max[0] },
		"ST_MinY": func(b orb.Bound) float64 { return b.Min[1] },
		"ST_MaxY": func(b orb.Bound) float64 { return b.Max[1] },
	} {
		if err := register(d, name, func(b orb.Bound, empty bool) driver.Value {
			if empty {
				return nil
			}
			return of(b)
		}); err != nil {
			return nil, err
		}
	}
	err := register(d, "ST_IsEmpty", func(_ orb.Bound, empty bool) driver.Value {
		if empty {
			return int64(1)
		}
		return int64(0)
	})
	if err != nil {
		return nil, err
	}
	if err := pack(d); err != nil {
		return nil, err
	}
	return d, filterFunctions(d, asked)
}

// register gives the driver a function of one geometry. NULL gives NULL.
func register(d *sqlite.Driver, name string, of func(b orb.Bound, empty bool) driver.Value) error {
	return d.RegisterFunction(name, &sqlite.FunctionImpl{
		NArgs: 1, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if args[0] == nil {
				return nil, nil
			}
			b, ok := args[0].([]byte)
			if !ok {
				return nil, fmt.Errorf("%s: %w", name, row.ErrBlob)
			}
			box, empty, err := row.Bound(b)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			return of(box, empty), nil
		},
	})
}

// connector opens connections of one driver with one set of options.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	opened, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &remembering{opened.(conn), map[string]stmt{}}, nil
}

func (c connector) Driver() driver.Driver { return c.driver }

// filterFunctions gives the driver what filters ask beyond SQL. They are
// deterministic but for xunhu_holds and xunhu_wanted, whose numbers mean another shape each time.
func filterFunctions(d *sqlite.Driver, asked *shapes) error {
	for name, key := range map[string]func(string) (string, bool){"xunhu_date": filter.DateKey, "xunhu_time": filter.TimeKey} {
		err := d.RegisterFunction(name, &sqlite.FunctionImpl{NArgs: 1, Deterministic: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			text, _ := args[0].(string)
			if k, ok := key(text); ok {
				return k, nil
			}
			return nil, nil
		}})
		if err != nil {
			return err
		}
	}
	err := d.RegisterFunction("xunhu_fold", &sqlite.FunctionImpl{NArgs: 1, Deterministic: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if args[0] == nil {
			return nil, nil
		}
		b, _ := args[0].([]byte)
		return []byte(filter.Fold(string(b))), nil
	}})
	if err != nil {
		return err
	}
	err = d.RegisterFunction("xunhu_like", &sqlite.FunctionImpl{NArgs: 2, Deterministic: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if args[0] == nil {
			return nil, nil
		}
		b, _ := args[0].([]byte)
		pattern, _ := args[1].([]byte)
		return sqlBool(filter.Matches(string(b), string(pattern))), nil
	}})
	if err != nil {
		return err
	}
	err = d.RegisterFunction("xunhu_wanted", &sqlite.FunctionImpl{NArgs: 2, VolatileArgs: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		n, _ := args[0].(int64)
		blob, _ := args[1].([]byte)
		wants, ok := asked.get(n).(func([]byte) bool)
		if !ok {
			return nil, errors.New("xunhu_wanted: no such question")
		}
		shape, err := row.Shape(blob)
		if err != nil { // whoever reads the row tells which it is
			return sqlBool(true), nil
		}
		return sqlBool(wants(shape)), nil
	}})
	if err != nil {
		return err
	}
	return d.RegisterFunction("xunhu_holds", &sqlite.FunctionImpl{NArgs: 2, VolatileArgs: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		n, _ := args[0].(int64)
		blob, _ := args[1].([]byte)
		e, ok := asked.get(n).(filter.Spatial)
		if !ok {
			return nil, errors.New("xunhu_holds: no such shape")
		}
		g, err := row.Geometry(blob)
		if err != nil {
			return nil, fmt.Errorf("xunhu_holds: %w", err)
		}
		switch e.Holds(g) {
		case filter.Unknown:
			return nil, nil
		case filter.True:
			return sqlBool(true), nil
		}
		return sqlBool(false), nil
	}})
}

// sqlBool is a truth of SQLite.
func sqlBool(b bool) driver.Value {
	if b {
		return int64(1)
	}
	return int64(0)
}
