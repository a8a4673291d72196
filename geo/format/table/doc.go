// Package table reads and writes places as tables: CSV with commas, semicolons
// or tabs; it reads XLSX workbooks.
//
// The first row holds the headings. Longitude and latitude are found under
// Chinese and English headings (经度, 东经, lon, lng, longitude, x; 纬度, 北纬, lat,
// latitude, y; 横坐标 and 纵坐标 for metres), also with the system about them
// (lon_gcj02, 百度经度, "经度(BD-09)"); what else stands in brackets is a unit. Angles
// may have degrees, minutes and seconds (117°03′31″). A column wkt, geom
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
// In a workbook each visible sheet with headings is a layer. The headings are the
// first row, within the first 20 filled ones, that names a place, else the first of
// the fullest rows of text alone; titles above it are passed over. A cell merged
// over rows fills all of them, one merged over columns its first. Numbers come in
// plain decimal, days as 2024-03-05, truths as true and false. A formula gives the
// value that the file holds for it; a row with a formula without one is refused,
// nothing is computed. A refusal names the row of the sheet. Metres under X and Y
// are easting and northing; the reader says so where they look exchanged.
//
// A workbook may unpack to 256 MB a sheet, 64 MB of texts, 1024 columns, 256 sheets
// and 200,000 merged cells; sheets are read as streams, their texts are held.
// Pictures, charts and macros are not looked at. Old workbooks (.xls) and those
// with a password are refused by geo/format. The reader is our own: excelize, by
// which it is tested, stops silently at a broken sheet and builds every cell up to
// the last column, so that a small file can ask for all memory.
//
// The package makes no numbers out of the text of cells: geo/intake does, by the
// schema. It writes no workbooks.
package table
