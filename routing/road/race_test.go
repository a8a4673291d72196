//go:build race

package road

// raced tells whether the race detector runs, which makes tests ten times as long.
const raced = true
