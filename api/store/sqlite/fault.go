package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// SQLite's primary result codes (sqlite.org/rescode.html) that a person can mend.
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// fault turns what SQLite says into a finding where a person can do something
// about it, and adds what was tried everywhere else.
func (s *Store) fault(tried string, err error) error {
	if err == nil {
		return nil
	}
	return explain(s.file, fmt.Errorf("%s: %w", tried, err))
}

func explain(file string, err error) error {
	var told *finding.Finding
	var e *sqlite.Error
	if errors.As(err, &told) || !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case codeBusy:
		return finding.New("store.busy", file).Because(fmt.Errorf("%w: %w", store.ErrBusy, err))
	case codeReadOnly:
		return finding.New("store.read_only", file).Because(err)
	case codeFull:
		return finding.New("store.disk_full", file).Because(fmt.Errorf("%w: %w", store.ErrFull, err))
	case codeCantOpen, codeIO:
		return finding.New("store.cannot_open", file, "cause", e.Error()).Because(err)
	case codeCorrupt, codeNotADB:
		return damaged("store.damaged", file, err)
	}
	return err
}

// damaged is a finding that counts as store.ErrDamaged.
func damaged(code, file string, cause error, args ...any) error {
	f := finding.New(code, file, args...)
	if cause == nil {
		return f.Because(store.ErrDamaged)
	}
	return f.Because(fmt.Errorf("%w: %w", store.ErrDamaged, cause))
}
