// Package shapefile reads Shapefiles as Chinese offices send them: loose or in a
// zip, one layer or many, names and text in GBK or UTF-8, with or without the
// files that should say so.
//
// A layer needs its .shp and its .dbf; .prj and .cpg are used where they are
// there; the .shx is not needed, for records are read in their order. Endings are
// found in any case. Point, MultiPoint, PolyLine and Polygon are read, heights
// and measures dropped; a null shape is a feature without geometry; MultiPatch is
// refused row by row. Rings come out closed or not as they are, outer rings
// counter-clockwise, inner ones clockwise, each inner ring in the smallest outer
// ring around it. If all rings of a shape turn the same wrong way, they are told
// apart by how they nest.
//
// The encoding is the caller's, else that of the .cpg, else that of the table's
// language byte, else UTF-8 if all text is valid UTF-8, else GB18030. A character
// that the field's width cut in half is dropped. Names in a zip without the UTF-8
// flag are read as GB18030 unless they are valid UTF-8.
//
// Text (C) becomes string, N and F int64 or float64, D a date of RFC 3339, L
// bool; blank numbers, dates and flags are nil. Rows marked as deleted are
// skipped. Two fields of one name get "_2" behind the second.
//
// Lengths in the file are never believed: nothing is allocated for bytes that
// are not there. A shape has 64 MiB at most. The format is that of "ESRI Shapefile Technical Description",
// 1998, and of dBASE III to 7 as far as the table goes.
//
// Writing gives a zip in WGS 84 with all five files, in GBK or UTF-8. A Shapefile
// holds one sort of shape: mixed sorts become layers side by side. The identity is
// the field "id". Names are cut to 10 bytes and text to 254, between characters;
// lists and objects become JSON text; Losses says all that does not come back.
// Reals keep a point, so that they come back as reals. Rings are closed and turned.
// The contents are held in memory, and the date within is always the same.
package shapefile
