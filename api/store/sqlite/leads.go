package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Keep writes changes of leads. See store.Leads.
func (s *Store) Keep(ctx context.Context, region string, answer *store.Answer, changes ...store.Change) error {
	written := make([]written, len(changes)) // before anybody waits for it
	for i, c := range changes {
		var err error
		if written[i], err = writeOut(c); err != nil {
			return s.fault("keep leads", err)
		}
	}
	write := func(ctx context.Context, tx *sql.Tx) error {
		if answer != nil {
			if err := keepAnswer(ctx, tx, region, *answer); err != nil {
				return err
			}
		}
		for i, c := range changes {
			if err := s.keep(ctx, tx, region, c, written[i]); err != nil {
				return err
			}
		}
		return nil
	}
	writes := func(ctx context.Context, tx *sql.Tx) error {
		err := write(ctx, tx)
		if err != nil || answer == nil && len(changes) == 0 { // nothing is kept of a region that is not there
			if missing := s.mustHave(ctx, tx, region); errors.Is(missing, store.ErrNotFound) {
				return missing
			}
		}
		return err
	}
	var err error
	if slices.ContainsFunc(changes, func(c store.Change) bool { return len(c.Files) > 0 }) { // which others should not wait for
		err = s.change(ctx, func(tx *sql.Tx) error { return writes(ctx, tx) })
	} else {
		err = s.share(ctx, writes)
	}
	return s.fault("keep leads", err)
}

// Batch keeps many leads in one transaction. See store.Leads.
func (s *Store) Batch(ctx context.Context, region string, fill func(store.Batch) error) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		return fill(batch{ctx, s, tx, region})
	})
	return s.fault("keep leads", err)
}

// A batch is a store.Batch.
type batch struct {
	ctx    context.Context //nolint:containedctx // a batch lives as long as the call that fills it
	store  *Store
	tx     *sql.Tx
	region string
}

func (b batch) Serial(day string) (int, error) { return serial(b.ctx, b.tx, b.region, day) }
func (b batch) Keep(c store.Change) error {
	w, err := writeOut(c)
	if err != nil {
		return err
	}
	return b.store.keep(b.ctx, b.tx, b.region, c, w)
}

// written is what of a change needs no transaction to be written out.
type written struct {
	records []store.RawRecord
	lead    string
}

func writeOut(c store.Change) (w written, err error) {
	if w.records, err = c.Raw(); err != nil {
		return w, err
	}
	text, err := json.Marshal(c.Lead)
	w.lead = string(text)
	return w, err
}

// keep writes one change.
func (s *Store) keep(ctx context.Context, tx *sql.Tx, region string, c store.Change, w written) error {
	var err error
	l := c.Lead
	columns := []any{l.ID, l.Revision, string(l.State), l.Unit, l.Person, l.Ruling.Category, l.Source, l.Act.UnixMilli(), moment(c.Due), w.lead}
	var row int64
	if c.Seen == 0 && c.ID != "" {
		if _, err := leadRow(ctx, tx, region, c.ID); !errors.Is(err, store.ErrNotFound) {
			return errors.Join(err, finding.New("store.lead_taken", "", "id", c.ID, "ticket", "").Because(store.ErrExists))
		}
	}
	if c.Seen == 0 {
		err = tx.QueryRowContext(ctx, `INSERT INTO xunhu_leads (id, revision, state, unit, person, category, source, occurred, due, lead, region, ticket)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING fid`, append(columns, region, c.Incident.Text("ticket"))...).Scan(&row)
		if errors.Is(err, sql.ErrNoRows) {
			return finding.New("store.lead_taken", "", "id", l.ID, "ticket", c.Incident.Text("ticket")).Because(store.ErrExists)
		}
	} else {
		err = tx.QueryRowContext(ctx, `UPDATE xunhu_leads SET id = ?, revision = ?, state = ?, unit = ?, person = ?, category = ?, source = ?, occurred = ?, due = ?, lead = ?
			WHERE region = ? AND id = ? AND revision = ? RETURNING fid`, append(columns, region, cmp.Or(c.ID, l.ID), c.Seen)...).Scan(&row)
		if errors.Is(err, sql.ErrNoRows) {
			if _, err := leadRow(ctx, tx, region, cmp.Or(c.ID, l.ID)); err != nil {
				return err
			}
			return store.ErrStale
		}
	}
	if err != nil {
		return err
	}
	if c.Reporter != nil {
		if err := setReporter(ctx, tx, row, l.ID, *c.Reporter); err != nil {
			return err
		}
	}
	var secrets []string // a new lead has those alone that come with it
	if c.Seen > 0 || c.Reporter != nil {
		if secrets, err = secretsOf(ctx, tx, row); err != nil {
			return err
		}
	}
	if err := record(ctx, tx, row, secrets, w.records); err != nil {
		return err
	}
	for _, f := range c.Files {
		if err := attachFile(ctx, tx, row, f); err != nil {
			return err
		}
	}
	if err := concern(ctx, tx, row, c); err != nil {
		return err
	}
	if err := ledger(ctx, tx, region, row, c); err != nil {
		return err
	}
	if err := tell(ctx, tx, region, row, c); err != nil {
		return err
	}
	return mirror(ctx, tx, region, c)
}

