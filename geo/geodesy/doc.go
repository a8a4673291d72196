// Package geodesy measures on the WGS 84 ellipsoid: distance, azimuth, length,
// area, the nearest place and the gap between geometries.
//
// Coordinates are longitude, latitude in degrees; lengths are metres, areas
// square metres, azimuths degrees clockwise from north.
//
// Distance and Azimuth are those of the geodesic between two points. An edge of
// a line or ring, however, is straight in longitude and latitude, as RFC 7946
// section 3.1.1 says and as predicate and overlay cut it. Length, Area and Along
// follow that very edge, so that the parts of a cut line or area add up to the
// whole. On edges under 10 km at middle latitudes the two differ by less than 1 mm.
//
// Errors: Distance 0.5 mm (Vincenty's series), Length and Area relative 1e-9.
// Land measures what two areas share without cutting them, to the same error. Nearest
// and Gap choose in a local metric frame with the ellipsoid's radii of
// curvature and then give the true Distance of what they chose; the choice is
// right to a relative 1e-6 up to 100 km and 1e-3 up to 1000 km.
//
// Nothing here knows height. Only Distance and Azimuth reach across the
// antimeridian; all else wants geometries cut there, and none around a pole.
package geodesy
