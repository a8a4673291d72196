// Package geotest draws maps for tests: a picture in characters becomes points
// on the ground, so that whoever reads a case sees the land.
package geotest
