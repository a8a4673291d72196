package ops

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/auth"
	"xunhu/api/jobs"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Queue takes long work in.
type Queue interface {
	Add(ctx context.Context, region string, answer *store.Answer, j store.Job, files ...store.JobFile) error
	Dismiss(ctx context.Context, region, id string) (store.Job, error)
	Knows(kind string) bool
}

// Queued has long work taken in by q, and returns s. It must come before the first request.
func (s *Service) Queued(q Queue) *Service {
	s.queue = q
	return s
}

// An Offer is a kind of long work that POST /jobs takes.
type Offer struct {
	jobs.Kind
	// Ask makes what is kept of the inputs, and read again by Task.Asked, if the person may ask for that in the region.
	// What it has made it takes as inputs too, when the job is asked for again.
	Ask func(region *live.Region, p people.Person, inputs []byte) (request any, err error)
}

// Offer has POST /jobs take a further kind of long work. It must come before Kinds.
func (s *Service) Offer(o Offer) { s.offers = append(s.offers, o) }

// Kinds are the sorts of long work that this API knows how to do, and those that were offered.
func (s *Service) Kinds() []jobs.Kind {
	all := []jobs.Kind{s.planKind(), s.exportKind(), s.importKind(), s.basemapKind()}
	for _, o := range s.offers {
		all = append(all, o.Kind)
	}
	return all
}

// JobRequest asks for long work.
type JobRequest struct {
	Process string          `json:"processID" doc:"plan, with inputs as the body of POST /plans; export, with collection and format; of format pmtiles tiles are drawn of what is in force today, and collection base is the base map"`
	Inputs  json.RawMessage `json:"inputs"`
}

// jobEndpoints are the operations on long work. They want a person.
func jobEndpoints(page []huma.Param) []endpoint {
	who, once, _ := headers()
	const plain = "application/json"
	text := func(name, description string) huma.Param {
		return huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
	}
	return []endpoint{
		{method: "POST", path: "/imports", id: "importFile", needs: people.WriteRegion, summary: "Read a file into the region, as a job; the body is the file. For administrators", header: once,
			query: []huma.Param{text("name", "of the file, with its ending"), text("as", "the kind that it holds; without it that is guessed"), text("crs", "of its coordinates, against what it says"),
				{Name: "trust_crs", In: "query", Description: "true: do not ask whether it lies in another system", Schema: &huma.Schema{Type: "string", Enum: []any{"true", "false"}}},
				text("encoding", "of its text"), text("source", "where rows come from that do not say"), text("licence", "of rows that do not say: its SPDX name, or where it can be read")},
			body: raw{}, bodyType: "*/*", status: 202, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 413, 422, 429}, handle: (*call).importFile},
		{method: "POST", path: "/basemap", id: "layBasemap", needs: people.WriteRegion, summary: "Make the base map of an extract of OpenStreetMap, as a job; the body is the file (.osm.pbf), or an archive of tiles that is taken as it is (.pmtiles). For administrators", header: once,
			query: []huma.Param{text("name", "of the file, with its ending")},
			body:  raw{}, bodyType: "*/*", status: 202, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 413, 422, 429}, handle: (*call).basemapFile},
		{method: "GET", path: "/jobs", id: "listJobs", needs: auth.Somebody, summary: "Long work: the asker's own, for an administrator all; the last asked for first", header: who, query: page,
			status: 200, answer: wire.Jobs{}, answerType: plain, refusals: []int{401}, handle: (*call).jobs},
		{method: "POST", path: "/jobs", id: "makeJob", needs: auth.Somebody, summary: "Ask for long work", header: once,
			body: JobRequest{}, bodyType: plain, status: 201, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 413, 422, 429}, handle: (*call).makeJob},
		{method: "GET", path: "/jobs/{id}", id: "getJob", needs: auth.Somebody, summary: "How long work stands", header: who,
			status: 200, answer: wire.Job{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).job},
		{method: "DELETE", path: "/jobs/{id}", id: "dismissJob", needs: auth.Somebody, summary: "Give long work up; what it has done stays done", header: who,
			status: 200, answer: wire.Job{}, answerType: plain, refusals: []int{401, 404}, handle: (*call).dismissJob},
		{method: "POST", path: "/jobs/{id}/retry", id: "retryJob", needs: auth.Somebody, summary: "Ask again for long work of one's own that failed or was given up; the answer is a job of its own", header: once,
			status: 201, answer: wire.Job{}, answerType: plain, refusals: []int{401, 403, 404, 409, 422, 429}, handle: (*call).retryJob},
		{method: "GET", path: "/jobs/{id}/results", id: "getJobResults", needs: auth.Somebody, summary: "What came of long work: a plan, a file, or a report", header: who,
			status: 200, answer: raw{}, answerType: "*/*", refusals: []int{401, 404, 409, 410}, handle: (*call).jobResults},
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
	if d.keepsJobs() {
		q.Person = ""
	}
	all, n, err := c.Store.Jobs(c.ctx, d.code, q)
	if err != nil {
		return err
	}
	list := wire.Jobs{Jobs: []wire.Job{}, NumberMatched: n, NumberReturned: len(all)}
	for _, j := range all {
		list.Jobs = append(list.Jobs, d.shownJob(j))
	}
	return c.write(http.StatusOK, list)
}

