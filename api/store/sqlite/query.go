package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Regions lists the regions. Each request asks for them, so that they are remembered as counts
// are. See store.Store.
func (s *Store) Regions(ctx context.Context) ([]atlas.Region, error) {
	all, _, err := s.Standing(ctx)
	return all, err
}

// Standing lists the regions with the state of the file. See store.Nodes.
func (s *Store) Standing(ctx context.Context) (all []atlas.Region, name string, err error) {
	if s.within != nil {
		all, err = regions(ctx, s.within, "ORDER BY code")
		return all, "", s.fault("list regions", err)
	}
	before, _ := s.counts.now(ctx, s.read)
	if all, ok := s.counts.regionsIn(before); ok {
		return all, before.String(), nil
	}
	if all, err = regions(ctx, s.read, "ORDER BY code"); err != nil {
		return nil, "", s.fault("list regions", err)
	}
	if is, _ := s.counts.now(ctx, s.read); is == before {
		s.counts.keepRegions(before, all)
		return all, before.String(), nil
	}
	return all, "", nil // somebody wrote meanwhile
}

func regions(ctx context.Context, q querier, which string, args ...any) ([]atlas.Region, error) {
	rows, err := q.QueryContext(ctx,
		"SELECT code, name, name_en, illustration, attribution, version FROM regions "+which, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []atlas.Region
	for rows.Next() {
		var r atlas.Region
		if err := rows.Scan(&r.Code, &r.Name, &r.NameEN, &r.Illustration, &r.Attribution, &r.Version); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// mustHave is a finding that wraps store.ErrNotFound unless the region is there.
func (s *Store) mustHave(ctx context.Context, tx *sql.Tx, region string) error {
	rs, err := regions(ctx, tx, "WHERE code = ?", region)
	if err == nil && len(rs) == 0 {
		return finding.New("store.no_region", s.file, "region", region).Because(store.ErrNotFound)
	}
	return err
}

// Load reads a whole region. Every regional kind is in the dataset, with its
// schema, be it empty. See store.Store.
func (s *Store) Load(ctx context.Context, region string) (atlas.Dataset, error) {
	d := atlas.Dataset{Collections: map[feature.Kind]feature.Collection{}}
	err := s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		rs, err := regions(ctx, tx, "WHERE code = ?", region)
		if err != nil {
			return err
		}
		d.Region = rs[0]
		for _, k := range feature.Regional() {
			t, err := tableOf(k)
			if err != nil {
				return err
			}
			fs, err := t.all(ctx, tx, region)
			if err != nil {
				return err
			}
			d.Collections[k] = feature.Collection{Schema: t.schema, Features: fs}
		}
		return nil
	})
	if err != nil {
		return atlas.Dataset{}, s.fault("load region "+region, err)
	}
	return d, nil
}

// all reads a collection in the order of insertion.
func (t table) all(ctx context.Context, tx *sql.Tx, region string) ([]feature.Feature, error) {
	return t.list(ctx, tx, "FROM "+t.name+" AS t WHERE t.region = ? ORDER BY t.fid", []any{region})
}

func (t table) list(ctx context.Context, tx *sql.Tx, rest string, args []any) ([]feature.Feature, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+t.selects+" "+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var fs []feature.Feature
	for rows.Next() {
		f, err := t.decode(rows)
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	return fs, rows.Err()
}

// Query reads one page. See store.Store.
func (s *Store) Query(ctx context.Context, region string, k feature.Kind, q store.Query) (store.Page, error) {
	var fs []feature.Feature
	page, err := s.pages(ctx, region, k, q, true, "t.fid, %s", func(t table, rows *sql.Rows) (fid int64, err error) {
		f, err := t.decode(behind{rows, []any{&fid}})
		fs = append(fs, f)
		return fid, err
	})
	page.Features = fs
	return page, err
}

// Rows hands a page over as it is kept. See store.Rows.
func (s *Store) Rows(ctx context.Context, region string, k feature.Kind, q store.Query, count bool, each func(store.Row) error) (store.Page, error) {
	var raw raw
	return s.pages(ctx, region, k, q, count, "xunhu_packed(t.fid, %s)", func(t table, rows *sql.Rows) (int64, error) {
		fid, r, err := raw.row(t, rows)
		if err != nil {
			return fid, err
		}
		return fid, each(r)
	})
}

// pages hands over the rows of one page: the fid and the columns of a table, as selected, to
// who gives the fid.
func (s *Store) pages(ctx context.Context, region string, k feature.Kind, q store.Query, count bool, selected string, each func(table, *sql.Rows) (fid int64, err error)) (store.Page, error) {
	t, err := tableOf(k)
	if err != nil {
		return store.Page{}, err
	}
	shapes := s.shapes.hold()
	defer shapes.release()
	after, err := row.After(q.After)
	if err != nil {
		return store.Page{}, err
	}
	if q.After != "" {
		q.Offset = 0
	}
	var page store.Page
	var before, in state
	counting := count && s.within == nil && (q.Limit > 0 || q.Offset > 0 || q.After != "")
	if counting {
		before, _ = s.counts.now(ctx, s.read)
	}
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		if counting { // from its first read on a transaction sees one state: this one, if it is the same on both sides of that
			if in, _ = s.counts.now(ctx, s.read); in != before {
				in = state{}
			}
		}
		from, args, err := t.bounded(ctx, tx, region, q, shapes)
		if err != nil {
			return err
		}
		told, err := t.page(ctx, tx, q, fmt.Sprintf(selected, t.selects)+" "+from, args, after, &page, each)
		if err != nil || told {
			return err
		}
		if page.Matched = -1; !count {
			return nil
		}
		page.Matched, err = s.count(ctx, tx, t, region, q, from, args, in)
		return err
	})
	if err != nil {
		return store.Page{}, s.fault(fmt.Sprintf("query %s of region %s", k, region), err)
	}
	return page, nil
}

