package store

import (
	"context"

	"xunhu/api/joint"
)

// JointPatrols keeps what is asked of departments and what they answer. Records are appended
// and never changed.
type JointPatrols interface {
	// KeepJoint appends records, the revisions of rosters that they ask for, and the answer
	// to the request, all or nothing. ErrStale if a record or a revision does not follow the
	// last one; ErrRepeated if the answer's key was used.
	KeepJoint(ctx context.Context, region string, answer *Answer, rosters []Roster, records ...joint.Record) error
	// JointRecords lists the records of one patrol, or of all if id is "", in the order in
	// which they were made.
	JointRecords(ctx context.Context, region, id string) ([]joint.Record, error)
}
