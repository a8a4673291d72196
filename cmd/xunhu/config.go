package main

import (
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/patrol"
)

// config is the settings file, with every default filled in.
type config struct {
	Decision decisionConfig `koanf:"decision"`
	Patrol   patrolConfig   `koanf:"patrol"`
	Timezone string         `koanf:"timezone"` // of dates and shifts, by its IANA name

	zone *time.Location
}

// decisionConfig is the tolerances of the decision tables; see jurisdiction.Settings.
type decisionConfig struct {
	ToleranceM       float64 `koanf:"tolerance_m"`
	SignificantShare float64 `koanf:"significant_share"`
	SignificantM     float64 `koanf:"significant_m"`
	SignificantM2    float64 `koanf:"significant_m2"`
	CloseShares      float64 `koanf:"close_shares"`
	WaterM           float64 `koanf:"water_m"`
	TraceM           float64 `koanf:"trace_m"`
	StationDirect    bool    `koanf:"station_direct_to_department"`
}

// patrolConfig is how patrols go out; see patrol.Settings.
type patrolConfig struct {
	Profile    string        `koanf:"profile"`
	Crews      int           `koanf:"crews"`
	ShiftStart time.Duration `koanf:"shift_start"`  // after midnight: 8h30m
	Shift      time.Duration `koanf:"shift_length"` // 8h
	SightM     float64       `koanf:"sight_m"`
	LineMode   patrol.Mode   `koanf:"line_mode"`
}

func (c config) decision() jurisdiction.Settings { return jurisdiction.Settings(c.Decision) }

func (c config) patrol() patrol.Settings {
	s := patrol.Defaults()
	s.Profile, s.Crews, s.ShiftStart, s.ShiftLength = c.Patrol.Profile, c.Patrol.Crews, c.Patrol.ShiftStart, c.Patrol.Shift
	s.SightM, s.LineMode = c.Patrol.SightM, c.Patrol.LineMode
	return s
}

func defaults() config {
	s := patrol.Defaults()
	return config{
		Decision: decisionConfig(jurisdiction.Defaults()),
		Patrol: patrolConfig{
			Profile: s.Profile, Crews: s.Crews, ShiftStart: s.ShiftStart, Shift: s.ShiftLength, SightM: s.SightM, LineMode: s.LineMode,
		},
		Timezone: "Asia/Shanghai",
	}
}

// readConfig reads a settings file over the defaults; "" is the defaults alone. A
// name that is not a setting, or a tolerance that is not positive, is refused.
func readConfig(name string) (config, error) {
	c := defaults()
	if name != "" {
		if err := c.read(name); err != nil {
			return c, err
		}
	}
	d := c.Decision
	if d.ToleranceM <= 0 || d.SignificantShare <= 0 || d.SignificantM <= 0 || d.SignificantM2 <= 0 || d.CloseShares < 0 || d.WaterM <= 0 || d.TraceM <= 0 {
		return c, finding.New("command.config_not_positive", name)
	}
	if err := c.patrol().Validate(); err != nil {
		return c, err
	}
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return c, finding.New("command.config_timezone", name, "zone", c.Timezone)
	}
	c.zone = zone
	return c, nil
}

// read decodes a file over what c holds.
func (c *config) read(name string) error {
	k := koanf.New(".")
	if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
		return finding.New("command.config_unread", name).Because(err)
	}
	err := k.UnmarshalWithConf("", c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result: c, TagName: "koanf", ErrorUnused: true, DecodeHook: mapstructure.StringToTimeDurationHookFunc(),
	}})
	if err != nil {
		return finding.New("command.config_unknown", name, "why", err.Error())
	}
	return nil
}
