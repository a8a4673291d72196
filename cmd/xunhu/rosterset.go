package main

import (
	"time"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/v2"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// rosterConfig is which duties there are; see roster.Settings.
type rosterConfig struct {
	Rest    time.Duration `koanf:"rest"`
	Longest time.Duration `koanf:"longest"`
	Fixed   []string      `koanf:"fixed"`
	Shifts  []shiftConfig `koanf:"shifts"`
}

// shiftConfig is a duty that comes again; see roster.Shift.
type shiftConfig struct {
	ID        string        `koanf:"id"`
	Name      string        `koanf:"name"`
	NameEN    string        `koanf:"name_en"`
	Units     []string      `koanf:"units"`
	Kind      string        `koanf:"kind"`
	Days      string        `koanf:"days"`
	Months    string        `koanf:"months"`
	Start     time.Duration `koanf:"start"`
	Length    time.Duration `koanf:"length"`
	People    int           `koanf:"people"`
	Certified int           `koanf:"certified"`
	Skills    []crew.Skill  `koanf:"skills"`
	Items     []crew.Kind   `koanf:"equipment"`
	TownMain  bool          `koanf:"town_main"`
	Invites   []string      `koanf:"invites"`
}

func rosterOf(s roster.Settings) rosterConfig {
	c := rosterConfig{Rest: s.Rules.Rest, Longest: s.Rules.Longest, Fixed: s.Fixed}
	for _, x := range s.Shifts {
		c.Shifts = append(c.Shifts, shiftConfig(x))
	}
	return c
}

func (c rosterConfig) settings() roster.Settings {
	s := roster.Settings{Rules: roster.Rules{Rest: c.Rest, Longest: c.Longest}, Fixed: c.Fixed}
	for _, x := range c.Shifts {
		s.Shifts = append(s.Shifts, roster.Shift(x))
	}
	return s
}

// readShifts reads a file of duties over the settings; "" is the settings alone.
func (p *program) readShifts(name string) (roster.Settings, error) {
	c := p.config.Roster
	if name != "" {
		err := readSettings(name, &c, func(k *koanf.Koanf) {
			if k.Exists("shifts") {
				c.Shifts = nil
			}
		})
		if err != nil {
			return roster.Settings{}, err
		}
	}
	s := c.settings()
	if err := s.Validate(); err != nil {
		return s, err
	}
	return s, nil
}

type rosterShiftsVerb struct{}

// Run prints the duties that are set, as a file to begin with.
func (v *rosterShiftsVerb) Run(p *program) error {
	c := p.config.Roster
	var shifts []any
	for _, x := range c.Shifts {
		m := map[string]any{"id": x.ID, "name": x.Name, "name_en": x.NameEN, "units": x.Units, "kind": x.Kind, "days": x.Days, "start": x.Start.String(), "length": x.Length.String(),
			"people": x.People, "certified": x.Certified, "equipment": textsOf(x.Items), "skills": textsOf(x.Skills), "town_main": x.TownMain, "invites": x.Invites, "months": x.Months}
		for name, value := range m {
			switch value := value.(type) {
			case []string:
				if len(value) == 0 {
					delete(m, name)
				}
			case string:
				if value == "" {
					delete(m, name)
				}
			case bool:
				if !value {
					delete(m, name)
				}
			}
		}
		shifts = append(shifts, m)
	}
	b, err := yaml.Parser().Marshal(map[string]any{"rest": c.Rest.String(), "longest": c.Longest.String(), "fixed": c.Fixed, "shifts": shifts})
	if err != nil {
		return finding.New("command.cannot_write", "").Because(err)
	}
	_, err = p.out.Write(b)
	return err
}
