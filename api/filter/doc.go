// Package filter holds conditions on features as trees of plain types, and evaluates
// them in memory. A store renders a tree in its own language, with bound values; Eval
// over the same features says what its answer must be.
//
// Trees are made by the constructors, which check types, so that a tree that exists
// makes sense: what is compared has one type, a text beside a date is a date, patterns
// are texts. The constructors also bring what is only another way of writing (between,
// disjoint, the temporal functions) to the few kinds of node that stores render.
//
// Logic has three values, as in SQL: whatever is asked of a property that a feature
// does not have is unknown; not of unknown is unknown; and, or are known where one side
// decides; a feature passes where the whole is true. Only IsNull is never unknown.
//
// Texts compare by Unicode code points, false is less than true, numbers are exact. A
// Time is a moment, whatever offset it is written with; a Date is a day and does not
// compare with a Time. A date or time in a feature that is none counts as missing
// wherever it is compared. Intervals are closed; an open end ("..") lies beyond all
// moments.
//
// Spatial relations are those of OGC 06-103r4 between the feature's geometry and one
// that is given, in longitude and latitude, with edges straight in them. Intersects is
// exact; the others are exact for points, else as good as the engine of geo/overlay. A
// geometry of a feature that is not valid has no relation but Intersects: the answer is
// unknown.
package filter
