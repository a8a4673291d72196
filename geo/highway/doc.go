// Package highway brings the tags that OpenStreetMap has for a road to the columns of
// a region, and back.
//
// Four columns (class, one way, speed limit, access) are what people read and edit;
// they say less than the tags do. So a road keeps beside them the tags that vehicles
// ask for (Keys), as far as the columns do not say the same (Kept). Tags gives all of
// them again. As long as nobody has edited a column that is exactly what Kept was
// given; a column that says something else than the tags has been edited and wins over
// all tags of its subject: an access of "no" closes a road to every vehicle, whatever
// was signed for one before.
//
// A ferry is a road of the class "ferry". What a vehicle makes of the tags is the
// matter of routing/road.
package highway
