package main

import (
	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
)

// config is the settings file, with every default filled in.
type config struct {
	Decision decisionConfig `koanf:"decision"`
}

// decisionConfig is the tolerances of the decision tables; see jurisdiction.Settings.
type decisionConfig struct {
	ToleranceM       float64 `koanf:"tolerance_m"`
	SignificantShare float64 `koanf:"significant_share"`
	SignificantM     float64 `koanf:"significant_m"`
	SignificantM2    float64 `koanf:"significant_m2"`
	CloseShares      float64 `koanf:"close_shares"`
	StationDirect    bool    `koanf:"station_direct_to_department"`
}

func (c config) decision() jurisdiction.Settings { return jurisdiction.Settings(c.Decision) }

// readConfig reads a settings file over the defaults; "" is the defaults alone. A
// name that is not a setting, or a tolerance that is not positive, is refused.
func readConfig(name string) (config, error) {
	c := config{Decision: decisionConfig(jurisdiction.Defaults())}
	if name == "" {
		return c, nil
	}
	k := koanf.New(".")
	if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
		return c, finding.New("command.config_unread", name).Because(err)
	}
	err := k.UnmarshalWithConf("", &c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result: &c, TagName: "koanf", ErrorUnused: true,
	}})
	if err != nil {
		return c, finding.New("command.config_unknown", name, "why", err.Error())
	}
	d := c.Decision
	if d.ToleranceM <= 0 || d.SignificantShare <= 0 || d.SignificantM <= 0 || d.SignificantM2 <= 0 || d.CloseShares < 0 {
		return c, finding.New("command.config_not_positive", name)
	}
	return c, nil
}
