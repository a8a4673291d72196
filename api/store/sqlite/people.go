package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// SavePerson adds or replaces a person. See store.Leads.
func (s *Store) SavePerson(ctx context.Context, region string, p people.Person) error {
	roles, err := json.Marshal(p.Roles)
	if err != nil {
		return err
	}
	certificates, err := json.Marshal(p.Certificates)
	if err != nil {
		return err
	}
	skills, err := json.Marshal(p.Skills)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_people (region, id, name, name_en, unit, roles, certificates, illustration) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, name_en = excluded.name_en, unit = excluded.unit, roles = excluded.roles,
				certificates = excluded.certificates, illustration = excluded.illustration`,
			region, p.ID, p.Name, p.NameEN, p.Unit, string(roles), string(certificates), p.Illustration)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO xunhu_crew (region, person, established, front_line, town, skills) VALUES (?, ?, ?, ?, ?, ?)`,
			region, p.ID, p.Established, p.FrontLine, p.Town, string(skills))
		return err
	})
	return s.fault("save person "+p.ID, err)
}

const personColumns = `SELECT p.id, p.name, p.name_en, p.unit, p.roles, p.certificates, p.illustration,
	coalesce(c.established, FALSE), coalesce(c.front_line, FALSE), coalesce(c.town, ''), coalesce(c.skills, 'null')
	FROM xunhu_people AS p LEFT JOIN xunhu_crew AS c ON c.region = p.region AND c.person = p.id `

func scanPerson(row scanner) (people.Person, error) {
	var p people.Person
	var roles, certificates, skills string
	if err := row.Scan(&p.ID, &p.Name, &p.NameEN, &p.Unit, &roles, &certificates, &p.Illustration, &p.Established, &p.FrontLine, &p.Town, &skills); err != nil {
		return p, err
	}
	return p, errors.Join(json.Unmarshal([]byte(roles), &p.Roles), json.Unmarshal([]byte(certificates), &p.Certificates), json.Unmarshal([]byte(skills), &p.Skills))
}

// People lists all. See store.Leads.
func (s *Store) People(ctx context.Context, region string) ([]people.Person, error) {
	var all []people.Person
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, personColumns+`WHERE p.region = ? ORDER BY p.id`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			p, err := scanPerson(rows)
			if err != nil {
				return err
			}
			all = append(all, p)
		}
		return rows.Err()
	})
	return all, s.fault("list people", err)
}

// Person reads one. See store.Leads.
func (s *Store) Person(ctx context.Context, region, id string) (people.Person, error) {
	return s.onePerson(ctx, id, personColumns+`WHERE p.region = ? AND p.id = ?`, region, id)
}

// Bearer finds the person of a token. See store.Leads.
func (s *Store) Bearer(ctx context.Context, region, digest string) (people.Person, error) {
	return s.onePerson(ctx, "", personColumns+`JOIN xunhu_tokens AS t ON t.region = p.region AND t.person = p.id
		WHERE p.region = ? AND t.digest = ? AND t.revoked IS NULL`, region, digest)
}

func (s *Store) onePerson(ctx context.Context, id, query string, args ...any) (people.Person, error) {
	p, err := scanPerson(s.read.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return people.Person{}, finding.New("store.no_person", "", "id", id).Because(store.ErrNotFound)
	}
	return p, s.fault("find a person", err)
}

// AddToken keeps a token. See store.Leads.
func (s *Store) AddToken(ctx context.Context, region string, t people.Token) error {
	if _, err := s.Person(ctx, region, t.Person); err != nil {
		return err
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_tokens (region, id, digest, person, note, created) VALUES (?, ?, ?, ?, ?, ?)`,
			region, t.ID, t.Digest, t.Person, t.Note, t.Created.UnixMilli())
		return err
	})
	return s.fault("add a token", err)
}

// RevokeToken ends a token. See store.Leads.
func (s *Store) RevokeToken(ctx context.Context, region, id string, at time.Time) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE xunhu_tokens SET revoked = ? WHERE region = ? AND id = ? AND revoked IS NULL`, at.UnixMilli(), region, id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, finding.New("store.no_token", "", "id", id).Because(store.ErrNotFound))
		}
		return nil
	})
	return s.fault("revoke a token", err)
}

// Tokens lists the tokens. See store.Leads.
func (s *Store) Tokens(ctx context.Context, region string) ([]people.Token, error) {
	var all []people.Token
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id, digest, person, note, created, revoked FROM xunhu_tokens WHERE region = ? ORDER BY created, id`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var t people.Token
			var created, revoked sql.NullInt64
			if err := rows.Scan(&t.ID, &t.Digest, &t.Person, &t.Note, &created, &revoked); err != nil {
				return err
			}
			t.Created, t.Revoked = timeOf(created), timeOf(revoked)
			all = append(all, t)
		}
		return rows.Err()
	})
	return all, s.fault("list tokens", err)
}
