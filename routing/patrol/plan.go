package patrol

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/crew"
	"xunhu/routing/tour"
)

// A Need is something that must be visited.
type Need struct {
	ID           string
	Name, NameEN string
	Reason       string       // in the words of whoever asked for it; "" where its interval is the reason
	Geometry     orb.Geometry // Point, MultiPoint; LineString, MultiLineString; Polygon, MultiPolygon
	IntervalDays int          // due once in so many days; 0: once in the plan
	ServiceS     int          // seconds at a point or at each viewpoint; 0: as the settings say
	Category     string       // what is looked for, by the codes of DOMAIN 3; or ""
	Mode         Mode         // how a line is travelled or an area is seen; "": as the settings say, or by boat or drone where that helps
	Bank         Bank         // that is to be walked of a river; "": along its line
	Instrument   bool         // somebody brings one that is calibrated (H9)

	Weight       float64  // how much more than others it costs to leave it out; 0: as much
	Hours        []Hours  // of the day in which a visit may begin; none: any
	Units        []string // classes of units that may do it; none: all
	Enterprise   bool     // visits count against Settings.EnterpriseVisits, unless there is a Reason
	DoneThisYear int      // visits that were made before the plan in the year of its first day

	Lead      string    // number of the lead that it is about, whose reason is that; "": none
	BackCheck bool      // the lead was dealt with, and is looked at again (回头看)
	Before    time.Time // a visit that is asked for once begins before then, if any crew can; zero: on any day
	Certified int       // officers with certificates that a visit takes
}

// A Request asks for a plan.
type Request struct {
	Unit     string
	From     time.Time // the first day; its location gives the hours their meaning
	Days     int
	Kind     string               // of patrol, by DOMAIN 6.1; "": the unit's own. Joint alone acts outside the region
	With     string               // the other side of a Joint patrol, which goes on its own territory (H7)
	Needs    []Need               // nil: those of NeedsOf
	Last     map[string]time.Time // the day of the last visit before the plan, by Stop.Piece, where it is known
	Seed     uint64
	Settings Settings
	Means    Means
}

// A Solver finds tours. The same problem and seed give the same solution.
type Solver func(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error)

// A Plan is dated tours for a period.
type Plan struct {
	Unit           string
	Kind           string    // of all its tours
	With           string    // the other side of a Joint patrol; "" of others
	From           time.Time // midnight of the first day
	Days           int
	Tours          []Tour
	Unplanned      []Unplanned
	Notes          []*finding.Finding // what whoever reads the plan should know
	SeedCommitment string             // Commitment of the seed
	Rules          Rules              // by which the seed draws days
	Cost           int64              // seconds: travel, service, LeaveOutS for each visit left out, by its weight
	LowerBound     int64              // no plan for the same visits costs less
}

// A Tour is one crew's shift.
type Tour struct {
	ID            string // unique among plans: unit, date and crew
	Unit          string
	Crew, Vehicle string
	Date          string // RFC 3339 full-date
	Start, End    time.Time
	Kind          string         // P1, P3, P5 … of DOMAIN 6.1
	Certified     int            // officers with certificates that it takes (H1)
	Draw          *HourDraw      // of its hours; nil where the settings let all begin at once
	Duty          string         // of the roster, whose crew goes; "" where none is kept
	Takes         []crew.Item    // that are booked for it
	Trailed       []finding.Name // landings to which a boat is brought on a trailer
	DistanceM     float64        // by vehicle, on foot and afloat
	DurationS     float64        // from Start to End
	Legs          []Leg
	Stops         []Stop
}

// A Leg is a way within one town.
type Leg struct {
	Line           orb.LineString
	Sequence       int    // from 1, in the order of travel
	Mode           string // the road profile, or a Mode
	Stop           int    // the sequence of the stop that is made on it; 0: it is on the way
	Town           string // "" outside the region
	Ground         jurisdiction.Ground
	Powers         Powers
	DistanceM      float64
	Depart, Arrive time.Time
	Asked          []jurisdiction.Asked // who goes along, and who is told beforehand; with those of a stop at its end that has no way of its own
}

// A Stop is a visit.
type Stop struct {
	Sequence     int    // from 1, in the order of travel
	Need         string // id
	Piece        string // of the need, the same in every plan
	IntervalDays int    // of the need
	Category     string // of the need
	Enterprise   bool   // counts as a visit to an enterprise
	Name         finding.Name
	Mode         Mode         // how it is made
	Instrument   bool         // of the need
	Geometry     orb.Geometry // the point, the piece of line, or the part of the area that is covered
	At           orb.Point    // where the crew stands when it arrives
	Arrive       time.Time
	ServiceS     int
	Lead         string    // number of the lead that it is about; "": none
	BackCheck    bool      // of that lead
	Before       time.Time // of the need
	Certified    int       // officers with certificates that it takes
	Asked        []jurisdiction.Asked
	Timed        bool // it may not be made at any hour of the shift
	Reason       *finding.Finding
}

// An Unplanned is a need, or a part of one, that is left out.
type Unplanned struct {
	Need     string // id
	Piece    string // as of a Stop, where one visit to it is left out
	Name     finding.Name
	Geometry orb.Geometry
	Reason   *finding.Finding
	Why      []*finding.Finding // an irreducible set of reasons that conflict, of the first few visits that do not fit
}

// Powers is what a unit may do at a place.
type Powers string

// The powers, from the most to none.
const (
	Enforce Powers = "ENFORCE" // a squad in its towns: 主查
	Remedy  Powers = "REMEDY"  // a station in its town: 主治
	Prevent Powers = "PREVENT" // a post in its zone: 主防
	Observe Powers = "OBSERVE" // elsewhere in the region: look and report
	None    Powers = "NONE"    // outside the region
)

// Commitment binds a plan to its seed without showing it: SHA-256, in hexadecimal,
// of the seed in decimal, the unit and the first day as full-date, joined by "|". Once
// the seed is shown, anyone can compute it again. It hides the seed only if that was
// drawn from all 64-bit numbers.
func Commitment(seed uint64, unit string, from time.Time) string {
	sum := sha256.Sum256([]byte(strconv.FormatUint(seed, 10) + "|" + unit + "|" + from.Format(time.DateOnly)))
	return hex.EncodeToString(sum[:])
}
