package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"xunhu/api/store/qgis"
	"xunhu/geo/feature"
)

// unstyled lists the statements that show our styles as QGIS looks for them in a database:
// in a relation layer_styles on the search path. It is a view of what this release says, so
// that it fits under whatever name the database goes; its comment tells which it shows.
func unstyled(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	var rows []string
	for i, s := range feature.Schemas() {
		if style := qgis.Style(s); style != "" {
			rows = append(rows, fmt.Sprintf("(%d, %s, %s, %s)", i+1, literal(string(s.Kind)), literal(style), literal(s.ZH+" / "+s.EN)))
		}
	}
	view := fmt.Sprintf(`CREATE OR REPLACE VIEW %s.layer_styles AS SELECT id, current_database()::varchar AS f_table_catalog, '%[1]s'::varchar AS f_table_schema, f_table_name::varchar, 'geom'::varchar AS f_geometry_column,
		'%s'::text AS stylename, styleqml, ''::text AS stylesld, TRUE AS useasdefault, description, '%[2]s'::varchar AS owner, NULL::text AS ui, timestamp 'epoch' AS update_time, NULL::varchar AS type
		FROM (VALUES %s) AS all_styles (id, f_table_name, styleqml, description)`, shown, qgis.Name, strings.Join(rows, ",\n"))
	sum := sha256.Sum256([]byte(view))
	digest := "QGIS " + hex.EncodeToString(sum[:8])
	var have string
	err := conn.QueryRow(ctx, `SELECT coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class AS c
		JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'layer_styles'`, shown).Scan(&have) // not by its name, which asks for rights to the schema
	if err != nil && !errors.Is(err, pgx.ErrNoRows) || have == digest {
		return nil, err
	}
	return []string{view, fmt.Sprintf("COMMENT ON VIEW %s.layer_styles IS %s", shown, literal(digest))}, nil
}
