// Package tickets makes leads of what other houses send in lists: tickets of the hotlines
// 12345 and 12369, petitions, and what inspectors hand down (督察交办).
//
// A Reader makes a Ticket of a row, by the headings that such systems export, or a
// *finding.Finding of what is wrong with it. A Taker makes leads of tickets, all in one
// transaction or none: each has a number of its own and keeps the sender's; that, with the
// source, is the key, so that the same list brings nothing twice. What differs from what
// was taken before is told and changes nothing: a person rules on it again.
//
// The name and telephone of who told go to the store's table of reporters alone. Where
// they stand in the text they are blotted out, and the text as it was is kept with the
// reporter.
//
// A ticket with an address and no coordinates becomes a lead without a place: no table is
// asked, nobody leads, and it is listed until a person finds the place. Nothing is guessed
// from text: an unknown class stays unknown.
//
// Tickets that may be of the same thing (dispatch.MaySame) are suggested, never merged.
package tickets
