package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

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
	err = s.answering(ctx, region, nil, func(t *tx) error {
		t.later(nil, `INSERT INTO people (region, id, name, name_en, unit, roles, certificates, illustration) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (region, id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, unit = excluded.unit, roles = excluded.roles,
				certificates = excluded.certificates, illustration = excluded.illustration`,
			region, p.ID, p.Name, p.NameEN, p.Unit, string(roles), string(certificates), p.Illustration)
		t.later(nil, `INSERT INTO crew (region, person, established, front_line, town, skills) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (region, person) DO UPDATE SET established = excluded.established, front_line = excluded.front_line, town = excluded.town, skills = excluded.skills`,
			region, p.ID, p.Established, p.FrontLine, p.Town, string(skills))
		return nil
	})
	return s.fault("save person "+p.ID, err)
}

const (
	personValues = `p.id, p.name, p.name_en, p.unit, p.roles, p.certificates, p.illustration,
	coalesce(c.established, FALSE), coalesce(c.front_line, FALSE), coalesce(c.town, ''), coalesce(c.skills, 'null')`
	personTables  = ` FROM people AS p LEFT JOIN crew AS c ON c.region = p.region AND c.person = p.id `
	personColumns = "SELECT " + personValues + personTables

	tokenValues = `t.id, t.digest, t.person, t.note, t.created, t.revoked, coalesce(g.scopes, ''), g.expires`
	grantsOf    = ` LEFT JOIN grants AS g ON g.region = t.region AND g.token = t.id `
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

func (s *Store) people(ctx context.Context, more []any, query string, args ...any) (all []people.Person, err error) {
	err = s.glance(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			p, err := scanPerson(rows, more...)
			all = append(all, p)
			return err
		}, query, args...)
	})
	return all, err
}

// People lists all. See store.Leads.
func (s *Store) People(ctx context.Context, region string) ([]people.Person, error) {
	all, err := s.people(ctx, nil, personColumns+`WHERE p.region = $1 ORDER BY p.id`, region)
	return all, s.fault("list people", err)
}

// Person reads one. See store.Leads.
func (s *Store) Person(ctx context.Context, region, id string) (people.Person, error) {
	return s.onePerson(ctx, id, nil, personColumns+`WHERE p.region = $1 AND p.id = $2`, region, id)
}

// Bearer finds a token and whose it is. See store.Leads.
func (s *Store) Bearer(ctx context.Context, region, digest string, at time.Time) (people.Person, people.Token, error) {
	var t tokenRow
	p, err := s.onePerson(ctx, "", t.into(), "SELECT "+personValues+", "+tokenValues+personTables+`JOIN tokens AS t ON t.region = p.region AND t.person = p.id`+grantsOf+barredOf+
		`WHERE p.region = $1 AND t.digest = $2 AND t.revoked IS NULL AND (g.expires IS NULL OR g.expires > $3)`+notBarred, region, digest, at.UnixMilli())
	return p, t.token(), err
}

// A tokenRow is a token on its way out of the store.
type tokenRow struct {
	people.Token
	scopes                    string
	created, revoked, expires *int64
}

func (t *tokenRow) into() []any {
	return []any{&t.ID, &t.Digest, &t.Person, &t.Note, &t.created, &t.revoked, &t.scopes, &t.expires}
}

func (t *tokenRow) token() people.Token {
	t.Created, t.Revoked, t.Expires, t.Scopes = timeOf(t.created), timeOf(t.revoked), timeOf(t.expires), people.ParseScopes(t.scopes)
	return t.Token
}

func (s *Store) onePerson(ctx context.Context, id string, more []any, query string, args ...any) (people.Person, error) {
	all, err := s.people(ctx, more, query, args...)
	if err == nil && len(all) == 0 {
		err = noPerson(id)
	}
	if err != nil {
		return people.Person{}, s.fault("find a person", err)
	}
	return all[0], nil
}

func noPerson(id string) error {
	return finding.New("store.no_person", "", "id", id).Because(store.ErrNotFound)
}

// AddToken keeps a token. See store.Leads.
func (s *Store) AddToken(ctx context.Context, region string, token people.Token) error {
	err := s.change(ctx, func(t *tx) error {
		var one int
		err := t.one(ctx, []any{&one}, `SELECT 1 FROM people WHERE region = $1 AND id = $2`, region, token.Person)
		if errors.Is(err, pgx.ErrNoRows) {
			return noPerson(token.Person)
		}
		t.later(nil, `INSERT INTO tokens (region, id, digest, person, note, created) VALUES ($1, $2, $3, $4, $5, $6)`,
			region, token.ID, token.Digest, token.Person, token.Note, token.Created.UnixMilli())
		t.later(nil, `INSERT INTO grants (region, token, scopes, expires) VALUES ($1, $2, $3, $4)`, region, token.ID, people.FormatScopes(token.Scopes), moment(token.Expires))
		return err
	})
	return s.fault("add a token", err)
}

// RevokeToken ends a token. See store.Leads.
func (s *Store) RevokeToken(ctx context.Context, region, id string, at time.Time) error {
	err := s.change(ctx, func(t *tx) error {
		t.later(func(n int64) error {
			if n == 0 {
				return finding.New("store.no_token", "", "id", id).Because(store.ErrNotFound)
			}
			return nil
		}, `UPDATE tokens SET revoked = $3 WHERE region = $1 AND id = $2 AND revoked IS NULL`, region, id, at.UnixMilli())
		return nil
	})
	return s.fault("revoke a token", err)
}

// Tokens lists the tokens. See store.Leads.
func (s *Store) Tokens(ctx context.Context, region string) ([]people.Token, error) {
	var all []people.Token
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var token tokenRow
			err := rows.Scan(token.into()...)
			all = append(all, token.token())
			return err
		}, "SELECT "+tokenValues+` FROM tokens AS t`+grantsOf+`WHERE t.region = $1 ORDER BY t.created, t.id`, region)
	})
	return all, s.fault("list tokens", err)
}
