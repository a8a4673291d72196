package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vfs"

	"xunhu/geo/crs"
	"xunhu/geo/finding"
)

// Longest is the largest row that is read, in bytes: four million vertices.
const Longest = 64 << 20

// mostLayers is how many layers of a file are looked at.
const mostLayers = 1000

// A file is an open GeoPackage.
type file struct {
	name string // for people
	size int64
	db   *sql.DB
	vfs  *vfs.FS
}

// Open finds the layers of a file, in the order of its contents. system overrides
// what the file says. The closer is to be closed when the layers are no longer
// read; it is never nil without an error. Faults of the file are *finding.Finding.
func Open(fsys fs.FS, name, system string) ([]*Layer, io.Closer, error) {
	var want *crs.System
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			return nil, nil, err
		}
		want = &s
	}
	size, err := examine(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	id, mounted, err := vfs.New(single{fsys, name})
	if err != nil {
		return nil, nil, fmt.Errorf("gpkg: %w", err)
	}
	f := &file{name: name, size: size, vfs: mounted, db: sql.OpenDB(connector{&sqlite.Driver{}, "file:" + alias + "?vfs=" + id +
		"&mode=ro&immutable=1&_pragma=query_only(1)&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"})}
	layers, err := f.layers(want)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return layers, f, nil
}

// Close ends all connections.
func (f *file) Close() error { return errors.Join(f.db.Close(), f.vfs.Close()) }

// alias is the name under which SQLite sees the file; it sees no other.
const alias = "file.gpkg"

// A single is a file system of one file.
type single struct {
	fsys fs.FS
	name string
}

// Open opens the file, with random access.
func (s single) Open(name string) (fs.File, error) {
	if name != alias {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	f, err := s.fsys.Open(s.name)
	if err != nil {
		return nil, err
	}
	if _, ok := f.(io.Seeker); ok {
		return f, nil
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return held{f, bytes.NewReader(b)}, nil
}

// A held file is read from memory.
type held struct {
	fs.File
	*bytes.Reader
}

func (h held) Read(b []byte) (int, error) { return h.Reader.Read(b) }

// A connector opens connections without registering a driver in the process.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

// Connect opens a connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.dsn)
}

// Driver gives the driver.
func (c connector) Driver() driver.Driver { return c.driver }

// examine reads the header of a file (sqlite.org/fileformat2.html, 1.3) and gives
// the file's size.
func examine(fsys fs.FS, name string) (int64, error) {
	for _, log := range []string{"-wal", "-journal"} {
		if info, err := fs.Stat(fsys, name+log); err == nil && info.Size() > 0 {
			return 0, finding.New("gpkg.in_use", name, "log", name+log)
		}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return 0, fmt.Errorf("gpkg: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("gpkg: %w", err)
	}
	var h [100]byte
	n, err := io.ReadFull(f, h[:])
	if n == 0 && errors.Is(err, io.EOF) {
		return 0, finding.New("format.empty", name)
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, fmt.Errorf("gpkg: read %s: %w", name, err)
	}
	if string(h[:16]) != "SQLite format 3\x00" {
		return 0, finding.New("gpkg.not_gpkg", name)
	}
	be := binary.BigEndian
	page := int64(be.Uint16(h[16:]))
	if page == 1 {
		page = 65536
	}
	pages := int64(be.Uint32(h[28:]))
	if be.Uint32(h[24:]) != be.Uint32(h[92:]) {
		pages = 1 // the count was not kept by the last writer
	}
	if n < len(h) || info.Size() < pages*page {
		return 0, finding.New("gpkg.truncated", name, "have", info.Size(), "want", max(pages*page, int64(len(h))))
	}
	return info.Size(), nil
}

// conn gives a connection that refuses rows beyond the limit.
func (f *file) conn() (*sql.Conn, error) {
	const lengthLimit = 0 // SQLITE_LIMIT_LENGTH
	c, err := f.db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	if _, err := sqlite.Limit(c, lengthLimit, Longest); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// fault says what an error of SQLite means to people.
func (f *file) fault(where string, err error) error {
	const tooBig = 18 // SQLITE_TOOBIG
	if known, ok := errors.AsType[*finding.Finding](err); ok {
		return known
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == tooBig {
		return finding.New("gpkg.too_long", where, "most", Longest)
	}
	return finding.New("gpkg.damaged", where).Because(err)
}

// layers reads the contents of the file.
func (f *file) layers(want *crs.System) ([]*Layer, error) {
	c, err := f.conn()
	if err != nil {
		return nil, f.fault(f.name, err)
	}
	defer c.Close()
	real, err := tables(c)
	if err != nil {
		return nil, f.fault(f.name, err)
	}
	for _, needed := range []string{"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} {
		if !real[needed] {
			return nil, finding.New("gpkg.no_table", f.name, "table", needed)
		}
	}
	rows, err := c.QueryContext(context.Background(), `
		SELECT +c.table_name, +g.column_name, +g.srs_id, coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0), coalesce(s.definition, '')
		FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
		LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
		WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT ?`, mostLayers)
	if err != nil {
		return nil, f.fault(f.name, err)
	}
	defer rows.Close()
	var layers []*Layer
	for rows.Next() {
		l := &Layer{file: f}
		var srs reference
		if err := rows.Scan(&l.table, &l.geom, &srs.id, &srs.organization, &srs.code, &srs.definition); err != nil {
			return nil, f.fault(f.name, err)
		}
		if !real[l.table] {
			l.fault = finding.New("gpkg.view", l.where())
		}
		l.find(srs, want)
		layers = append(layers, l)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, f.fault(f.name, err)
	}
	if len(layers) == 0 {
		return nil, finding.New("gpkg.no_layers", f.name)
	}
	for _, l := range layers {
		if err := l.describe(c, real["gpkg_data_columns"]); err != nil {
			return nil, f.fault(l.where(), err)
		}
	}
	return layers, nil
}

// tables names the plain tables of a file: no views, no virtual tables.
func tables(c *sql.Conn) (map[string]bool, error) {
	rows, err := c.QueryContext(context.Background(),
		"SELECT +name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names[name] = true
	}
	return names, errors.Join(rows.Err(), rows.Close())
}
