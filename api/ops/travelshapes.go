package ops

import (
	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/wire"
)

// RouteRequest asks for a way.
type RouteRequest struct {
	Profile string      `json:"profile" doc:"the vehicle: car, motorcycle, ebike, bicycle, foot, boat, or one of the office's own"`
	Points  [][]float64 `json:"points" nullable:"false" minItems:"2" maxItems:"100" doc:"longitude, latitude in degrees, in the order of travel"`
	Depart  string      `json:"depart,omitempty" doc:"RFC 3339: the closures and hours of this moment hold; without it those of now"`

	Alternatives int `json:"alternatives,omitempty" minimum:"0" maximum:"3" doc:"between two points by road: so many ways beside the fastest, if there are"`

	WindForce   int      `json:"wind_force,omitempty" minimum:"0" maximum:"12" doc:"by boat: Beaufort's force; above 6 no boat leaves"`
	WindFromDeg *float64 `json:"wind_from_deg,omitempty" minimum:"0" maximum:"360" doc:"where the wind comes from, clockwise from north; without it the wind is against every course"`
}

// Route is a way, one feature a leg; with alternatives, one a way.
type Route struct {
	Type     string     `json:"type" enum:"FeatureCollection"`
	Profile  string     `json:"profile"`
	Closures []string   `json:"closures" nullable:"false" doc:"ids of those that hold"`
	Hours    *Hours     `json:"hours,omitempty"`
	LeftOut  []string   `json:"left_out,omitempty" nullable:"false" doc:"by boat: landings that count for nothing, and why"`
	Features []RouteLeg `json:"features" nullable:"false"`
}

// Hours are those whose speeds and restrictions hold; missing where nothing depends on the hour.
type Hours = wire.HoursOf

// RouteLeg is the way from one point to the next.
type RouteLeg struct {
	Type       string        `json:"type" enum:"Feature"`
	ID         string        `json:"id"`
	Geometry   Geometry      `json:"geometry"`
	Properties LegProperties `json:"properties"`
}

// LegProperties measure a leg.
type LegProperties struct {
	Sequence    int         `json:"sequence" doc:"of the point that it comes from; a way by boat may have a leg by road before or after it"`
	Profile     string      `json:"profile"`
	Alternative int         `json:"alternative,omitempty" doc:"0 the fastest way, then the others"`
	Mode        string      `json:"mode,omitempty" enum:"road,boat,ground" doc:"with the profile boat: by road to and from the landing, or by boat; on foot into a wetland: by road, or over its ground"`
	Landing     string      `json:"landing,omitempty" doc:"of a leg by boat: the site where it goes on by road"`
	LandingName string      `json:"landing_name,omitempty" doc:"of the site landing, in the language of the request"`
	DistanceM   float64     `json:"distance_m"`
	DurationS   float64     `json:"duration_s"`
	ChangeS     float64     `json:"change_s,omitempty" doc:"spent at the landing before this leg, beside its duration"`
	WalkM       float64     `json:"walk_m,omitempty" doc:"of the distance: from the points to the road and back, walked"`
	Towns       []RouteTown `json:"towns,omitempty" nullable:"false" doc:"on whose ground it runs, by falling distance"`
	OutsideM    float64     `json:"outside_m,omitempty" doc:"of the distance: in no town of the region"`
	Steps       []RouteStep `json:"steps,omitempty" nullable:"false" doc:"on the road alone, in the order of travel"`
}

// RouteTown is a town that a way passes.
type RouteTown struct {
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	DistanceM float64 `json:"distance_m"`
}

// RouteStep is a stretch between two things that a driver has to know.
type RouteStep struct {
	Turn      string    `json:"turn" enum:"depart,straight,slight_left,left,sharp_left,slight_right,right,sharp_right,around,roundabout,arrive"`
	Text      string    `json:"text" doc:"what to do, in the language of the request"`
	Name      string    `json:"name" doc:"of the road; empty if it has none"`
	DistanceM float64   `json:"distance_m"`
	DurationS float64   `json:"duration_s"`
	At        []float64 `json:"at" nullable:"false" doc:"longitude, latitude where it begins"`
	Exit      int       `json:"exit,omitempty" doc:"of a roundabout, counted from 1"`
}

