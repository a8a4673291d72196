package ops

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"xunhu/api/jobs"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// importKept is what is kept of an import that is asked for; the file is kept beside it.
type importKept struct {
	Name     string     `json:"name"`
	As       string     `json:"as,omitempty"`
	CRS      string     `json:"crs,omitempty"`
	TrustCRS bool       `json:"trust_crs,omitempty"`
	Encoding string     `json:"encoding,omitempty"`
	Source   string     `json:"source,omitempty"`
	Licence  string     `json:"licence,omitempty"`
	Lang     words.Lang `json:"lang"`
}

// ImportReport says what became of a file.
type ImportReport struct {
	Layers []ImportLayer `json:"layers"`
}

// ImportLayer is the fate of one layer.
type ImportLayer struct {
	Layer   string   `json:"layer"`
	Kind    string   `json:"kind"`
	CRS     string   `json:"crs"`
	Read    int      `json:"read"`
	Kept    int      `json:"kept"`
	Refused []string `json:"refused"` // why, the first of them
	Notes   []string `json:"notes"`   // the first of them
}

// mostTold is how many refusals and notes of a layer are told.
const mostTold = 100

// importFile answers POST /imports. The body is the file itself.
func (c *call) importFile() error {
	kept := importKept{Name: c.fileName(), As: c.params.Text("as"), CRS: c.params.Text("crs"), TrustCRS: c.params.Choice("trust_crs", "true", "false") == "true",
		Encoding: c.params.Text("encoding"), Source: c.params.Text("source"), Licence: c.params.Text("licence"), Lang: c.lang}
	if kept.As != "" && !slices.Contains(feature.Regional(), feature.Kind(kept.As)) {
		var names []string
		for _, k := range feature.Regional() {
			names = append(names, string(k))
		}
		c.params.Refuse("as", "command.unknown_collection", "kinds", names)
	}
	return c.queueFile("import", kept)
}

// fileName is what the asker calls the file that is sent.
func (c *call) fileName() string {
	name := c.params.Text("name")
	if name == "" || len(name) > 255 || filepath.Base(name) != name || strings.HasPrefix(name, ".") || strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		c.params.Refuse("name", "jobs.file_name")
	}
	return name
}

// queueFile takes in a job whose file is the body of the request.
func (c *call) queueFile(kind string, asked any) error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	most := cmp.Or(c.ImportLimit, ImportLimit)
	tooLarge := &problem.Error{Status: http.StatusRequestEntityTooLarge, Err: finding.New("jobs.file_large", "", "most", most>>20)}
	if c.r.ContentLength > most {
		return tooLarge
	}
	if !d.answered() { // else it is said again
		if err := d.mayQueue(kind); err != nil { // before all of the file is taken in
			return err
		}
	}
	waiting, digest, err := c.spool(most)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return tooLarge
	}
	if err != nil {
		return err
	}
	defer waiting.Close()
	q, done, err := d.request([]byte(c.r.URL.RawQuery + "\n" + digest))
	if err != nil || done {
		return err
	}
	return q.queued(http.StatusAccepted, kind, asked, store.JobFile{Role: store.Input, Content: waiting})
}

// importKind reads a file into the region. Where somebody else has written meanwhile to the region that it was read
// against, nothing is done.
func (s *Service) importKind() jobs.Kind {
	return jobs.Kind{Name: "import", Most: time.Hour, Run: func(ctx context.Context, t *jobs.Task) (jobs.Effect, error) {
		var none jobs.Effect
		var kept importKept
		if err := t.Asked(&kept); err != nil {
			return none, err
		}
		dir, err := os.MkdirTemp("", "xunhu-import-")
		if err != nil {
			return none, err
		}
		defer func() { _ = os.RemoveAll(dir) }() // what is left of it is of no use to anybody
		if err := laidOut(t, filepath.Join(dir, kept.Name)); err != nil {
			return none, err
		}
		t.Progress(ctx, 0.2, "jobs.reading")
		was, err := s.Store.Digests(ctx, t.Region) // before the rows: what comes between is seen
		if err != nil {
			return none, err
		}
		base, err := s.Store.Load(ctx, t.Region)
		if err != nil {
			return none, err
		}
		req := intake.Request{Kind: kept.As, CRS: kept.CRS, TrustCRS: kept.TrustCRS, Encoding: kept.Encoding, Source: kept.Source, Licence: kept.Licence}
		if intake.IsWhole(os.DirFS(dir), []string{kept.Name}, req) {
			return none, finding.New("jobs.whole", kept.Name)
		}
		d, report, err := intake.Read(ctx, os.DirFS(dir), []string{kept.Name}, &base, req)
		if err != nil {
			return none, err
		}
		if err := errors.Join(edition.Buildable(d), intake.Replaceable(base, d, report)); err != nil {
			return none, err
		}
		next := intake.Changed(&base, d, report.Kinds())
		return jobs.Effect{Result: jobResult{Report: told(report, kept.Lang)}, Keep: func(ctx context.Context, inside store.Store) error {
			// It was proved against all of them: a row that it refers to may be gone though it writes no such rows.
			if err := store.StillAs(ctx, inside, t.Region, was, feature.Regional()...); err != nil {
				return err
			}
			return inside.Save(ctx, next)
		}}, nil
	}}
}

// laidOut writes the file that a job was given under a name.
func laidOut(t *jobs.Task, name string) error {
	in, err := t.Input()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, f.Close())
}

// told puts a report into words.
func told(r *intake.Report, l words.Lang) ImportReport {
	out := ImportReport{Layers: []ImportLayer{}}
	say := func(all []*finding.Finding) []string {
		said := []string{}
		for _, f := range all[:min(mostTold, len(all))] {
			said = append(said, words.Finding(l, f))
		}
		return said
	}
	for i := range r.Layers {
		x := &r.Layers[i]
		out.Layers = append(out.Layers, ImportLayer{x.Name, string(x.Kind), x.CRS, x.Read, x.Kept, say(x.Refused), say(x.Notes)})
	}
	return out
}
