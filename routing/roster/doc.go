// Package roster says who goes when: it fills duties with people and equipment.
//
// A Duty is a shift that somebody must fill: so many people, so many of them certified on
// that day, a helmsman where it goes afloat, a pilot where it flies, at least half from the
// towns where the towns are the main force (R20). Nobody is in two places, nobody has less
// rest than the rules say between two duties, nobody works longer than a shift may last,
// nothing is booked twice, too small or after its calibration has ended (H1, H3, H4, H9). Of
// each unit some stay, on duty or on call: who is lent to another is not there (R34, R35).
// Settled duties, which have begun or are on other rosters, hold their people and change
// no more.
//
// Duties makes them from Shifts that come again, by a calendar of days of rest; the day of
// a weekly one is drawn from the seed.
//
// Fill keeps what is Held, puts in people in the order in which duties are hardest to fill,
// and where nobody is free moves others around (ejection chains). Then it evens hours,
// nights and holidays by exchanging people, in a fixed number of steps drawn from a seed:
// the same problem and seed give the same roster. A unit in fixed posts (定岗) keeps the
// people of its duties, one in rotating posts (轮岗) changes them.
//
// Check trusts no solver and names every rule that a roster breaks. Where a duty cannot be
// filled, Conflict finds an irreducible set of reasons: without any one of them it could be.
// Substitutes names who could stand in. Refill changes a roster as little as a change of people, equipment or duties asks for.
//
// The package reads no clock and knows no roads. Times are instants; days are those of
// their location.
package roster
