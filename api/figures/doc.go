// Package figures counts what units report for a month (DOMAIN 6.5): patrols planned and done,
// leads and how long they took, limits kept, cases, remedies, petitions, joint patrols, rosters.
//
// A month is that of China. What happened in it counts: a lead by when it was reported, a limit
// by when its clock ended or was missed, a tour by its day, a track by when it begins. With a
// unit, leads are those in which it has a part, clocks those that run for it, plans and rosters
// its own, tracks those of its people.
//
// Each figure is a value, a value of a total, a middle value with how many it is the middle of,
// or Missing: then the store does not hold what it would be counted from, and the sentence says
// what that is. Nothing that is not recorded is counted as nought; where there was nothing to
// count, the total is nought and no share is given.
//
// Done is what tracks show. A planned tour counts as gone if a track of its unit on that day
// saw one of its stops at least; stops count as seen by the rules of routing/track.
//
// The package writes nothing and reads no clock.
package figures
