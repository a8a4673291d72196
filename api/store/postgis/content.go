package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// Attach keeps a file. See store.Leads.
func (s *Store) Attach(ctx context.Context, region string, a store.Attachment, content io.Reader) error {
	err := s.once(ctx, beginWrite, func(t *tx) error { // what was read of content cannot be read again
		row, err := leadRow(ctx, t, region, a.Lead)
		if err != nil {
			return err
		}
		return attach(ctx, t, region, row, a, content)
	})
	return s.fault("attach "+a.Name, err)
}

func attach(ctx context.Context, t *tx, region string, row int64, a store.Attachment, content io.Reader) (err error) {
	if a.Size, err = fillContent(ctx, t, region, a.SHA256, content); err != nil {
		return err
	}
	t.later(nil, `INSERT INTO attachments (region, lead, digest, name, media, size, person, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO NOTHING`, region, row, a.SHA256, a.Name, a.Media, a.Size, a.Person, a.At.UnixMilli())
	return nil
}

// attachFile keeps a file of a change.
func attachFile(ctx context.Context, t *tx, region string, row int64, f store.File) (err error) {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return attach(ctx, t, region, row, f.Attachment, r)
}

// Attachments lists the files of a lead. See store.Leads.
func (s *Store) Attachments(ctx context.Context, region, lead string) ([]store.Attachment, error) {
	var all []store.Attachment
	err := s.look(ctx, func(t *tx) error {
		row, err := leadRow(ctx, t, region, lead)
		if err != nil {
			return err
		}
		return t.each(ctx, func(rows *result) error {
			a := store.Attachment{Lead: lead}
			var added *int64
			err := rows.Scan(&a.SHA256, &a.Name, &a.Media, &a.Size, &a.Person, &added)
			a.At = timeOf(added)
			all = append(all, a)
			return err
		}, `SELECT digest, name, media, size, person, added FROM attachments WHERE region = $1 AND lead = $2 ORDER BY fid`, region, row)
	})
	return all, s.fault("list attachments", err)
}

// Content opens a file. See store.Leads.
func (s *Store) Content(ctx context.Context, region, lead, digest string) (store.Attachment, io.Reader, error) {
	all, err := s.Attachments(ctx, region, lead)
	if err != nil {
		return store.Attachment{}, nil, err
	}
	for _, a := range all {
		if a.SHA256 == digest {
			return a, &content{ctx: ctx, store: s, region: region, digest: digest}, nil
		}
	}
	return store.Attachment{}, nil, finding.New("store.no_attachment", "", "lead", lead, "digest", digest).Because(store.ErrNotFound)
}

// partSize is how much of a file lies in one row, in bytes.
const partSize = 1 << 20

// fillContent keeps a file under its digest, which must be that of what is read. What is
// kept already is read and compared all the same.
func fillContent(ctx context.Context, t *tx, region, digest string, r io.Reader) (size int64, err error) {
	sum, part := sha256.New(), make([]byte, partSize)
	for i := 0; ; i++ {
		n, err := io.ReadFull(r, part)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, err
		}
		size += int64(n)
		if size > store.MaxAttachment {
			return 0, finding.New("store.attachment_large", "", "most", store.MaxAttachment>>20)
		}
		sum.Write(part[:n])
		if n > 0 || i == 0 {
			if _, err := t.exec(ctx, `INSERT INTO contents (region, digest, part, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, region, digest, i, part[:n]); err != nil {
				return 0, err
			}
		}
		if n < partSize {
			break
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != digest {
		return 0, finding.New("store.digest_differs", "", "said", digest, "found", got)
	}
	return size, nil
}

// content reads a kept file part by part and proves it at its end.
type content struct {
	ctx            context.Context //nolint:containedctx // a reader lives as long as the request that it answers
	store          *Store
	region, digest string
	next           int
	left           []byte
	sum            hash.Hash
}

func (c *content) Read(b []byte) (int, error) {
	if c.sum == nil {
		c.sum = sha256.New()
	}
	for len(c.left) == 0 {
		err := c.store.pool.QueryRow(c.ctx, `SELECT bytes FROM contents WHERE region = $1 AND digest = $2 AND part = $3`, c.region, c.digest, c.next).Scan(&c.left)
		if errors.Is(err, pgx.ErrNoRows) {
			if hex.EncodeToString(c.sum.Sum(nil)) != c.digest {
				return 0, finding.New("store.bad_content", "", "digest", c.digest).Because(store.ErrDamaged)
			}
			return 0, io.EOF
		}
		if err != nil {
			return 0, c.store.fault(fmt.Sprintf("read file %s", c.digest), err)
		}
		c.next++
		c.sum.Write(c.left)
	}
	n := copy(b, c.left)
	c.left = c.left[n:]
	return n, nil
}
