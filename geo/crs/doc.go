// Package crs knows the coordinate systems in which Chinese offices and the web
// send places, and brings them into WGS 84 longitude and latitude.
//
// Known are WGS 84 (EPSG:4326, CRS84), CGCS2000 (EPSG:4490) with all its
// Gauss–Krüger zones (EPSG:4491–4554), UTM (EPSG:326xx, 327xx), Web Mercator
// (EPSG:3857), the shifted systems of Chinese web maps GCJ-02 and BD-09, and any
// transverse Mercator that a .prj text describes on an ellipsoid that equals that
// of WGS 84 to the millimetre. WGS 84, CGCS2000 and ETRS89 are taken as equal:
// they differ by less than a metre, less than a patrol can see.
//
// Beijing 1954, Xian 1980 and New Beijing, with all their zones, are refused with
// the reason: their ties to CGCS2000 are not public, a guess would be wrong by up to
// a hundred metres, and a border decided by it would be wrong without anyone
// noticing. Whoever has the three or seven parameters of his place writes them
// behind the system (see tie); those that a .prj text brings along are mostly some
// program's guess for all of China, and do not count.
//
// A place is always orb.Point{east, north}: longitude and latitude in degrees, or
// easting and northing in metres, as GIS files have them, whatever axis order the
// registry or a WKT text names; a system that is Turned takes the coordinates of a
// file that has them the other way round.
// Transverse Mercator is Krüger's series to the sixth order in n (C. F. F. Karney,
// "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy
// 85, 2011), better than a micrometre within 30 degrees of the central meridian.
// GCJ-02 follows the formula that became public in 2010, and is undone by
// iteration to 1e-10 degrees; it misses what the map services themselves give by
// half a metre, and like all who use it shifts everything within a rough frame of
// China, Hong Kong, Macao and Taiwan included.
//
// The package knows no heights, no vertical systems and no datum grids.
package crs
