package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"xunhu/api/papers"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// A RosterDocument is how a roster is kept: duties with who goes, and the names of that day.
type RosterDocument struct {
	Seed      string         `json:"seed_commitment,omitempty"`
	Fixed     []string       `json:"fixed,omitempty"` // units in fixed posts (定岗); others rotate (轮岗)
	Duties    []KeptDuty     `json:"duties"`
	People    []RosterPerson `json:"people"`
	Equipment []RosterItem   `json:"equipment"`
	Short     []KeptShort    `json:"short"`
	Breaches  []KeptBreach   `json:"breaches"`
}

// A KeptBreach is a day on which a unit has fewer people than it must have.
type KeptBreach struct {
	Unit string `json:"unit"`
	Day  string `json:"day"`
	BothWords
}

// A KeptDuty is a duty, what it asks for, and who and what it has.
type KeptDuty struct {
	ID        string   `json:"id"`
	Unit      string   `json:"unit"`
	Name      string   `json:"name"`
	NameEN    string   `json:"name_en"`
	Kind      string   `json:"kind"`
	Start     string   `json:"start"`
	End       string   `json:"end"`
	Need      int      `json:"need"`
	Certified int      `json:"certified,omitempty"`
	Skills    []string `json:"skills,omitempty"`
	Kinds     []string `json:"kinds,omitempty"`
	From      []string `json:"from,omitempty"`
	TownMain  bool     `json:"town_main,omitempty"`
	Night     bool     `json:"night,omitempty"`
	Holiday   bool     `json:"holiday,omitempty"`
	People    []string `json:"people"`
	Equipment []string `json:"equipment"`
	Stand     string   `json:"substitute,omitempty"`
}

// A RosterPerson is somebody on a roster.
type RosterPerson struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	NameEN      string `json:"name_en,omitempty"`
	Unit        string `json:"unit"`
	Town        string `json:"town,omitempty" doc:"code of the town that sends the person"`
	Certificate string `json:"certificate,omitempty" doc:"number, valid on the first day"`
}

// A RosterItem is a piece of equipment on a roster.
type RosterItem struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
	Kind   string `json:"kind"`
}

// A KeptShort is a duty that could not be filled, with what it lacks and why.
type KeptShort struct {
	Duty  string      `json:"duty"`
	Lacks []BothWords `json:"lacks"`
	Why   []BothWords `json:"why"`
}

// BothWords is a sentence in both languages.
type BothWords struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

func (b BothWords) in(l words.Lang) string { return words.Named(l, b.ZH, b.EN) }

// Both puts findings into words.
func Both(all []*finding.Finding) []BothWords {
	out := []BothWords{}
	for _, f := range all {
		out = append(out, BothWords{ZH: words.Say(words.ZH, f.Code, f.Args), EN: words.Say(words.EN, f.Code, f.Args)})
	}
	return out
}

// NewRosterDocument writes duties and their entries down, with the people and equipment
// that they name. stood are who could stand in before, by duty.
func NewRosterDocument(p *roster.Problem, r roster.Roster, stood map[string]string) RosterDocument {
	d := RosterDocument{Duties: []KeptDuty{}, People: []RosterPerson{}, Equipment: []RosterItem{}, Short: []KeptShort{}, Breaches: []KeptBreach{}}
	for unit, m := range p.Modes {
		if m == roster.Fixed {
			d.Fixed = append(d.Fixed, unit)
		}
	}
	slices.Sort(d.Fixed)
	used, stand := map[string]bool{}, roster.Substitutes(p, r, stood)
	for _, e := range r.Entries {
		i := slices.IndexFunc(p.Duties, func(x roster.Duty) bool { return x.ID == e.Duty })
		if i < 0 {
			continue
		}
		x := &p.Duties[i]
		d.Duties = append(d.Duties, KeptDuty{ID: x.ID, Unit: x.Unit, Name: x.Name.ZH, NameEN: x.Name.EN, Kind: x.Kind, Start: x.Start.Format(time.RFC3339), End: x.End.Format(time.RFC3339),
			Need: x.People, Certified: x.Certified, Skills: bare(x.Skills), Kinds: bare(x.Items), From: x.From, TownMain: x.TownMain, Night: x.Night, Holiday: x.Holiday,
			People: append([]string{}, e.People...), Equipment: append([]string{}, e.Items...), Stand: stand[x.ID]})
		for _, id := range slices.Concat(e.People, e.Items, []string{stand[x.ID]}) {
			used[id] = true
		}
	}
	slices.SortStableFunc(d.Duties, func(a, b KeptDuty) int { return strings.Compare(a.Unit+a.Start, b.Unit+b.Start) })
	for i := range p.People {
		if x := &p.People[i]; used[x.ID] {
			one := RosterPerson{ID: x.ID, Name: x.Name, NameEN: x.NameEN, Unit: x.Unit, Town: x.Town}
			if len(d.Duties) > 0 {
				one.Certificate = x.Certified(firstDuty(p, x.ID, r))
			}
			d.People = append(d.People, one)
		}
	}
	for _, x := range p.Items {
		if used[x.ID] {
			d.Equipment = append(d.Equipment, RosterItem{ID: x.ID, Name: x.Name, NameEN: x.NameEN, Kind: string(x.Kind)})
		}
	}
	return d
}

