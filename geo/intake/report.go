package intake

import (
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Report says what became of every layer that was read. Findings carry codes;
// their sentences stand in api/words.
type Report struct {
	Layers []Layer
	Notes  []*finding.Finding // about the region as a whole
	passed int                // rows that were kept out as no towns, which is no fault
}

// A Layer is the fate of one layer of one file. A file that holds several kinds,
// such as an OpenStreetMap extract, has one for each.
type Layer struct {
	File    string
	Name    string // of the layer within the file
	Kind    feature.Kind
	Guessed bool               // the kind was not given but guessed
	Guess   string             // code of the sentence that says from what: "intake.guess_file", ...
	CRS     string             // in which the file gave its coordinates
	Read    int                // features met
	Kept    int                // features taken; one that was split counts once
	Refused []*finding.Finding // each of them, unless a Stream has heard of them
	Notes   []*finding.Finding // the first of them
	More    int                // notes beyond those
}

// mostNotes is how many notes of a layer are kept.
const mostNotes = 1000

func (l *Layer) note(f *finding.Finding) {
	if len(l.Notes) == mostNotes {
		l.More++
		return
	}
	l.Notes = append(l.Notes, f)
}

// Refused counts the features and files that were not taken although they should be.
func (r *Report) Refused() int {
	n := 0
	for _, l := range r.Layers {
		n += l.Read - l.Kept
	}
	return n
}
