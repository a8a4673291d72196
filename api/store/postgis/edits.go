package postgis

import (
	"context"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// note keeps who changed a feature.
func (t *tx) note(region string, e store.Edit) {
	if e.Before != e.After {
		t.later(nil, `INSERT INTO edits (region, kind, id, person, made, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			region, string(e.Kind), e.ID, e.Person, e.At.UnixMilli(), e.Before, e.After)
	}
}

// Edits lists what was changed by hand. See store.Editor.
func (s *Store) Edits(ctx context.Context, region string) (all []store.Edit, err error) {
	err = s.glance(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var e store.Edit
			var kind string
			var made int64
			err := rows.Scan(&kind, &e.ID, &e.Person, &made, &e.Before, &e.After)
			e.Kind, e.At = feature.Kind(kind), timeOf(&made)
			all = append(all, e)
			return err
		}, `SELECT kind, id, person, made, before, after FROM edits WHERE region = $1 ORDER BY fid`, region)
	})
	return all, s.fault("list edits", err)
}
