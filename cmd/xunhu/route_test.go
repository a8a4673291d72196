package main

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

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

// Afloat there are matrices, areas and the wind: against it a course takes longer, and above force 6 nobody leaves.
func TestTravelByBoat(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	keep(t, x.data, demo.Dataset())
	dir := t.TempDir()
	west, east := orb.Point{116.80, 35.15}, orb.Point{116.85, 35.05}
	seconds := func(args ...string) float64 {
		t.Helper()
		args = append([]string{"route", "--profile", "boat", lonLat(west), lonLat(east)}, args...)
		return x.collection(x.run(exitDone, args...)).Features[0].Properties["duration_s"].(float64)
	}
	calm := seconds()
	against, with, across := seconds("--wind", "5", "--wind-from", "157.7"), seconds("--wind", "5", "--wind-from", "337.7"), seconds("--wind", "5")
	if !(with < calm && calm < against && against <= across*1.05 && across > 1.25*calm) {
		t.Errorf("%.0f s in calm, %.0f s against the wind, %.0f s with it, %.0f s if nobody knows", calm, against, with, across)
	}
	x.run(exitFailed, "route", "--profile", "boat", lonLat(west), lonLat(east), "--wind", "7")
	if x.words != "--wind: At wind force 7 no patrol boat leaves, as it is above 6; go by road, or another day.\n" {
		t.Errorf("said %q", x.words)
	}
	points := x.file(dir, "points.geojson", shape("W", west), shape("E", east))
	if got, want := string(x.run(exitDone, "matrix", "--profile", "boat", points)), fmt.Sprintf("from,W,E\nW,0,%.0[1]f\nE,%.0[1]f,0\n", math.Ceil(calm)); got != want {
		t.Errorf("matrix\n%swant\n%s", got, want)
	}
	areas := func(at orb.Point, args ...string) []float64 {
		t.Helper()
		var all []float64
		got := x.collection(x.run(exitDone, append([]string{"isochrone", "--profile", "boat", "--at", lonLat(at), "--minutes", "10,30"}, args...)...))
		for _, f := range got.Features {
			if f.Properties["profile"] != "boat" {
				t.Errorf("%v", f.Properties)
			}
			all = append(all, f.Properties["area_m2"].(float64))
		}
		return all
	}
	in, blown := areas(east), areas(east, "--wind", "6")
	if len(in) != 2 || !(in[0] > 1e6 && in[1] > 2*in[0]) || !(blown[1] < 0.8*in[1]) {
		t.Errorf("areas of %v m², in the wind %v m²", in, blown)
	}
	x.run(exitFailed, "isochrone", "--profile", "boat", "--at", "117.15,35.05", "--minutes", "10")
	if !strings.Contains(x.words, "is not in open water") {
		t.Errorf("said %q", x.words)
	}
}
