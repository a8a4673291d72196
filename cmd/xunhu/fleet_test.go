package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xunhu/api/ops"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// A process is a service that runs on its own and can be killed.
type process struct {
	cmd     *exec.Cmd
	address string
	log     *said
	started time.Duration // until it was ready
	cpu     time.Duration // of a processor, until then
}

// begin starts a service with these flags, and waits until it is ready.
func begin(t *testing.T, flags ...string) *process {
	t.Helper()
	p := &process{log: &said{}}
	p.cmd = exec.Command(os.Args[0], append([]string{"serve", "--listen", "127.0.0.1:0", "--lang", "en"}, flags...)...)
	p.cmd.Env = append(os.Environ(), asProgram+"=1", "GOCOVERDIR="+os.TempDir())
	if bin := os.Getenv("XUNHU_BIN"); bin != "" {
		p.cmd.Path = bin
	}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, p.log)
	}
	p.address = strings.TrimSpace(line)
	for range 500 {
		if status, _, _ := p.ask(t.Context(), http.MethodGet, "/readyz", "", nil); status == http.StatusOK {
			p.started, p.cpu = time.Since(begun), p.used()
			return p
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it does not become ready: %s", p.log)
	return nil
}

// used is how much of a processor it has used, where that can be read.
func (p *process) used() time.Duration {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid)) // nothing where there is no such file
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// kill ends it at once, as a fault of its machine would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone
	_ = p.cmd.Wait()
}

var client = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

// ask sends a request as a person of the demonstration; a status of 0 is an answer that did not come.
func (p *process) ask(ctx context.Context, method, path, body string, header map[string]string) (int, http.Header, []byte) {
	req, err := http.NewRequestWithContext(ctx, method, p.address+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, nil
	}
	for name, v := range header {
		req.Header.Set(name, v)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, nil
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, nil
	}
	return resp.StatusCode, resp.Header, text
}

// A fleet is some services over one store, and what they have acknowledged.
type fleet struct {
	t     *testing.T
	flags []string

	mu    sync.Mutex
	nodes []*process
	acked map[string]string // what was acknowledged: a mark, and the id that it got
	jobs  map[string]string // by mark, the ids of jobs
	odd   []string          // answers that nobody should get
}

func newFleet(t *testing.T, flags ...string) *fleet {
	f := &fleet{t: t, flags: flags, acked: map[string]string{}, jobs: map[string]string{}}
	t.Cleanup(func() {
		for _, p := range f.nodes {
			p.kill()
		}
		if t.Failed() {
			for i, p := range f.nodes {
				t.Logf("node %d: %.3000s", i, p.log)
			}
		}
	})
	return f
}

// add starts a further node, or one in the place of another.
func (f *fleet) add(flags ...string) *process {
	f.t.Helper()
	p := begin(f.t, append(flags, f.flags...)...)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.nodes = append(f.nodes, p)
	return p
}

func (f *fleet) some(rng *rand.Rand) *process {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.nodes) == 0 {
		return nil
	}
	return f.nodes[rng.IntN(len(f.nodes))]
}

// lose kills a node, and forgets it.
func (f *fleet) lose(p *process) {
	f.mu.Lock()
	for i, one := range f.nodes {
		if one == p {
			f.nodes = append(f.nodes[:i:i], f.nodes[i+1:]...)
			break
		}
	}
	f.mu.Unlock()
	p.kill()
}

// sent sends one request under one key to whichever node answers, until it is carried out; false if ctx ends before
// that, when nobody can know.
func (f *fleet) sent(ctx context.Context, rng *rand.Rand, mark, path, body string, header map[string]string) (answer []byte, ok bool) {
	header["Idempotency-Key"] = mark
	for ctx.Err() == nil {
		p := f.some(rng)
		if p == nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		status, h, text := p.ask(ctx, http.MethodPost, path, body, header)
		switch {
		case status == http.StatusCreated || status == http.StatusAccepted || status == http.StatusOK:
			return text, true
		case (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) && h.Get("Retry-After") != "":
			time.Sleep(50 * time.Millisecond)
		case status == 0:
			time.Sleep(10 * time.Millisecond)
		default:
			if ctx.Err() == nil {
				f.mu.Lock()
				f.odd = append(f.odd, fmt.Sprintf("%s: %d %.300s", path, status, text))
				f.mu.Unlock()
			}
			return nil, false
		}
	}
	return nil, false
}

