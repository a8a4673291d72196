package ops

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/auth"
	"xunhu/api/jobs"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/finding"
)

// A Queue takes long work in.
type Queue interface {
	Add(ctx context.Context, region string, j store.Job, files ...store.JobFile) (store.Job, error)
	Dismiss(ctx context.Context, region, id string) (store.Job, error)
	Knows(kind string) bool
}

// Queued has long work taken in by q, and returns s. It must come before the first request.
func (s *Service) Queued(q Queue) *Service {
	s.queue = q
	return s
}

// Kinds are the sorts of long work that this API knows how to do.
func (s *Service) Kinds() []jobs.Kind {
	return []jobs.Kind{s.planKind(), s.exportKind(), s.importKind()}
}

// JobRequest asks for long work.
type JobRequest struct {
	Process string          `json:"processID" doc:"plan, with inputs as the body of POST /plans; export, with collection and format"`
	Inputs  json.RawMessage `json:"inputs"`
}

// jobEndpoints are the operations on long work. They want a person.
func jobEndpoints(page []huma.Param) []endpoint {
	who, _, _ := headers()
	const plain = "application/json"
	text := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	return []endpoint{
		{method: "POST", path: "/imports", id: "importFile", needs: people.WriteRegion, summary: "Read a file into the region, as a job; the body is the file. For administrators", header: who,
			query: []huma.Param{text("name", "of the file, with its ending"), text("as", "the kind that it holds; without it that is guessed"), text("crs", "of its coordinates, against what it says"),
				{Name: "trust_crs", In: "query", Description: "true: do not ask whether it lies in another system", Schema: &huma.Schema{Type: "string", Enum: []any{"true", "false"}}},
				text("encoding", "of its text")},
			body: raw{}, bodyType: "*/*", status: 202, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 413}, handle: (*call).importFile},
		{method: "GET", path: "/jobs", id: "listJobs", needs: auth.Somebody, summary: "Long work: the asker's own, for an administrator all; the last asked for first", header: who, query: page,
			status: 200, answer: wire.Jobs{}, answerType: plain, refusals: []int{401}, handle: (*call).jobs},
		{method: "POST", path: "/jobs", id: "makeJob", needs: auth.Somebody, summary: "Ask for long work", header: who,
			body: JobRequest{}, bodyType: plain, status: 201, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 413, 422}, handle: (*call).makeJob},
		{method: "GET", path: "/jobs/{id}", id: "getJob", needs: auth.Somebody, summary: "How long work stands", header: who,
			status: 200, answer: wire.Job{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).job},
		{method: "DELETE", path: "/jobs/{id}", id: "dismissJob", needs: auth.Somebody, summary: "Give long work up; what it has done stays done", header: who,
			status: 200, answer: wire.Job{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).dismissJob},
		{method: "GET", path: "/jobs/{id}/results", id: "getJobResults", needs: auth.Somebody, summary: "What came of long work: a plan, a file, or a report", header: who,
			status: 200, answer: raw{}, answerType: "*/*", refusals: []int{401, 404, 409}, handle: (*call).jobResults},
	}
}

// jobs answers GET /jobs.
func (c *call) jobs() error {
	limit, offset := min(c.params.Integer("limit", 1, 100), maxPage), c.params.Integer("offset", 0, 0)
	d, err := c.desk()
	if err != nil {
		return err
	}
	q := store.JobQuery{Person: d.person.ID, Limit: limit, Offset: offset}
	if d.person.Plays("administrator") {
		q.Person = ""
	}
	all, n, err := c.Store.Jobs(c.ctx, d.code, q)
	if err != nil {
		return err
	}
	list := wire.Jobs{Jobs: []wire.Job{}, NumberMatched: n, NumberReturned: len(all)}
	for _, j := range all {
		list.Jobs = append(list.Jobs, c.shownJob(j))
	}
	return c.write(http.StatusOK, list)
}

func (c *call) shownJob(j store.Job) wire.Job {
	return wire.FromJob(j, jobs.Said(c.lang, j), c.at("jobs", j.ID))
}

// jobKinds are the processes that POST /jobs takes, with what makes the request that is kept of the inputs, if the
// person may ask for that.
var jobKinds = map[string]func(d *desk, inputs []byte) (any, error){"plan": (*desk).askPlan, "export": (*desk).askExport}

