package ops

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/wire"
)

// The types of this file describe bodies in the OpenAPI document. RouteRequest
// and PlanRequest are also what those bodies are read into; the GeoJSON ones are
// written by api/wire from maps, and a test holds the two together.

// A Geometry is a GeoJSON geometry.
type Geometry struct{}

// Schema describes it, coordinates only as a list.
func (Geometry) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "object", Required: []string{"type", "coordinates"}, Properties: map[string]*huma.Schema{
		"type":        {Type: "string", Enum: []any{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}},
		"coordinates": {Type: "array", Items: &huma.Schema{}},
	}}
}

// A MaybeGeometry is a geometry or null.
type MaybeGeometry struct{}

// Schema describes it.
func (MaybeGeometry) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{Geometry{}.Schema(r), {Type: "null"}}}
}

// IncidentFeature is an incident as it comes in.
type IncidentFeature struct {
	_          struct{}           `additionalProperties:"true"`
	Type       string             `json:"type" enum:"Feature"`
	ID         string             `json:"id,omitempty" doc:"the sender's own number"`
	Geometry   Geometry           `json:"geometry"`
	Properties IncidentProperties `json:"properties"`
}

// IncidentProperties are the inputs of a decision; all may be missing.
type IncidentProperties struct {
	_          struct{}       `additionalProperties:"true"`
	Category   string         `json:"category,omitempty" doc:"a code of /api/v1/categories; an unknown one is of class K4"`
	Severity   string         `json:"severity,omitempty" enum:"N,G,E,"`
	AccuracyM  float64        `json:"accuracy_m,omitempty" minimum:"0" doc:"radius of the position's uncertainty, metres"`
	OccurredAt string         `json:"occurred_at,omitempty" doc:"RFC 3339; decides which law applies"`
	Source     string         `json:"source,omitempty" enum:"patrol,petition,12369,12345,handdown,sensor,drone,"`
	Outcome    string         `json:"outcome,omitempty" enum:"UNF,MIN,VIO,"`
	Finder     string         `json:"finder,omitempty" enum:"STATION,SQUAD,POST,"`
	Note       string         `json:"note,omitempty"`
	Address    string         `json:"address,omitempty" doc:"of a report: in words; without geometry the lead has no place until a person finds it"`
	ReceivedAt string         `json:"received_at,omitempty" doc:"of a report: RFC 3339; when the sender was told. The petition clock runs from it"`
	Deadline   string         `json:"deadline,omitempty" doc:"of a report: RFC 3339; until when the sender wants it done"`
	Reporter   *wire.Reporter `json:"reporter,omitempty" doc:"of a report: who told; kept apart and shown to nobody but those who answer the public"`
}

// DecisionFeature is the incident with its decision.
type DecisionFeature struct {
	Type       string             `json:"type" enum:"Feature"`
	ID         string             `json:"id,omitempty"`
	Geometry   Geometry           `json:"geometry"`
	Properties DecisionProperties `json:"properties"`
}

