// Package sqlite keeps regions in one GeoPackage 1.3 file (OGC 12-128r17), which
// QGIS and GDAL open as it is.
//
// Each kind of feature.Schemas is one feature table of that name: fid, geom,
// region, id and the schema's fields as typed columns. The table regions holds
// the metadata. Coordinates are lon, lat in EPSG:4326; geometry columns hold
// GeoPackage blobs with an envelope. JSON is text, and so is a moment, because
// GeoPackage's DATETIME is UTC alone and would lose the offset that was reported.
// Numbers within JSON come back as float64; a property that is nil comes back missing.
//
// The R-tree of each table is kept by the triggers that the standard prescribes,
// so that whoever edits the file, this program or QGIS, leaves it right. The
// triggers call ST_MinX and the like; this package gives them to its own
// connections, QGIS and GDAL have theirs. The plain sqlite3 shell can read, not write.
//
// Many may read while one writes (write-ahead log); a reader sees a region whole,
// as it was when it began to read. A Save is one transaction: an error, a
// cancelled context or a crash leaves what was there before. While the store is
// open two files lie beside it (-wal, -shm); Close folds them in.
//
// Leads lie in tables of their own (xunhu_leads and its like), which the GeoPackage does
// not list, so that GIS programs leave them alone; the table of incidents shows how each
// stands. A lead, its records and what hangs on them go in one transaction, if the lead is
// still at the revision that was seen. Triggers refuse to change or take away records,
// roots, files, notices and readings; whoever drops the triggers is found by api/audit.
// Files are kept in rows of 1 MiB under their digest, once however many leads have them.
//
// A file that is no store of ours, or cut off, or from a newer release, is refused
// with one finding (store.ErrDamaged) and not touched. Tables and columns that a
// newer schema of the kinds adds are added on opening.
//
// What it does not do: check geometry for validity, transform coordinates, or see
// changes that others make to a region's Version; the digest is taken when this
// program writes.
package sqlite
