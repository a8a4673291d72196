package store

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// The states of a job, by the names of OGC API Processes.
const (
	JobAccepted   = "accepted"
	JobRunning    = "running"
	JobSuccessful = "successful"
	JobFailed     = "failed"
	JobDismissed  = "dismissed"
)

// A Job is long work that somebody has asked for, and what has become of it.
type Job struct {
	ID, Kind, Person string
	Request          []byte // what was asked, JSON
	Status           string
	Revision         int64 // from 1; each change is a further one
	Attempt          int   // which try is under way, or was the last; 0: none yet
	Percent          int
	Message          string // what it is at, or why it failed, as api/jobs writes it
	Result           []byte // what came of it, JSON

	Created, Started, Changed, Ended, Expires time.Time // zero: not yet
}

// Over tells whether nothing more will become of a job.
func (j Job) Over() bool {
	return j.Status == JobSuccessful || j.Status == JobFailed || j.Status == JobDismissed
}

// A JobFile is a file that a job is given, or that comes of it.
type JobFile struct {
	Role    string // names it among those of its job
	Content io.Reader
}

// A JobQuery asks for jobs, the last made first. The zero JobQuery asks for all.
type JobQuery struct {
	Person  string
	Open    bool      // not over
	Changed time.Time // at or after this moment; zero: not asked
	Limit   int       // at most so many; 0: all
	Offset  int
}

// Jobs keeps long work. What carries it out is api/jobs.
type Jobs interface {
	// StageFiles keeps files of a job that is to be added, or that come of one, where keeping them together with it would
	// hold up all others who write, and gives those that are left for AddJob or ChangeJob. over ends that: what was kept of
	// a job that is not there then, or came of one that was not successful, is taken away, as ForgetJobs does with the former
	// where the program died meanwhile, and the next try with the latter. It is nil with an error, after which nothing is
	// kept; ErrBusy where another does so for the same job.
	StageFiles(ctx context.Context, region, id string, files ...JobFile) (left []JobFile, over func() error, err error)
	// AddJob keeps a job at its revision 1, with its files and the answer to the request that asked for it; ErrExists if
	// its id is taken; ErrRepeated if the answer's key was used.
	AddJob(ctx context.Context, region string, answer *Answer, j Job, files ...JobFile) error
	// Job reads one; ErrNotFound if there is none.
	Job(ctx context.Context, region, id string) (Job, error)
	// Jobs lists jobs and counts them without Limit and Offset.
	Jobs(ctx context.Context, region string, q JobQuery) ([]Job, int, error)
	// ChangeJob keeps what has become of a job, its id, kind, person, request and moment of making apart, and adds
	// files. ErrStale unless its Revision follows the one that is kept; ErrNotFound.
	ChangeJob(ctx context.Context, region string, j Job, files ...JobFile) error
	// JobFile opens a file of a job; ErrNotFound if it has none of that role.
	JobFile(ctx context.Context, region, id, role string) (io.Reader, error)
	// ForgetJobs takes the jobs away that are over and have expired before a moment, with their files; it counts them. Of
	// jobs that were successful it takes away what they were given: the others may be tried again with it.
	ForgetJobs(ctx context.Context, region string, before time.Time) (int, error)
}

// Input is the role of the file that a job was given.
const Input = "input"

// A Pulse tells how a region stands: whoever has seen the same need not look again.
type Pulse struct {
	Version  string // of its data
	Moved    int64  // LastMovement
	Closures int64  // ClosureChanges
	Jobs     int64  // rises with each change of a job, and changes when jobs are forgotten
}

// Units does several things as one.
type Units interface {
	// Whole does all that is done through inside in one transaction, or nothing of it: an error of do, or of any change
	// within it, undoes all. tx is the transaction as the driver of the store has it, for api/jobs alone. Of those who
	// name the same lock one goes on after the other; "" is none. Others who write may have to wait for its end.
	Whole(ctx context.Context, lock string, do func(inside Store, tx any) error) error
	// Digests gives those of a region; a region that is missing has none. Within Whole they hold to its end.
	Digests(ctx context.Context, region string) (Digests, error)
}

// Digests are those of the regional kinds: the same where nothing has changed.
type Digests map[feature.Kind]string

