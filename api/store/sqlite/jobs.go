package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io"
	"time"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// jobTables keep long work and the files that belong to it.
const jobTables = `
CREATE TABLE xunhu_jobs (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  request TEXT NOT NULL,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  percent INTEGER NOT NULL,
  message TEXT NOT NULL,
  result TEXT NOT NULL,
  created INTEGER NOT NULL,
  started INTEGER,
  changed INTEGER NOT NULL,
  ended INTEGER,
  expires INTEGER,
  PRIMARY KEY (region, id)) WITHOUT ROWID;
CREATE INDEX xunhu_jobs_created ON xunhu_jobs (region, created);
CREATE TABLE xunhu_job_files (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  job TEXT NOT NULL,
  role TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (region, job, role, part));
`

// AddJob keeps a job. See store.Jobs.
func (s *Store) AddJob(ctx context.Context, region string, answer *store.Answer, j store.Job, files ...store.JobFile) error {
	err := s.answering(ctx, region, answer, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO xunhu_jobs (region, id, kind, person, request, status, revision, attempt, percent, message, result, created, started, changed, ended, expires)
			VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			region, j.ID, j.Kind, j.Person, string(j.Request), j.Status, j.Attempt, j.Percent, j.Message, string(j.Result),
			j.Created.UnixMilli(), moment(j.Started), j.Changed.UnixMilli(), moment(j.Ended), moment(j.Expires))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, finding.New("store.id_taken", "jobs, "+j.ID).Because(store.ErrExists))
		}
		return addJobFiles(ctx, tx, region, j.ID, files)
	})
	return s.fault("keep a job", err)
}

func addJobFiles(ctx context.Context, tx *sql.Tx, region, id string, files []store.JobFile) error {
	for _, f := range files {
		err := store.Parts(f.Content, func(i int, part []byte) error {
			return addPart(ctx, tx, region, id, f.Role, i, part)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addPart(ctx context.Context, tx *sql.Tx, region, id, role string, i int, part []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO xunhu_job_files (region, job, role, part, bytes) VALUES (?, ?, ?, ?, ?)`, region, id, role, i, part)
	return err
}

// jobColumns are those that scanJob reads.
const jobColumns = `id, kind, person, request, status, revision, attempt, percent, message, result, created, started, changed, ended, expires`

func scanJob(row interface{ Scan(...any) error }) (j store.Job, err error) {
	var created, started, changed, ended, expires sql.NullInt64
	err = row.Scan(&j.ID, &j.Kind, &j.Person, &j.Request, &j.Status, &j.Revision, &j.Attempt, &j.Percent, &j.Message, &j.Result, &created, &started, &changed, &ended, &expires)
	j.Created, j.Started, j.Changed, j.Ended, j.Expires = timeOf(created), timeOf(started), timeOf(changed), timeOf(ended), timeOf(expires)
	return j, err
}

// Job reads one. See store.Jobs.
func (s *Store) Job(ctx context.Context, region, id string) (j store.Job, err error) {
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		j, err = scanJob(tx.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM xunhu_jobs WHERE region = ? AND id = ?`, region, id))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return j, finding.New("store.no_job", "", "id", id).Because(store.ErrNotFound)
	}
	return j, s.fault("read a job", err)
}

// Jobs lists jobs. See store.Jobs.
func (s *Store) Jobs(ctx context.Context, region string, q store.JobQuery) (all []store.Job, n int, err error) {
	const which = ` FROM xunhu_jobs WHERE region = ?1 AND (?2 = '' OR person = ?2) AND (NOT ?3 OR status IN ('accepted', 'running')) AND (?4 IS NULL OR changed >= ?4)`
	err = s.look(ctx, func(tx *sql.Tx) error {
		if err := s.mustHave(ctx, tx, region); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+which, region, q.Person, q.Open, moment(q.Changed)).Scan(&n); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+jobColumns+which+` ORDER BY created DESC, id DESC LIMIT ?5 OFFSET ?6`,
			region, q.Person, q.Open, moment(q.Changed), cmp.Or(q.Limit, -1), q.Offset)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			j, err := scanJob(rows)
			if err != nil {
				return err
			}
			all = append(all, j)
		}
		return rows.Err()
	})
	return all, n, s.fault("list jobs", err)
}

// ChangeJob keeps what has become of a job. See store.Jobs.
func (s *Store) ChangeJob(ctx context.Context, region string, j store.Job, files ...store.JobFile) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE xunhu_jobs SET status = ?, revision = ?, attempt = ?, percent = ?, message = ?, result = ?, started = ?, changed = ?, ended = ?, expires = ?
			WHERE region = ? AND id = ? AND revision = ?`,
			j.Status, j.Revision, j.Attempt, j.Percent, j.Message, string(j.Result), moment(j.Started), j.Changed.UnixMilli(), moment(j.Ended), moment(j.Expires), region, j.ID, j.Revision-1)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return errors.Join(err, addJobFiles(ctx, tx, region, j.ID, files))
		}
		var there bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM xunhu_jobs WHERE region = ? AND id = ?)`, region, j.ID).Scan(&there); err != nil {
			return err
		}
		if !there {
			return finding.New("store.no_job", "", "id", j.ID).Because(store.ErrNotFound)
		}
		return store.ErrStale
	})
	return s.fault("change a job", err)
}

// JobFile opens a file of a job. See store.Jobs.
func (s *Store) JobFile(ctx context.Context, region, id, role string) (io.Reader, error) {
	var parts int
	err := s.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM xunhu_job_files WHERE region = ? AND job = ? AND role = ?`, region, id, role).Scan(&parts)
	})
	if err != nil {
		return nil, s.fault("open a file of a job", err)
	}
	return store.OpenJobFile(id, parts, func(i int) (part []byte, err error) {
		err = s.look(ctx, func(tx *sql.Tx) error {
			return tx.QueryRowContext(ctx, `SELECT bytes FROM xunhu_job_files WHERE region = ? AND job = ? AND role = ? AND part = ?`, region, id, role, i).Scan(&part)
		})
		if errors.Is(err, sql.ErrNoRows) {
			return nil, io.EOF
		}
		return part, s.fault("read a file of a job", err)
	})
}

// ForgetJobs takes away what has expired. See store.Jobs.
func (s *Store) ForgetJobs(ctx context.Context, region string, before time.Time) (int, error) {
	var n int64
	err := s.dropParts(ctx, `region = ?1 AND job IN (SELECT id FROM xunhu_jobs WHERE region = ?1 AND ended IS NOT NULL AND (role = 'input' AND status = 'successful' OR expires < ?2))`,
		region, before.UnixMilli())
	if err == nil {
		err = s.dropLost(ctx, region)
	}
	if err == nil {
		err = s.change(ctx, func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM xunhu_jobs WHERE region = ? AND ended IS NOT NULL AND expires < ?`, region, before.UnixMilli())
			if err == nil {
				n, err = done.RowsAffected()
			}
			return err
		})
	}
	return int(n), s.fault("forget jobs", err)
}
