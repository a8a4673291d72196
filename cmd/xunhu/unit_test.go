package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The unit sets nothing that the program does not know, and systemd reads it without a word.
func TestUnit(t *testing.T) {
	x := &walker{t: t, data: filepath.Join(t.TempDir(), "data")}
	unit := string(x.run(exitDone, "serve", "--print-unit"))
	if _, err := os.Stat(x.data); err == nil {
		t.Error("printing the unit made a folder of data")
	}
	known := map[string]bool{}
	for _, of := range []any{verbs{}, serveVerb{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
			known[f.Tag.Get("env")] = true
		}
	}
	set := regexp.MustCompile(`(?m)(XUNHU_\w+)=`).FindAllStringSubmatch(unit, -1)
	if len(set) < 3 {
		t.Errorf("the unit sets %v", set)
	}
	for _, m := range set {
		if !known[m[1]] {
			t.Errorf("no flag reads %s", m[1])
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd is not here")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "xunhu.service")
	if err := os.WriteFile(file, []byte(strings.Replace(unit, "/usr/local/bin/xunhu", self, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", file).CombinedOutput()
	if err != nil || strings.Contains(string(said), "xunhu.service") {
		t.Errorf("%v: %s", err, said)
	}
}
