package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/routing/road"
)

// vehicles are the profiles of this run: the defaults and, where the office has a folder of its
// own, what stands there. An edited file counts from the next question on; while it has faults,
// the profiles that were read last go on to count, and the faults are told once.
type vehicles struct {
	dir  string
	told func(error)

	mu    sync.Mutex
	stamp string // of the files that were looked at last
	read  road.Profiles
}

// newVehicles reads the profiles of a folder; "" is the defaults alone.
func newVehicles(dir string, told func(error)) (*vehicles, error) {
	v := &vehicles{dir: dir, told: told, read: road.Defaults()}
	if dir == "" {
		return v, nil
	}
	v.stamp = v.look()
	var err error
	v.read, err = road.ReadProfiles(os.DirFS(dir), dir)
	return v, err
}

// readVehicles reads the vehicles of this run, and sees that the patrols' is one of them.
func (p *program) readVehicles(dir string) (err error) {
	p.vehicles, err = newVehicles(dir, func(err error) { p.say(words.Error(p.lang, err)) })
	if err != nil {
		return err
	}
	if name := p.config.Patrol.Profile; p.vehicles.read[name].Name == "" {
		return finding.New("road.no_profile", "", "name", name, "choices", p.vehicles.read.Names())
	}
	return nil
}

// Profiles gives the profiles as they now are.
func (v *vehicles) Profiles() road.Profiles {
	if v.dir == "" {
		return v.read
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if stamp := v.look(); stamp != v.stamp {
		v.stamp = stamp
		read, err := road.ReadProfiles(os.DirFS(v.dir), v.dir)
		if err != nil {
			v.told(err)
		} else {
			v.read = read
		}
	}
	return v.read
}

// look gives the names, sizes and times of the files.
func (v *vehicles) look() string {
	var b strings.Builder
	files, err := filepath.Glob(filepath.Join(v.dir, "*.yaml"))
	if err != nil {
		return err.Error()
	}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			fmt.Fprintln(&b, f, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
