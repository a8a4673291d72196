package postgis

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The schemas of a store: what it keeps, and what it shows to programs that draw maps.
const (
	ground = "xunhu"
	shown  = "xunhu_gis"
)

// laying is the advisory lock of who brings a store up to date.
const laying = 0x78756e6875

// prepare brings a database to the tables of this release, and lets c find them. One
// without any is only laid if it may be fresh.
func prepare(ctx context.Context, c *pgx.ConnConfig, name string, fresh bool) (err error) {
	conn, err := pgx.ConnectConfig(ctx, c.Copy())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var encoding string
	if err := conn.QueryRow(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return finding.New("store.pg_encoding", name, "have", encoding)
	}
	if !fresh {
		var there bool
		if err := conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", ground+".regions").Scan(&there); err != nil {
			return err
		}
		if !there {
			return finding.New("store.pg_not_laid", name)
		}
	}
	home, err := extension(ctx, conn, name)
	if err != nil {
		return err
	}
	c.RuntimeParams["search_path"] = ground + "," + pgx.Identifier{home}.Sanitize()
	if _, err := conn.Exec(ctx, "SELECT set_config('search_path', $1, false)", c.RuntimeParams["search_path"]); err != nil {
		return err
	}
	missing, err := behind(ctx, conn, name)
	if err != nil || !missing {
		return errors.Join(err, rights(ctx, conn, name))
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(laying)); err != nil {
		return err
	}
	if missing, err = behind(ctx, conn, name); err == nil && missing {
		err = lay(ctx, conn, c)
	}
	return err // the lock ends with the connection
}

// extension gives the schema of PostGIS; it is put into the database if that is allowed.
func extension(ctx context.Context, conn *pgx.Conn, name string) (home string, err error) {
	const ask = "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'"
	if err = conn.QueryRow(ctx, ask).Scan(&home); !errors.Is(err, pgx.ErrNoRows) {
		return home, err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(laying)); err != nil { // two at once would fail
		return "", err
	}
	if _, err := conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS postgis"); err != nil {
		if e, ok := errors.AsType[*pgconn.PgError](err); ok {
			return "", finding.New("store.pg_no_postgis", name, "cause", e.Message).Because(err)
		}
		return "", err
	}
	return home, conn.QueryRow(ctx, ask).Scan(&home)
}

// known is the newest migration of this release.
func known() (newest int64, err error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	for _, f := range files {
		n, err := goose.NumericComponent(f)
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, err
}

// behind tells whether a database lacks something of this release. One of a newer release
// is refused.
func behind(ctx context.Context, conn *pgx.Conn, name string) (bool, error) {
	know, err := known()
	if err != nil {
		return false, err
	}
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", ground+".goose_db_version").Scan(&there); err != nil || !there {
		return true, err
	}
	var have int64
	if err := conn.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have); err != nil {
		return false, err
	}
	if have > know {
		return false, finding.New("store.pg_newer", name, "have", have, "know", know)
	}
	missing, err := lacking(ctx, conn)
	return have < know || len(missing) > 0, err
}

// rights refuses a role that may not read and write all tables.
func rights(ctx context.Context, conn *pgx.Conn, name string) error {
	var barred []string
	err := conn.QueryRow(ctx, `SELECT coalesce(array_agg(c.relname::text ORDER BY 1) FILTER (WHERE NOT (has_schema_privilege(n.oid, 'USAGE')
			AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))), '{}')
		FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname <> 'goose_db_version'`, ground).Scan(&barred)
	if err == nil && len(barred) > 0 {
		return finding.New("store.pg_rights", name, "cause", strings.Join(barred, ", "))
	}
	return err
}

// lay brings a database up to date.
func lay(ctx context.Context, conn *pgx.Conn, c *pgx.ConnConfig) error {
	for _, schema := range []string{ground, shown} {
		if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
			return err
		}
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*c)
	defer func() { _ = db.Close() }() // what a failure would tell is known
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	missing, err := lacking(ctx, conn)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, s := range missing {
			if _, err := tx.Exec(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
}

// lacking lists the statements that bring the tables and views of the kinds to their
// schemas; none if they are there.
func lacking(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	have := map[string][]string{}
	rows, err := conn.Query(ctx, `SELECT n.nspname || '.' || c.relname, a.attname::text FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'v', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`, []string{ground, shown})
	if err != nil {
		return nil, err
	}
	var table, column string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		have[table] = append(have[table], column)
		return nil
	}); err != nil {
		return nil, err
	}
	var missing []string
	for _, s := range feature.Schemas() {
		columns := have[ground+"."+string(s.Kind)]
		if len(columns) == 0 {
			missing = append(missing, strings.NewReplacer("$t", string(s.Kind), "$g", string(s.Shape)).Replace(kindTable))
			columns = []string{"fid", "region", "id", "geom"}
		}
		for _, f := range s.Fields {
			if !slices.Contains(columns, f.Name) {
				columns = append(columns, f.Name)
				missing = append(missing, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", quote(string(s.Kind)), quote(f.Name), columnType(f.Type)))
			}
		}
		if len(have[shown+"."+string(s.Kind)]) != len(columns)+1 {
			missing = append(missing, view(s, columns)...)
		}
	}
	styles, err := unstyled(ctx, conn)
	return append(missing, styles...), err
}

// kindTable makes the table of a kind. $t is the table, $g its shape.
const kindTable = `
CREATE TABLE "$t" (
  fid bigint GENERATED BY DEFAULT AS IDENTITY,
  region text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  geom geometry($g, 4326),
  PRIMARY KEY (region, fid),
  UNIQUE (region, id));
CREATE INDEX "$t_geom" ON "$t" USING gist (geom);
`

// view shows a kind, with its columns in the order of the table. One that was there gets
// further columns and keeps who may read it. It joins the region, whose name is wanted on
// maps, and so cannot be written.
func view(s feature.Schema, columns []string) []string {
	name := shown + "." + quote(string(s.Kind))
	all := []string{"t.fid", "t.region", "r.name AS region_name"}
	for _, c := range columns {
		f, ok := s.Field(c)
		switch {
		case c == "fid" || c == "region":
		case ok && f.Type == feature.Date:
			all = append(all, fmt.Sprintf("%s.day_of(t.%s) AS %[2]s", ground, quote(c)))
		case ok && f.Type == feature.Time:
			all = append(all, fmt.Sprintf("%s.moment_of(t.%s) AS %[2]s", ground, quote(c)))
		default:
			all = append(all, "t."+quote(c))
		}
	}
	made := []string{
		fmt.Sprintf("CREATE OR REPLACE VIEW %s AS SELECT %s FROM %s.%s AS t JOIN %[3]s.regions AS r ON r.code = t.region", name, strings.Join(all, ", "), ground, quote(string(s.Kind))),
		fmt.Sprintf("COMMENT ON VIEW %s IS %s", name, literal(s.ZH+" / "+s.EN)),
	}
	for _, f := range s.Fields {
		made = append(made, fmt.Sprintf("COMMENT ON COLUMN %s.%s IS %s", name, quote(f.Name), literal(f.ZH+" / "+f.EN)))
	}
	return made
}

func columnType(t feature.Type) string {
	switch t {
	case feature.Integer:
		return "bigint"
	case feature.Real:
		return "double precision"
	case feature.Boolean:
		return "boolean"
	case feature.JSON:
		return "json"
	}
	return `text COLLATE "C"`
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
