// Package ogc serves every collection of a region by OGC API - Features: Part 1 (OGC
// 17-069r4) Core, GeoJSON, HTML and OpenAPI 3.0; Part 2 (18-058r1) coordinate systems;
// Part 3 (19-079r2) queryables and filters, in CQL2 (21-065r2); Part 4 (20-002) create,
// replace and delete with entity tags, of all that makes a region but towns; Part 5 (23-058r2) schemas. Names here are
// the standards': landing page, conformance, collections, items, queryables.
//
// A collection is a kind of feature.Schemas; its properties, their types and the
// filters on them come from the schema, so that a new field is served, described
// and filtered without a line here. Coordinates are CRS84, longitude and latitude, unless
// crs, bbox-crs or filter-crs names another system, in whose own order of axes they then
// come. The systems offered are those that reach the whole region. A box is that of its
// own system; other shapes of a filter are brought to CRS84 point by point.
//
// At the edges: a feature without geometry passes every bbox, one without dates
// every datetime (requirements fc-bbox-response C, fc-time-response C); touching
// the box counts; a box whose west is above its east crosses the antimeridian;
// of six numbers the heights are not looked at. A limit above the largest page
// gives the largest page; a page of GeoJSON goes out in parts as it is read, its numbers and
// links behind the features, and is cut if a fault turns up after the first part. A parameter that is unknown, doubled or malformed is
// refused (400), all such faults together. A date without time is a day of UTC;
// valid_to is the last day on which a feature holds. The next page is found by where a
// page ended (after), not by counting (offset), so that it stays right while others write.
//
// Filters run in the store, as trees of api/filter, bbox and datetime among them; only the
// days of plans are asked here, over what the store hands up.
package ogc
