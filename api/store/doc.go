// Package store is the contract that every store keeps: the embedded GeoPackage
// and PostGIS. What storetest does not exercise is not promised.
//
// A store holds regions. A region holds collections of features by kind. Replace
// is all or nothing; a reader sees a region as it was before or as it is after.
// Leads are what became of its incidents, and all that is kept with them.
package store
