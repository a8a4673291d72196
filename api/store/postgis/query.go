package postgis

import (
	"context"
	"fmt"
	"strings"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Regions lists the regions. See store.Store.
func (s *Store) Regions(ctx context.Context) ([]atlas.Region, error) {
	var all []atlas.Region
	err := s.glance(ctx, func(t *tx) (err error) {
		all, err = regions(ctx, t, "ORDER BY code")
		return err
	})
	return all, s.fault("list regions", err)
}

// Standing lists the regions with the transactions that the list sees. See store.Nodes.
func (s *Store) Standing(ctx context.Context) (all []atlas.Region, state string, err error) {
	err = s.glance(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var r atlas.Region
			err := rows.Scan(&r.Code, &r.Name, &r.NameEN, &r.Illustration, &r.Attribution, &r.Version, &state)
			all = append(all, r)
			return err
		}, "SELECT "+regionColumns+", pg_current_snapshot()::text FROM regions ORDER BY code")
	})
	return all, state, s.fault("list regions", err)
}

const regionColumns = "code, name, name_en, illustration, attribution, version"

func regions(ctx context.Context, t *tx, which string, args ...any) (all []atlas.Region, err error) {
	err = t.each(ctx, func(rows *result) error {
		var r atlas.Region
		err := rows.Scan(&r.Code, &r.Name, &r.NameEN, &r.Illustration, &r.Attribution, &r.Version)
		all = append(all, r)
		return err
	}, "SELECT "+regionColumns+" FROM regions "+which, args...)
	return all, err
}

// mustHave is a finding that wraps store.ErrNotFound unless the region is there; it is
// told with the next statement that is sent.
func (s *Store) mustHave(t *tx, region string) {
	t.ask(s.noRegion(region), []any{new(int)}, "SELECT 1 FROM regions WHERE code = $1", region)
}

func (s *Store) noRegion(region string) error {
	return finding.New("store.no_region", s.name, "region", region).Because(store.ErrNotFound)
}

// Load reads a whole region. Every regional kind is in the dataset, with its
// schema, be it empty. See store.Store.
func (s *Store) Load(ctx context.Context, region string) (atlas.Dataset, error) {
	d := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{}}
	err := s.look(ctx, func(t *tx) error {
		rs, err := regions(ctx, t, "WHERE code = $1", region)
		if err != nil {
			return err
		}
		if len(rs) == 0 {
			return s.noRegion(region)
		}
		d.Region = rs[0]
		for _, k := range feature.Regional() {
			of, err := tableOf(k)
			if err != nil {
				return err
			}
			fs, err := of.all(ctx, t, region)
			if err != nil {
				return err
			}
			d.Collections[k] = feature.Collection{Schema: of.schema, Features: fs}
		}
		return nil
	})
	if err != nil {
		return atlas.Dataset{}, s.fault("load region "+region, err)
	}
	return d, nil
}

// all reads a collection in the order of insertion.
func (t table) all(ctx context.Context, tx *tx, region string) ([]feature.Feature, error) {
	return t.list(ctx, tx, "FROM "+t.name+" AS t WHERE t.region = $1 ORDER BY t.fid", []any{region})
}

func (t table) list(ctx context.Context, tx *tx, rest string, args []any) (fs []feature.Feature, err error) {
	err = tx.each(ctx, func(rows *result) error {
		f, err := t.decode(rows)
		fs = append(fs, f)
		return err
	}, "SELECT "+t.selects+" "+rest, args...)
	return fs, err
}

// limited is LIMIT and OFFSET; numbers need no binding.
func limited(limit, offset int) string {
	if limit == 0 {
		return fmt.Sprint(" OFFSET ", offset)
	}
	return fmt.Sprintf(" LIMIT %d OFFSET %d", limit, offset)
}

// A clause is FROM and WHERE of a query with the values to bind.
type clause struct {
	text string
	args []any
}

// and adds a condition in which each ? stands for the next of the values.
func (w *clause) and(condition string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		condition = strings.Replace(condition, "?", fmt.Sprint("$", len(w.args)), 1)
	}
	w.text += " AND " + condition
}

// where renders a query. Names come from the schema, values are bound.
func (t table) where(region string, q store.Query) (*clause, error) {
	return t.from("FROM "+t.name+" AS t WHERE t.region = $1", region, q)
}

// from renders a query after a FROM and the condition on the region.
func (t table) from(from, region string, q store.Query) (*clause, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return nil, finding.New("store.bad_page", string(t.schema.Kind), "limit", q.Limit, "offset", q.Offset)
	}
	w := &clause{from, []any{region}}
	if len(q.IDs) > 0 {
		w.and("t.id = ANY (?)", q.IDs)
	}
	if q.BBox != nil {
		// The index rounds outwards to 32 bits; the geometry itself has the last word.
		west, south, east, north := q.BBox.Min[0], q.BBox.Min[1], q.BBox.Max[0], q.BBox.Max[1]
		w.and("t.geom && ST_MakeEnvelope(?, ?, ?, ?, 4326)", west, south, east, north)
		w.and("ST_XMax(t.geom) >= ? AND ST_XMin(t.geom) <= ? AND ST_YMax(t.geom) >= ? AND ST_YMin(t.geom) <= ?", west, east, south, north)
	}
	for _, f := range t.schema.Fields { // in this order, so that one query is one statement
		text, asked := q.Equal[f.Name]
		if !asked {
			continue
		}
		v, ok, err := row.Comparable(f, text)
		if err != nil {
			return nil, err
		}
		if !ok {
			w.and("FALSE")
			continue
		}
		w.and("t."+quote(f.Name)+" = ?", v)
	}
	for name := range q.Equal {
		if _, ok := t.schema.Field(name); !ok {
			return nil, row.UnknownProperty(t.schema.Kind, name)
		}
	}
	return w, nil
}