// MatrixRequest asks for travel times.
type MatrixRequest struct {
	Profile string      `json:"profile" doc:"the vehicle, as in RouteRequest"`
	Points  [][]float64 `json:"points" nullable:"false" minItems:"1" maxItems:"2000" doc:"longitude, latitude in degrees"`
	Depart  string      `json:"depart,omitempty" doc:"RFC 3339: the closures and hours of this moment hold; without it those of now"`

	WindForce   int      `json:"wind_force,omitempty" minimum:"0" maximum:"12" doc:"by boat: Beaufort's force; above 6 no boat leaves"`
	WindFromDeg *float64 `json:"wind_from_deg,omitempty" minimum:"0" maximum:"360" doc:"where the wind comes from, clockwise from north; without it the wind is against every course"`
}

// TravelMatrix is the travel times between points.
type TravelMatrix struct {
	Profile  string     `json:"profile"`
	Closures []string   `json:"closures" nullable:"false" doc:"ids of those that hold"`
	Hours    *Hours     `json:"hours,omitempty"`
	Seconds  matrixRows `json:"seconds" doc:"a row for each point, from it to each, rounded up; null where there is no way"`
}

type matrixRows []wire.MatrixRow

// Schema describes it.
func (matrixRows) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "array", Items: &huma.Schema{Type: "array", Items: &huma.Schema{AnyOf: []*huma.Schema{{Type: "integer"}, {Type: "null"}}}}}
}

// IsochroneRequest asks what is reached.
type IsochroneRequest struct {
	Profile string    `json:"profile" doc:"the vehicle, as in RouteRequest"`
	At      []float64 `json:"at" nullable:"false" minItems:"2" maxItems:"2" doc:"longitude, latitude of the start"`
	Minutes []float64 `json:"minutes" nullable:"false" minItems:"1" maxItems:"12" doc:"the limits, each up to 240"`
	Depart  string    `json:"depart,omitempty" doc:"RFC 3339: the closures and hours of this moment hold; without it those of now"`

	WindForce   int      `json:"wind_force,omitempty" minimum:"0" maximum:"12" doc:"by boat: Beaufort's force; above 6 no boat leaves"`
	WindFromDeg *float64 `json:"wind_from_deg,omitempty" minimum:"0" maximum:"360" doc:"where the wind comes from, clockwise from north; without it the wind is against every course"`
}

// Isochrones are what is reached, one area a limit.
type Isochrones struct {
	Type     string             `json:"type" enum:"FeatureCollection"`
	Closures []string           `json:"closures" nullable:"false" doc:"ids of those that hold"`
	Hours    *Hours             `json:"hours,omitempty"`
	Features []IsochroneFeature `json:"features" nullable:"false"`
}

// IsochroneFeature is what is reached within one limit.
type IsochroneFeature struct {
	Type       string              `json:"type" enum:"Feature"`
	ID         string              `json:"id"`
	Geometry   Geometry            `json:"geometry"`
	Properties IsochroneProperties `json:"properties"`
}

// IsochroneProperties say which limit it is.
type IsochroneProperties struct {
	Profile string  `json:"profile"`
	Minutes float64 `json:"minutes"`
	AreaM2  float64 `json:"area_m2"`
}

// NearestUnits are the units that patrol, the soonest first.
type NearestUnits struct {
	Type     string        `json:"type" enum:"FeatureCollection"`
	Closures []string      `json:"closures" nullable:"false" doc:"ids of those that hold"`
	Hours    *Hours        `json:"hours,omitempty"`
	Features []NearestUnit `json:"features" nullable:"false"`
}

// NearestUnit is a unit at its seat.
type NearestUnit struct {
	Type       string            `json:"type" enum:"Feature"`
	ID         string            `json:"id"`
	Geometry   Geometry          `json:"geometry"`
	Properties NearestProperties `json:"properties"`
}

// NearestProperties say how soon it is there.
type NearestProperties struct {
	Name      string   `json:"name"`
	Class     string   `json:"class" enum:"STATION,SQUAD,POST"`
	Profile   string   `json:"profile"`
	DistanceM *float64 `json:"distance_m,omitempty"`
	DurationS *float64 `json:"duration_s,omitempty"`
	Reason    string   `json:"reason,omitempty" doc:"why there is no way, instead of distance and duration"`
}
