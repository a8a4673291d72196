// Package kml reads and writes KML, loose and packed as KMZ.
//
// A file is one layer: its Placemarks in their order, wherever they stand; the
// names of the folders around one are its property "folder", joined by "/".
// Point, LineString, LinearRing, Polygon, MultiGeometry and the Track of Google's
// extension are read, heights dropped. A MultiGeometry of one sort becomes the
// Multi geometry of that sort, a mixture a collection. A Placemark without
// geometry is a feature without geometry. Models, overlays, styles and views are
// not read, links to other files not followed.
//
// Properties are "name", "description", what ExtendedData holds, "time" or
// "begin" and "end", and the "times" of a track. Values follow the types of the
// file's Schema, if it stands before them; else they are text. A value named "id"
// is the feature's identity, else the Placemark's id. Two values of one name get
// "_2" behind the second.
//
// Coordinates are WGS 84 longitude and latitude, by the standard; many files from
// Chinese maps are in GCJ-02 or BD-09 all the same, and the caller may say so.
//
// A KMZ is read without unpacking it: its doc.kml, else the first .kml in it.
//
// What is written comes back the same, except that KML has no type for lists and
// objects, and none for integers beyond 32 bits: they become text. Rings are
// written as they turn. A row that cannot be taken is a feature.Refusal with file
// and line: too few positions, positions that are none. The format is OGC
// 12-007r2 (KML 2.3), which 2.2 is a part of.
package kml
