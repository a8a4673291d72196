package tickets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"mime"
	"path"
	"strings"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// files finds the files that a ticket names, and tells of each that is not there, too
// large, or outside the folder of the list.
func (t *Taker) files(k *Ticket, lead string, r *Report) []store.File {
	var all []store.File
	for _, name := range k.Files {
		f, code := t.file(strings.TrimSpace(strings.ReplaceAll(name, `\`, "/")), lead)
		if code != "" {
			r.Notes = append(r.Notes, finding.New(code, k.Where, "number", k.Number, "file", Blot(name, k.Reporter.Name, k.Reporter.Phone), "most", store.MaxAttachment>>20))
			continue
		}
		f.Name = Blot(f.Name, k.Reporter.Name, k.Reporter.Phone)
		all = append(all, f)
	}
	return all
}

// file takes the digest of one file; code tells why it cannot be kept.
func (t *Taker) file(name, lead string) (f store.File, code string) {
	if !fs.ValidPath(name) || name == "." {
		return f, "tickets.file_outside"
	}
	if t.Folder == nil {
		return f, "tickets.no_file"
	}
	open := func() (io.ReadCloser, error) { return t.Folder.Open(name) }
	in, err := t.Folder.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, "tickets.no_file"
	case err != nil: // no right to read, or a link that leads out of the folder
		return f, "tickets.file_unread"
	}
	defer in.Close()
	sum := sha256.New()
	info, err := in.Stat()
	if err == nil && !info.Mode().IsRegular() {
		return f, "tickets.no_file"
	}
	if err == nil && info.Size() > store.MaxAttachment {
		return f, "tickets.file_large"
	}
	if _, copied := io.Copy(sum, in); err != nil || copied != nil {
		return f, "tickets.file_unread"
	}
	media := mime.TypeByExtension(strings.ToLower(path.Ext(name)))
	if media == "" {
		media = "application/octet-stream"
	}
	return store.File{Open: open, Attachment: store.Attachment{Lead: lead, SHA256: hex.EncodeToString(sum.Sum(nil)), Name: path.Base(name),
		Media: media, Person: t.Person.ID, At: t.Now}}, ""
}
