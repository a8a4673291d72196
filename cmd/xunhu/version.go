package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the build: -ldflags "-X main.version=v0.1.0".
var version = "dev"

type versionVerb struct{}

// Run prints the version, the commit and the Go that built it.
func (versionVerb) Run(p *program) error {
	_, err := fmt.Fprintf(p.out, "xunhu %s %s %s\n", version, commit(), runtime.Version())
	return err
}

// commit is the one that was built, if the build knew it.
func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}

// build names this program among its releases.
func build() string { return version + "-" + commit()[:7] }
