package format

import (
	"io"
	"io/fs"

	"xunhu/geo/format/table"
)

// openBook gives the sheets of a workbook as layers.
func openBook(fsys fs.FS, name string, opt Options) ([]Layer, io.Closer, error) {
	book, sheets, err := table.OpenBook(fsys, name, opt.CRS)
	if err != nil {
		return nil, nil, err
	}
	layers := make([]Layer, len(sheets))
	for i, s := range sheets {
		if opt.Unplaced {
			s.TakeUnplaced()
		}
		layers[i] = s
	}
	return layers, book, nil
}
