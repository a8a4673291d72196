// Package joint is the life of a joint patrol of departments (部门联合巡查, R37, P6).
//
// The branch has a duty of its roster that wants people of other departments. It invites
// them; each accepts and says who comes, or declines and says why, until the patrol begins;
// the last word counts. Afterwards the branch takes down of each who came, of itself too,
// and what was agreed. A patrol may be called off, until somebody's attendance is taken down.
//
// Records are appended, each with the revision that it makes; Fold tells what they come to,
// and May refuses one that cannot follow. Who accepted is owed at least one person, and two
// certified officers of ecology and environment at least must be there: Faults names what is
// missing, before a patrol and after it.
//
// Whom a department sends may be of the register, by an id, or be called by a name alone: no
// department is commanded to register its people (R1). The package knows no rosters and reads
// no clock. Who may speak for whom is the caller's to say.
package joint