// page reads the rows of a page, one more to know whether another page follows. If the page
// itself tells how many there are, that is said.
func (t table) page(ctx context.Context, tx *sql.Tx, q store.Query, from string, args []any, after int64, into *store.Page, each func(table, *sql.Rows) (int64, error)) (told bool, err error) {
	limit := -1 // SQLite: no limit
	if q.Limit > 0 {
		limit = q.Limit + 1
	}
	rest, bound := from+" AND t.fid > ? ORDER BY t.fid LIMIT ? OFFSET ?", append(slices.Clone(args), after, limit, q.Offset)
	rows, err := tx.QueryContext(ctx, "SELECT "+rest, bound...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	n, last := 0, after
	for rows.Next() {
		if q.Limit > 0 && n == q.Limit {
			into.Next = strconv.FormatInt(last, 10)
			break
		}
		if last, err = each(t, rows); err != nil {
			return false, err
		}
		n++
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	into.Matched = q.Offset + n
	return q.After == "" && into.Next == "" && (n > 0 || q.Offset == 0), nil
}

// where gives FROM and WHERE of a query without its filter, with the values to bind.
// Names come from the schema, values are bound.
func (t table) where(region string, q store.Query) (string, []any, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return "", nil, finding.New("store.bad_page", string(t.schema.Kind), "limit", q.Limit, "offset", q.Offset)
	}
	from, and, args := "FROM "+t.name+" AS t", []string{"t.region = ?"}, []any{region}
	if len(q.IDs) > 0 {
		ids, err := json.Marshal(q.IDs)
		if err != nil {
			return "", nil, err
		}
		and, args = append(and, "t.id IN (SELECT value FROM json_each(?))"), append(args, string(ids))
	}
	if q.BBox != nil {
		// The R-tree rounds outwards to 32 bits. Where its box ends beyond ours, the geometry
		// itself is asked; elsewhere the R-tree's word is enough. What it finds is gone through
		// in the order of the rows, so that none of them is sorted; the sign keeps the planner
		// from the index on the region, which holds all of the collection.
		edge := func(of string) string {
			return "(SELECT ST_" + of + "(g.geom) FROM " + t.name + " AS g WHERE g.fid = r.id)"
		}
		and[0] = "+t.region = ?"
		and = append(and, "t.fid IN (SELECT r.id FROM "+t.rtree+" AS r WHERE r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?"+
			" AND (r.minx >= ? OR "+edge("MaxX")+" >= ?) AND (r.maxx <= ? OR "+edge("MinX")+" <= ?)"+
			" AND (r.miny >= ? OR "+edge("MaxY")+" >= ?) AND (r.maxy <= ? OR "+edge("MinY")+" <= ?))")
		w, s, e, n := q.BBox.Min[0], q.BBox.Min[1], q.BBox.Max[0], q.BBox.Max[1]
		args = append(args, w, e, s, n, w, w, e, e, s, s, n, n)
	}
	for _, f := range t.schema.Fields { // in this order, so that one query is one statement
		text, asked := q.Equal[f.Name]
		if !asked {
			continue
		}
		v, ok, err := row.Comparable(f, text)
		if err != nil {
			return "", nil, err
		}
		if !ok {
			and = append(and, "FALSE")
			continue
		}
		and, args = append(and, "t."+quote(f.Name)+" = ?"), append(args, v)
	}
	for name := range q.Equal {
		if _, ok := t.schema.Field(name); !ok {
			return "", nil, row.UnknownProperty(t.schema.Kind, name)
		}
	}
	return from + " WHERE " + strings.Join(and, " AND "), args, nil
}