// DecisionProperties are the incident's own and these.
type DecisionProperties struct {
	_                 struct{}       `additionalProperties:"true"`
	J                 string         `json:"j" enum:"IN,CBORD,LAKE,OUT"`
	Z                 string         `json:"z" enum:"Y,N"`
	Span              string         `json:"span" enum:"ONE,NEAR,MANY"`
	SQ                string         `json:"sq" enum:"SAME,DIFF"`
	H                 string         `json:"h"`
	W                 string         `json:"w"`
	K                 string         `json:"k" enum:"K1,K2,K3E,K3O,K4"`
	S                 string         `json:"s" enum:"N,G,E"`
	VRow              string         `json:"v_row"`
	Lead              string         `json:"lead" doc:"who verifies; empty where nobody here has jurisdiction"`
	Command           string         `json:"command"`
	Assist            []string       `json:"assist" nullable:"false"`
	CertifiedOfficers bool           `json:"certified_officers"`
	ConfirmBy         []string       `json:"confirm_by" nullable:"false"`
	LRow              string         `json:"l_row"`
	Handler           string         `json:"handler"`
	Handover          []string       `json:"handover" nullable:"false"`
	NRows             []string       `json:"n_rows" nullable:"false"`
	Informed          []string       `json:"informed" nullable:"false"`
	Arbiter           string         `json:"arbiter"`
	Candidates        []Candidate    `json:"candidates" nullable:"false" doc:"who may lead, the most probable first; empty where that is sure"`
	ConfirmOnSite     bool           `json:"confirm_on_site" doc:"no candidate is sure enough: to be confirmed on site"`
	Suspects          []Suspect      `json:"suspects" nullable:"false" doc:"sites up the water that can be the source, the likeliest first"`
	Warn              []Warned       `json:"warn" nullable:"false" doc:"whom to warn down the water, in its order"`
	Towns             []DecisionTown `json:"towns" nullable:"false"`
	Basins            []Place        `json:"basins" nullable:"false"`
	Zones             []Place        `json:"zones" nullable:"false"`
	Wetlands          []Place        `json:"wetlands" nullable:"false"`
	Lakes             []Place        `json:"lakes" nullable:"false"`
	Reach             []Reach        `json:"reach" nullable:"false" doc:"the water that it lies at, the nearest first; empty if the water was not asked"`
	Upstream          []OnTheWater   `json:"upstream" nullable:"false" doc:"towns but the lead town, and counties, in the order of the water"`
	Downstream        []OnTheWater   `json:"downstream" nullable:"false"`
	Due               []Due          `json:"due" nullable:"false"`
	Basis             []Basis        `json:"basis" nullable:"false"`
	Reasons           []string       `json:"reasons" nullable:"false"`
	Versions          Versions       `json:"versions"`
}

// DecisionTown is a town's part in an incident.
type DecisionTown struct {
	Code      string      `json:"code"`
	Name      string      `json:"name"`
	NameEN    string      `json:"name_en"`
	Share     float64     `json:"share" doc:"of what lies in the city; sums to 1"`
	DistanceM float64     `json:"distance_m" doc:"to the town's nearest border"`
	Near      bool        `json:"near" doc:"within the tolerance only"`
	Nearest   [][]float64 `json:"nearest,omitempty" nullable:"false" doc:"from the incident to that border"`
	Part      *Geometry   `json:"part,omitempty" doc:"the town's part of a line or area"`
}

// Reach is a river that an incident lies at.
type Reach struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	DistanceM  float64  `json:"distance_m"`
	Confidence *float64 `json:"confidence,omitempty" doc:"of a point, against other reaches near it; from 0 to 1"`
}

// OnTheWater is a town or county that the water of an incident comes from or goes to.
type OnTheWater struct {
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind" enum:"town,county"`
	DistanceM float64 `json:"distance_m" doc:"along the water"`
	TimeS     float64 `json:"time_s" doc:"that the water needs, at the speeds of the settings"`
	Unsure    bool    `json:"unsure" doc:"every way there uses a reach of unknown direction"`
}

// Candidate is a body that may lead.
type Candidate struct {
	Lead        string   `json:"lead"`
	Probability float64  `json:"probability" doc:"they sum to 1"`
	Towns       []string `json:"towns" nullable:"false" doc:"codes of towns and counties"`
}

// Suspect is a site that can be the source.
type Suspect struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Class      string    `json:"class"`
	Category   string    `json:"category" doc:"that it is watched for"`
	Likelihood string    `json:"likelihood" enum:"named,likely,possible"`
	Why        string    `json:"why"`
	DistanceM  float64   `json:"distance_m" doc:"along the water"`
	TimeS      float64   `json:"time_s"`
	OffM       float64   `json:"off_m" doc:"from the site to the water"`
	Unsure     bool      `json:"unsure"`
	Town       string    `json:"town"`
	Station    string    `json:"station"`
	Squad      string    `json:"squad"`
	At         []float64 `json:"at" nullable:"false"`
}

// Warned lies down the water.
type Warned struct {
	Kind      string   `json:"kind" enum:"intake,section,wetland,town,county"`
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Units     []string `json:"units" nullable:"false" doc:"whom to tell"`
	DistanceM float64  `json:"distance_m" doc:"along the water"`
	TimeS     float64  `json:"time_s"`
	Unsure    bool     `json:"unsure"`
}