// makeJob answers POST /jobs.
func (c *call) makeJob() error {
	var asked JobRequest
	d, err := c.posted(&asked)
	if err != nil {
		return err
	}
	ask, known := jobKinds[asked.Process]
	if !known {
		return missing("jobs.unknown", "/processID", "kind", asked.Process, "kinds", "plan, export")
	}
	request, err := ask(d, asked.Inputs)
	if err != nil {
		return err
	}
	return d.queued(http.StatusCreated, asked.Process, request)
}

// async tells whether the asker prefers not to wait (RFC 7240).
func (c *call) async() bool {
	for _, v := range c.r.Header.Values("Prefer") {
		for one := range strings.SplitSeq(v, ",") {
			if name, _, _ := strings.Cut(one, ";"); strings.EqualFold(strings.TrimSpace(name), "respond-async") {
				return c.queue != nil
			}
		}
	}
	return false
}

// queued takes a job in and answers with it.
func (d *desk) queued(status int, kind string, request any, files ...store.JobFile) error {
	if d.queue == nil || !d.queue.Knows(kind) {
		return &problem.Error{Status: http.StatusNotImplemented, Err: finding.New("jobs.off", "")}
	}
	text, err := json.Marshal(request)
	if err != nil {
		return fmt.Errorf("ops: keep what was asked: %w", err)
	}
	id, err := d.newID(d.code, d.now)
	if err != nil {
		return err
	}
	j, err := d.queue.Add(d.ctx, d.code, store.Job{ID: id, Kind: kind, Person: d.person.ID, Request: text}, files...)
	if err != nil {
		return err
	}
	d.watch.Ring()
	h := d.w.Header()
	h.Set("Location", d.at("jobs", j.ID))
	if status == http.StatusAccepted {
		h.Set("Preference-Applied", "respond-async")
	}
	return d.write(status, d.shownJob(j))
}

// ownJob reads the job that the address names, if it is the asker's or the asker keeps the service.
func (c *call) ownJob() (*desk, store.Job, error) {
	d, err := c.desk()
	if err != nil {
		return nil, store.Job{}, err
	}
	id := problem.PathParam(c.r, "id")
	j, err := c.Store.Job(c.ctx, d.code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && j.Person != d.person.ID && !d.person.Plays("administrator") {
		return nil, j, problem.NotFound(finding.New("jobs.none", "", "id", id))
	}
	return d, j, err
}

// job answers GET /jobs/{id}.
func (c *call) job() error {
	_, j, err := c.ownJob()
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, c.shownJob(j))
}

// dismissJob answers DELETE /jobs/{id}.
func (c *call) dismissJob() error {
	d, j, err := c.ownJob()
	if err != nil {
		return err
	}
	if !j.Over() {
		if c.queue == nil {
			return &problem.Error{Status: http.StatusNotImplemented, Err: finding.New("jobs.off", "")}
		}
		if j, err = c.queue.Dismiss(c.ctx, d.code, j.ID); err != nil {
			return err
		}
		d.watch.Ring()
	}
	return c.write(http.StatusOK, c.shownJob(j))
}

// A jobResult is what is kept of what came of a job.
type jobResult struct {
	Plan  string `json:"plan,omitempty"`  // id
	File  string `json:"file,omitempty"`  // name of the file of the role output
	Media string `json:"media,omitempty"` // its type

	Rows   int      `json:"rows,omitempty"`
	Losses []string `json:"losses,omitempty"` // what the format cannot hold
	Report any      `json:"report,omitempty"`
}

// output is the role of the file that comes of a job.
const output = "output"

// jobResults answers GET /jobs/{id}/results.
func (c *call) jobResults() error {
	d, j, err := c.ownJob()
	if err != nil {
		return err
	}
	if j.Status != store.JobSuccessful {
		return &problem.Error{Status: http.StatusConflict, Err: finding.New("jobs.not_yet", "", "status", j.Status)}
	}
	var r jobResult
	if err := json.Unmarshal(j.Result, &r); err != nil {
		return fmt.Errorf("ops: result of job %s: %w", j.ID, err)
	}
	if r.Plan != "" {
		c.w.Header().Set("Location", c.at("plans", r.Plan))
		c.w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	if r.File == "" {
		return c.write(http.StatusOK, r.Report)
	}
	content, err := c.Store.JobFile(c.ctx, d.code, j.ID, output)
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Type", cmp.Or(r.Media, "application/octet-stream"))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": r.File}))
	h.Set("Cache-Control", "private, no-cache")
	_, err = io.Copy(c.w, content)
	return err
}