// firstDuty is the time of a person's first duty.
func firstDuty(p *roster.Problem, person string, r roster.Roster) crew.Span {
	var first crew.Span
	for _, e := range r.Entries {
		if !slices.Contains(e.People, person) {
			continue
		}
		for i := range p.Duties {
			if d := &p.Duties[i]; d.ID == e.Duty && (first.From.IsZero() || d.Start.Before(first.From)) {
				first = crew.Span{From: d.Start, Until: d.End}
			}
		}
	}
	return first
}

func bare[T ~string](all []T) []string {
	var out []string
	for _, x := range all {
		out = append(out, string(x))
	}
	return out
}

// Of gives the part of one unit.
func (d RosterDocument) Of(unit string) RosterDocument {
	part := RosterDocument{Seed: d.Seed, Fixed: d.Fixed, Duties: []KeptDuty{}, People: []RosterPerson{}, Equipment: []RosterItem{}, Short: []KeptShort{}, Breaches: []KeptBreach{}}
	used, own := map[string]bool{}, map[string]bool{}
	for _, k := range d.Duties {
		if k.Unit == unit {
			part.Duties, own[k.ID] = append(part.Duties, k), true
			for _, id := range slices.Concat(k.People, k.Equipment, []string{k.Stand}) {
				used[id] = true
			}
		}
	}
	for _, p := range d.People {
		if used[p.ID] {
			part.People = append(part.People, p)
		}
	}
	for _, i := range d.Equipment {
		if used[i.ID] {
			part.Equipment = append(part.Equipment, i)
		}
	}
	for _, s := range d.Short {
		if own[s.Duty] {
			part.Short = append(part.Short, s)
		}
	}
	for _, b := range d.Breaches {
		if b.Unit == unit {
			part.Breaches = append(part.Breaches, b)
		}
	}
	return part
}

// ReadRosterDocument reads what a store kept.
func ReadRosterDocument(kept store.Roster) (RosterDocument, error) {
	var d RosterDocument
	if err := json.Unmarshal(kept.Document, &d); err != nil {
		return d, fmt.Errorf("wire: roster %s: %w", kept.ID, err)
	}
	return d, nil
}

// Read gives a duty and its entry back, its times in a zone.
func (k KeptDuty) Read(zone *time.Location) (roster.Duty, roster.Entry, error) {
	start, err1 := time.Parse(time.RFC3339, k.Start)
	end, err2 := time.Parse(time.RFC3339, k.End)
	if err1 != nil || err2 != nil {
		return roster.Duty{}, roster.Entry{}, fmt.Errorf("wire: times of duty %s: %q, %q", k.ID, k.Start, k.End)
	}
	d := roster.Duty{ID: k.ID, Unit: k.Unit, Name: finding.Name{ZH: k.Name, EN: k.NameEN}, Kind: k.Kind, Start: start.In(zone), End: end.In(zone), People: k.Need, Certified: k.Certified,
		From: k.From, TownMain: k.TownMain, Night: k.Night, Holiday: k.Holiday}
	for _, s := range k.Skills {
		d.Skills = append(d.Skills, crew.Skill(s))
	}
	for _, s := range k.Kinds {
		d.Items = append(d.Items, crew.Kind(s))
	}
	return d, roster.Entry{Duty: k.ID, People: k.People, Items: k.Equipment}, nil
}

// Watches gives a kept roster as papers print it.
func (d RosterDocument) Watches(a *atlas.Atlas, zone *time.Location) ([]papers.Watch, error) {
	people, items := map[string]RosterPerson{}, map[string]RosterItem{}
	for _, p := range d.People {
		people[p.ID] = p
	}
	for _, i := range d.Equipment {
		items[i.ID] = i
	}
	lacks := map[string][]papers.Text{}
	for _, s := range d.Short {
		for _, l := range s.Lacks {
			lacks[s.Duty] = append(lacks[s.Duty], papers.Text(l))
		}
	}
	var all []papers.Watch
	for _, k := range d.Duties {
		duty, _, err := k.Read(zone)
		if err != nil {
			return nil, err
		}
		u, _ := a.Unit(k.Unit)
		w := papers.Watch{ID: k.ID, Unit: papers.Text{ZH: u.Name, EN: u.NameEN}, Shift: papers.Text(duty.Name), Kind: k.Kind, Start: duty.Start, End: duty.End, Need: k.Need, Holiday: k.Holiday, Lacks: lacks[k.ID], Fixed: slices.Contains(d.Fixed, k.Unit)}
		if p, ok := people[k.Stand]; ok {
			w.Stand = papers.Text{ZH: p.Name, EN: p.NameEN}
		}
		for _, id := range k.People {
			p := people[id]
			town, _ := a.Town(p.Town)
			w.People = append(w.People, papers.Watcher{ID: id, Name: papers.Text{ZH: p.Name, EN: p.NameEN}, Certificate: p.Certificate, Town: papers.Text{ZH: town.Name, EN: town.NameEN}})
		}
		for _, id := range k.Equipment {
			if i, ok := items[id]; ok {
				w.Equipment = append(w.Equipment, papers.Text{ZH: i.Name, EN: i.NameEN})
			}
		}
		all = append(all, w)
	}
	return all, nil
}
