package sqlite

import (
	"context"
	"fmt"
	"strings"

	"xunhu/api/store/qgis"
	"xunhu/geo/feature"
)

// styleTable is where QGIS looks for styles in a GeoPackage, as QGIS makes it.
const styleTable = `
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS 样式 / styles of QGIS');
`

// unstyled lists the statements that bring our styles to those of this release. What
// people have saved beside them stays, and so does their choice of one as the usual one.
func unstyled(ctx context.Context, q querier) ([]string, error) {
	table, err := columns(ctx, q, "layer_styles")
	if err != nil {
		return nil, err
	}
	var missing []string
	have := map[string]string{}
	if len(table) == 0 {
		missing = append(missing, styleTable)
	} else if have, err = styled(ctx, q); err != nil {
		return nil, err
	}
	for _, s := range feature.Schemas() {
		style := qgis.Style(s)
		switch was, there := have[string(s.Kind)]; {
		case style == "" || was == style:
		case there:
			missing = append(missing, fmt.Sprintf(`UPDATE layer_styles SET styleQML = %s, update_time = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now') WHERE f_table_name = '%s' AND owner = '%s' AND styleName = '%[3]s'`,
				literal(style), s.Kind, qgis.Name))
		default:
			missing = append(missing, fmt.Sprintf(`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)
				VALUES ('', '', '%s', 'geom', '%s', %s, '', NOT EXISTS (SELECT 1 FROM layer_styles WHERE f_table_name = '%[1]s' AND useAsDefault), %[4]s, '%[2]s')`,
				s.Kind, qgis.Name, literal(style), literal(s.ZH+" / "+s.EN)))
		}
	}
	return missing, nil
}

// styled reads our styles, by the tables that they are for.
func styled(ctx context.Context, q querier) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT f_table_name, styleQML FROM layer_styles WHERE owner = ? AND styleName = ?1", qgis.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	have := map[string]string{}
	for rows.Next() {
		var table, style string
		if err := rows.Scan(&table, &style); err != nil {
			return nil, err
		}
		have[table] = style
	}
	return have, rows.Err()
}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
