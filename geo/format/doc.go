// Package format finds out what a file is and gives its reader, and writes
// collections.
//
// A file is known by its content first and its ending second: GeoJSON and
// sequences of it, Shapefile (loose with its siblings, or one or many in a zip),
// GeoPackage, KML and KMZ, GPX, CSV and XLSX are read; all but XLSX are written,
// Shapefiles in a zip. What else it is recognised to be (an OpenStreetMap extract)
// is named in the refusal.
//
// Features come out in WGS 84 longitude and latitude, rows that cannot be taken
// as refusals with their place. Faults of a whole file are *finding.Finding.
// Nothing is repaired here: that is geo/valid's and geo/intake's part.
package format
