package main

import (
	"bytes"
	_ "embed" // the script
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

//go:embed valhalla.mjs
var valhallaScript []byte

// valhalla builds tiles of the extract in one thread and asks through Valhalla's binding
// for Node, in a process of its own.
func valhalla(q *questions, ways []float64) row {
	pack, err := filepath.Abs(filepath.Join(q.cache, "node_modules/@valhallajs/valhallajs"))
	if err != nil {
		return missing("Valhalla", err)
	}
	if _, err := os.Stat(pack); err != nil {
		return missing("Valhalla", q.absent("valhalla"))
	}
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return missing("Valhalla", err)
	}
	defer os.RemoveAll(dir)
	r, err := askValhalla(q, pack, dir, ways)
	if err != nil {
		return missing("Valhalla", err)
	}
	return r
}

func askValhalla(q *questions, pack, dir string, ways []float64) (row, error) {
	config, _, err := command(dir, nil, filepath.Join(pack, "valhalla_build_config"),
		"--mjolnir-tile-dir", filepath.Join(dir, "tiles"), "--mjolnir-tile-extract", "", "--mjolnir-concurrency", "1",
		"--mjolnir-logging-type", "", "--loki-logging-type", "", "--thor-logging-type", "", "--odin-logging-type", "",
		"--service-limits-auto-max-matrix-location-pairs", "40000")
	if err != nil {
		return row{}, err
	}
	named, script := filepath.Join(dir, "config.json"), filepath.Join(dir, "ask.mjs")
	if err := errors.Join(os.WriteFile(named, config, 0o600), os.WriteFile(script, valhallaScript, 0o600)); err != nil {
		return row{}, err
	}
	machine := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if machine == "" {
		machine = runtime.GOARCH
	}
	_, prepare, err := command(dir, nil, filepath.Join(pack, runtime.GOOS, machine, "valhalla_build_tiles"), "-c", named, q.file)
	if err != nil {
		return row{}, err
	}
	flood, err := q.flood()
	if err != nil {
		return row{}, err
	}
	question, err := json.Marshal(struct {
		Config string         `json:"config"`
		Pairs  [][2]orb.Point `json:"pairs"`
		Spots  []orb.Point    `json:"spots"`
		Flood  orb.Polygon    `json:"flood"`
	}{named, q.coordinates(), q.spots(200), flood})
	if err != nil {
		return row{}, err
	}
	out, _, err := command(dir, question, "node", script, pack)
	if err != nil {
		return row{}, err
	}
	var a struct {
		row
		Version string     `json:"version"`
		Seconds []*float64 `json:"seconds"`
	}
	if err := json.Unmarshal(out, &a); err != nil {
		return row{}, fmt.Errorf("Valhalla answers: %w", err)
	}
	a.Engine, a.Prepare = "Valhalla "+a.Version, prepare
	a.beside(ways, a.Seconds)
	a.Note = "the closure: exclude_polygons"
	return a.row, nil
}

// beside compares durations; nil is no way.
func (r *row) beside(ways []float64, theirs []*float64) {
	r.Compared = len(ways)
	r.Differ = max(0, len(ways)-len(theirs))
	var ratios []float64
	for i, t := range theirs[:min(len(ways), len(theirs))] {
		switch {
		case t == nil:
			r.Differ++
		case ways[i] > 0:
			ratios = append(ratios, *t/ways[i])
		}
	}
	if slices.Sort(ratios); len(ratios) > 0 {
		r.Duration = ratios[len(ratios)/2]
	}
}

// command runs a program in a folder, where it may leave what it likes, and gives what it
// wrote and its processor time.
func command(dir string, stdin []byte, name string, args ...string) ([]byte, float64, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Stdin = bytes.NewReader(stdin)
	var out, complaint bytes.Buffer
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		text := complaint.String()
		if text == "" {
			text = out.String()
		}
		lines := strings.Split(strings.TrimSpace(text), "\n")
		return nil, 0, fmt.Errorf("%s: %w: %s", filepath.Base(name), err, lines[len(lines)-1])
	}
	return out.Bytes(), (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), nil
}
