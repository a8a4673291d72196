package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"sync"

	"xunhu/api/store"
)

// staged are the jobs, by region and id, whose files are being taken in. No other program
// takes files into the same store, so that what lies there of a job that is neither kept nor
// among these is of a program that has died.
// The same holds for archives of tiles that are being laid, by digest, with how many are at each.
type staged struct {
	mu       sync.Mutex
	jobs     map[[2]string]bool
	archives map[string]int
}

// lay notes that one more, or one less, is laying an archive.
func (s *staged) lay(digest string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.archives == nil {
		s.archives = map[string]int{}
	}
	if s.archives[digest] += n; s.archives[digest] == 0 {
		delete(s.archives, digest)
	}
}

// laying gives the digests of the archives that are being laid.
func (s *staged) laying() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.AppendSeq([]string{}, maps.Keys(s.archives))
}

// begin is false where somebody is at it.
func (s *staged) begin(region, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{region, id}
	if s.jobs[key] {
		return false
	}
	if s.jobs == nil {
		s.jobs = map[[2]string]bool{}
	}
	s.jobs[key] = true
	return true
}

func (s *staged) end(region, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.jobs, [2]string{region, id})
}

func (s *staged) has(region, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.jobs[[2]string{region, id}]
}

// StageFiles keeps files part by part, each in a transaction of its own, so that others who
// write wait for one part at most. See store.Jobs.
func (s *Store) StageFiles(ctx context.Context, region, id string, files ...store.JobFile) ([]store.JobFile, func() error, error) {
	if s.within != nil || len(files) == 0 {
		return files, func() error { return nil }, nil
	}
	if !s.staged.begin(region, id) { // of one job there may be two tries
		return nil, nil, s.fault("keep a file of a job", store.ErrBusy)
	}
	vain := func() error { // what is there of a job that was not added, or of tries that did not succeed
		return s.dropParts(context.WithoutCancel(ctx), `region = ?1 AND job = ?2 AND NOT EXISTS (SELECT 1 FROM xunhu_jobs WHERE region = ?1 AND id = ?2 AND (role = 'input' OR status = 'successful'))`, region, id)
	}
	over := func() error {
		defer s.staged.end(region, id)
		return vain()
	}
	if err := vain(); err != nil { // of a program that has died
		return nil, nil, s.fault("keep a file of a job", errors.Join(err, over()))
	}
	for _, f := range files {
		err := store.Parts(f.Content, func(i int, part []byte) error {
			return s.change(ctx, func(tx *sql.Tx) error {
				if err := s.mustHave(ctx, tx, region); err != nil {
					return err
				}
				return addPart(ctx, tx, region, id, f.Role, i, part)
			})
		})
		if err != nil {
			return nil, nil, s.fault("keep a file of a job", errors.Join(err, over()))
		}
	}
	return nil, over, nil
}

// partsAtOnce is how many parts of files are taken away in one transaction.
const partsAtOnce = 16

// dropParts takes parts of files away, some at a time.
func (s *Store) dropParts(ctx context.Context, which string, args ...any) error {
	for {
		var n int64
		err := s.change(ctx, func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM xunhu_job_files WHERE rowid IN (SELECT rowid FROM xunhu_job_files WHERE `+which+` LIMIT ?3)`, append(args, partsAtOnce)...)
			if err == nil {
				n, err = done.RowsAffected()
			}
			return err
		})
		if err != nil || n < partsAtOnce {
			return err
		}
	}
}

// dropLost takes away what was taken in for jobs that were never added.
func (s *Store) dropLost(ctx context.Context, region string) error {
	var lost []string
	err := s.look(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT DISTINCT job FROM xunhu_job_files WHERE region = ?1 AND job NOT IN (SELECT id FROM xunhu_jobs WHERE region = ?1)`, region)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			lost = append(lost, id)
		}
		return rows.Err()
	})
	for _, id := range lost {
		if err == nil && !s.staged.has(region, id) {
			err = s.dropParts(ctx, `region = ?1 AND job = ?2 AND NOT EXISTS (SELECT 1 FROM xunhu_jobs WHERE region = ?1 AND id = ?2)`, region, id)
		}
	}
	return err
}
