package postgis

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// StageFiles leaves all to AddJob, which holds nobody up. See store.Jobs.
func (s *Store) StageFiles(_ context.Context, _, _ string, files ...store.JobFile) ([]store.JobFile, func() error, error) {
	return files, func() error { return nil }, nil
}

// AddJob keeps a job. See store.Jobs.
func (s *Store) AddJob(ctx context.Context, region string, answer *store.Answer, j store.Job, files ...store.JobFile) error {
	err := s.once(ctx, beginWrite, func(t *tx) error { // what was read of a file cannot be read again
		s.mustHave(t, region)
		if err := s.keepAnswer(t, region, answer); err != nil {
			return err
		}
		t.insert(finding.New("store.id_taken", "jobs, "+j.ID).Because(store.ErrExists),
			`INSERT INTO jobs (region, id, kind, person, request, status, revision, attempt, percent, message, result, created, started, changed, ended, expires)
			VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			region, j.ID, j.Kind, j.Person, string(j.Request), j.Status, j.Attempt, j.Percent, j.Message, string(j.Result),
			j.Created.UnixMilli(), moment(j.Started), j.Changed.UnixMilli(), moment(j.Ended), moment(j.Expires))
		return addJobFiles(ctx, t, region, j.ID, files)
	})
	return s.fault("keep a job", err)
}

func addJobFiles(ctx context.Context, t *tx, region, id string, files []store.JobFile) error {
	for _, f := range files {
		err := store.Parts(f.Content, func(i int, part []byte) error {
			_, err := t.exec(ctx, `INSERT INTO job_files (region, job, role, part, bytes) VALUES ($1, $2, $3, $4, $5)`, region, id, f.Role, i, part)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// jobColumns are those that scanJob reads.
const jobColumns = `id, kind, person, request, status, revision, attempt, percent, message, result, created, started, changed, ended, expires`

func scanJob(scan func(...any) error) (j store.Job, err error) {
	var request, result string
	var created, started, changed, ended, expires *int64
	err = scan(&j.ID, &j.Kind, &j.Person, &request, &j.Status, &j.Revision, &j.Attempt, &j.Percent, &j.Message, &result, &created, &started, &changed, &ended, &expires)
	j.Request, j.Result = []byte(request), []byte(result)
	j.Created, j.Started, j.Changed, j.Ended, j.Expires = timeOf(created), timeOf(started), timeOf(changed), timeOf(ended), timeOf(expires)
	return j, err
}

// Job reads one. See store.Jobs.
func (s *Store) Job(ctx context.Context, region, id string) (j store.Job, err error) {
	err = s.look(ctx, func(t *tx) (err error) {
		j, err = scanJob(func(into ...any) error {
			return t.one(ctx, into, `SELECT `+jobColumns+` FROM jobs WHERE region = $1 AND id = $2`, region, id)
		})
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return j, noJob(id)
	}
	return j, s.fault("read a job", err)
}

func noJob(id string) error {
	return finding.New("store.no_job", "", "id", id).Because(store.ErrNotFound)
}

// Jobs lists jobs. See store.Jobs.
func (s *Store) Jobs(ctx context.Context, region string, q store.JobQuery) (all []store.Job, n int, err error) {
	const which = ` FROM jobs WHERE region = $1 AND ($2 = '' OR person = $2) AND (NOT $3 OR status IN ('accepted', 'running')) AND ($4::bigint IS NULL OR changed >= $4)`
	err = s.look(ctx, func(t *tx) error {
		s.mustHave(t, region)
		if err := t.one(ctx, []any{&n}, `SELECT count(*)`+which, region, q.Person, q.Open, moment(q.Changed)); err != nil {
			return err
		}
		var limit *int
		if q.Limit > 0 {
			limit = &q.Limit
		}
		return t.each(ctx, func(rows *result) error {
			j, err := scanJob(rows.Scan)
			all = append(all, j)
			return err
		}, `SELECT `+jobColumns+which+` ORDER BY created DESC, id DESC LIMIT $5 OFFSET $6`, region, q.Person, q.Open, moment(q.Changed), limit, q.Offset)
	})
	return all, n, s.fault("list jobs", err)
}

// ChangeJob keeps what has become of a job. See store.Jobs.
func (s *Store) ChangeJob(ctx context.Context, region string, j store.Job, files ...store.JobFile) error {
	err := s.once(ctx, beginWrite, func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE jobs SET status = $4, revision = $3 + 1, attempt = $5, percent = $6, message = $7, result = $8, started = $9, changed = $10, ended = $11, expires = $12
			WHERE region = $1 AND id = $2 AND revision = $3`,
			region, j.ID, j.Revision-1, j.Status, j.Attempt, j.Percent, j.Message, string(j.Result), moment(j.Started), j.Changed.UnixMilli(), moment(j.Ended), moment(j.Expires))
		if err != nil {
			return err
		}
		if n > 0 {
			return addJobFiles(ctx, t, region, j.ID, files)
		}
		var there bool
		if err := t.one(ctx, []any{&there}, `SELECT EXISTS (SELECT FROM jobs WHERE region = $1 AND id = $2)`, region, j.ID); err != nil {
			return err
		}
		if !there {
			return noJob(j.ID)
		}
		return store.ErrStale
	})
	return s.fault("change a job", err)
}

// JobFile opens a file of a job. See store.Jobs.
func (s *Store) JobFile(ctx context.Context, region, id, role string) (io.Reader, error) {
	var parts int
	err := s.look(ctx, func(t *tx) error {
		return t.one(ctx, []any{&parts}, `SELECT count(*) FROM job_files WHERE region = $1 AND job = $2 AND role = $3`, region, id, role)
	})
	if err != nil {
		return nil, s.fault("open a file of a job", err)
	}
	return store.OpenJobFile(id, parts, func(i int) (part []byte, err error) {
		err = s.look(ctx, func(t *tx) error {
			return t.one(ctx, []any{&part}, `SELECT bytes FROM job_files WHERE region = $1 AND job = $2 AND role = $3 AND part = $4`, region, id, role, i)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return nil, io.EOF
		}
		return part, s.fault("read a file of a job", err)
	})
}

// ForgetJobs takes away what has expired. See store.Jobs.
func (s *Store) ForgetJobs(ctx context.Context, region string, before time.Time) (n int, err error) {
	err = s.change(ctx, func(t *tx) error {
		if _, err := t.exec(ctx, `DELETE FROM job_files AS f USING jobs AS j WHERE f.region = $1 AND j.region = $1 AND j.id = f.job AND j.ended IS NOT NULL AND (f.role = 'input' AND j.status = 'successful' OR j.expires < $2)`,
			region, before.UnixMilli()); err != nil {
			return err
		}
		gone, err := t.exec(ctx, `DELETE FROM jobs WHERE region = $1 AND ended IS NOT NULL AND expires < $2`, region, before.UnixMilli())
		n = int(gone)
		return err
	})
	return n, s.fault("forget jobs", err)
}
