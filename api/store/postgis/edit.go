package postgis

import (
	"context"
	"errors"
	"fmt"

	"xunhu/api/store"
	"xunhu/api/store/row"
	"xunhu/geo/feature"
)

var _ store.Editor = (*Store)(nil)

// Edit changes one feature. Those of one region queue for its row, so that each sees what
// the one before has left; others who write queue for the row of the feature. See
// store.Editor.
func (s *Store) Edit(ctx context.Context, region string, k feature.Kind, id string, by store.Signature, change func(*feature.Feature) (*feature.Feature, error)) error {
	of, err := tableOf(k)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(t *tx) error {
		t.ask(s.noRegion(region), []any{new(int)}, "SELECT 1 FROM regions WHERE code = $1 FOR UPDATE", region)
		stands, err := of.list(ctx, t, "FROM "+of.name+" AS t WHERE t.region = $1 AND t.id = $2 FOR UPDATE", []any{region, id})
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
		edit := store.Edit{Kind: k, ID: id, Signature: by}
		if was != nil {
			r, faults := of.encode(*was)
			if len(faults) > 0 {
				return errors.Join(faults...)
			}
			edit.Before = row.DigestOf(&r)
		}
		if edit.After, err = t.replace(of, region, id, was, is); err != nil {
			return err
		}
		t.note(region, edit)
		return after(ctx, t, region, of)
	})
	return s.fault(fmt.Sprintf("edit %s %s", k, id), err)
}

// replace writes what shall stand under an id in the place of what was, and
// gives its digest.
func (t *tx) replace(of table, region, id string, was, is *feature.Feature) (string, error) {
	if is == nil {
		t.later(nil, "DELETE FROM "+of.name+" WHERE region = $1 AND id = $2", region, id)
		return "", nil
	}
	f := *is
	f.ID = id
	r, faults := of.encode(f)
	if len(faults) > 0 {
		return "", errors.Join(faults...)
	}
	if was == nil {
		t.add(of, region, r)
	} else {
		t.later(nil, of.update, values(region, r)...)
	}
	return row.DigestOf(&r), nil
}
