//go:build !race

package road

const raced = false
