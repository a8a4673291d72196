package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

var _ store.Editor = (*Store)(nil)

// Edit changes one feature. See store.Editor.
func (s *Store) Edit(ctx context.Context, region string, k feature.Kind, id string, by store.Signature, change func(*feature.Feature) (*feature.Feature, error)) error {
	t, err := tableOf(k)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		stands, err := t.list(ctx, tx, "FROM "+t.name+" AS t WHERE t.region = ? AND t.id = ?", []any{region, id})
		if err != nil {
			return err
		}
		var was *feature.Feature
		if len(stands) > 0 {
			was = &stands[0]
		}
		is, err := change(was)
		if err != nil || was == nil && is == nil {
			return err
		}
		before, err := t.digest(was)
		if err != nil {
			return err
		}
		afterwards, err := t.replace(ctx, tx, region, id, was, is)
		if err != nil {
			return err
		}
		if err := note(ctx, tx, region, store.Edit{Kind: k, ID: id, Signature: by, Before: before, After: afterwards}); err != nil {
			return err
		}
		return after(ctx, tx, region, t)
	})
	return s.fault(fmt.Sprintf("edit %s %s", k, id), err)
}

// digest is that of a feature as it is kept; "" of none.
func (t table) digest(f *feature.Feature) (string, error) {
	if f == nil {
		return "", nil
	}
	r, faults := row.Of(t.schema, *f)
	return row.DigestOf(&r), errors.Join(faults...)
}

// replace writes what shall stand under an id in the place of what was, and gives its digest.
func (t table) replace(ctx context.Context, tx *sql.Tx, region, id string, was, is *feature.Feature) (string, error) {
	if is == nil {
		_, err := tx.ExecContext(ctx, "DELETE FROM "+t.name+" WHERE region = ? AND id = ?", region, id)
		return "", err
	}
	f := *is
	f.ID = id
	r, faults := row.Of(t.schema, f)
	if len(faults) > 0 {
		return "", errors.Join(faults...)
	}
	if was == nil {
		_, err := tx.ExecContext(ctx, t.insert, append([]any{region, id}, r.Values()...)...)
		return row.DigestOf(&r), err
	}
	_, err := tx.ExecContext(ctx, t.update, append(r.Values(), region, id)...)
	return row.DigestOf(&r), err
}
