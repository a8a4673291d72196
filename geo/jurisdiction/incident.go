package jurisdiction

import (
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/hydro"
	"xunhu/geo/law"
)

// An Incident is something at a place and time that somebody must answer for.
type Incident struct {
	ID         string
	Geometry   orb.Geometry // point, line or area (lon, lat), Multi* included
	Category   string       // code of the taxonomy; "" or unknown means class K4
	Severity   law.Severity // "": that of the category
	AccuracyM  float64      // radius of the position's uncertainty
	OccurredAt time.Time    // decides which law applies, by its day in China
	Source     string       // patrol, petition, 12369, 12345, handdown, sensor, drone
	Outcome    string       // UNF, MIN, VIO; "": not verified yet
	Finder     string       // STATION, SQUAD, POST
}

// Settings are the tolerances of the tables. The zero value is not useful; start
// from Defaults.
type Settings struct {
	ToleranceM       float64 // τ is this or the incident's accuracy, whichever is more
	SignificantShare float64 // a town counts with this part of a line or area …
	SignificantM     float64 // … or with so many metres of a line …
	SignificantM2    float64 // … or square metres of an area
	CloseShares      float64 // shares nearer than this are equal for the lead-town rule
	WaterM           float64 // an incident of water, of unknown kind or an emergency belongs to a reach so near; others to one within τ
	TraceM           float64 // how far the water is followed up and down
	SiteM            float64 // a site so near to a reach drains into it
	RiverMS          float64 // how fast water travels where a river does not say so itself …
	StreamMS         float64
	CanalMS          float64
	DitchMS          float64
	LakeMS           float64 // … and through a lake
	Certainty        float64 // a lead less probable than this is confirmed on site
	StationDirect    bool    // may a station hand to other departments without the squad (Q4)?
}

// Defaults are the tolerances that the field's questions Q4 and Q12 settle on, and
// the field's 5 km of flow. That a lead is sure enough at 0.9, that a site drains into
// a reach within 200 m, and the speeds of water are defaults of this program: no source
// decides them.
func Defaults() Settings {
	v := hydro.DefaultSpeeds()
	return Settings{
		SiteM: 200, RiverMS: v.River, StreamMS: v.Stream, CanalMS: v.Canal, DitchMS: v.Ditch, LakeMS: v.Lake,
		ToleranceM: 50, SignificantShare: 0.05, SignificantM: 20, SignificantM2: 100, CloseShares: 0.05,
		WaterM: 100, TraceM: 5000, Certainty: 0.9,
	}
}

func (s Settings) speeds() hydro.Speeds {
	return hydro.Speeds{River: s.RiverMS, Stream: s.StreamMS, Canal: s.CanalMS, Ditch: s.DitchMS, Lake: s.LakeMS}
}

// Inputs are what the tables ask, in the values of the field's reference.
type Inputs struct {
	J    string // IN, CBORD, LAKE, OUT
	Z    string // Y, N
	Span string // ONE, NEAR, MANY
	SQ   string // SAME, DIFF
	H    string // NO, or TOWN, BASIN, EXT joined by +
	W    string // NONE, GENERAL, IMPORTANT, PARK, RESERVE
	K    law.Competence
	S    law.Severity
}

// A TownPart is a town's part in an incident.
type TownPart struct {
	Code, Name, NameEN string
	Share              float64      // of what lies in the city; sums to 1; 0 for a town that is only near
	AmountM            float64      // length in metres or area in square metres of its part; 0 for points
	Part               orb.Geometry // its part of a line or area, or nil
	BorderM            float64      // from the incident to the town's nearest border
	From, To           orb.Point    // the two ends of that distance
	Near               bool         // within the tolerance only, without a significant part
}

// A Reason is one step of the argument: a code whose sentence stands in
// api/words, and its figures.
type Reason struct {
	Code string
	Args map[string]any
}

// A Limit is a time by which something must be done.
type Limit struct {
	ID      string // T1 … T14, D1 … D9
	Basis   law.Citation
	Due     time.Time
	Meaning string // code of its sentence

	// What counts in working time has no moment here: the calendar gives it, from the
	// moment of the event on.
	WorkingHours, WorkingDays int
}

// A Decision says who answers for an incident, and why. Units are given by id.
type Decision struct {
	Inputs

	VRow              string
	Lead              string // "" in V2: nobody here has jurisdiction
	Command           string // who commands, in V1 and V6
	Assist            []string
	CertifiedOfficers bool // two certified officers of the squad must join before evidence is taken
	ConfirmBy         []string

	LRow     string // "" until Outcome and Finder are known
	Handler  string
	Handover []string

	NRows    []string
	Told     []Told   // whom each row of NRows tells, in their order
	Informed []string // all of them, and whom the rows of V and L tell; without the lead
	Arbiter  string   // who decides if this is disputed

	Candidates    []Candidate // who may lead, if that is not sure; the most probable first
	ConfirmOnSite bool        // none of them is sure enough: the place is to be looked at

	Towns    []TownPart // the lead town first, then by share, then by distance
	Basins   []Place
	Zones    []Place
	Wetlands []Place
	Lakes    []Place

	Reaches    []Reach     // the water that it lies at, the nearest first; none if the water was not asked
	Upstream   []atlas.Met // towns but the lead town, and counties, in the order in which the water is followed up
	Downstream []atlas.Met // the same downstream

	Suspects []Suspect // sites up the water that can be the source, the likeliest first
	Warn     []Warned  // whom to warn down the water, in its order

	SectionUp, SectionDown *Warned // the next control section up and down the water; nil: there is none within TraceM

	Due      []Limit
	Basis    []law.Citation
	Reasons  []Reason
	Versions Versions

	survey *survey // what Explain tells of; nil when it was told
}

// Told is whom a row of table N tells.
type Told struct {
	Row string
	To  []string
}

// A Place is a named area that an incident lies in.
type Place struct{ ID, Name, NameEN, Class string }

// Versions say by which data and rules a decision was made.
type Versions struct{ Boundaries, Rules, Law string }

// RulesVersion names the edition of the tables.
const RulesVersion = "tables-4"
