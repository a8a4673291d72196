package store

import (
	"context"
	"time"

	"xunhu/api/people"
)

// A Roster is who goes when, at one revision. Each change is a further one; earlier ones
// stay.
type Roster struct {
	ID       string
	Revision int // from 1
	Units    []string
	From, To string // first and last day, RFC 3339 full-date
	Document []byte // as api/wire writes it
	Person   string // who made this revision
	Reason   string
	At       time.Time
}

// A RosterQuery asks for the last revision of rosters. The zero RosterQuery asks for all.
type RosterQuery struct {
	Unit     string // one of its units
	From, To string // days that it meets, both included; "" is open
	Limit    int    // at most so many; 0: all
	Offset   int
}

// Rosters keeps who goes when, and what keeps people and equipment from going.
type Rosters interface {
	// SaveItem adds a piece of equipment, or replaces the one of that id.
	SaveItem(ctx context.Context, region string, i people.Item) error
	// Items lists the equipment, in the order of its ids.
	Items(ctx context.Context, region string) ([]people.Item, error)
	// Absences lists the last entry of each absence, in the order of their first days.
	Absences(ctx context.Context, region string) ([]people.Absence, error)
	// KeepRoster appends a revision, the absences that made it necessary, and the answer to
	// the request, all or nothing; a roster without id is not kept. ErrStale if its revision
	// does not follow the last one; ErrRepeated if the answer's key was used.
	KeepRoster(ctx context.Context, region string, answer *Answer, r Roster, away ...people.Absence) error
	// Roster reads the last revision of one; ErrNotFound if there is none.
	Roster(ctx context.Context, region, id string) (Roster, error)
	// Rosters lists the last revisions, the roster that was made first first, and counts them.
	Rosters(ctx context.Context, region string, q RosterQuery) ([]Roster, int, error)
}
