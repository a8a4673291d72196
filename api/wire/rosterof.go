package wire

import (
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/routing/roster"
)

// A Roster is who goes when, as it is answered.
type Roster struct {
	ID       string        `json:"id"`
	Revision int           `json:"revision" doc:"1, and one more with each change; the beginning of its ETag"`
	Units    []UnitName    `json:"units" nullable:"false"`
	From     string        `json:"from" doc:"first day, full-date"`
	To       string        `json:"to" doc:"last day"`
	MadeAt   string        `json:"made_at" doc:"this revision"`
	Person   string        `json:"person" doc:"id of who made this revision"`
	Reason   string        `json:"reason,omitempty"`
	Fixed    []string      `json:"fixed,omitempty" nullable:"false" doc:"units in fixed posts; others rotate"`
	Seed     string        `json:"seed_commitment,omitempty" doc:"SHA-256 that binds the drawn days to a seed"`
	Duties   []RosterDuty  `json:"duties" nullable:"false"`
	Short    []RosterShort `json:"short" nullable:"false" doc:"duties that could not be filled, with reasons of which none can be left out"`
	Away     []RosterAway  `json:"away,omitempty" nullable:"false" doc:"of those on the roster, on its days; why is not told"`
	Breaches []string      `json:"breaches" nullable:"false" doc:"days on which a unit has fewer people than R34 and R35 ask for"`
}

// A RosterDuty is a duty with who goes and with what.
type RosterDuty struct {
	ID        string         `json:"id"`
	Unit      string         `json:"unit"`
	Name      string         `json:"name" doc:"of the shift"`
	Kind      string         `json:"kind" doc:"P1 … of the kinds of patrol"`
	Start     string         `json:"start"`
	End       string         `json:"end"`
	Need      int            `json:"need" doc:"how many are to go"`
	Night     bool           `json:"night"`
	Holiday   bool           `json:"holiday"`
	People    []RosterPerson `json:"people" nullable:"false"`
	Equipment []RosterItem   `json:"equipment" nullable:"false"`
	Stand     *RosterPerson  `json:"substitute,omitempty" doc:"who could stand in"`
}

// A RosterAway is an absence that holds.
type RosterAway struct {
	ID        string `json:"id"`
	Person    string `json:"person,omitempty"`
	Equipment string `json:"equipment,omitempty"`
	From      string `json:"from"`
	To        string `json:"to,omitempty"`
}

// WithAway adds the absences that meet the roster.
func (r Roster) WithAway(all []people.Absence, on func(person, item string) bool) Roster {
	for _, a := range all {
		if !a.Withdrawn && a.From <= r.To && (a.To == "" || r.From <= a.To) && on(a.Person, a.Item) {
			r.Away = append(r.Away, RosterAway{ID: a.ID, Person: a.Person, Equipment: a.Item, From: a.From, To: a.To})
		}
	}
	return r
}

// A RosterShort is a duty that is not filled.
type RosterShort struct {
	Duty  string   `json:"duty"`
	Lacks []string `json:"lacks" nullable:"false"`
	Why   []string `json:"why" nullable:"false"`
}

// FromRoster says a kept roster in a language.
func FromRoster(kept store.Roster, a *atlas.Atlas, l words.Lang) (Roster, error) {
	d, err := ReadRosterDocument(kept)
	if err != nil {
		return Roster{}, err
	}
	r := Roster{ID: kept.ID, Revision: kept.Revision, Units: []UnitName{}, From: kept.From, To: kept.To, MadeAt: kept.At.Format(time.RFC3339), Person: kept.Person, Reason: kept.Reason,
		Fixed: d.Fixed, Seed: d.Seed, Duties: []RosterDuty{}, Short: []RosterShort{}, Breaches: []string{}}
	for _, id := range kept.Units {
		u, _ := a.Unit(id)
		r.Units = append(r.Units, UnitName{ID: id, Name: words.Named(l, u.Name, u.NameEN)})
	}
	people, items := d.Names(l)
	for _, k := range d.Duties {
		one := RosterDuty{ID: k.ID, Unit: k.Unit, Name: words.Named(l, k.Name, k.NameEN), Kind: k.Kind, Start: k.Start, End: k.End, Need: k.Need, Night: k.Night, Holiday: k.Holiday,
			People: []RosterPerson{}, Equipment: []RosterItem{}}
		for _, id := range k.People {
			one.People = append(one.People, people[id])
		}
		if p, ok := people[k.Stand]; ok {
			one.Stand = &p
		}
		for _, id := range k.Equipment {
			if id != "" {
				one.Equipment = append(one.Equipment, items[id])
			}
		}
		r.Duties = append(r.Duties, one)
	}
	for _, s := range d.Short {
		r.Short = append(r.Short, RosterShort{Duty: s.Duty, Lacks: said(s.Lacks, l), Why: said(s.Why, l)})
	}
	for _, b := range d.Breaches {
		r.Breaches = append(r.Breaches, b.in(l))
	}
	return r, nil
}

