package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// What planners ask of people lies beside them, so that the register of an older release
// goes on as it is.
const (
	crewTable = `
CREATE TABLE xunhu_crew (
  region TEXT NOT NULL,
  person TEXT NOT NULL,
  established INTEGER NOT NULL,
  front_line INTEGER NOT NULL,
  town TEXT NOT NULL,
  skills TEXT NOT NULL,
  PRIMARY KEY (region, person),
  FOREIGN KEY (region, person) REFERENCES xunhu_people(region, id) ON UPDATE CASCADE) WITHOUT ROWID;
`
	equipmentTable = `
CREATE TABLE xunhu_equipment (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  seats INTEGER NOT NULL,
  calibrated TEXT NOT NULL,
  illustration INTEGER NOT NULL,
  PRIMARY KEY (region, id)) WITHOUT ROWID;
`
	absenceTable = `
CREATE TABLE xunhu_absences (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  item TEXT NOT NULL,
  begins TEXT NOT NULL,
  ends TEXT NOT NULL,
  reason TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  entered INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL);
CREATE INDEX xunhu_absences_id ON xunhu_absences (region, id);
`
	rosterTable = `
CREATE TABLE xunhu_rosters (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  units TEXT NOT NULL,
  begins TEXT NOT NULL,
  ends TEXT NOT NULL,
  document BLOB NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  made INTEGER NOT NULL,
  UNIQUE (region, id, revision));
CREATE INDEX xunhu_rosters_begins ON xunhu_rosters (region, begins);
`
)

// SaveItem adds or replaces equipment. See store.Rosters.
func (s *Store) SaveItem(ctx context.Context, region string, i people.Item) error {
	err := s.answering(ctx, region, nil, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO xunhu_equipment (region, id, name, name_en, kind, unit, seats, calibrated, illustration) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			region, i.ID, i.Name, i.NameEN, string(i.Kind), i.Unit, i.Seats, i.CalibratedTo, i.Illustration)
		return err
	})
	return s.fault("save equipment "+i.ID, err)
}

// Items lists equipment. See store.Rosters.
func (s *Store) Items(ctx context.Context, region string) ([]people.Item, error) {
	var all []people.Item
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id, name, name_en, kind, unit, seats, calibrated, illustration FROM xunhu_equipment WHERE region = ? ORDER BY id`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var i people.Item
			if err := rows.Scan(&i.ID, &i.Name, &i.NameEN, &i.Kind, &i.Unit, &i.Seats, &i.CalibratedTo, &i.Illustration); err != nil {
				return err
			}
			all = append(all, i)
		}
		return rows.Err()
	})
	return all, s.fault("list equipment", err)
}

// Absences lists the last entry of each. See store.Rosters.
func (s *Store) Absences(ctx context.Context, region string) ([]people.Absence, error) {
	var all []people.Absence
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id, person, item, begins, ends, reason, entered_by, entered, withdrawn FROM xunhu_absences
			WHERE fid IN (SELECT max(fid) FROM xunhu_absences WHERE region = ? GROUP BY id) ORDER BY begins, id`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var a people.Absence
			var at sql.NullInt64
			if err := rows.Scan(&a.ID, &a.Person, &a.Item, &a.From, &a.To, &a.Reason, &a.By, &at, &a.Withdrawn); err != nil {
				return err
			}
			a.At = timeOf(at)
			all = append(all, a)
		}
		return rows.Err()
	})
	return all, s.fault("list absences", err)
}

// KeepRoster appends a revision. See store.Rosters.
func (s *Store) KeepRoster(ctx context.Context, region string, answer *store.Answer, r store.Roster, away ...people.Absence) error {
	err := s.answering(ctx, region, answer, func(tx *sql.Tx) error {
		for _, a := range away {
			if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_absences (region, id, person, item, begins, ends, reason, entered_by, entered, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				region, a.ID, a.Person, a.Item, a.From, a.To, string(a.Reason), a.By, a.At.UnixMilli(), a.Withdrawn); err != nil {
				return err
			}
		}
		if r.ID == "" {
			return nil
		}
		return appendRoster(ctx, tx, region, r)
	})
	return s.fault("keep roster "+r.ID, err)
}

// appendRoster adds a revision, if it follows the last one.
func appendRoster(ctx context.Context, tx *sql.Tx, region string, r store.Roster) error {
	units, err := json.Marshal(r.Units)
	if err != nil {
		return err
	}
	var last int
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(revision), 0) FROM xunhu_rosters WHERE region = ? AND id = ?`, region, r.ID).Scan(&last); err != nil {
		return err
	}
	if r.Revision != last+1 {
		return store.ErrStale
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO xunhu_rosters (region, id, revision, units, begins, ends, document, person, reason, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		region, r.ID, r.Revision, string(units), r.From, r.To, append([]byte{}, r.Document...), r.Person, r.Reason, r.At.UnixMilli())
	return err
}

// lastRosters are the last revisions, in the order in which the rosters were made.
const lastRosters = ` FROM xunhu_rosters AS r WHERE r.region = ?1 AND r.revision = (SELECT max(revision) FROM xunhu_rosters WHERE region = ?1 AND id = r.id)
	AND (?2 = '' OR EXISTS (SELECT 1 FROM json_each(r.units) WHERE value = ?2)) AND (?3 = '' OR r.ends >= ?3) AND (?4 = '' OR r.begins <= ?4) AND (?5 = '' OR r.id = ?5)`

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
	err = s.look(ctx, func(tx *sql.Tx) error {
		args := []any{region, q.Unit, q.From, q.To, id}
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+lastRosters, args...).Scan(&n); err != nil {
			return err
		}
		limit := q.Limit
		if limit == 0 {
			limit = -1
		}
		rows, err := tx.QueryContext(ctx, `SELECT id, revision, units, begins, ends, document, person, reason, made`+lastRosters+`
			ORDER BY (SELECT min(fid) FROM xunhu_rosters WHERE region = ?1 AND id = r.id) LIMIT ?6 OFFSET ?7`, append(args, limit, q.Offset)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r store.Roster
			var units string
			var at sql.NullInt64
			if err := rows.Scan(&r.ID, &r.Revision, &units, &r.From, &r.To, &r.Document, &r.Person, &r.Reason, &at); err != nil {
				return err
			}
			r.At = timeOf(at)
			if err := json.Unmarshal([]byte(units), &r.Units); err != nil {
				return errors.Join(store.ErrDamaged, err)
			}
			all = append(all, r)
		}
		return rows.Err()
	})
	return all, n, err
}
