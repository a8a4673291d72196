package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// routino makes its database of the extract and starts its router for each pair: it has no
// other way to be asked.
func routino(q *questions, ways []float64) row {
	if _, err := exec.LookPath("routino-router"); err != nil {
		return missing("Routino", q.absent("routino"))
	}
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return missing("Routino", err)
	}
	defer os.RemoveAll(dir)
	r := row{Engine: "Routino", Note: "a process for each pair; its start counts"}
	version, _, err := command(dir, nil, "routino-router", "--version")
	if err == nil {
		r.Engine = "Routino " + lastWord(string(version))
		_, r.Prepare, err = command(dir, nil, "planetsplitter", "--dir="+dir, "--loggable", "--sort-threads=1", q.file)
	}
	if err != nil {
		return missing("Routino", err)
	}
	var theirs []*float64
	for _, p := range q.coordinates() {
		ask := []string{"--dir=" + dir, "--quiet", "--transport=motorcar", "--quickest",
			fmt.Sprintf("--lon1=%.7f", p[0][0]), fmt.Sprintf("--lat1=%.7f", p[0][1]),
			fmt.Sprintf("--lon2=%.7f", p[1][0]), fmt.Sprintf("--lat2=%.7f", p[1][1])}
		_, took, err := command(dir, nil, "routino-router", append(ask, "--output-none")...)
		if err != nil { // it found no way
			theirs = append(theirs, nil)
			continue
		}
		r.Pair += took
		text, took, err := command(dir, nil, "routino-router", append(ask, "--output-text", "--output-stdout")...)
		if err != nil {
			return missing(r.Engine, err)
		}
		r.Path += took
		seconds, err := routinoSeconds(string(text))
		if err != nil {
			return missing(r.Engine, err)
		}
		theirs = append(theirs, &seconds)
	}
	found := 0
	for _, t := range theirs {
		if t != nil {
			found++
		}
	}
	if found == 0 {
		return missing(r.Engine, errors.New("it finds no way"))
	}
	r.Pair, r.Path = r.Pair/float64(found), r.Path/float64(found)
	r.beside(ways, theirs)
	return r
}

func lastWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// routinoSeconds reads the duration of the whole way, in minutes, off the last line of a
// route: lat, lon, both of the step, both from the start, and what stands there.
func routinoSeconds(text string) (float64, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	last := lines[len(lines)-1]
	fields := strings.Split(last, "\t")
	if len(fields) < 6 {
		return 0, fmt.Errorf("Routino ends with %q", last)
	}
	minutes, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(fields[5]), " min"), 64)
	if err != nil {
		return 0, fmt.Errorf("Routino ends with %q: %w", last, err)
	}
	return minutes * 60, nil
}
