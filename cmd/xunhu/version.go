package main

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"io"
	"os"
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

// setting is what the build noted; "" if it did not.
func setting(key string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == key {
				return s.Value
			}
		}
	}
	return ""
}

// commit is the one that was built, if the build knew it.
func commit() string { return cmp.Or(setting("vcs.revision"), "unknown") }

// build names this program among all that were built: by its commit, or, where that does not say
// what is in it, by a checksum of its file.
func build() string {
	name := version + "-" + commit()[:7]
	if setting("vcs.modified") == "false" {
		return name
	}
	file, err := os.Executable()
	if err != nil {
		return name
	}
	f, err := os.Open(file)
	if err != nil {
		return name
	}
	defer f.Close()
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	if _, err := io.Copy(sum, f); err != nil {
		return name
	}
	return fmt.Sprintf("%s-%08x", name, sum.Sum32())
}