// Trace is what lies up or down the water: reaches as lines, sites as points, by rising
// distance or time, and what else is on the way.
type Trace struct {
	Type       string         `json:"type" enum:"FeatureCollection"`
	Features   []TraceFeature `json:"features" nullable:"false"`
	Reach      string         `json:"reach" doc:"that it starts from"`
	OffsetM    float64        `json:"offset_m" doc:"from the place to it"`
	Confidence float64        `json:"confidence" doc:"of that reach against others near; from 0 to 1"`
	Reaches    []Reach        `json:"reaches" nullable:"false" doc:"that the place may belong to, the likeliest first"`
	Suspects   []Suspect      `json:"suspects,omitempty" nullable:"false" doc:"up the water: possible sources"`
	OnTheWay   []Warned       `json:"on_the_way" nullable:"false" doc:"intakes, sections, wetlands, towns, counties"`
	Speeds     string         `json:"speeds" doc:"what the times stand on"`
}

// TraceFeature is a reach or a site, as its kind says.
type TraceFeature struct {
	Type       string          `json:"type" enum:"Feature"`
	ID         string          `json:"id"`
	Geometry   Geometry        `json:"geometry"`
	Properties TraceProperties `json:"properties"`
}

// TraceProperties are those of a reach or of a site.
type TraceProperties struct {
	_         struct{} `additionalProperties:"true"`
	Kind      string   `json:"kind" enum:"reach,site"`
	Name      string   `json:"name"`
	Town      string   `json:"town"`
	DistanceM float64  `json:"distance_m" doc:"along the water"`
	TimeS     float64  `json:"time_s" doc:"that the water needs"`
	Unsure    bool     `json:"unsure"`
}

// Place is a named area that an incident lies in.
type Place struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
}

// Basis is a clause or article that a decision stands on.
type Basis struct {
	Clause     string `json:"clause"`
	Instrument string `json:"instrument"`
	Article    string `json:"article"`
	Text       string `json:"text"`
	Mark       string `json:"mark"`
	Certainty  string `json:"certainty"`
	IfLighter  string `json:"if_lighter,omitempty" doc:"of law that came after the act: when it applies"`
}

// Due is a time limit.
type Due struct {
	Basis
	Limit   string `json:"limit"`
	Meaning string `json:"meaning"`
	Moment  string `json:"moment,omitempty" doc:"absent where the limit counts working time"`

	WorkingDays  int `json:"working_days,omitempty"`
	WorkingHours int `json:"working_hours,omitempty"`
}

// Versions say by which data and rules a decision was made.
type Versions struct {
	Boundaries string `json:"boundaries" doc:"digest of the data; after an @ the first day of the edition that holds on the day of the act"`
	Rules      string `json:"rules"`
	Law        string `json:"law"`
}

// PlanVersions say besides which closures a plan took account of.
type PlanVersions struct {
	Versions
	Closures []string `json:"closures,omitempty" nullable:"false" doc:"ids of closures; missing in plans of an older release"`
}

// StoredIncident is an incident as it is kept, with its decision.
type StoredIncident struct {
	Type       string           `json:"type" enum:"Feature"`
	ID         string           `json:"id"`
	Geometry   Geometry         `json:"geometry"`
	Properties StoredProperties `json:"properties"`
}

// StoredProperties are an incident's columns beside its decision.
type StoredProperties struct {
	DecisionProperties
	Category   string  `json:"category"`
	Severity   string  `json:"severity" doc:"empty: that of the category"`
	AccuracyM  float64 `json:"accuracy_m"`
	OccurredAt string  `json:"occurred_at"`
	Source     string  `json:"source"`
	Outcome    string  `json:"outcome"`
	Finder     string  `json:"finder"`
	Note       string  `json:"note"`
	ReportedAt string  `json:"reported_at"`
	Ticket     string  `json:"ticket,omitempty" doc:"the sender's own number"`

	State    string     `json:"state,omitempty" doc:"of the lead"`
	Unit     string     `json:"unit,omitempty" doc:"that holds it"`
	Town     string     `json:"town,omitempty" doc:"the first of its towns"`
	DueAt    string     `json:"due_at,omitempty" doc:"the first moment after which a clock is missed"`
	Revision int        `json:"revision,omitempty"`
	Life     *wire.Life `json:"life,omitempty" doc:"missing where an older release kept the incident"`
}

