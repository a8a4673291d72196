// Package dispatch is the life of a lead (线索): who may do what with it, until when,
// and how it is proved afterwards.
//
// A lead stands in one of 23 states; 66 transitions lead from state to state. The
// tables are data: transitions.csv (from, event, to, who, what is needed, under which
// rows of table V or L, who holds it afterwards), regions.csv (emergency, petition and
// back-check run beside the states), clocks.csv (which limit runs in which state),
// roles.csv, ladder.csv (who hears of what is overdue) and disputes.csv (who decides).
// Guards are code, one function each.
//
// Everything is a pure function of what is handed in:
//
//	World.Fire(lead, command) → the lead as it is now, and the records of what was done
//
// or a Refusal: what is not allowed, not complete, or came too late because somebody
// else was faster. The machine never reads a clock, a store or a random source.
// Whoever calls it takes Actor and At from what was authenticated, never from a body, and
// keeps lead and records in one write, on the condition that the kept revision is still
// Command.Revision.
//
// Records form a chain for each lead (see Record), and a Merkle root over the heads of all
// chains guards the whole. The package does not decide whose a lead is: that is a
// Ruling, made of a decision of geo/jurisdiction.
package dispatch
