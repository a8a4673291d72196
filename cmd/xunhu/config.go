package main

import (
	"errors"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"xunhu/api/wire"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/patrol"
	"xunhu/routing/roster"
)

// config is the settings file, with every default filled in.
type config struct {
	Decision decisionConfig `koanf:"decision"`
	Patrol   patrolConfig   `koanf:"patrol"`
	Roster   rosterConfig   `koanf:"roster"`
	Seasons  []seasonConfig `koanf:"seasons"`  // this year's dates, as the notices have them
	Timezone string         `koanf:"timezone"` // of dates and shifts, by its IANA name
	Profiles string         `koanf:"profiles"` // folder of the office's own vehicles; "": none

	DatabaseURL string `koanf:"database_url"` // "": the embedded store

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
	SiteM            float64 `koanf:"site_m"`
	RiverMS          float64 `koanf:"river_ms"`
	StreamMS         float64 `koanf:"stream_ms"`
	CanalMS          float64 `koanf:"canal_ms"`
	DitchMS          float64 `koanf:"ditch_ms"`
	LakeMS           float64 `koanf:"lake_ms"`
	Certainty        float64 `koanf:"certainty"`
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

	StartSpread      time.Duration `koanf:"start_spread"`
	GapShare         float64       `koanf:"gap_share"`
	EnterpriseVisits int           `koanf:"enterprise_visits"` // in a year; 0: no limit

	Risk    bool    `koanf:"risk"`    // needs weigh by what may be found there
	Explore float64 `koanf:"explore"` // share of that by how little is known

	StripM        float64 `koanf:"strip_m"` // how wide a drone's strips are
	DroneHeightM  float64 `koanf:"drone_height_m"`
	DroneRangeM   float64 `koanf:"drone_range_m"`
	DroneApproval string  `koanf:"drone_approval"` // number; "": none
	CorePermit    string  `koanf:"core_permit"`    // number; "": none
}

// seasonConfig moves a season of patrol.Seasons, by its id.
type seasonConfig struct {
	ID    string `koanf:"id"`
	From  string `koanf:"from"` // 06-30
	Until string `koanf:"until"`
}

// seasons is the calendar with the dates that the file has, or all that is wrong with these.
func (c config) seasons() (patrol.Year, error) {
	year := patrol.Year(patrol.Seasons())
	var faults []error
	for _, s := range c.Seasons {
		i := slices.IndexFunc(year, func(known patrol.Season) bool { return known.ID == s.ID })
		if i < 0 {
			faults = append(faults, finding.New("patrol.season_unknown", "", "id", s.ID, "ids", strings.Join(year.IDs(), " ")))
			continue
		}
		for _, x := range []struct {
			text string
			day  *patrol.MonthDay
		}{{s.From, &year[i].From}, {s.Until, &year[i].Until}} {
			if x.text == "" {
				continue
			}
			day, err := patrol.ParseMonthDay(x.text)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			*x.day = day
		}
	}
	return year, errors.Join(faults...)
}

func (c config) decision() jurisdiction.Settings { return jurisdiction.Settings(c.Decision) }

func (c config) patrol() patrol.Settings {
	s := patrol.Defaults()
	s.Profile, s.Crews, s.ShiftStart, s.ShiftLength = c.Patrol.Profile, c.Patrol.Crews, c.Patrol.ShiftStart, c.Patrol.Shift
	s.SightM, s.LineMode = c.Patrol.SightM, c.Patrol.LineMode
	s.StartSpread, s.GapShare, s.EnterpriseVisits = c.Patrol.StartSpread, c.Patrol.GapShare, c.Patrol.EnterpriseVisits
	s.StripM, s.DroneHeightM, s.DroneRangeM = c.Patrol.StripM, c.Patrol.DroneHeightM, c.Patrol.DroneRangeM
	s.DroneApproval, s.CorePermit = c.Patrol.DroneApproval, c.Patrol.CorePermit
	s.Seasons, _ = c.seasons() // checked when it was read
	return s
}

