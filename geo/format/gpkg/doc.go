// Package gpkg reads and writes GeoPackages, the SQLite files of QGIS.
//
// Every table of features is a layer; tables of attributes and tiles are not read,
// nor are views, for a view can be made to run for ever. Columns become properties
// with their types: BOOLEAN bool, integers int64, reals float64, dates and moments
// text as they stand, columns that the file says hold JSON lists and objects. A
// text column "id" is the feature's identity; an integer key under one of the
// usual names (fid, ogc_fid, id, objectid, gid) only numbers the rows and is
// dropped; BLOBs are dropped; NULL is a property that is not there.
//
// A layer's system is that of the file: its EPSG code, else its definition. One
// that geo/crs does not know is refused by name when the layer is read, so that
// other layers of the file can be; so is a layer that says it has none, unless
// the caller names one. Undefined geographic coordinates are taken as WGS 84.
// Points, lines, polygons, their Multi forms and collections are read, heights and
// measures dropped; curves and surfaces are refused row by row.
//
// The file is never written to and nothing appears beside it. A file that another
// program has open, with a log beside it, is refused, for part of it lies in the
// log. Reading takes the memory of a row, 64 MiB at most.
//
// Write makes a file of one layer in WGS 84, in memory, without a spatial index;
// the moment of the last change is always the same, so that the same collection
// gives the same bytes. Moments (type time) are text, which keeps their offset.
// Names of columns differ in SQLite by more than case: Losses says which become
// others.
//
// The format is OGC 12-128r17 (GeoPackage 1.3).
package gpkg
