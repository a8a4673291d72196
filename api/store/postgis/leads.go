package postgis

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Keep writes changes of leads. See store.Leads.
func (s *Store) Keep(ctx context.Context, region string, answer *store.Answer, changes ...store.Change) error {
	err := s.change(ctx, func(t *tx) error {
		s.writing(t, region)
		if err := s.keepAnswer(t, region, answer); err != nil {
			return err
		}
		for _, c := range changes {
			if err := keep(ctx, t, region, c); err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault("keep leads", err)
}

// Batch keeps many leads in one transaction. See store.Leads.
func (s *Store) Batch(ctx context.Context, region string, fill func(store.Batch) error) error {
	err := s.once(ctx, beginWrite, func(t *tx) error {
		s.writing(t, region)
		if err := t.flush(ctx); err != nil {
			return err
		}
		return fill(batch{ctx, t, region})
	})
	return s.fault("keep leads", err)
}

// A batch is a store.Batch.
type batch struct {
	ctx    context.Context //nolint:containedctx // a batch lives as long as the call that fills it
	tx     *tx
	region string
}

func (b batch) Serial(day string) (int, error) {
	n := serials(b.tx, series{b.region, day}, 1)
	err := b.tx.flush(b.ctx)
	return *n, err
}

// Keep leaves the transaction as it was if the change is not kept, so that one may go on.
func (b batch) Keep(c store.Change) error {
	b.tx.later(nil, "SAVEPOINT change")
	err := keep(b.ctx, b.tx, b.region, c)
	if err == nil {
		b.tx.later(nil, "RELEASE change")
		err = b.tx.flush(b.ctx)
	}
	if err != nil {
		b.tx.forget()
		b.tx.later(nil, "ROLLBACK TO change")
		return errors.Join(err, b.tx.flush(b.ctx))
	}
	return nil
}

// writing is mustHave, and announces a transaction that will write records; see settled, and Seal.
func (s *Store) writing(t *tx, region string) {
	t.ask(s.noRegion(region), []any{new(any), new(any)}, `SELECT pg_advisory_xact_lock_shared(hashtextextended(code, 0)), pg_advisory_xact_lock_shared(hashtext(code), (`+s.numbered.drawn("records")+` & 2147483647)::int)
		FROM regions WHERE code = $1`, region)
}

// keep writes one change. What is not read is sent later.
func keep(ctx context.Context, t *tx, region string, c store.Change) error {
	records, err := c.Raw()
	if err != nil {
		return err
	}
	row, secrets, err := keepLead(ctx, t, region, c)
	if err != nil {
		return err
	}
	if c.Reporter != nil {
		setReporter(t, region, row, c.Lead.ID, *c.Reporter)
		secrets = append(secrets, c.Reporter.Name, c.Reporter.Phone)
	}
	for _, r := range records {
		text := string(r.Canonical)
		if store.Names(text, secrets) {
			return finding.New("store.reporter_named", "").Because(store.ErrReporter)
		}
		t.later(nil, `INSERT INTO records (region, lead, serial, digest, canonical) VALUES ($1, $2, $3, $4, $5)`, region, row, r.Serial, r.Digest, text)
	}
	for _, f := range c.Files {
		if err := attachFile(ctx, t, region, row, f); err != nil {
			return err
		}
	}
	concern(t, region, row, c)
	if err := ledger(t, region, row, secrets, c); err != nil {
		return err
	}
	if err := tell(t, region, row, c); err != nil {
		return err
	}
	return mirror(t, region, c)
}

// keepLead writes the lead itself, if it is as it was seen, and locks its row. It gives the
// row, and what must not stand in its records.
func keepLead(ctx context.Context, t *tx, region string, c store.Change) (row int64, secrets []string, err error) {
	text, err := json.Marshal(c.Lead)
	if err != nil {
		return 0, nil, err
	}
	l, was := c.Lead, cmp.Or(c.ID, c.Lead.ID)
	taken := func(ticket string) error {
		return finding.New("store.lead_taken", "", "id", was, "ticket", ticket).Because(store.ErrExists)
	}
	columns := []any{region, l.ID, l.Revision, string(l.State), l.Unit, l.Person, l.Ruling.Category, l.Source, l.Act.UnixMilli(), moment(c.Due), string(text)}
	if c.Seen == 0 {
		if c.ID != "" {
			if _, err := leadRow(ctx, t, region, c.ID); !errors.Is(err, store.ErrNotFound) {
				return 0, nil, errors.Join(err, taken(""))
			}
		}
		ticket := c.Incident.Text("ticket")
		t.ask(taken(ticket), []any{&row}, `INSERT INTO leads (region, id, revision, state, unit, person, category, source, occurred, due, lead, ticket)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING fid`, append(columns, ticket)...)
		err := t.flush(ctx)
		return row, nil, err
	}
	t.ask(nil, []any{&row}, `UPDATE leads SET id = $2, revision = $3, state = $4, unit = $5, person = $6, category = $7, source = $8, occurred = $9, due = $10, lead = $11
		WHERE region = $1 AND id = $12 AND revision = $13 RETURNING fid`, append(columns, was, c.Seen)...)
	var name, phone string // read once the row is locked: whoever names a reporter locks it too
	t.ask(nil, []any{&name, &phone}, `SELECT r.name, r.phone FROM reporters AS r JOIN leads AS l ON l.region = r.region AND l.fid = r.lead WHERE l.region = $1 AND l.id = $2`, region, l.ID)
	if err := t.flush(ctx); err != nil {
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == codeUnique { // its new number
			return 0, nil, finding.New("store.lead_taken", "", "id", l.ID, "ticket", "").Because(store.ErrExists)
		}
		return 0, nil, err
	}
	if row == 0 {
		if _, err := leadRow(ctx, t, region, was); err != nil {
			return 0, nil, err
		}
		return 0, nil, store.ErrStale
	}
	return row, []string{name, phone}, nil
}

// concern notes the towns of a lead, the units that have a part in it, and the reaches that
// it lies at. A change without the incident leaves the reaches.
func concern(t *tx, region string, row int64, c store.Change) {
	all := map[string][]string{"town": c.Lead.Towns, "unit": c.Lead.Parties()}
	if c.Incident != nil {
		all["reach"] = store.Kept{Incident: *c.Incident}.Summary().Reaches
	}
	var parts, codes []string
	for _, part := range slices.Sorted(maps.Keys(all)) {
		for _, code := range all[part] {
			if code != "" {
				parts, codes = append(parts, part), append(codes, code)
			}
		}
	}
	if c.Seen > 0 {
		t.later(nil, `DELETE FROM concerned WHERE region = $1 AND lead = $2 AND part = ANY ($3) AND (part, code) NOT IN (SELECT * FROM unnest($4::text[], $5::text[]))`,
			region, row, slices.Sorted(maps.Keys(all)), parts, codes)
	}
	t.later(nil, `INSERT INTO concerned (region, lead, part, code) SELECT $1, $2, * FROM unnest($3::text[], $4::text[]) ON CONFLICT DO NOTHING`, region, row, parts, codes)
}

// mirror writes the incident, and the state of its lead beside it for QGIS and OGC API.
func mirror(t *tx, region string, c store.Change) error {
	l, was := c.Lead, cmp.Or(c.ID, c.Lead.ID)
	state := store.StateColumns(l, c.Due)
	if c.Incident == nil {
		t.later(nil, `UPDATE incidents SET id = $3, state = $4, unit = $5, town = $6, due_at = $7, revision = $8 WHERE region = $1 AND id = $2`,
			region, was, l.ID, state["state"], state["unit"], state["town"], state["due_at"], state["revision"])
		return nil
	}
	of, err := tableOf(feature.Incidents)
	if err != nil {
		return err
	}
	f := feature.Feature{ID: l.ID, Geometry: c.Incident.Geometry, Props: map[string]any{}}
	maps.Copy(f.Props, c.Incident.Props)
	maps.Copy(f.Props, state)
	r, faults := of.encode(f)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	if c.Seen == 0 && c.ID == "" {
		t.add(of, region, r)
		return nil
	}
	r.ID = was
	t.later(func(n int64) error {
		if n == 0 && c.Seen == 0 {
			return finding.New("store.no_feature", c.ID).Because(store.ErrNotFound)
		}
		return nil
	}, of.update, values(region, r)...)
	if was != l.ID {
		t.later(nil, `UPDATE incidents SET id = $3 WHERE region = $1 AND id = $2`, region, was, l.ID)
	}
	return nil
}

// leadRow finds the row of a lead by its number.
func leadRow(ctx context.Context, t *tx, region, id string) (row int64, err error) {
	err = t.one(ctx, []any{&row}, `SELECT fid FROM leads WHERE region = $1 AND id = $2`, region, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, finding.New("store.no_lead", "", "id", id).Because(store.ErrNotFound)
	}
	return row, err
}

// moment gives a time as it is kept; zero is NULL.
func moment(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// timeOf reads a moment back, in China.
func timeOf(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(*ms).In(law.China)
}
