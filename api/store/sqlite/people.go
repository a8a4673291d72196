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

// grantTable holds what a token is held to. One of an older release has no row.
const grantTable = `
CREATE TABLE xunhu_grants (
  region TEXT NOT NULL,
  token TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires INTEGER,
  PRIMARY KEY (region, token),
  FOREIGN KEY (region, token) REFERENCES xunhu_tokens(region, id) ON UPDATE CASCADE) WITHOUT ROWID;
`

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

const (
	personValues = `p.id, p.name, p.name_en, p.unit, p.roles, p.certificates, p.illustration,
	coalesce(c.established, FALSE), coalesce(c.front_line, FALSE), coalesce(c.town, ''), coalesce(c.skills, 'null')`
	personTables  = ` FROM xunhu_people AS p LEFT JOIN xunhu_crew AS c ON c.region = p.region AND c.person = p.id `
	personColumns = "SELECT " + personValues + personTables

	tokenValues = `t.id, t.digest, t.person, t.note, t.created, t.revoked, coalesce(g.scopes, ''), g.expires`
	grantsOf    = ` LEFT JOIN xunhu_grants AS g ON g.region = t.region AND g.token = t.id `
)

// scanPerson reads a person, and then what else stands in the row.
func scanPerson(row scanner, more ...any) (people.Person, error) {
	var p people.Person
	var roles, certificates, skills string
	if err := row.Scan(append([]any{&p.ID, &p.Name, &p.NameEN, &p.Unit, &roles, &certificates, &p.Illustration, &p.Established, &p.FrontLine, &p.Town, &skills}, more...)...); err != nil {
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
	return s.onePerson(ctx, id, nil, personColumns+`WHERE p.region = ? AND p.id = ?`, region, id)
}

// Bearer finds a token and whose it is. See store.Leads.
func (s *Store) Bearer(ctx context.Context, region, digest string, at time.Time) (people.Person, people.Token, error) {
	var t tokenRow
	p, err := s.onePerson(ctx, "", t.into(), "SELECT "+personValues+", "+tokenValues+personTables+`JOIN xunhu_tokens AS t ON t.region = p.region AND t.person = p.id`+grantsOf+barredOf+
		`WHERE p.region = ? AND t.digest = ? AND t.revoked IS NULL AND (g.expires IS NULL OR g.expires > ?)`+notBarred, region, digest, at.UnixMilli())
	return p, t.token(), err
}

// A tokenRow is a token on its way out of the store.
type tokenRow struct {
	people.Token
	scopes                    string
	created, revoked, expires sql.NullInt64
}

func (t *tokenRow) into() []any {
	return []any{&t.ID, &t.Digest, &t.Person, &t.Note, &t.created, &t.revoked, &t.scopes, &t.expires}
}

func (t *tokenRow) token() people.Token {
	t.Created, t.Revoked, t.Expires, t.Scopes = timeOf(t.created), timeOf(t.revoked), timeOf(t.expires), people.ParseScopes(t.scopes)
	return t.Token
}

func (s *Store) onePerson(ctx context.Context, id string, more []any, query string, args ...any) (people.Person, error) {
	p, err := scanPerson(s.read.QueryRowContext(ctx, query, args...), more...)
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
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO xunhu_grants (region, token, scopes, expires) VALUES (?, ?, ?, ?)`, region, t.ID, people.FormatScopes(t.Scopes), moment(t.Expires))
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
		rows, err := tx.QueryContext(ctx, "SELECT "+tokenValues+` FROM xunhu_tokens AS t`+grantsOf+`WHERE t.region = ? ORDER BY t.created, t.id`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var t tokenRow
			if err := rows.Scan(t.into()...); err != nil {
				return err
			}
			all = append(all, t.token())
		}
		return rows.Err()
	})
	return all, s.fault("list tokens", err)
}