// record appends to the chain of a lead. The reporter's name and telephone stay out of it.
func record(ctx context.Context, tx *sql.Tx, row int64, secrets []string, records []store.RawRecord) error {
	for _, r := range records {
		text := string(r.Canonical)
		if store.Names(text, secrets) {
			return finding.New("store.reporter_named", "").Because(store.ErrReporter)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_records (lead, serial, digest, canonical) VALUES (?, ?, ?, ?)`, row, r.Serial, r.Digest, text); err != nil {
			return err
		}
	}
	return nil
}

// concern notes the towns of a lead, the units that have a part in it, and the reaches that
// it lies at.
func concern(ctx context.Context, tx *sql.Tx, row int64, c store.Change) error {
	parts := map[string][]string{"town": c.Lead.Towns, "unit": c.Lead.Parties()}
	if c.Incident != nil {
		parts["reach"] = store.Kept{Incident: *c.Incident}.Summary().Reaches
	}
	all := [][2]string{}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		if c.Seen > 0 { // else there are none
			if _, err := tx.ExecContext(ctx, `DELETE FROM xunhu_concerned WHERE lead = ? AND part = ?`, row, part); err != nil {
				return err
			}
		}
		for _, code := range parts[part] {
			if code != "" {
				all = append(all, [2]string{part, code})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO xunhu_concerned (lead, part, code) SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)`, row, string(text))
	return err
}

// mirror writes the incident, and the state of its lead beside it for QGIS and OGC API.
func mirror(ctx context.Context, tx *sql.Tx, region string, c store.Change) error {
	l := c.Lead
	state := store.StateColumns(l, c.Due)
	t, err := tableOf(feature.Incidents)
	if err != nil {
		return err
	}
	if c.Incident == nil {
		_, err := tx.ExecContext(ctx, `UPDATE incidents SET id = ?, state = ?, unit = ?, town = ?, due_at = ?, revision = ? WHERE region = ? AND id = ?`,
			l.ID, state["state"], state["unit"], state["town"], state["due_at"], state["revision"], region, cmp.Or(c.ID, l.ID))
		if err != nil {
			return err
		}
		return touchRows(ctx, tx)
	}
	f := feature.Feature{ID: l.ID, Geometry: c.Incident.Geometry, Props: map[string]any{}}
	maps.Copy(f.Props, c.Incident.Props)
	maps.Copy(f.Props, state)
	cells, faults := t.encode(f)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	if c.Seen == 0 && c.ID == "" {
		if _, err := tx.ExecContext(ctx, t.insert, append([]any{region, l.ID}, cells...)...); err != nil {
			return err
		}
	} else if done, err := tx.ExecContext(ctx, t.update, append(cells, region, cmp.Or(c.ID, l.ID))...); err != nil {
		return err
	} else if rows, err := done.RowsAffected(); err != nil || rows == 0 && c.Seen == 0 {
		return errors.Join(err, finding.New("store.no_feature", c.ID).Because(store.ErrNotFound))
	} else if c.ID != "" && c.ID != l.ID {
		if _, err := tx.ExecContext(ctx, `UPDATE incidents SET id = ? WHERE region = ? AND id = ?`, l.ID, region, c.ID); err != nil {
			return err
		}
	}
	if f.Geometry == nil {
		return touchRows(ctx, tx)
	}
	b := f.Geometry.Bound()
	_, err = tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
		min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2), max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4)
		WHERE table_name = 'incidents'`, b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	return err
}

// touchRows renews the moment of change of the incidents; their extent is as it was.
func touchRows(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'incidents'`)
	return err
}

// leadRow finds the row of a lead by its number.
func leadRow(ctx context.Context, tx *sql.Tx, region, id string) (int64, error) {
	var row int64
	err := tx.QueryRowContext(ctx, `SELECT fid FROM xunhu_leads WHERE region = ? AND id = ?`, region, id).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, finding.New("store.no_lead", "", "id", id).Because(store.ErrNotFound)
	}
	return row, err
}

// moment gives a time as it is kept; zero is NULL.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// timeOf reads a moment back, in China.
func timeOf(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).In(law.China)
}

// Serial gives the next serial of a day. See store.Leads.
func (s *Store) Serial(ctx context.Context, region, day string) (int, error) {
	var n int
	err := s.share(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		var err error
		n, err = serial(ctx, tx, region, day)
		return err
	})
	return n, s.fault("draw a serial", err)
}

func serial(ctx context.Context, tx *sql.Tx, region, day string) (n int, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO xunhu_serials (region, day, last) VALUES (?, ?, 1)
		ON CONFLICT (region, day) DO UPDATE SET last = last + 1 RETURNING last`, region, day).Scan(&n)
	return n, err
}
