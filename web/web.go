package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built page: index.html and assets/ at its root. It is empty but
// for .gitkeep where the page was not built.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil { // "dist" is a valid name, so fs.Sub has nothing to refuse
		panic("web: " + err.Error())
	}
	return files
}

// Built tells whether the page was built before the binary was.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
