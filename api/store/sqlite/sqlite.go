package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"xunhu/api/store"
	"xunhu/geo/finding"
)

// A Store is one GeoPackage file. It satisfies store.Store.
type Store struct {
	file  string
	read  *sql.DB // any number of connections, none of which may write
	write *sql.DB // one connection: writers queue here, not in the file
	group group
	nodes nodes

	counts counts
	staged *staged

	within *sql.Tx // that of Whole, or nil

	shapes *shapes // what the filters under way ask of geometries
}

var _ store.Store = (*Store)(nil)

// idleReaders is how many connections are kept for the next reader: to open one costs as much
// as half a page, since it reads the schema, and then it knows nothing of the file.
const idleReaders = 16

// Open opens the store in a file, or makes a new one if the file is missing or
// empty; folders above it are made as needed. A file that is not such a store is
// a finding that wraps store.ErrDamaged, and is left as it was.
func Open(ctx context.Context, file string) (*Store, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	fresh, err := examine(abs)
	if err != nil {
		return nil, err
	}
	asked := &shapes{}
	driver, err := newDriver(asked)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if fresh {
		err = lay(ctx, driver, abs)
	} else {
		err = verify(ctx, pool(driver, abs, quiet(abs)), abs)
	}
	if err != nil {
		return nil, explain(abs, fmt.Errorf("open store: %w", err))
	}
	s := &Store{
		staged: &staged{},
		file:   abs, shapes: asked,
		group: group{turn: make(chan struct{}, 1)},
		read:  pool(driver, abs, "mode=rw&_pragma=query_only(1)"),
		write: pool(driver, abs, "mode=rw&_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)"),
	}
	s.read.SetMaxIdleConns(idleReaders)
	s.read.SetConnMaxIdleTime(time.Minute)
	s.write.SetMaxOpenConns(1)
	missing, err := lacking(ctx, s.read)
	if err == nil && len(missing) > 0 {
		err = s.change(ctx, func(tx *sql.Tx) error { return complete(ctx, tx) })
	}
	if err == nil {
		err = s.write.PingContext(ctx) // turns the write-ahead log on
	}
	if err != nil {
		return nil, errors.Join(s.fault("open store", err), s.Close())
	}
	return s, nil
}

// Close ends all connections and leaves one plain file: the write-ahead log is
// folded in and turned off, unless another program has the file open.
func (s *Store) Close() error {
	err := errors.Join(s.counts.close(), s.read.Close())
	// A refusal only means that somebody else is at work; then the log stays.
	_, _ = s.write.Exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE")
	return errors.Join(err, s.write.Close())
}

// lay makes a new store. It is made beside its place and moved there when it is
// whole; if another process was faster, theirs stays.
func lay(ctx context.Context, d *sqlite.Driver, abs string) error {
	cannot := func(err error) error {
		return finding.New("store.cannot_open", abs, "cause", err.Error()).Because(err)
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return cannot(err)
	}
	made := fmt.Sprintf("%s.%016x.new", abs, rand.Uint64())
	defer os.Remove(made)
	if err := alter(ctx, pool(d, made, "mode=rwc"), func(tx *sql.Tx) error { return create(ctx, tx) }); err != nil {
		return err
	}
	err := os.Link(made, abs)
	if errors.Is(err, fs.ErrExist) {
		if info, statErr := os.Stat(abs); statErr == nil && info.Size() > 0 {
			return nil
		}
	}
	if err != nil { // an empty file in its place, or a file system without links
		if err := os.Rename(made, abs); err != nil {
			return cannot(err)
		}
	}
	return nil
}

// quiet gives the options to read a file without leaving a trace beside it. Only
// a file at rest can be read so; one with a log beside it is in use, or was.
func quiet(abs string) string {
	for _, log := range []string{"-wal", "-journal"} {
		if _, err := os.Stat(abs + log); err == nil {
			return "mode=ro"
		}
	}
	return "mode=ro&immutable=1"
}

// pool makes connections to a file.
func pool(d *sqlite.Driver, abs, options string) *sql.DB {
	return sql.OpenDB(connector{d, "file://" + (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath() +
		"?" + options + "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"})
}

// alter does something in one transaction of a pool and closes the pool.
func alter(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) (err error) {
	defer func() { err = errors.Join(err, db.Close()) }()
	return transact(ctx, db, nil, do)
}

// transact does something in one transaction, or nothing of it. When ctx has ended
// it says so, whatever the interrupted statement says.
func transact(ctx context.Context, db *sql.DB, o *sql.TxOptions, do func(*sql.Tx) error) (err error) {
	defer func() {
		if over := ctx.Err(); err != nil && over != nil && !errors.Is(err, over) {
			err = fmt.Errorf("%w: %w", over, err)
		}
	}()
	tx, err := db.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	defer tx.Rollback() // says sql.ErrTxDone after Commit
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// change writes in one transaction.
func (s *Store) change(ctx context.Context, do func(*sql.Tx) error) error {
	if s.within != nil {
		return savepoint(ctx, s.within, do)
	}
	err := transact(ctx, s.write, nil, do)
	if err == nil {
		s.nodes.ring()
	}
	return err
}

// look reads in one transaction, which sees one state of the file.
func (s *Store) look(ctx context.Context, do func(*sql.Tx) error) error {
	if s.within != nil {
		return do(s.within)
	}
	return transact(ctx, s.read, &sql.TxOptions{ReadOnly: true}, do)
}

// examine reads the header of a file (sqlite.org/fileformat2.html, 1.3) without
// the help of SQLite, which would set to work on it. fresh: there is nothing yet.
func examine(abs string) (fresh bool, err error) {
	f, err := os.Open(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, finding.New("store.cannot_open", abs, "cause", err.Error()).Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, finding.New("store.cannot_open", abs, "cause", err.Error()).Because(err)
	}
	if info.IsDir() {
		return false, damaged("store.not_ours", abs, nil)
	}
	if info.Size() == 0 {
		return true, nil
	}
	var h [100]byte
	if _, err := io.ReadFull(f, h[:]); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, finding.New("store.cannot_open", abs, "cause", err.Error()).Because(err)
	}
	be := binary.BigEndian
	if string(h[:16]) != "SQLite format 3\x00" || be.Uint32(h[68:]) != applicationID {
		return false, damaged("store.not_ours", abs, nil)
	}
	page := int64(be.Uint16(h[16:]))
	if page == 1 {
		page = 65536
	}
	// The count of pages holds if no log waits beside the file and the last writer kept it.
	if log, err := os.Stat(abs + "-wal"); (err != nil || log.Size() == 0) && be.Uint32(h[24:]) == be.Uint32(h[92:]) {
		if want := int64(be.Uint32(h[28:])) * page; info.Size() < want {
			return false, damaged("store.truncated", abs, nil, "have", info.Size(), "want", want)
		}
	}
	return false, nil
}

// verify asks a GeoPackage whether it is a store of ours that this release knows.
func verify(ctx context.Context, db *sql.DB, abs string) (err error) {
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, table := range []string{"xunhu_schema", "regions", "gpkg_contents"} {
		have, err := columns(ctx, db, table)
		if err != nil {
			return err
		}
		if len(have) == 0 {
			return damaged("store.other_geopackage", abs, nil)
		}
	}
	var version sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT max(version) FROM xunhu_schema").Scan(&version); err != nil {
		return err
	}
	switch {
	case !version.Valid || version.Int64 < 1:
		return damaged("store.other_geopackage", abs, nil)
	case version.Int64 > schemaVersion:
		return damaged("store.newer", abs, nil, "have", version.Int64, "know", schemaVersion)
	}
	return nil
}
