package ops

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"strconv"
	"syscall"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/finding"
)

// attach answers POST /incidents/{id}/attachments. The body is the file itself; it waits
// in a file of its own until all of it is here, so that a slow sender holds nobody up.
func (c *call) attach() error {
	name, want := c.params.Text("name"), c.params.Text("sha256")
	if name == "" || len(name) > 255 {
		c.params.Refuse("name", "desk.file_name")
	}
	media, _, err := mime.ParseMediaType(cmp.Or(c.r.Header.Get("Content-Type"), "application/octet-stream"))
	if err != nil {
		return &problem.Error{Status: http.StatusUnsupportedMediaType, Err: finding.New("desk.media", "", "value", c.r.Header.Get("Content-Type"))}
	}
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	waiting, digest, err := c.spool(store.MaxAttachment)
	if err != nil {
		return err
	}
	defer waiting.Close()
	if want != "" && want != digest {
		return missing("store.digest_differs", "?sha256", "said", want, "found", digest)
	}
	a := store.Attachment{Lead: k.Incident.ID, SHA256: digest, Name: name, Media: media, Person: d.person.ID, At: d.now}
	if a.Size, err = waiting.Seek(0, io.SeekEnd); err != nil {
		return fmt.Errorf("ops: measure a file: %w", err)
	}
	if _, err = waiting.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("ops: read a file: %w", err)
	}
	named, err := c.Store.NamesReporter(c.ctx, d.code, k.Incident.ID, name)
	if err != nil {
		return err
	}
	if named {
		return missing("store.reporter_named", "?name")
	}
	if err := c.Store.Attach(c.ctx, d.code, a, waiting); err != nil {
		return err
	}
	out := c.attachment(a)
	c.w.Header().Set("Location", out.Href)
	return c.write(http.StatusCreated, out)
}

// spool reads the body into a file that nobody else sees, and gives its digest.
func (c *call) spool(most int64) (*os.File, string, error) {
	sum := sha256.New()
	f, err := held(io.TeeReader(http.MaxBytesReader(c.w, c.r.Body, most), sum))
	var ours *fs.PathError
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &ours) && !errors.As(err, &large) {
		err = problem.BadRequest(fmt.Errorf("read body: %w", err))
	}
	return f, hex.EncodeToString(sum.Sum(nil)), err
}

// held puts what is read into a file that nobody else sees and that lives as long as it is open; what it
// gives begins at its start. store.ErrFull if the disk is full.
func held(from io.Reader) (f *os.File, err error) {
	if f, err = os.CreateTemp("", "xunhu-held-"); err != nil {
		return nil, fmt.Errorf("ops: hold a file: %w", err)
	}
	os.Remove(f.Name())
	if _, err = io.Copy(f, from); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if errors.Is(err, syscall.ENOSPC) {
		err = fmt.Errorf("ops: hold a file: %w: %w", store.ErrFull, err)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (c *call) attachment(a store.Attachment) wire.Attachment {
	return wire.FromAttachment(a, c.at("incidents", a.Lead, "attachments", a.SHA256))
}

// attachments answers GET /incidents/{id}/attachments.
func (c *call) attachments() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	all, err := c.Store.Attachments(c.ctx, d.code, k.Incident.ID)
	if err != nil {
		return err
	}
	list := wire.Attachments{Attachments: []wire.Attachment{}}
	for _, a := range all {
		list.Attachments = append(list.Attachments, c.attachment(a))
	}
	return c.write(http.StatusOK, list)
}

// file answers GET /incidents/{id}/attachments/{sha256}. It is always offered for saving:
// what somebody attached must not run as a page of ours.
func (c *call) file() error {
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	digest := problem.PathParam(c.r, "sha256")
	a, content, err := c.Store.Content(c.ctx, d.code, k.Incident.ID, digest)
	if errors.Is(err, store.ErrNotFound) {
		return problem.NotFound(finding.New("desk.no_file", "", "digest", digest))
	}
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("ETag", `"`+digest+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if c.r.Header.Get("If-None-Match") == h.Get("ETag") {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", a.Media)
	h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	h.Set("Content-Security-Policy", "sandbox")
	c.w.WriteHeader(http.StatusOK)
	_, err = io.Copy(c.w, content)
	return err
}
