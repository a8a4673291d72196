package shapefile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xunhu/geo/finding"
	"xunhu/geo/format/archive"
)

// endings are those of the files that are read.
var endings = []string{".shp", ".dbf", ".prj", ".cpg"}

// Open opens a loose Shapefile by the name of any of its files; its siblings
// stand in the same folder. system and enc override what the files say; ""
// leaves it to them. Faults of the files are *finding.Finding.
func Open(fsys fs.FS, name, system, enc string) (*Layer, error) {
	dir, err := fs.ReadDir(fsys, path.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("shapefile: %w", err)
	}
	parts := map[string]part{}
	where := swap(name, ".shp")
	for _, entry := range dir {
		ending := strings.ToLower(path.Ext(entry.Name()))
		if entry.IsDir() || !slices.Contains(endings, ending) || !strings.EqualFold(swap(entry.Name(), ""), swap(path.Base(name), "")) {
			continue
		}
		file := path.Join(path.Dir(name), entry.Name())
		info, err := fs.Stat(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("shapefile: %w", err)
		}
		if _, twice := parts[ending]; twice && file != swap(name, path.Ext(file)) {
			continue // a.shp and A.SHP beside each other: the exact name wins
		}
		if ending == ".shp" {
			where = file
		}
		parts[ending] = part{func() (io.ReadCloser, error) { return fsys.Open(file) }, info.Size()}
	}
	return newLayer(where, parts, system, enc)
}

// OpenZip opens every Shapefile in an archive, in the order of their names. where
// is the archive's name for people.
func OpenZip(r io.ReaderAt, size int64, where, system, enc string) ([]*Layer, error) {
	z, err := archive.Open(r, size, where)
	if f, ok := errors.AsType[*finding.Finding](err); ok && f.Code == "archive.damaged" {
		return nil, finding.New("shapefile.bad_zip", where).Because(err)
	}
	if err != nil {
		return nil, err
	}
	groups := map[string]map[string]part{} // lower-case path without ending
	names := map[string]string{}           // its spelling, with the ending of the .shp
	for _, f := range z.File {
		name := nameOf(f)
		ending := strings.ToLower(path.Ext(name))
		if strings.HasSuffix(name, "/") || !slices.Contains(endings, ending) || strings.HasPrefix(path.Base(name), "._") {
			continue // ._x.shp is what macOS adds
		}
		key := strings.ToLower(swap(name, ""))
		if groups[key] == nil {
			groups[key] = map[string]part{}
			names[key] = swap(name, ".shp")
		}
		groups[key][ending] = part{func() (io.ReadCloser, error) { return archive.Member(f, where+"/"+name) },
			int64(min(f.UncompressedSize64, 1<<62))}
		if ending == ".shp" {
			names[key] = name
		}
	}
	var layers []*Layer
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		_, shp := groups[key][".shp"]
		_, dbf := groups[key][".dbf"]
		if !shp && !dbf {
			continue
		}
		l, err := newLayer(where+"/"+names[key], groups[key], system, enc)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		layers = append(layers, l)
	}
	if len(layers) == 0 && len(faults) == 0 {
		return nil, finding.New("shapefile.zip_without_shp", where)
	}
	return layers, errors.Join(faults...)
}

// nameOf gives a member's name: as it says if it says that it is UTF-8 or is
// valid UTF-8, else from GB18030, which Chinese Windows writes.
func nameOf(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}