// report reports an incident that carries a mark, then moves its lead on, and notes what was acknowledged.
func (f *fleet) report(ctx context.Context, rng *rand.Rand, mark string) {
	place := fmt.Sprintf("[%.5f,%.5f]", 117.0+rng.Float64()/5, 35.0+rng.Float64()/10)
	text, ok := f.sent(ctx, rng, mark, "/api/v1/incidents", `{"type":"Feature","geometry":{"type":"Point","coordinates":`+place+`},"properties":{"category":"S03","note":"`+mark+`"}}`,
		map[string]string{"Content-Type": "application/geo+json"})
	var made struct{ ID string }
	if !ok || json.Unmarshal(text, &made) != nil {
		return
	}
	f.mu.Lock()
	f.acked[mark] = made.ID
	f.mu.Unlock()
	if _, ok = f.sent(ctx, rng, mark+"-note", "/api/v1/incidents/"+made.ID+"/events", `{"event":"note","kind":"measure","reason":"`+mark+`-note"}`,
		map[string]string{"Content-Type": "application/json", "If-Match": "*"}); ok {
		f.mu.Lock()
		f.acked[mark+"-note"] = made.ID
		f.mu.Unlock()
	}
}

// job asks for long work.
func (f *fleet) job(ctx context.Context, rng *rand.Rand, mark, path, body string, header map[string]string) string {
	text, ok := f.sent(ctx, rng, mark, path, body, header)
	var j struct {
		ID string `json:"jobID"`
	}
	if !ok || json.Unmarshal(text, &j) != nil {
		return ""
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.jobs[mark] = j.ID
	return j.ID
}

// aSquad is the id of a squad of the demonstration.
func aSquad(i int) string {
	var all []string
	for _, u := range demo.Dataset().Collections[feature.Units].Features {
		if u.Text("class") == "SQUAD" || u.Text("class") == "STATION" {
			all = append(all, u.ID)
		}
	}
	return all[i%len(all)]
}

func planBody(i int) string {
	return fmt.Sprintf(`{"unit":%q,"from":"2027-03-01","days":1,"seed":%d}`, aSquad(i), i)
}

// sitesFile is a file of n sites that carry a mark.
func sitesFile(n int, mark string) string {
	var b bytes.Buffer
	b.WriteString("name,class,lon,lat\n")
	for i := range n {
		fmt.Fprintf(&b, "%s-%d,outfall,%.5f,35.08\n", mark, i, 117.1+float64(i)/10000)
	}
	return b.String()
}

var asAdmin = map[string]string{ops.Declared: "demo-FJ-admin", "Content-Type": "text/csv"}

// settled waits until all jobs are over.
func (f *fleet) settled(s store.Store) map[string]store.Job {
	f.t.Helper()
	over := map[string]store.Job{}
	for range 6000 {
		for mark, id := range f.jobs {
			if _, known := over[mark]; known {
				continue
			}
			j, err := s.Job(f.t.Context(), "370481", id)
			if errors.Is(err, store.ErrNotFound) {
				f.t.Fatalf("job %s (%s) was acknowledged and is not there", mark, id)
			}
			if err == nil && j.Over() {
				over[mark] = j
			}
		}
		if len(over) == len(f.jobs) {
			return over
		}
		time.Sleep(20 * time.Millisecond)
	}
	f.t.Fatalf("%d of %d jobs are over", len(over), len(f.jobs))
	return nil
}

// prove looks for what was acknowledged, and for what is there twice: it gives how much is lost.
func (f *fleet) prove(s store.Store) (lost int) {
	f.t.Helper()
	ctx := f.t.Context()
	page, err := s.Query(ctx, "370481", feature.Incidents, store.Query{})
	if err != nil {
		f.t.Fatal(err)
	}
	marks := map[string]int{}
	for _, one := range page.Features {
		marks[one.Text("note")]++
	}
	for after := int64(0); ; {
		all, err := s.Movements(ctx, "370481", after, 1000)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, m := range all {
			if after = m.Sequence; strings.HasSuffix(m.Record.Reason, "-note") {
				marks[m.Record.Reason]++
			}
		}
		if len(all) == 0 {
			break
		}
	}
	for mark := range f.acked {
		if marks[mark] == 0 {
			lost++
			f.t.Errorf("%s was acknowledged and is lost", mark)
		}
	}
	for mark, n := range marks {
		if n > 1 {
			f.t.Errorf("%s is there %d times", mark, n)
		}
	}
	plans, err := s.Query(ctx, "370481", feature.Plans, store.Query{})
	if err != nil {
		f.t.Fatal(err)
	}
	asked := 0
	for mark := range f.jobs {
		if strings.Contains(mark, "plan") {
			asked++
		}
	}
	if plans.Matched != asked {
		f.t.Errorf("%d plans of %d jobs", plans.Matched, asked)
	}
	for _, odd := range f.odd {
		f.t.Error(odd)
	}
	return lost
}

// until waits until one of the jobs is so.
func (f *fleet) until(s store.Store, is func(store.Job) bool) {
	f.t.Helper()
	for range 3000 {
		all, _, err := s.Jobs(f.t.Context(), "370481", store.JobQuery{})
		if err != nil {
			f.t.Fatal(err)
		}
		for _, j := range all {
			if is(j) {
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	f.t.Fatal("no job comes so far")
}
