package store

import (
	"context"
	"strings"

	"xunhu/geo/feature"
)

// A Table is a list of rows that a store keeps of a region beside its features. They are
// named and laid out alike in every store, the region aside.
type Table struct {
	Name    string
	Columns []string // those of the key first; the first is "fid" where rows are numbered
	Flags   []string // of the columns: true or false
}

// Order names the columns by which rows are handed over: the key, which has at most three.
func (t Table) Order() string { return strings.Join(t.Columns[:min(3, len(t.Columns))], ", ") }

// Tables lists them, each after those that its rows refer to.
func Tables() []Table {
	return []Table{
		{"regions", []string{"code", "name", "name_en", "illustration", "attribution", "version"}, []string{"illustration"}},
		{"digests", []string{"kind", "digest"}, nil},
		{"leads", []string{"fid", "id", "revision", "state", "unit", "person", "category", "source", "ticket", "occurred", "due", "lead"}, nil},
		{"concerned", []string{"lead", "part", "code"}, nil},
		{"records", []string{"fid", "lead", "serial", "digest", "canonical"}, nil},
		{"roots", []string{"fid", "day", "made", "upto", "leads", "digest", "previous"}, nil},
		{"serials", []string{"day", "last"}, nil},
		{"answers", []string{"person", "key", "request", "status", "header", "body", "made"}, nil},
		{"contents", []string{"digest", "part", "bytes"}, nil},
		{"attachments", []string{"fid", "lead", "digest", "name", "media", "size", "person", "added"}, nil},
		{"notices", []string{"fid", "id", "lead", "kind", "way", "receiver", "person", "number", "digest", "sent", "due"}, nil},
		{"receipts", []string{"fid", "notice", "answer", "name", "note", "digest", "person", "added"}, nil},
		{"reporters", []string{"lead", "name", "phone", "note"}, nil},
		{"readings", []string{"fid", "lead", "person", "reason", "looked"}, nil},
		{"tellings", []string{"lead", "n", "line", "telling"}, nil},
		{"duties", []string{"fid", "post", "manned", "begins", "ends", "reason", "person", "entered"}, []string{"manned"}},
		{"people", []string{"id", "name", "name_en", "unit", "roles", "certificates", "illustration"}, []string{"illustration"}},
		{"crew", []string{"person", "established", "front_line", "town", "skills"}, []string{"established", "front_line"}},
		{"tokens", []string{"id", "digest", "person", "note", "created", "revoked"}, nil},
		{"grants", []string{"token", "scopes", "expires"}, nil},
		{"accounts", []string{"person", "password", "changed", "failures", "until", "barred"}, []string{"barred"}},
		{"equipment", []string{"id", "name", "name_en", "kind", "unit", "seats", "calibrated", "illustration"}, []string{"illustration"}},
		{"absences", []string{"fid", "id", "person", "item", "begins", "ends", "reason", "entered_by", "entered", "withdrawn"}, []string{"withdrawn"}},
		{"rosters", []string{"fid", "id", "revision", "units", "begins", "ends", "document", "person", "reason", "made"}, nil},
		{"joint", []string{"fid", "patrol", "revision", "event", "unit", "person", "made", "detail"}, nil},
		{"seeds", []string{"commitment", "seed", "until"}, nil},
		{"jobs", []string{"id", "kind", "person", "request", "status", "revision", "attempt", "percent", "message", "result", "created", "started", "changed", "ended", "expires"}, nil},
		{"job_files", []string{"job", "role", "part", "bytes"}, nil},
		{"tilesets", []string{"name", "digest", "size"}, nil},
		{"tileparts", []string{"digest", "part", "bytes"}, nil},
		{"edits", []string{"fid", "kind", "id", "person", "made", "before", "after"}, nil},
	}
}

// An Entry is one row of what a store keeps: of a table, or a feature if Kind is set.
type Entry struct {
	Table   string
	Row     []any // by the columns of the table: nil, string, int64, bool or []byte
	Kind    feature.Kind
	Feature feature.Feature
}

// Archive hands over all that is kept of a region, to be kept elsewhere.
type Archive interface {
	// Dump hands over every row, as of one moment: those of Tables, in their order, each by
	// its key, then the features of every kind in the order in which they were inserted. The
	// same region is handed over the same by every store.
	Dump(ctx context.Context, region string, each func(Entry) error) error
	// Restore keeps what fill puts, which Dump has handed over, all or nothing; numbers and
	// digests stay. ErrExists if the region is there; a store in a file takes a region only
	// if it holds none.
	Restore(ctx context.Context, region string, fill func(put func(Entry) error) error) error
}
