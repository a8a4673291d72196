// Package ogc serves every collection of a region by OGC API - Features, Part 1
// (OGC 17-069r4): Core, GeoJSON, HTML and OpenAPI 3.0. Names here are the
// standard's: landing page, conformance, collections, items.
//
// A collection is a kind of feature.Schemas; its properties, their types and the
// filters on them come from the schema, so that a new field is served, described
// and filtered without a line here. Coordinates are CRS84: longitude, latitude.
//
// At the edges: a feature without geometry passes every bbox, one without dates
// every datetime (requirements fc-bbox-response C, fc-time-response C); touching
// the box counts; a box whose west is above its east crosses the antimeridian;
// of six numbers the heights are not looked at. A limit above the largest page
// gives the largest page. A parameter that is unknown, doubled or malformed is
// refused (400), all such faults together. A date without time is a day of UTC;
// valid_to is the last day on which a feature holds.
//
// Filters on place and time run here, over what the store's box search hands up;
// equality runs in the store. It does not write, and it knows no other CRS.
package ogc
