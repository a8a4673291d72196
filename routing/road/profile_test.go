package road_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"xunhu/geo/finding"
	"xunhu/routing/road"
)

// whole is a profile in which nothing is wrong.
const whole = `zh: 巡逻车
en: patrol car
class: highway
access: [access, vehicle, motor_vehicle]
open: ["yes"]
closed: ["no"]
speed:
  primary: 50
top: 90
`

func TestDefaults(t *testing.T) {
	if got := road.Defaults().Names(); !slices.Equal(got, []string{"bicycle", "boat", "car", "ebike", "foot", "motorcycle"}) {
		t.Errorf("profiles %v", got)
	}
	for name, p := range road.Defaults() {
		if p.Name != name || p.ZH == "" || p.EN == "" {
			t.Errorf("%s: %q, %q, %q", name, p.Name, p.ZH, p.EN)
		}
	}
	if _, ok := road.ProfileNamed("hovercraft"); ok {
		t.Error("a profile for a hovercraft")
	}
}

// A file takes the place of the default of its name; others add to them.
func TestOwnProfiles(t *testing.T) {
	ps, err := road.ReadProfiles(fstest.MapFS{
		"car.yaml":   {Data: []byte(whole)},
		"truck.yaml": {Data: []byte(whole)},
		"notes.txt":  {Data: []byte("no profile")},
	}, "own")
	if err != nil {
		t.Fatal(err)
	}
	if got := ps.Names(); !slices.Equal(got, []string{"bicycle", "boat", "car", "ebike", "foot", "motorcycle", "truck"}) {
		t.Errorf("profiles %v", got)
	}
	shipped, _ := road.ProfileNamed("car")
	if ps["car"].ZH != "巡逻车" || ps["car"].Sum() == shipped.Sum() || ps["car"].Sum() != ps["truck"].Sum() {
		t.Errorf("the car is %s", ps["car"].ZH)
	}
	m, s := land{street, "AB highway=primary\nBC highway=secondary"}.survey(t)
	n, err := s.Network(ps["truck"])
	if err != nil {
		t.Fatal(err)
	}
	path, err := n.Plain().Route(m['A'], m['B'])
	if kmh := path.DistanceM / path.DurationS * 3.6; err != nil || kmh < 49.9 || kmh > 50.1 || n.NumEdges() != 1 {
		t.Errorf("%v km/h on %d edges, %v", kmh, n.NumEdges(), err)
	}
}

// All faults of all files are told at once, each with its line.
func TestBadProfiles(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"negative speed", "primary: 50", "primary: -50", "road.profile_positive 8"},
		{"speed of 0", "primary: 50", "primary: 0", "road.profile_positive 8"},
		{"speed in words", "primary: 50", "primary: fast", "road.profile_positive 8"},
		{"not a number", "top: 90", "top: .nan", "road.profile_positive 9"},
		{"faster than sound", "top: 90", "top: 5000", "road.profile_positive 9"},
		{"unknown key", "top: 90", "top: 90\nwings: 2", "road.profile_key 10"},
		{"twice", "top: 90", "top: 90\ntop: 80", "road.profile_twice 10"},
		{"missing", "top: 90\n", "", "road.profile_missing 1"},
		{"no list", `["yes"]`, `"yes"`, "road.profile_list 5"},
		{"open and closed", `["no"]`, `["no", "yes"]`, "road.profile_both 6"},
		{"no such class", "highway", "railway", "road.profile_choice 3"},
		{"unknown key within", "top: 90", "top: 90\nturns: {left: 1, up: 2}", "road.profile_key 10"},
		{"no mapping", "top: 90", "top: 90\nturns: 3", "road.profile_map 10"},
		{"negative wait", "top: 90", "top: 90\nbarriers:\n  gate: -3", "road.profile_number 11"},
		{"width in words", "top: 90", "top: 90\nwidth: {narrow: closed}", "road.profile_width 10"},
		{"ferry without speed", "top: 90", "top: 90\nferry: {wait: 5}", "road.profile_missing 10"},
		{"two at once", "primary: 50", "primary: -50\n  secondary: -3", "road.profile_positive 8, road.profile_positive 9"},
		{"no YAML", "zh: 巡逻车", "zh: [", "road.profile_yaml <nil>"},
		{"empty", whole, "", "road.profile_yaml <nil>"},
		{"a word", whole, "car", "road.profile_map 1"},
	} {
		_, err := road.ReadProfiles(fstest.MapFS{"truck.yaml": {Data: []byte(strings.Replace(whole, tc.old, tc.new, 1))}}, "own")
		if got := codes(err); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
	_, err := road.ReadProfiles(fstest.MapFS{
		"truck.yaml":     {Data: []byte(strings.Replace(whole, "90", "-90", 1))},
		"My Truck!.yaml": {Data: []byte(whole)},
	}, "own")
	if got := codes(err); got != "road.profile_name <nil>, road.profile_positive 9" {
		t.Errorf("two files: %s", got)
	}
	if _, err := road.ReadProfiles(fstest.MapFS{}, "own"); codes(err) != "road.profiles_none <nil>" {
		t.Errorf("no files: %v", err)
	}
}

// codes lists the findings of an error with their lines.
func codes(err error) string {
	var all []string
	var open func(error)
	open = func(err error) {
		var f *finding.Finding
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, one := range many.Unwrap() {
				open(one)
			}
		} else if errors.As(err, &f) {
			all = append(all, fmt.Sprint(f.Code, " ", f.Args["line"]))
		}
	}
	open(err)
	return strings.Join(all, ", ")
}

func FuzzProfile(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("a: &x [*x]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ps, err := road.ReadProfiles(fstest.MapFS{"x.yaml": {Data: text}}, "own")
		if err != nil {
			return
		}
		m, s := land{street, "AB highway=primary\nBC highway=secondary"}.survey(t)
		if n, err := s.Network(ps["x"]); err == nil {
			n.Plain().Route(m['A'], m['C'])
		}
	})
}