func (d *desk) shownJob(j store.Job) wire.Job {
	return wire.FromJob(j, d.jobTitle(j), jobs.Said(d.lang, j), d.at("jobs", j.ID))
}

// jobTitle says what a job does, and with what.
func (d *desk) jobTitle(j store.Job) string {
	var asked struct { // of all kinds together
		ExportInputs

		Name  string      `json:"name"`
		As    string      `json:"as"`
		Asked PlanRequest `json:"asked"`
	}
	_ = json.Unmarshal(j.Request, &asked) // what cannot be read says less
	a := finding.Args{"kind": j.Kind, "format": asked.Format, "file": asked.Name, "from": asked.Asked.From, "days": asked.Asked.Days, "unit": asked.Asked.Unit}
	if u, ok := d.region.Atlas.Unit(asked.Asked.Unit); ok {
		a["unit"] = finding.Name{ZH: u.Name, EN: cmp.Or(u.NameEN, u.Name)}
	}
	schema, known := feature.SchemaOf(feature.Kind(cmp.Or(asked.Collection, asked.As)))
	a["what"] = finding.Name{ZH: schema.ZH, EN: schema.EN}
	if asked.Collection == tiles.BaseName {
		a["what"] = finding.New("tiles.base", "")
	}
	code := "jobs.title_" + j.Kind
	switch {
	case j.Kind == "import" && !known: // it was guessed
		code = "jobs.title_file"
	case !slices.Contains([]string{"plan", "export", "import", "basemap"}, j.Kind):
		code = "jobs.title_other"
	}
	return words.Say(d.lang, code, a)
}

// makeJob answers POST /jobs.
func (c *call) makeJob() error {
	d, q, body, done, err := c.requested()
	if err != nil || done {
		return err
	}
	var asked JobRequest
	if err := read(body, &asked); err != nil {
		return err
	}
	request, err := d.askJob(asked)
	if err != nil {
		return err
	}
	return q.queued(http.StatusCreated, asked.Process, request)
}