// Names gives the people and equipment of a roster by their ids, named in a language.
func (d RosterDocument) Names(l words.Lang) (map[string]RosterPerson, map[string]RosterItem) {
	people, items := map[string]RosterPerson{}, map[string]RosterItem{}
	for _, p := range d.People {
		p.Name, p.NameEN = words.Named(l, p.Name, p.NameEN), ""
		people[p.ID] = p
	}
	for _, i := range d.Equipment {
		i.Name, i.NameEN = words.Named(l, i.Name, i.NameEN), ""
		items[i.ID] = i
	}
	return people, items
}

func said(all []BothWords, l words.Lang) []string {
	out := []string{}
	for _, b := range all {
		out = append(out, b.in(l))
	}
	return out
}

// A RosterRequest asks for a roster of a unit.
type RosterRequest struct {
	Unit   string  `json:"unit" doc:"id of a station, squad, post or the branch"`
	From   string  `json:"from" format:"date" doc:"the first day"`
	Days   int     `json:"days" minimum:"1" maximum:"92"`
	Seed   *uint64 `json:"seed,omitempty" doc:"from which the day of weekly duties is drawn; without it one is drawn and kept secret"`
	Reason string  `json:"reason,omitempty"`
}

// A RosterChangeRequest says who or what is away, or back.
type RosterChangeRequest struct {
	Away   []AwayRequest   `json:"away,omitempty" nullable:"false"`
	Broken []BrokenRequest `json:"broken,omitempty" nullable:"false"`
	Back   []string        `json:"back,omitempty" nullable:"false" doc:"ids of absences that are withdrawn"`
	Reason string          `json:"reason,omitempty"`
	DryRun bool            `json:"dry_run,omitempty" doc:"true: show the difference and keep nothing"`
}

// An AwayRequest is a person's absence.
type AwayRequest struct {
	Person string `json:"person"`
	From   string `json:"from" format:"date"`
	To     string `json:"to,omitempty" doc:"last day; without it until further notice"`
	Reason string `json:"reason" enum:"leave,illness,course"`
}

// A BrokenRequest is for how long a piece of equipment is out.
type BrokenRequest struct {
	Equipment string `json:"equipment"`
	From      string `json:"from" format:"date"`
	To        string `json:"to,omitempty" doc:"last day; without it until further notice"`
	Reason    string `json:"reason" enum:"repair,lent"`
}

// A RosterChanged is a roster and how it differs from what it was.
type RosterChanged struct {
	Roster  Roster         `json:"roster"`
	Changes []RosterChange `json:"changes" nullable:"false"`
}

// A RosterChange is how the crew or equipment of one duty differs.
type RosterChange struct {
	Duty         string   `json:"duty"`
	Out          []string `json:"out" nullable:"false" doc:"ids of people"`
	In           []string `json:"in" nullable:"false"`
	EquipmentOut []string `json:"equipment_out" nullable:"false"`
	EquipmentIn  []string `json:"equipment_in" nullable:"false"`
}

// FromRosterChanges gives changes as they are answered.
func FromRosterChanges(all []roster.Change) []RosterChange {
	out := []RosterChange{}
	for _, c := range all {
		out = append(out, RosterChange{Duty: c.Duty, Out: append([]string{}, c.Out...), In: append([]string{}, c.In...),
			EquipmentOut: append([]string{}, c.ItemsOut...), EquipmentIn: append([]string{}, c.ItemsIn...)})
	}
	return out
}

// Equipment is the register of equipment.
type Equipment struct {
	Equipment []EquipmentItem `json:"equipment" nullable:"false"`
}

// An EquipmentItem is a piece of it.
type EquipmentItem struct {
	RosterItem
	Unit            string `json:"unit"`
	Seats           int    `json:"seats,omitempty" doc:"how many it carries"`
	CalibratedUntil string `json:"calibrated_until,omitempty" doc:"last day"`
	Out             []Out  `json:"out" nullable:"false"`
	Illustration    bool   `json:"illustration" doc:"of a demonstration, and not real"`
}

// Out is for how long an item is not there.
type Out struct {
	ID     string `json:"id"`
	From   string `json:"from"`
	To     string `json:"to,omitempty"`
	Reason string `json:"reason"`
}

// FromEquipment gives the register of equipment in a language.
func FromEquipment(all []people.Item, away []people.Absence, unit string, l words.Lang) Equipment {
	list := Equipment{Equipment: []EquipmentItem{}}
	for _, i := range all {
		if unit != "" && i.Unit != unit {
			continue
		}
		one := EquipmentItem{RosterItem: RosterItem{ID: i.ID, Name: words.Named(l, i.Name, i.NameEN), Kind: string(i.Kind)}, Unit: i.Unit, Seats: i.Seats,
			CalibratedUntil: i.CalibratedTo, Out: []Out{}, Illustration: i.Illustration}
		for _, a := range away {
			if a.Item == i.ID && !a.Withdrawn {
				one.Out = append(one.Out, Out{ID: a.ID, From: a.From, To: a.To, Reason: string(a.Reason)})
			}
		}
		list.Equipment = append(list.Equipment, one)
	}
	return list
}