// SaveOver is Save of what was made of a region as it was when it had these digests. It is a finding that wraps ErrStale
// if somebody has changed a kind meanwhile that would be written, or one of others on which that rests; nil digests are
// not asked for.
func SaveOver(ctx context.Context, s Store, d atlas.Dataset, was Digests, others ...feature.Kind) error {
	if was == nil {
		return s.Save(ctx, d)
	}
	return s.Whole(ctx, "", func(inside Store, _ any) error {
		asked := slices.Clone(others)
		for _, k := range feature.Regional() {
			if _, ok := d.Collections[k]; ok && !slices.Contains(asked, k) {
				asked = append(asked, k)
			}
		}
		if err := StillAs(ctx, inside, d.Region.Code, was, asked...); err != nil {
			return err
		}
		return inside.Save(ctx, d)
	})
}

// StillAs is a finding that wraps ErrStale, and names the kind that has changed, unless all kinds have these digests;
// within Whole that holds to its end.
func StillAs(ctx context.Context, inside Units, region string, was Digests, kinds ...feature.Kind) error {
	is, err := inside.Digests(ctx, region)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if was[k] != is[k] {
			schema, _ := feature.SchemaOf(k)
			return finding.New("store.changed_meanwhile", "", "kind", finding.Name{ZH: schema.ZH, EN: schema.EN}).Because(ErrStale)
		}
	}
	return nil
}

// Nodes lets programs that share a store know of one another.
type Nodes interface {
	// Pulse tells how a region stands.
	Pulse(ctx context.Context, region string) (Pulse, error)
	// State names what stands in the whole store: while it is the same, nobody has written anything, by whatever
	// program, and it does not come again. Programs on one store need not give the same names.
	State(ctx context.Context) (string, error)
	// Standing is Regions, with a State of which they are; "" where none is known.
	Standing(ctx context.Context) (all []atlas.Region, state string, err error)
	// Join makes a program known under a name as long as it runs, at most until ctx ends, and has ring called
	// soon after something was written, by whatever program. What happens while the store is out of reach is not
	// told: ring is called when it is back.
	Join(ctx context.Context, name string, ring func()) error
	// Living gives those of the names under which programs are known now.
	Living(ctx context.Context, names ...string) ([]string, error)
}

// PartSize is how much of a file of a job lies in one row, in bytes.
const PartSize = 1 << 20

// Parts hands over what a reader gives in parts of PartSize; an empty one gives one empty part.
func Parts(r io.Reader, each func(i int, part []byte) error) error {
	part := make([]byte, PartSize)
	for i := 0; ; i++ {
		n, err := io.ReadFull(r, part)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		if n > 0 || i == 0 {
			if err := each(i, part[:n]); err != nil {
				return err
			}
		}
		if n < PartSize {
			return nil
		}
	}
}

// OpenJobFile reads a file of a job by its parts, of which read gives one by its number, or io.EOF if it is not there. A
// file without any is not there (ErrNotFound); one of which parts are forgotten while it is read is cut
// (io.ErrUnexpectedEOF).
func OpenJobFile(id string, parts int, read func(part int) ([]byte, error)) (io.Reader, error) {
	if parts == 0 {
		return nil, finding.New("store.no_job_file", "", "id", id).Because(ErrNotFound)
	}
	return Joined(func(i int) ([]byte, error) {
		if i == parts {
			return nil, io.EOF
		}
		part, err := read(i)
		if errors.Is(err, io.EOF) {
			return nil, io.ErrUnexpectedEOF
		}
		return part, err
	}), nil
}

// Joined is a reader of parts; next gives the part of a number, io.EOF after the last.
func Joined(next func(i int) ([]byte, error)) io.Reader { return &joined{next: next} }

type joined struct {
	next func(int) ([]byte, error)
	i    int
	left []byte
}

func (j *joined) Read(b []byte) (int, error) {
	for len(j.left) == 0 {
		part, err := j.next(j.i)
		if err != nil {
			return 0, err
		}
		j.i, j.left = j.i+1, part
	}
	n := copy(b, j.left)
	j.left = j.left[n:]
	return n, nil
}