// askJob makes what is kept of a job that is asked for.
func (d *desk) askJob(asked JobRequest) (any, error) {
	switch asked.Process {
	case "plan":
		return d.askPlan(asked.Inputs)
	case "export":
		return d.askExport(asked.Inputs)
	}
	kinds := []string{"plan", "export"}
	for _, o := range d.offers {
		if o.Name == asked.Process {
			return o.Ask(d.region, d.person, asked.Inputs)
		}
		kinds = append(kinds, o.Name)
	}
	return nil, missing("jobs.unknown", "/processID", "kind", asked.Process, "kinds", kinds)
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

// mostOpen is how many jobs of one person may wait or be under way.
const mostOpen = 100

// mayQueue tells why no job of a kind is taken in of the asker.
func (d *desk) mayQueue(kind string) error {
	if d.queue == nil || !d.queue.Knows(kind) {
		return &problem.Error{Status: http.StatusNotImplemented, Err: finding.New("jobs.off", "")}
	}
	_, open, err := d.Store.Jobs(d.ctx, d.code, store.JobQuery{Person: d.person.ID, Open: true, Limit: 1})
	if err != nil {
		return err
	}
	if open >= mostOpen {
		d.w.Header().Set("Retry-After", "60")
		return &problem.Error{Status: http.StatusTooManyRequests, Err: finding.New("jobs.many", "", "n", mostOpen)}
	}
	return nil
}

// queued takes a job in and answers with it.
func (q request) queued(status int, kind string, asked any, files ...store.JobFile) error {
	if err := q.mayQueue(kind); err != nil {
		return err
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("ops: keep what was asked: %w", err)
	}
	id, err := q.newID(q.code, q.now)
	if err != nil {
		return err
	}
	j := jobs.Accepted(id, kind, q.person.ID, text, q.now)
	body, err := json.Marshal(q.shownJob(j))
	if err != nil {
		return err
	}
	header := map[string]string{"Location": q.at("jobs", j.ID), "Content-Type": "application/json"}
	if status == http.StatusAccepted {
		header["Preference-Applied"] = "respond-async"
	}
	var kept *store.Answer
	if q.key != "" {
		kept = &store.Answer{Person: q.person.ID, Key: q.key, Request: q.digest, Status: status, Header: header, Body: body, At: q.now}
	}
	ctx := q.ctx
	if len(files) > 0 { // nothing comes or goes while a large file is written, which is no reason to give up
		ctx = context.WithoutCancel(ctx)
	}
	err = q.queue.Add(ctx, q.code, kept, j, files...)
	if errors.Is(err, store.ErrRepeated) {
		return q.again()
	}
	if err != nil {
		return err
	}
	q.watch.Ring()
	for name, v := range header {
		q.w.Header().Set(name, v)
	}
	return q.send(status, "application/json", body)
}

// keepsJobs tells whether the asker looks after the long work of all.
func (d *desk) keepsJobs() bool { return d.asker.Everywhere(people.WriteRegion) }

// jobRights are what giving up a job of a kind needs, as asking for it did; a kind without needs none.
var jobRights = map[string]people.Right{"plan": people.WritePlans, "import": people.WriteRegion, "basemap": people.WriteRegion}

// ownJob reads the job that the address names, if it is the asker's or the asker keeps the service.
func (c *call) ownJob() (*desk, store.Job, error) {
	d, err := c.desk()
	if err != nil {
		return nil, store.Job{}, err
	}
	id := problem.PathParam(c.r, "id")
	j, err := c.Store.Job(c.ctx, d.code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && j.Person != d.person.ID && !d.keepsJobs() {
		return nil, j, problem.NotFound(finding.New("jobs.none", "", "id", id))
	}
	return d, j, err
}

// job answers GET /jobs/{id}.
func (c *call) job() error {
	d, j, err := c.ownJob()
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, d.shownJob(j))
}

// dismissJob answers DELETE /jobs/{id}.
func (c *call) dismissJob() error {
	d, j, err := c.ownJob()
	if err != nil {
		return err
	}
	if need, ok := jobRights[j.Kind]; ok {
		if err := d.asker.Holds(need); err != nil {
			return err
		}
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
	return c.write(http.StatusOK, d.shownJob(j))
}

// A jobResult is what is kept of what came of a job.
type jobResult struct {
	Plan  string `json:"plan,omitempty"`  // id
	File  string `json:"file,omitempty"`  // name of the file of the role output
	Media string `json:"media,omitempty"` // its type

	Rows  int `json:"rows,omitempty"`
	Tiles int `json:"tiles,omitempty"` // of an archive of them
	// Archive is the digest of the one that the region keeps and that is handed out instead of a file, with its size.
	Archive string `json:"archive,omitempty"`
	Bytes   int64  `json:"bytes,omitempty"`

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
	if j.Kind == "export" { // the asker may be another than who made it, or may less than then
		var kept exportKept
		if err := json.Unmarshal(j.Request, &kept); err != nil {
			return fmt.Errorf("ops: request of job %s: %w", j.ID, err)
		}
		if err := c.Guard.MayRead(c.w, c.r, feature.Kind(kept.Collection)); err != nil {
			return err
		}
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
	h := c.w.Header()
	var content io.Reader
	if r.Archive == "" {
		content, err = c.Store.JobFile(c.ctx, d.code, j.ID, output)
	} else {
		content, err = c.archive(d.code, r)
	}
	if err != nil {
		return err
	}
	h.Set("Content-Type", cmp.Or(r.Media, "application/octet-stream"))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": r.File}))
	h.Set("Cache-Control", "private, no-cache")
	_, err = io.Copy(c.w, content)
	return err
}

// archive opens the archive of tiles that a result names, if the region keeps it still. One that is replaced while it is
// read is cut, which its length shows.
func (c *call) archive(code string, r jobResult) (io.Reader, error) {
	content := bufio.NewReaderSize(tiles.Kept(c.ctx, c.Store, code, store.TileSet{SHA256: r.Archive, Size: r.Bytes}), store.TilePartSize)
	_, err := content.Peek(1)
	if errors.Is(err, store.ErrNotFound) {
		return nil, &problem.Error{Status: http.StatusGone, Err: finding.New("jobs.basemap_gone", "")}
	}
	if err == nil {
		c.w.Header().Set("Content-Length", strconv.FormatInt(r.Bytes, 10))
	}
	return content, err
}
