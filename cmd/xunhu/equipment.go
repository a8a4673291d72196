package main

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/api/people"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

type equipmentVerb struct {
	Add  equipmentAddVerb  `cmd:"" help:"${help_equipment_add}"`
	List equipmentListVerb `cmd:"" help:"${help_equipment_list}"`
}

type equipmentAddVerb struct {
	ID         string `arg:"" help:"${help_equipment_id}"`
	Name       string `help:"${help_user_name}" required:"" placeholder:"NAME"`
	NameEN     string `name:"name-en" help:"${help_user_name_en}" placeholder:"NAME"`
	Unit       string `help:"${help_equipment_unit}" required:"" placeholder:"UNIT"`
	Kind       string `help:"${help_equipment_kind}" required:"" placeholder:"KIND"`
	Seats      int    `help:"${help_equipment_seats}" placeholder:"N"`
	Calibrated string `name:"calibrated-until" help:"${help_equipment_calibrated}" placeholder:"DATE"`
}

// Run adds a piece of equipment, or replaces the one of that id.
func (v *equipmentAddVerb) Run(ctx context.Context, p *program) error {
	one := people.Item{ID: v.ID, Name: v.Name, NameEN: v.NameEN, Kind: crew.Kind(v.Kind), Unit: v.Unit, Seats: v.Seats, CalibratedTo: v.Calibrated}
	switch {
	case strings.HasPrefix(v.ID, "demo-") || strings.ContainsAny(v.ID, " \t\n/:"):
		return finding.New("command.user_id", "", "id", v.ID)
	case !slices.Contains(people.Kinds(), one.Kind):
		return finding.New("command.choice", "--kind", "value", v.Kind, "choices", textsOf(people.Kinds()))
	case v.Seats < 0:
		return finding.New("command.choice", "--seats", "value", strconv.Itoa(v.Seats), "choices", []string{"0", "1", "2", "…"})
	}
	if _, err := time.Parse(time.DateOnly, v.Calibrated); v.Calibrated != "" && err != nil {
		return finding.New("command.bad_day", "--calibrated-until "+v.Calibrated)
	}
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := atlas.Build(atlas.On(d, p.now()))
	if err != nil {
		return err
	}
	if _, ok := a.Unit(v.Unit); !ok {
		return finding.New("command.no_unit", "", "unit", v.Unit)
	}
	return s.SaveItem(ctx, d.Region.Code, one)
}

type equipmentListVerb struct {
	JSON bool `name:"json" help:"${help_json}"`
}

// Run lists the equipment, with when it is out.
func (v *equipmentListVerb) Run(ctx context.Context, p *program) error {
	s, d, err := p.register(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.Items(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	if v.JSON {
		return json.NewEncoder(p.out).Encode(all)
	}
	away, err := s.Absences(ctx, d.Region.Code)
	if err != nil {
		return err
	}
	return p.table(func(row func(...string)) {
		for _, i := range all {
			out := ""
			for _, a := range away {
				if a.Item == i.ID && !a.Withdrawn {
					out += p.absence(a) + " "
				}
			}
			row(i.ID, words.Named(p.lang, i.Name, i.NameEN), i.Unit, words.Say(p.lang, "roster.kind."+string(i.Kind), nil), strconv.Itoa(i.Seats), i.CalibratedTo, out)
		}
	})
}

// absence says for how long and why somebody or something is not there, and by which id.
func (p *program) absence(a people.Absence) string {
	to := a.To
	if to == "" {
		to = words.Say(p.lang, "roster.open", nil)
	}
	return words.Say(p.lang, "roster.absence", finding.Args{"id": a.ID, "from": a.From, "to": to, "reason": finding.New("roster.reason."+string(a.Reason), "")})
}