// IncidentCollection is one page of incidents.
type IncidentCollection struct {
	Page
	Type     string           `json:"type" enum:"FeatureCollection"`
	Features []StoredIncident `json:"features" nullable:"false"`
}

// FindingCollection is what a check has found, findings before notes.
type FindingCollection struct {
	Type     string           `json:"type" enum:"FeatureCollection"`
	Findings int              `json:"findings"`
	Notes    int              `json:"notes"`
	Features []FindingFeature `json:"features" nullable:"false"`
}

// FindingFeature is one finding or note, with the land, border or place that it is about.
type FindingFeature struct {
	Type       string            `json:"type" enum:"Feature"`
	ID         string            `json:"id"`
	Geometry   MaybeGeometry     `json:"geometry"`
	Properties FindingProperties `json:"properties"`
}

// FindingProperties say what was found.
type FindingProperties struct {
	Code      string   `json:"code"`
	Level     string   `json:"level" enum:"finding,note" doc:"a note is lawful, but worth a look"`
	Where     string   `json:"where" doc:"collection and id of the feature, or empty"`
	Text      string   `json:"text"`
	Lon       *float64 `json:"lon,omitempty" doc:"a place on it"`
	Lat       *float64 `json:"lat,omitempty"`
	AreaM2    *float64 `json:"area_m2,omitempty"`
	WidthM    *float64 `json:"width_m,omitempty" doc:"of a narrow gap or overlap, on average"`
	DistanceM *float64 `json:"distance_m,omitempty" doc:"by which borders miss each other at most"`
	LengthM   *float64 `json:"length_m,omitempty"`
	GapM      *float64 `json:"gap_m,omitempty" doc:"from a detached piece to its town"`
	Points    *int     `json:"points,omitempty" doc:"vertices concerned"`
	Towns     []string `json:"towns,omitempty" nullable:"false" doc:"codes of the towns concerned"`
}

// Page is what all pages have.
type Page struct {
	NumberMatched  int    `json:"numberMatched"`
	NumberReturned int    `json:"numberReturned"`
	Links          []Link `json:"links" nullable:"false"`
}

// Link is a link; rel next leads to the next page.
type Link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
	Type string `json:"type"`
}

// PlanRequest asks for a patrol plan.
type PlanRequest struct {
	Unit  string  `json:"unit" doc:"id of a squad, station or post"`
	From  string  `json:"from" format:"date" doc:"the first day"`
	Days  int     `json:"days" minimum:"1" maximum:"92"`
	Kind  string  `json:"kind,omitempty" doc:"of patrol, P1 to P11; without it the unit's own. P4 is for its leads alone, P11 for back-checks, P7 goes outside the city"`
	With  string  `json:"with,omitempty" doc:"the other side of a P7"`
	Seed  *uint64 `json:"seed,omitempty" doc:"chosen and then shown; without it one is drawn and kept secret"`
	Needs *Needs  `json:"needs,omitempty" doc:"instead of those of the unit's territory"`
	Risk  bool    `json:"risk,omitempty" doc:"true: leaving out costs by what may be found at each place, or by last year's counts where the estimate is no better"`

	Wind map[string]int `json:"wind,omitempty" doc:"Beaufort's force that is forecast, by date: above 6 no boat sails, above 5 no drone flies"`
}

// Needs are features with the properties name, reason, interval_days, service_s,
// category, mode (foot, boat, vehicle, drone), bank (left, right, both) and instrument.
type Needs struct {
	_        struct{}          `additionalProperties:"true"`
	Type     string            `json:"type" enum:"FeatureCollection"`
	Features []json.RawMessage `json:"features" nullable:"false"`
}

