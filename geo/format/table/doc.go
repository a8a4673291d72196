// Package table reads and writes places as tables: CSV with commas, semicolons
// or tabs.
//
// The first row holds the headings. Longitude and latitude are found under
// Chinese and English headings (经度, 东经, lon, lng, longitude, x; 纬度, 北纬, lat,
// latitude, y), also with the system behind them (lon_gcj02); a column wkt, geom
// or geometry holds any geometry as WKT and goes before them. A column id is the
// identity. All other columns become properties by their headings, their cells
// stay text, and an empty cell is a property that is not there. A table without
// any column for the place gives features without geometry.
//
// Text is what the caller says, else what the byte order mark says, else UTF-8 if
// all of the file is, else GB18030.
//
// A row that cannot be taken (no place, no number, a place outside the system, a
// stray quotation mark, too many cells) is a refusal with its line in the file;
// reading goes on. A row of empty cells is no row.
//
// Writing gives UTF-8 without a byte order mark, commas, and the place as lon and
// lat if all geometries are points, else as wkt; then the fields of the schema in
// their order, then what other properties there are by name. Lists are joined by
// ";", objects are JSON. Properties called as those first columns are left out.
//
// The package reads no dates and no numbers out of cells: geo/intake does, by the
// schema. It reads no spreadsheets.
package table
