// Package valid tells whether a geometry is valid, where it is not, and mends it.
//
// Valid is what OGC Simple Features (OGC 06-103r4, 6.1.11) asks: rings closed,
// of four points or more, simple; holes within their shell, touching it in points
// only; an interior in one piece; the parts of a MultiPolygon apart or touching in
// points. Coordinates must also be finite, longitudes within ±180 and latitudes
// within ±90 degrees. The way a ring runs does not matter. All tests are exact.
//
// Mend changes as little as it can and says what it changed. Where a border crosses
// itself it adds a vertex; nothing moves by more than 0.1 mm.
package valid
