package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"xunhu/geo/finding"
)

// A Kind says what a figure's value is.
type Kind string

// The kinds.
const (
	Count   Kind = "count"
	Share   Kind = "share" // Value of Total
	Hours   Kind = "hours"
	Km      Kind = "km"
	Middle  Kind = "median_hours" // the middle of Total spans of time, in hours
	Unknown Kind = "not_recorded"
)

// A Figure is one number, or why there is none.
type Figure struct {
	Code    string       // such as leads.source
	Of      finding.Name // which of several: a source, a unit; "" where there is one
	Key     string       // the code of that
	Kind    Kind
	Value   float64
	Total   float64
	Missing string // code of the sentence that says what is not recorded
}

// A Section is figures on one subject.
type Section struct {
	Code    string
	Figures []Figure
}

// A Report is the figures of a month.
type Report struct {
	Month    time.Time // its first moment
	Unit     string    // "" all
	Made     time.Time
	Sections []Section
}

// A section that is being filled.
type section struct{ Section }

func (s *section) add(f Figure) { s.Figures = append(s.Figures, f) }

func (s *section) count(code string, n int) {
	s.add(Figure{Code: code, Kind: Count, Value: float64(n)})
}

func (s *section) share(code string, n, of int) {
	s.add(Figure{Code: code, Kind: Share, Value: float64(n), Total: float64(of)})
}

func (s *section) missing(code, why string) {
	s.add(Figure{Code: code, Kind: Unknown, Missing: why})
}

// middle gives the median of spans.
func (s *section) middle(code string, spans []time.Duration) {
	f := Figure{Code: code, Kind: Middle, Total: float64(len(spans))}
	if n := len(spans); n > 0 {
		slices.Sort(spans)
		f.Value = (spans[(n-1)/2] + spans[n/2]).Hours() / 2
	}
	s.add(f)
}

// tally counts by keys.
type tally map[string]int

// each adds a figure for each key, the most frequent first, called by named.
func (s *section) each(code string, t tally, named func(string) finding.Name) {
	keys := slices.Sorted(maps.Keys(t))
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(t[b], t[a]) })
	if len(keys) == 0 {
		s.count(code, 0)
	}
	for _, k := range keys {
		s.add(Figure{Code: code, Key: k, Of: named(k), Kind: Count, Value: float64(t[k])})
	}
}