func defaults() config {
	s := patrol.Defaults()
	return config{
		Decision: decisionConfig(jurisdiction.Defaults()),
		Patrol: patrolConfig{
			Profile: s.Profile, Crews: s.Crews, ShiftStart: s.ShiftStart, Shift: s.ShiftLength, SightM: s.SightM, LineMode: s.LineMode,
			StartSpread: s.StartSpread, GapShare: s.GapShare, Explore: wire.Explore,
			StripM: s.StripM, DroneHeightM: s.DroneHeightM, DroneRangeM: s.DroneRangeM,
		},
		Roster:   rosterOf(roster.Defaults()),
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
	for _, x := range []float64{d.ToleranceM, d.SignificantShare, d.SignificantM, d.SignificantM2, d.WaterM, d.TraceM, d.Certainty,
		d.SiteM, d.RiverMS, d.StreamMS, d.CanalMS, d.DitchMS, d.LakeMS} {
		if !(x > 0) || math.IsInf(x, 1) { // NaN is not greater than zero
			return c, finding.New("command.config_not_positive", name)
		}
	}
	if !(d.CloseShares >= 0) || math.IsInf(d.CloseShares, 1) {
		return c, finding.New("command.config_not_positive", name)
	}
	if !(c.Patrol.Explore >= 0 && c.Patrol.Explore <= 1) {
		return c, finding.New("risk.share", name, "value", c.Patrol.Explore)
	}
	if err := errors.Join(c.patrol().Validate(), c.Roster.settings().Validate()); err != nil {
		return c, err
	}
	if _, err := c.seasons(); err != nil {
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
	return readSettings(name, c, func(k *koanf.Koanf) {
		if k.Exists("roster.shifts") { // a list replaces that of the defaults
			c.Roster.Shifts = nil
		}
	})
}

// readSettings decodes a file of settings over what into holds.
func readSettings(name string, into any, before func(*koanf.Koanf)) error {
	k := koanf.New(".")
	if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
		return finding.New("command.config_unread", name).Because(err)
	}
	if len(k.Keys()) == 0 && !blank(name) { // a list, say, of which the parser makes nothing
		return finding.New("command.config_unread", name)
	}
	before(k)
	err := k.UnmarshalWithConf("", into, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result: into, TagName: "koanf", ErrorUnused: true, DecodeHook: mapstructure.StringToTimeDurationHookFunc(),
	}})
	if err != nil {
		return settingFaults(name, err)
	}
	return nil
}

// blank tells whether a YAML file holds nothing but space and remarks.
func blank(name string) bool {
	text, err := os.ReadFile(name)
	return err == nil && !regexp.MustCompile(`(?m)^\s*[^\s#]`).Match(text)
}

// How mapstructure writes its faults: the first setting and all that is wrong there.
var (
	strangeKeys = regexp.MustCompile(`'([^']*)' has invalid keys: (.+)`)
	strangeType = regexp.MustCompile(`'([^']+)' `)
)

// settingFaults says which settings are unknown and which have values that do not fit.
func settingFaults(name string, err error) error {
	var faults []error
	for line := range strings.Lines(err.Error()) {
		if m := strangeKeys.FindStringSubmatch(line); m != nil {
			for key := range strings.SplitSeq(strings.TrimSpace(m[2]), ", ") {
				if m[1] != "" {
					key = m[1] + "." + key
				}
				faults = append(faults, finding.New("command.config_unknown", name, "key", key).Because(err))
			}
		} else if m := strangeType.FindStringSubmatch(line); m != nil {
			faults = append(faults, finding.New("command.config_value", name, "key", m[1]).Because(err))
		}
	}
	if len(faults) == 0 {
		return finding.New("command.config_unread", name).Because(err)
	}
	return errors.Join(faults...)
}
