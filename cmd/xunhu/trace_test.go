package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/geotest"
)

// A river from p to r through two towns, with a tributary q that joins at m; and
// the line n, which ends 20 m short of it.
const watered = `
	A-----------B-----------C
	| p    m----|----s------|--r
	|      q   n|           |
	D-----------E-----------F`

func TestTraceVerb(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, watered, 100)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "towns.geojson",
		shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east")), "--as", "towns", "--name", "drawn land")
	x.run(exitDone, "import", x.file(dir, "rivers.geojson",
		shape("main", m.Line("pmsr"), "name", "main", "class", "river", "directed", true),
		shape("side", m.Line("qm"), "name", "side", "class", "stream", "directed", true)), "--as", "rivers")
	x.run(exitDone, "check")
	at := func(mark rune) string { return fmt.Sprintf("%f,%f", m[mark].Lon(), m[mark].Lat()) }
	for _, tc := range []struct{ name, args, want string }{
		{"down, over the border and out", "--at " + at('q') + " --down", "side w 0;main w 100;main e 600;main  1800"},
		{"as long as asked, 0.4 m/s in the stream, 0.5 m/s in the river", "--at " + at('q') + " --down --hours 0.3", "side w 0;main w 100"},
		{"as far as asked", "--at " + at('q') + " --down --km 0.5", "side w 0;main w 100"},
		{"up, over the border", "--at " + at('s') + " --up", "main e 0;main w 500;main w 1000;side w 1000"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, f := range x.collection(x.run(exitDone, append([]string{"trace"}, strings.Fields(tc.args)...)...)).Features {
				got = append(got, fmt.Sprintf("%v %v %.0f", f.Properties["reach"], f.Properties["town"], f.Properties["distance_m"]))
			}
			if strings.Join(got, ";") != tc.want {
				t.Errorf("%s\nwant %s", strings.Join(got, ";"), tc.want)
			}
		})
	}
	for _, tc := range []struct {
		args string
		code int
		says string
	}{
		{"--at " + at('A') + " --up", exitFailed, "no reach lies within 100 m"},
		{"--at " + at('q'), exitUsage, "--up"},
		{"--at " + at('q') + " --up --down", exitUsage, "exclude each other"},
		{"--at " + at('q') + " --up --km 0", exitFailed, "km"},
		{"--at " + at('q') + " --up --hours=-1", exitFailed, "hours"},
		{"--at " + at('q') + " --up --hours 1 --km 1", exitUsage, "exclude each other"},
		{"--at 35,117 --up", exitFailed, "longitude first"},
	} {
		if x.run(tc.code, append([]string{"trace"}, strings.Fields(tc.args)...)...); !strings.Contains(x.words, tc.says) {
			t.Errorf("trace %s: said %q", tc.args, x.words)
		}
	}

	// What does not hang together is told by check, with its place.
	short := m.Line("qn")
	short[1][1] = m['m'][1] - 20.0/110941
	x.run(exitDone, "import", x.file(dir, "short.geojson",
		shape("main", m.Line("pmsr"), "name", "main", "class", "river", "directed", true),
		shape("short", short, "name", "short", "class", "ditch", "directed", true)), "--as", "rivers")
	if out := string(x.run(exitRefused, "check")); !strings.Contains(out, "20.0 m") {
		t.Errorf("check says %q", out)
	}
}
