package wire

// Figures are what a unit reports for a month (DOMAIN 6.5).
type Figures struct {
	Month    string          `json:"month" doc:"2026-11"`
	Unit     string          `json:"unit,omitempty" doc:"id; without it all units"`
	UnitName string          `json:"unit_name"`
	MadeAt   string          `json:"made_at"`
	Sections []FigureSection `json:"sections" nullable:"false"`
}

// A FigureSection is figures on one subject.
type FigureSection struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Figures []Figure `json:"figures" nullable:"false"`
}

// A Figure is one number, or why there is none.
type Figure struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Key     string   `json:"key,omitempty" doc:"which of several: a source, a category, a town, a unit"`
	Kind    string   `json:"kind" enum:"count,share,hours,km,median_hours,not_recorded"`
	Value   *float64 `json:"value,omitempty" doc:"without it nothing is recorded, or there was nothing to take the middle of"`
	Total   *float64 `json:"total,omitempty" doc:"of a share: of how many; of a median: of how many it is one"`
	Text    string   `json:"text" doc:"the value in words"`
	Missing string   `json:"missing,omitempty" doc:"what is not recorded"`
}
