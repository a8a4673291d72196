package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// Attach keeps a file. See store.Leads.
func (s *Store) Attach(ctx context.Context, region string, a store.Attachment, content io.Reader) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, a.Lead)
		if err != nil {
			return err
		}
		return attach(ctx, tx, row, a, content)
	})
	return s.fault("attach "+a.Name, err)
}

func attach(ctx context.Context, tx *sql.Tx, row int64, a store.Attachment, content io.Reader) (err error) {
	if a.Size, err = fillContent(ctx, tx, a.SHA256, content); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO xunhu_attachments (lead, digest, name, media, size, person, added) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, row, a.SHA256, a.Name, a.Media, a.Size, a.Person, a.At.UnixMilli())
	return err
}

// attachFile keeps a file of a change.
func attachFile(ctx context.Context, tx *sql.Tx, row int64, f store.File) (err error) {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return attach(ctx, tx, row, f.Attachment, r)
}

// Attachments lists the files of a lead. See store.Leads.
func (s *Store) Attachments(ctx context.Context, region, lead string) ([]store.Attachment, error) {
	var all []store.Attachment
	err := s.look(ctx, func(tx *sql.Tx) error {
		row, err := leadRow(ctx, tx, region, lead)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT digest, name, media, size, person, added FROM xunhu_attachments WHERE lead = ? ORDER BY fid`, row)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			a := store.Attachment{Lead: lead}
			var added sql.NullInt64
			if err := rows.Scan(&a.SHA256, &a.Name, &a.Media, &a.Size, &a.Person, &added); err != nil {
				return err
			}
			a.At = timeOf(added)
			all = append(all, a)
		}
		return rows.Err()
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
			return a, &content{ctx: ctx, db: s.read, digest: digest}, nil
		}
	}
	return store.Attachment{}, nil, finding.New("store.no_attachment", "", "lead", lead, "digest", digest).Because(store.ErrNotFound)
}

// partSize is how much of a file lies in one row, in bytes.
const partSize = 1 << 20

// fillContent keeps a file under its digest, which must be that of what is read. What is
// kept already is read and compared all the same.
func fillContent(ctx context.Context, tx *sql.Tx, digest string, r io.Reader) (size int64, err error) {
	var have int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM xunhu_contents WHERE digest = ?`, digest).Scan(&have); err != nil {
		return 0, err
	}
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
		if have == 0 && (n > 0 || i == 0) {
			if _, err := tx.ExecContext(ctx, `INSERT INTO xunhu_contents (digest, part, bytes) VALUES (?, ?, ?)`, digest, i, part[:n]); err != nil {
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
	ctx    context.Context //nolint:containedctx // a reader lives as long as the request that it answers
	db     *sql.DB
	digest string
	next   int
	left   []byte
	sum    hash.Hash
}

func (c *content) Read(b []byte) (int, error) {
	if c.sum == nil {
		c.sum = sha256.New()
	}
	for len(c.left) == 0 {
		err := c.db.QueryRowContext(c.ctx, `SELECT bytes FROM xunhu_contents WHERE digest = ? AND part = ?`, c.digest, c.next).Scan(&c.left)
		if errors.Is(err, sql.ErrNoRows) {
			if hex.EncodeToString(c.sum.Sum(nil)) != c.digest {
				return 0, damaged("store.bad_content", "", nil, "digest", c.digest)
			}
			return 0, io.EOF
		}
		if err != nil {
			return 0, err
		}
		c.next++
		c.sum.Write(c.left)
	}
	n := copy(b, c.left)
	c.left = c.left[n:]
	return n, nil
}
