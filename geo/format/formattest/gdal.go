package formattest

import (
	"os/exec"
	"testing"
)

// GDAL runs one of GDAL's programs and gives what it prints; the test is skipped
// where the program is not installed.
func GDAL(t testing.TB, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not here")
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, out)
	}
	return string(out)
}
