package ops

// ClosureFeature is a closure as it is set.
type ClosureFeature struct {
	Type       string            `json:"type" enum:"Feature"`
	Geometry   ClosureGeometry   `json:"geometry"`
	Properties ClosureProperties `json:"properties"`
}

// A ClosureGeometry is a line or an area. A line closes the roads that it crosses, and those
// along which it is drawn; an area, those that have a point in it.
type ClosureGeometry = Geometry

// ClosureProperties say for whom, when and why.
type ClosureProperties struct {
	_        struct{} `additionalProperties:"true"`
	Profiles []string `json:"profiles,omitempty" nullable:"false" doc:"vehicles; none: all"`
	From     string   `json:"from,omitempty" doc:"RFC 3339; without it from now on"`
	Until    string   `json:"until,omitempty" doc:"RFC 3339, the moment itself excluded; without it until it is lifted"`
	Speed    float64  `json:"speed,omitempty" minimum:"0" exclusiveMaximum:"1" doc:"what is left of the usual speed; 0: closed"`
	Reason   string   `json:"reason"`
}

// StoredClosure is a closure as it stands.
type StoredClosure struct {
	Type       string          `json:"type" enum:"Feature"`
	ID         string          `json:"id"`
	Geometry   Geometry        `json:"geometry"`
	Properties StoredClosureOf `json:"properties"`
}

// StoredClosureOf are its properties.
type StoredClosureOf struct {
	Profiles   []string `json:"profiles" nullable:"false" doc:"vehicles; none: all"`
	From       string   `json:"from,omitempty"`
	Until      string   `json:"until,omitempty"`
	Speed      float64  `json:"speed"`
	Reason     string   `json:"reason"`
	Person     string   `json:"person,omitempty" doc:"who set it; for those who sign in"`
	SetAt      string   `json:"set_at"`
	LiftedAt   string   `json:"lifted_at,omitempty"`
	LiftedBy   string   `json:"lifted_by,omitempty"`
	LiftReason string   `json:"lift_reason,omitempty"`
	Revision   int      `json:"revision" doc:"1, and 2 when it is lifted; the beginning of its ETag"`
	State      string   `json:"state" enum:"planned,in_force,over,lifted" doc:"at the moment of the answer"`
	AffectsM   *float64 `json:"affects_m,omitempty" doc:"when it is set: length of the roads that it means; 0 if it was drawn past all of them"`
}

// ClosureCollection is one page of closures, in the order in which they were set.
type ClosureCollection struct {
	Page
	Type     string          `json:"type" enum:"FeatureCollection"`
	Features []StoredClosure `json:"features" nullable:"false"`
}

// LiftRequest says why a closure is lifted.
type LiftRequest struct {
	Reason string `json:"reason"`
}
