package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// tell keeps the tellings of a lead, and a line of the ledger for each that the program
// itself tells by this change.
func tell(t *tx, region string, row int64, c store.Change) error {
	var numbers []int64
	var lines, texts []string
	for _, one := range c.Lead.Tellings {
		text, err := json.Marshal(one)
		if err != nil {
			return err
		}
		numbers, lines, texts = append(numbers, int64(one.N)), append(lines, one.Line), append(texts, string(text))
	}
	if len(numbers) > 0 {
		t.later(nil, `INSERT INTO tellings AS t (region, lead, n, line, telling) SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[])
			ON CONFLICT (region, lead, n) DO UPDATE SET line = excluded.line, telling = excluded.telling WHERE t.telling <> excluded.telling`,
			region, row, numbers, lines, texts)
	}
	for _, n := range store.SystemLines(c) {
		t.later(nil, `INSERT INTO notices (region, id, lead, kind, way, receiver, person, number, digest, sent, due)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8, $9) ON CONFLICT DO NOTHING`, region, n.ID, row, n.Kind, n.Way, n.To, n.By, n.Sent.UnixMilli(), moment(n.Due))
	}
	return nil
}

// Owed lists who has yet to be told, and who need not be any more. See store.Leads.
func (s *Store) Owed(ctx context.Context, region, lead string) ([]store.Owing, error) {
	var all []store.Owing
	err := s.look(ctx, func(t *tx) error {
		return t.each(ctx, func(rows *result) error {
			var o store.Owing
			var text string
			if err := rows.Scan(&o.Lead, &text); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(text), &o.Telling); err != nil {
				return errors.Join(finding.New("store.bad_lead", o.Lead), store.ErrDamaged, err)
			}
			all = append(all, o)
			return nil
		}, `SELECT l.id, t.telling FROM tellings AS t JOIN leads AS l ON l.region = t.region AND l.fid = t.lead
			WHERE t.line = '' AND t.region = $1 AND ($2 = '' OR l.id = $2) ORDER BY t.lead, t.n`, region, lead)
	})
	return all, s.fault("read what is owed", err)
}
