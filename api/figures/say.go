package figures

import (
	"cmp"
	"math"
	"strconv"
	"time"

	"xunhu/api/papers"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
)

// Name is what a figure is called, with which of several it is.
func (f Figure) Name(l words.Lang) string {
	name := words.Say(l, "figures."+f.Code, nil)
	if f.Of.ZH == "" {
		return name
	}
	return words.Say(l, "figures.of", finding.Args{"name": name, "of": f.Of})
}

// Text is a figure's value as people read it.
func (f Figure) Text(l words.Lang) string {
	args := finding.Args{"value": f.Value, "total": f.Total, "percent": 100 * f.Value / f.Total}
	switch {
	case f.Kind == Unknown:
		return words.Say(l, "figures.not_recorded", nil)
	case (f.Kind == Share || f.Kind == Middle) && f.Total == 0:
		return words.Say(l, "figures.nothing", nil)
	}
	return words.Say(l, "figures.value."+string(f.Kind), args)
}

// Note says of what a figure is, or what is missing.
func (f Figure) Note(l words.Lang) string {
	switch {
	case f.Kind == Unknown:
		return words.Say(l, f.Missing, nil)
	case f.Kind == Middle && f.Total > 0:
		return words.Say(l, "figures.middle_of", finding.Args{"n": f.Total})
	}
	return ""
}

// Wire gives a report as it is answered.
func (r Report) Wire(a *atlas.Atlas, l words.Lang) wire.Figures {
	out := wire.Figures{Month: r.Month.Format("2006-01"), Unit: r.Unit, UnitName: r.of(a, l), MadeAt: r.Made.Format(time.RFC3339), Sections: []wire.FigureSection{}}
	for _, s := range r.Sections {
		section := wire.FigureSection{Code: s.Code, Name: words.Say(l, "figures.section."+s.Code, nil), Figures: []wire.Figure{}}
		for _, f := range s.Figures {
			one := wire.Figure{Code: f.Code, Name: f.Name(l), Key: f.Key, Kind: string(f.Kind), Text: f.Text(l), Missing: ""}
			if f.Kind == Unknown {
				one.Missing = f.Note(l)
			} else if !(f.Kind == Middle && f.Total == 0) {
				value := math.Round(1000*f.Value) / 1000
				one.Value = &value
			}
			if f.Kind == Share || f.Kind == Middle {
				total := f.Total
				one.Total = &total
			}
			section.Figures = append(section.Figures, one)
		}
		out.Sections = append(out.Sections, section)
	}
	return out
}

func (r Report) of(a *atlas.Atlas, l words.Lang) string {
	if r.Unit == "" {
		return words.Named(l, a.Region.Name, a.Region.NameEN)
	}
	u, _ := a.Unit(r.Unit)
	return cmp.Or(words.Named(l, u.Name, u.NameEN), r.Unit)
}

// Sheet gives a report as papers print it.
func (r Report) Sheet(a *atlas.Atlas, l words.Lang) papers.FigureSheet {
	out := papers.FigureSheet{Unit: r.of(a, l), Month: r.Month.Year()*100 + int(r.Month.Month()), Made: r.Made, Illustration: a.Region.Illustration}
	for _, s := range r.Sections {
		part := papers.FigurePart{Name: words.Say(l, "figures.section."+s.Code, nil)}
		for _, f := range s.Figures {
			row := papers.FigureRow{Name: f.Name(l), Value: f.Text(l), Note: f.Note(l)}
			if f.Kind != Unknown && f.Kind != Share && !(f.Kind == Middle && f.Total == 0) {
				row.Number = strconv.FormatFloat(math.Round(100*f.Value)/100, 'f', -1, 64)
			}
			part.Rows = append(part.Rows, row)
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}
