package main

import (
	"fmt"
	"strings"
	"testing"

	"xunhu/geo/demo"
)

// In the demonstration region a boat is fetched at its landing by car; two places
// ashore are told apart from two waters that do not join.
func TestRouteByBoat(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	var got []string
	for _, f := range x.collection(x.run(exitDone, "route", "--profile", "boat", "117.1367,35.1018", "116.85,35.05", "116.80,35.15")).Features {
		got = append(got, fmt.Sprint(f.Properties["mode"], " ", f.Properties["profile"], " ", f.Properties["landing"]))
	}
	if want := "road car <nil>; boat boat 370481104-MT01; boat boat <nil>"; strings.Join(got, "; ") != want {
		t.Errorf("legs %v, want %s", got, want)
	}
	for points, says := range map[string]string{
		"117.1,35.1 117.15,35.05":   "Neither place is on the water",
		"116.85,35.05 116.87,34.87": "Of 3 landings none is near a road",
	} {
		x.run(exitFailed, append([]string{"route", "--profile", "boat"}, strings.Fields(points)...)...)
		if !strings.Contains(x.words, says) {
			t.Errorf("%s: %q does not say %q", points, x.words, says)
		}
	}
}
