package main

import (
	"path/filepath"
	"strings"
	"testing"

	"xunhu/api/store/postgis/pgtest"
	"xunhu/geo/demo"
)

// A region goes into a database and back, and every verb finds it there. The password is
// said nowhere.
func TestDatabase(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	url := pgtest.Fresh(t)
	keep(t, x.data, demo.Dataset())
	x.reporter()
	var said strings.Builder
	run := func(code int, args ...string) string {
		t.Helper()
		out := string(x.run(code, args...))
		said.WriteString(out + x.words)
		return out + x.words
	}
	for _, tc := range []struct {
		args []string
		says string
	}{
		{[]string{"check", "--database-url", url}, "holds no data of this program"},
		{[]string{"check", "--database-url", "postgres://xunhu:secret@[::1/x"}, "malformed"},
		{[]string{"check", "--database-url", strings.Replace(url, "?", "x?", 1)}, "no such database"},
		{[]string{"check", "--database-url", "postgres://xunhu:secret@127.0.0.1:1/x"}, "cannot be reached"},
		{[]string{"migrate", "--to", x.data}, "same store"},
	} {
		if got := run(exitFailed, tc.args...); !strings.Contains(got, tc.says) || strings.Count(got, "\n") != 1 {
			t.Errorf("%v: %s", tc.args, got)
		}
	}
	before := run(exitDone, "export", "towns")
	if got := run(exitDone, "migrate", "--to", url); !strings.Contains(got, "every row compared") {
		t.Error(got)
	}
	if got := run(exitFailed, "migrate", "--to", url); !strings.Contains(got, "holds the region") {
		t.Error(got)
	}
	x.data = filepath.Join(dir, "none")
	t.Setenv("XUNHU_DATABASE_URL", url)
	if after := run(exitDone, "export", "towns"); after != before {
		t.Error("the towns differ")
	}
	if got := run(exitDone, "user", "list"); !strings.Contains(got, "li") {
		t.Error(got)
	}
	run(exitDone, "check", "--audit")
	if got := run(exitDone, "migrate", "--to", filepath.Join(dir, "back")); !strings.Contains(got, "every row compared") {
		t.Error(got)
	}
	t.Setenv("XUNHU_DATABASE_URL", "")
	x.data = filepath.Join(dir, "back")
	if after := run(exitDone, "export", "towns"); after != before {
		t.Error("the towns differ on their way back")
	}
	if strings.Contains(said.String(), "secret") {
		t.Error("the password was printed")
	}
}