// UnmarshalJSON reads it; other members, such as the name that GIS programs give,
// are passed over.
func (n *Needs) UnmarshalJSON(b []byte) error {
	type plain Needs
	return json.Unmarshal(b, (*plain)(n))
}

// Plan is a patrol plan; its features say in kind what they are.
type Plan struct {
	Type           string        `json:"type" enum:"FeatureCollection"`
	ID             string        `json:"id"`
	Unit           string        `json:"unit"`
	Kind           string        `json:"patrol_kind" doc:"P1 to P11"`
	With           string        `json:"with,omitempty" doc:"the other side of a P7"`
	From           string        `json:"from" format:"date"`
	Days           int           `json:"days"`
	Seed           string        `json:"seed,omitempty" doc:"64 bits in decimal, if it was chosen, or once the plan is over"`
	Draw           DrawRules     `json:"draw"`
	SeedCommitment string        `json:"seed_commitment" doc:"SHA-256 of seed|unit|from"`
	Cost           int           `json:"cost" doc:"seconds, with a penalty for each visit left out"`
	LowerBound     int           `json:"lower_bound"`
	Notes          []string      `json:"notes" nullable:"false"`
	Versions       PlanVersions  `json:"versions"`
	Features       []PlanFeature `json:"features" nullable:"false"`
}

// DrawRules are what the days of visits were drawn by, besides the seed: who verifies the draw
// asks for them.
type DrawRules struct {
	GapShare float64      `json:"gap_share" doc:"the last part of an interval, over which the day of a visit is drawn"`
	Seasons  []DrawSeason `json:"seasons" nullable:"false" doc:"seasons that ask for more frequent visits"`
}

// DrawSeason shortens intervals.
type DrawSeason struct {
	ID         string   `json:"id"`
	From       string   `json:"from" doc:"month and day"`
	Until      string   `json:"until" doc:"month and day, the last one"`
	Often      float64  `json:"often" doc:"how many times as often"`
	Categories []string `json:"categories" nullable:"false" doc:"of needs; none: all"`
}

// PlanFeature is a tour, leg, stop, or a need that is left out.
type PlanFeature struct {
	Type       string         `json:"type" enum:"Feature"`
	ID         string         `json:"id"`
	Geometry   MaybeGeometry  `json:"geometry"`
	Properties PlanProperties `json:"properties"`
}

// PlanProperties are those of its kind, as INTERFACES names them.
type PlanProperties struct {
	_          struct{} `additionalProperties:"true"`
	Kind       string   `json:"kind" enum:"tour,leg,stop,unplanned"`
	Tour       string   `json:"tour,omitempty" doc:"of a leg or stop"`
	Piece      string   `json:"piece,omitempty" doc:"of a stop: the part of its need, called so in every plan"`
	Sequence   int      `json:"sequence,omitempty" doc:"of a leg or stop, in the order of travel"`
	Unit       string   `json:"unit,omitempty"`
	Date       string   `json:"date,omitempty"`
	Start      string   `json:"start,omitempty"`
	End        string   `json:"end,omitempty"`
	PatrolKind string   `json:"patrol_kind,omitempty"`
	DistanceM  float64  `json:"distance_m,omitempty"`
	DurationS  float64  `json:"duration_s,omitempty"`
	Mode       string   `json:"mode,omitempty"`
	Town       string   `json:"town,omitempty"`
	Powers     string   `json:"powers,omitempty"`
	Depart     string   `json:"depart,omitempty"`
	Arrive     string   `json:"arrive,omitempty"`
	Need       string   `json:"need,omitempty"`
	Name       string   `json:"name,omitempty"`
	ServiceS   int      `json:"service_s,omitempty"`
	Reason     string   `json:"reason,omitempty"`
}

// PlanList is one page of plans, without their tours.
type PlanList struct {
	Page
	Plans []PlanSummary `json:"plans" nullable:"false"`
}

// PlanSummary is a line of the list.
type PlanSummary struct {
	ID        string  `json:"id"`
	Unit      string  `json:"unit"`
	From      string  `json:"from" format:"date"`
	Days      int     `json:"days"`
	DistanceM float64 `json:"distance_m"`
	DurationS float64 `json:"duration_s"`
}
