// Package postgis keeps regions in a PostgreSQL database with PostGIS, which many nodes
// may share. It does what the embedded store does (api/store/storetest holds both to it).
//
// All lies in the schema xunhu: one table for each kind of feature.Schemas, and those of
// migrations, which goose brings up to date when the store is opened; tables and columns
// that a newer schema of the kinds adds are added then too. Every key begins with the
// region, so that the tables can be distributed or partitioned by it. The schema xunhu_gis
// shows each kind as a view that cannot be written, for GIS programs: dates and moments
// are dates and moments there, and columns carry their titles.
//
// Geometries travel as EWKB. PostgreSQL's text holds neither NUL nor what is not UTF-8:
// both are written escaped, and come back as they were. A polygon whose rings are not
// closed, or a line of one point, is refused, for PostGIS holds none.
//
// Filters are SQL as far as PostgreSQL means the same; filter.Eval decides about the rows for
// which it does not (between), which are read as they come and never held all at once.
//
// Readers see one snapshot. Writers of a lead queue for its row, so that of many at once
// one wins. Records get their sequence numbers as they are written and become visible as
// transactions end, which is another order: Movements tells only of those before which
// nothing can appear any more, and Seal waits for the writers of its region.
//
// Programs that stay tell one another of what they have written (Join): by NOTIFY, after the transaction, through a
// connection of their own, which a pooler that lends connections for single transactions cannot give.
//
// A database that goes away is store.ErrAway for those who ask meanwhile; the next who ask
// when it is back are answered.
package postgis
