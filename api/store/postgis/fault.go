package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// PostgreSQL's codes (its documentation, appendix A) that somebody can act on.
const (
	codeSerialization = "40001"
	codeDeadlock      = "40P01"
	codeUnique        = "23505"
	codeNoDatabase    = "3D000"
	codeNoPassword    = "28P01"
	codeNoEntry       = "28000"
	codeNoRights      = "42501"
	codeReadOnly      = "25006"
	codeDiskFull      = "53100"
)

// fault turns what the database says into a finding where a person can do something
// about it, and adds what was tried everywhere else.
func (s *Store) fault(tried string, err error) error {
	if err == nil {
		return nil
	}
	return explain(s.name, fmt.Errorf("%s: %w", tried, err))
}

func explain(name string, err error) error {
	if _, told := errors.AsType[*finding.Finding](err); told || errors.Is(err, context.Canceled) {
		return err
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case codeSerialization, codeDeadlock:
			return finding.New("store.pg_busy", name).Because(fmt.Errorf("%w: %w", store.ErrBusy, err))
		case codeNoDatabase:
			return finding.New("store.pg_no_database", name).Because(err)
		case codeNoPassword, codeNoEntry:
			return finding.New("store.pg_no_entry", name).Because(err)
		case codeNoRights:
			return finding.New("store.pg_rights", name, "cause", e.Message).Because(err)
		case codeReadOnly:
			return finding.New("store.pg_read_only", name).Because(err)
		case codeDiskFull:
			return finding.New("store.disk_full", name).Because(fmt.Errorf("%w: %w", store.ErrFull, err))
		}
		switch {
		case strings.HasPrefix(e.Code, "XX00") && e.Code != "XX000": // a page or an index that has rotted
			return finding.New("store.pg_damaged", name).Because(fmt.Errorf("%w: %w", store.ErrDamaged, err))
		case strings.HasPrefix(e.Code, "08"), strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "53"):
			return away(name, err)
		}
		return err
	}
	var ofNet net.Error
	if _, connecting := errors.AsType[*pgconn.ConnectError](err); connecting || errors.As(err, &ofNet) && !errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || strings.Contains(err.Error(), "conn closed") {
		return away(name, err)
	}
	return err
}

// away is a finding that counts as store.ErrAway.
func away(name string, err error) error {
	return finding.New("store.pg_away", name).Because(fmt.Errorf("%w: %w", store.ErrAway, err))
}
