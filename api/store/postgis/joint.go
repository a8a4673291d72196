package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"xunhu/api/joint"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// KeepJoint appends records. See store.JointPatrols.
func (s *Store) KeepJoint(ctx context.Context, region string, answer *store.Answer, rosters []store.Roster, records ...joint.Record) error {
	id := ""
	err := s.answering(ctx, region, answer, func(t *tx) error {
		for _, r := range records {
			id = r.Patrol
			var last int
			if err := t.one(ctx, []any{&last}, `SELECT coalesce(max(revision), 0) FROM joint WHERE region = $1 AND patrol = $2`, region, r.Patrol); err != nil {
				return err
			}
			stale := finding.New("joint.stale", r.Patrol, "n", last).Because(store.ErrStale)
			if r.Revision != last+1 {
				return stale
			}
			detail, err := json.Marshal(r)
			if err != nil {
				return err
			}
			t.insert(stale, `INSERT INTO joint (region, patrol, revision, event, unit, person, made, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				region, r.Patrol, r.Revision, string(r.Event), r.Unit, r.Person, r.At.UnixMilli(), string(detail))
			if err := t.flush(ctx); err != nil {
				return err
			}
		}
		for _, r := range rosters {
			if err := t.appendRoster(region, r); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("keep joint patrol "+id, err)
}

// JointRecords lists records. See store.JointPatrols.
func (s *Store) JointRecords(ctx context.Context, region, id string) ([]joint.Record, error) {
	var all []joint.Record
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var r joint.Record
			var at *int64
			var detail string
			if err := rows.Scan(&r.Patrol, &r.Revision, (*string)(&r.Event), &r.Unit, &r.Person, &at, &detail); err != nil {
				return err
			}
			r.At = timeOf(at)
			if err := r.Read(detail); err != nil {
				return errors.Join(store.ErrDamaged, err)
			}
			all = append(all, r)
			return nil
		}, `SELECT patrol, revision, event, unit, person, made, detail FROM joint WHERE region = $1 AND ($2 = '' OR patrol = $2) ORDER BY fid`, region, id)
	})
	return all, s.fault("read joint patrols", err)
}
