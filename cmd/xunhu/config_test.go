package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xunhu/api/words"
	"xunhu/geo/finding"
)

// A settings file changes what it names and leaves the other defaults.
func TestConfigOverDefaults(t *testing.T) {
	c, err := readConfig(write(t, "decision:\n  tolerance_m: 80\npatrol:\n  shift_start: 7h15m\n  crews: 2\ntimezone: Europe/Vaduz\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Decision.ToleranceM != 80 || c.Decision.SignificantM != 20 {
		t.Errorf("decision %+v", c.Decision)
	}
	if p := c.patrol(); p.ShiftStart != 7*time.Hour+15*time.Minute || p.Crews != 2 || p.Profile != "car" {
		t.Errorf("patrol %+v", p)
	}
	if c.zone.String() != "Europe/Vaduz" {
		t.Errorf("zone %v", c.zone)
	}
}

// What is not a setting, or cannot be, is refused by name.
func TestConfigRefused(t *testing.T) {
	for name, tc := range map[string]struct{ text, code string }{
		"no such setting":  {"decision:\n  tolerence_m: 80\n", "command.config_unknown"},
		"not a number":     {"decision:\n  tolerance_m: wide\n", "command.config_value"},
		"not YAML":         {"decision: [", "command.config_unread"},
		"zero tolerance":   {"decision:\n  tolerance_m: 0\n", "command.config_not_positive"},
		"no such zone":     {"timezone: Mars/Olympus\n", "command.config_timezone"},
		"no number":        {"decision:\n  tolerance_m: .nan\n", "command.config_not_positive"},
		"no finite number": {"decision:\n  tolerance_m: .inf\n", "command.config_not_positive"},
		"a list":           {"- decision\n", "command.config_unread"},
		"too many crews":   {"patrol:\n  crews: 1000000000\n", "patrol.setting"},
		"no such season":   {"seasons:\n  - id: spring\n    from: 03-01\n", "patrol.season_unknown"},
		"no such day":      {"seasons:\n  - id: ice\n    from: 13-01\n", "patrol.season_day"},
		"a share of gaps":  {"patrol:\n  gap_share: 1.5\n", "patrol.setting"},
		"a shift too long": {"patrol:\n  shift_length: 13h\n", "patrol.shift_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(write(t, tc.text))
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != tc.code {
				t.Errorf("error %v, want %s", err, tc.code)
			}
		})
	}
}

// What is wrong with a setting is said in one line, by the path of the setting, and
// without a word of the library's.
func TestConfigFaultsInWords(t *testing.T) {
	for _, tc := range []struct{ text, zh string }{
		{"decision:\n  tolerence_m: 80\n", "没有设置项 decision.tolerence_m"},
		{"nonsense: 5\n", "没有设置项 nonsense"},
		{"decision:\n  tolerance_m: wide\n", "设置项 decision.tolerance_m 的值不合适"},
		{"patrol:\n  shift_start: 8:30\n", "设置项 patrol.shift_start 的值不合适"},
	} {
		_, err := readConfig(write(t, tc.text))
		if got := words.Error(words.ZH, err); !strings.Contains(got, tc.zh) || strings.Contains(got, "\n") || strings.Contains(got, "fail") {
			t.Errorf("%q: said %q, want %q", tc.text, got, tc.zh)
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "xunhu.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The dates of a season are those of the file; the others stay.
func TestConfigMovesSeasons(t *testing.T) {
	c, err := readConfig(write(t, "patrol:\n  enterprise_visits: 2\nseasons:\n  - id: fishing-ban\n    from: 03-15\n  - id: ice\n    until: 02-15\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := c.patrol()
	got := map[string]string{}
	for _, x := range s.Seasons {
		got[x.ID] = x.From.String() + " " + x.Until.String()
	}
	if got["fishing-ban"] != "03-15 06-30" || got["ice"] != "12-01 02-15" || got["flood"] != "06-01 09-30" || s.EnterpriseVisits != 2 {
		t.Errorf("seasons %v, %d visits", got, s.EnterpriseVisits)
	}
}
