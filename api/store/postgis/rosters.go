package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// SaveItem adds or replaces equipment. See store.Rosters.
func (s *Store) SaveItem(ctx context.Context, region string, i people.Item) error {
	err := s.answering(ctx, region, nil, func(t *tx) error {
		t.later(nil, `INSERT INTO equipment (region, id, name, name_en, kind, unit, seats, calibrated, illustration) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (region, id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind, unit = excluded.unit,
				seats = excluded.seats, calibrated = excluded.calibrated, illustration = excluded.illustration`,
			region, i.ID, i.Name, i.NameEN, string(i.Kind), i.Unit, i.Seats, i.CalibratedTo, i.Illustration)
		return nil
	})
	return s.fault("save equipment "+i.ID, err)
}

// Items lists equipment. See store.Rosters.
func (s *Store) Items(ctx context.Context, region string) ([]people.Item, error) {
	var all []people.Item
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var i people.Item
			err := rows.Scan(&i.ID, &i.Name, &i.NameEN, (*string)(&i.Kind), &i.Unit, &i.Seats, &i.CalibratedTo, &i.Illustration)
			all = append(all, i)
			return err
		}, `SELECT id, name, name_en, kind, unit, seats, calibrated, illustration FROM equipment WHERE region = $1 ORDER BY id`, region)
	})
	return all, s.fault("list equipment", err)
}

// Absences lists the last entry of each. See store.Rosters.
func (s *Store) Absences(ctx context.Context, region string) ([]people.Absence, error) {
	var all []people.Absence
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var a people.Absence
			var at *int64
			err := rows.Scan(&a.ID, &a.Person, &a.Item, &a.From, &a.To, (*string)(&a.Reason), &a.By, &at, &a.Withdrawn)
			a.At = timeOf(at)
			all = append(all, a)
			return err
		}, `SELECT id, person, item, begins, ends, reason, entered_by, entered, withdrawn FROM absences
			WHERE region = $1 AND fid IN (SELECT max(fid) FROM absences WHERE region = $1 GROUP BY id) ORDER BY begins, id`, region)
	})
	return all, s.fault("list absences", err)
}

// KeepRoster appends a revision. See store.Rosters.
func (s *Store) KeepRoster(ctx context.Context, region string, answer *store.Answer, r store.Roster, away ...people.Absence) error {
	err := s.answering(ctx, region, answer, func(t *tx) error {
		for _, a := range away {
			t.later(nil, `INSERT INTO absences (region, id, person, item, begins, ends, reason, entered_by, entered, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
				region, a.ID, a.Person, a.Item, a.From, a.To, string(a.Reason), a.By, a.At.UnixMilli(), a.Withdrawn)
		}
		if r.ID == "" {
			return nil
		}
		return t.appendRoster(region, r)
	})
	return s.fault("keep roster "+r.ID, err)
}

// appendRoster adds a revision to what waits.
func (t *tx) appendRoster(region string, r store.Roster) error {
	units, err := json.Marshal(r.Units)
	if err != nil {
		return err
	}
	t.later(func(n int64) error { // of two who follow the same revision one finds the next taken
		if n == 0 {
			return store.ErrStale
		}
		return nil
	}, `INSERT INTO rosters (region, id, revision, units, begins, ends, document, person, reason, made) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
		WHERE $3::bigint = 1 + (SELECT coalesce(max(revision), 0) FROM rosters WHERE region = $1 AND id = $2) ON CONFLICT DO NOTHING`,
		region, r.ID, r.Revision, string(units), r.From, r.To, append([]byte{}, r.Document...), r.Person, r.Reason, r.At.UnixMilli())
	return nil
}

// lastRosters are the last revisions, in the order in which the rosters were made.
const lastRosters = ` FROM rosters AS r WHERE r.region = $1 AND r.revision = (SELECT max(revision) FROM rosters WHERE region = $1 AND id = r.id)
	AND ($2 = '' OR r.units::jsonb ? $2) AND ($3 = '' OR r.ends >= $3) AND ($4 = '' OR r.begins <= $4) AND ($5 = '' OR r.id = $5)`

// Roster reads one. See store.Rosters.
func (s *Store) Roster(ctx context.Context, region, id string) (store.Roster, error) {
	all, _, err := s.rosters(ctx, region, id, store.RosterQuery{})
	if err == nil && len(all) == 0 {
		err = finding.New("roster.none", "", "id", id).Because(store.ErrNotFound)
	}
	if err != nil {
		return store.Roster{}, s.fault("read roster "+id, err)
	}
	return all[0], nil
}

// Rosters lists them. See store.Rosters.
func (s *Store) Rosters(ctx context.Context, region string, q store.RosterQuery) ([]store.Roster, int, error) {
	all, n, err := s.rosters(ctx, region, "", q)
	return all, n, s.fault("list rosters", err)
}

func (s *Store) rosters(ctx context.Context, region, id string, q store.RosterQuery) (all []store.Roster, n int, err error) {
	err = s.look(ctx, func(t *tx) error {
		args := []any{region, q.Unit, q.From, q.To, id}
		if err := t.one(ctx, []any{&n}, `SELECT count(*)`+lastRosters, args...); err != nil {
			return err
		}
		return t.each(ctx, func(rows *result) error {
			var r store.Roster
			var units string
			var at *int64
			if err := rows.Scan(&r.ID, &r.Revision, &units, &r.From, &r.To, &r.Document, &r.Person, &r.Reason, &at); err != nil {
				return err
			}
			r.At = timeOf(at)
			if err := json.Unmarshal([]byte(units), &r.Units); err != nil {
				return errors.Join(store.ErrDamaged, err)
			}
			all = append(all, r)
			return nil
		}, `SELECT id, revision, units, begins, ends, document, person, reason, made`+lastRosters+`
			ORDER BY (SELECT min(fid) FROM rosters WHERE region = $1 AND id = r.id)`+limited(q.Limit, q.Offset), args...)
	})
	return all, n, err
}
