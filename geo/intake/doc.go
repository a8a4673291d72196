// Package intake turns files into a region.
//
// A file holds one kind of a region (towns, rivers, ...) or, as an OpenStreetMap
// extract, all of it. Each feature is brought to the schema of its kind: names
// of properties by a table of synonyms in Chinese and English, identities taken
// from a code or made, shapes made fit (Polygon to MultiPolygon, MultiLineString
// to several LineStrings), geometries mended. What is mended is noted with its
// place; what cannot be taken is refused with row and reason; the rest is kept.
//
// Read never changes the dataset that it is given: it makes a new one, in which
// the collections that were read replace those of the same kind. Towns that come
// into an empty dataset make a region, with a starting organisation (stations, a
// squad, a brigade, a branch, a post) so that work can begin; all of it carries
// "自动生成 / generated" as its source and is there to be replaced.
//
// Of an extract, the region is the administrative area that a finer level tiles:
// the one called as the file is, or else the largest. Its towns are the finest
// admin_level that covers nine tenths of it; the report says which and why.
// Wetlands take the class of a protected area around them, waters under 0.25 ha
// are left out, rivers and streams are directed as drawn. Roads have one value of
// access; one closed to motor vehicles alone carries "agricultural". What vehicles ask
// for besides is in their tags (geo/highway), also from columns of other files; barriers,
// fords, lights and turn restrictions come with the roads as road_rules. Roads meet where
// they share a node, not a place: where two nodes lie at one, all but the first are moved
// north by a centimetre.
//
// Memory: a layer of up to 16 MiB is held; a larger one is read twice, first for a
// sample that tells its kind and what the datum guard asks, then to be taken. With a
// Stream, kinds that stand for themselves (roads, rivers, lakes, wetlands, basins,
// sites) and their refusals are handed on row by row and never held; towns, zones,
// units and neighbours are checked as a whole, and held: 16 bytes a vertex, and while
// their coverage is drawn some 30 more. Of an extract of OpenStreetMap
// its areas and rivers are held, of its roads the nodes alone, in 16 bytes each.
//
// A list of codes (GB/T 10114) is a table without places; rows of counties and villages in
// it are passed over.
//
// Waters without a name are called "无名" with their identity, an outline that is one
// geometry without properties by its file. Of a collection of shapes those are taken
// that the kind wants.
//
// A datum guard stops an import that lies beside the region, or far from it, and
// would fit much better as GCJ-02 or BD-09, with its axes exchanged or in another
// zone; the finding says by how much, and which --crs accepts either reading. See
// datum.go for the evidence that it asks. A first import has nothing to fit, and
// extracts of OpenStreetMap, which are WGS 84 by their rules, are not asked.
//
// Coordinates are longitude, latitude in degrees, WGS 84; lengths metres, areas
// square metres. The package does not move borders to make towns fit each other
// (it notes where they do not), and does not merge rows into a collection.
package intake
