package intake

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Read reads files of fsys into a region. Base is the region as it is, nil for a
// new one; it is not changed. A kind that was read replaces base's features of
// that kind; several files of one kind are taken together. A file that holds a
// whole region makes a new one and takes nothing of base. Units and zones that
// this package made up are made again when the towns change, all others stay.
//
// Rows that cannot be taken are refusals in the report. An error means that
// nothing can be made of the files: a file that cannot be read, a kind that
// cannot be told, a first import without towns. Whatever a person must be told
// is a *finding.Finding that names the file.
func Read(ctx context.Context, fsys fs.FS, names []string, base *atlas.Dataset, req Request) (atlas.Dataset, *Report, error) {
	r := &reading{fsys: fsys, req: req, report: &Report{}, taken: map[feature.Kind][]feature.Feature{}, known: map[feature.Kind]map[string]bool{}}
	if base != nil {
		r.base = *base
	}
	if err := r.checkRequest(names); err != nil {
		return atlas.Dataset{}, r.report, err
	}
	defer r.close()
	for _, name := range names {
		if err := r.file(ctx, name); err != nil {
			return atlas.Dataset{}, r.report, in(name, err)
		}
	}
	return r.finish(names)
}

func (r *reading) close() {
	for _, f := range r.open {
		_ = f.Close() // it was only read
	}
}

// reading is one call of Read.
type reading struct {
	fsys   fs.FS
	req    Request
	base   atlas.Dataset
	report *Report
	taken  map[feature.Kind][]feature.Feature // what the files gave
	order  []feature.Kind                     // of taken, as met
	known  map[feature.Kind]map[string]bool   // identities of taken
	region atlas.Region                       // what the files say of a new region
	gaps   []*finding.Finding                 // what the files lack, to be told last
	seats  map[string]seat                    // of towns, as far as the files know
	open   []fs.File                          // until all is read
	rest   func() error                       // takes the lines of an extract
	roads  iter.Seq[orb.Point]                // corners of its roads, which are not held
}

// in puts the file's name before the place of a finding that has none yet.
func in(name string, err error) error {
	var f *finding.Finding
	if errors.As(err, &f) && !strings.HasPrefix(f.Where, name) {
		if f.Where == "" {
			f.Where = name
		} else {
			f.Where = name + ", " + f.Where
		}
	}
	return err
}

func (r *reading) checkRequest(names []string) error {
	if len(names) == 0 {
		return finding.New("intake.no_files", "")
	}
	if k := feature.Kind(r.req.Kind); k != "" && k != WholeRegion && !slices.Contains(feature.Regional(), k) {
		kinds := []string{WholeRegion}
		for _, k := range feature.Regional() {
			kinds = append(kinds, string(k))
		}
		return finding.New("intake.no_such_kind", "", "kind", r.req.Kind, "kinds", kinds)
	}
	return nil
}

// file reads one file.
func (r *reading) file(ctx context.Context, name string) error {
	pbf, err := r.isExtract(name)
	switch {
	case err != nil:
		return err
	case pbf:
		return r.extract(ctx, name)
	case r.req.Kind == WholeRegion:
		return finding.New("intake.not_a_region", "")
	}
	return r.layers(ctx, name)
}

// isExtract tells whether a file is an extract of OpenStreetMap, by its ending or by
// what stands in it.
func (r *reading) isExtract(name string) (pbf bool, err error) {
	f, err := r.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, finding.New("intake.no_file", "").Because(err)
	} else if err != nil {
		return false, finding.New("intake.unreadable", "").Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, finding.New("intake.unreadable", "").Because(err)
	}
	if info.IsDir() {
		return false, finding.New("intake.folder", "")
	}
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, finding.New("intake.unreadable", "").Because(err)
	}
	return strings.HasSuffix(strings.ToLower(name), ".pbf") || strings.Contains(string(head[:n]), "OSMHeader"), nil
}

// extract reads an extract of OpenStreetMap.
func (r *reading) extract(ctx context.Context, name string) error {
	f, err := r.fsys.Open(name)
	if err != nil {
		return finding.New("intake.unreadable", "").Because(err)
	}
	r.open = append(r.open, f)
	info, err := f.Stat()
	if err != nil {
		return finding.New("intake.unreadable", "").Because(err)
	}
	if r.req.Kind == "" || r.req.Kind == WholeRegion {
		r.base = atlas.Dataset{}
	}
	return r.osm(ctx, name, f, info.Size())
}

// take adds features of a kind; a kind that was met stays met even if empty.
func (r *reading) take(k feature.Kind, fs ...feature.Feature) {
	if !slices.Contains(r.order, k) {
		r.order = append(r.order, k)
	}
	r.taken[k] = append(r.taken[k], fs...)
}

// finish makes the dataset of what was taken.
func (r *reading) finish(names []string) (atlas.Dataset, *Report, error) {
	kept := 0
	for _, l := range r.report.Layers {
		kept += l.Kept
	}
	switch {
	case kept > 0 && kept == r.report.passed:
		return atlas.Dataset{}, r.report, finding.New("intake.no_codes", strings.Join(names, ", "))
	case kept == 0:
		return atlas.Dataset{}, r.report, finding.New("intake.nothing_kept", strings.Join(names, ", "), "n", r.report.Refused())
	}
	out := atlas.Dataset{Region: r.base.Region, Collections: map[feature.Kind]feature.Collection{}}
	maps.Copy(out.Collections, r.base.Collections)
	fresh := len(r.base.Collections[feature.Towns].Features) == 0
	if fresh && len(r.taken[feature.Towns]) == 0 {
		return atlas.Dataset{}, r.report, finding.New("intake.towns_first", strings.Join(names, ", "))
	}
	if r.req.Stream != nil && r.rest == nil {
		r.report.Notes = append(r.report.Notes, r.gaps...)
		return atlas.Dataset{Region: r.base.Region}, r.report, nil
	}
	if fresh {
		r.nameRegion(names)
		out.Region = r.region
	}
	if r.req.Stream != nil {
		err := r.req.Stream.Whole(out.Region, wholeKinds, func() (atlas.Dataset, *Report, error) {
			if err := r.rest(); err != nil {
				return atlas.Dataset{}, r.report, in(names[0], err)
			}
			err := r.settled(out)
			delete(out.Collections, feature.Roads) // they are kept elsewhere
			delete(out.Collections, feature.RoadRules)
			return out, r.report, err
		})
		return out, r.report, err
	}
	return out, r.report, r.settled(out)
}

// settled puts what was taken into the region, and gives it an organisation if its
// towns are new.
func (r *reading) settled(out atlas.Dataset) error {
	for _, k := range r.order {
		put(out, k, r.taken[k])
	}
	if _, ok := r.taken[feature.Towns]; ok {
		if err := r.settle(out); err != nil {
			return err
		}
	}
	r.report.Notes = append(r.report.Notes, r.gaps...)
	return nil
}

// put sets the features of a kind.
func put(d atlas.Dataset, k feature.Kind, fs []feature.Feature) {
	s, _ := feature.SchemaOf(k)
	d.Collections[k] = feature.Collection{Schema: s, Features: fs}
}

// settle checks new towns and gives them an organisation, unless somebody has
// given them one.
func (r *reading) settle(d atlas.Dataset) error {
	if err := r.noteCoverage(d); err != nil {
		return err
	}
	ours := func(f feature.Feature) bool { return f.Text("source") != Generated }
	if slices.ContainsFunc(d.Collections[feature.Units].Features, ours) {
		r.report.Notes = append(r.report.Notes, lostTowns(d)...)
		return nil
	}
	var zones []feature.Feature
	for _, z := range d.Collections[feature.Zones].Features {
		if ours(z) {
			zones = append(zones, z)
		}
	}
	towns := latest(d.Collections[feature.Towns].Features)
	cover := sync.OnceValues(func() (*coverage.Coverage, error) { return coverOf(towns) })
	present := atlas.Dataset{Region: d.Region, Collections: maps.Clone(d.Collections)}
	put(present, feature.Towns, towns)
	roads := r.roads
	if roads == nil {
		roads = corners(d.Collections[feature.Roads].Features)
	}
	made, err := organiser{region: d.Region, data: present, cover: cover, seats: r.seats, roads: roads}.organise()
	if err != nil {
		return err
	}
	if len(r.seats) == 0 { // the files know no better
		if err := keepSeats(d.Collections[feature.Units].Features, made.units, cover); err != nil {
			return err
		}
	}
	put(d, feature.Units, made.units)
	put(d, feature.Zones, append(zones, made.zones...))
	r.report.Notes = append(r.report.Notes, made.notes...)
	return nil
}

// lostTowns notes the units that name towns which the new towns do not have.
func lostTowns(d atlas.Dataset) []*finding.Finding {
	have := map[string]bool{}
	for _, t := range d.Collections[feature.Towns].Features {
		have[atlas.CodeOf(t.ID)] = true
	}
	var notes []*finding.Finding
	for _, u := range d.Collections[feature.Units].Features {
		list, _ := u.Props["towns"].([]any)
		for _, code := range list {
			if c, _ := code.(string); !have[c] {
				notes = append(notes, finding.New("intake.unit_without_town", "units/"+u.ID, "unit", u.Text("name"), "town", c))
			}
		}
	}
	return notes
}

// nameRegion fills in what the files did not say of the new region.
func (r *reading) nameRegion(names []string) {
	name := stem(names[0])
	for _, tail := range []string{"边界", "街道", "乡镇", "镇街"} { // what the file holds is not the region's name
		if short := strings.TrimRight(strings.TrimSuffix(name, tail), "-_ "); short != "" {
			name = short
		}
	}
	if r.region.Code == "" {
		r.region.Code = codeOf(name)
	}
	if r.region.Name == "" {
		r.region.Name = titleCase(name)
	}
	if r.req.Code != "" {
		r.region.Code = r.req.Code
	}
	if r.req.Name != "" {
		r.region.Name = r.req.Name
	}
	r.report.Notes = append(r.report.Notes, finding.New("intake.region_made", "", "code", r.region.Code, "name", r.region.Name))
}

// stem gives the name of a file without folder, endings and what download sites add.
func stem(name string) string {
	s := path.Base(name)
	for ext := path.Ext(s); ext != "" && ext != s && len(ext) <= 9; ext = path.Ext(s) {
		s = strings.TrimSuffix(s, ext)
	}
	s = strings.TrimSuffix(s, "-latest")
	if i := strings.LastIndexByte(s, '-'); i > 0 && len(s)-i == 7 && strings.Trim(s[i+1:], "0123456789") == "" {
		s = s[:i] // a date such as -240101
	}
	return s
}

// titleCase gives a name a capital where it begins with a Latin letter.
func titleCase(name string) string {
	if name != "" && name[0] >= 'a' && name[0] <= 'z' {
		return string(name[0]-'a'+'A') + name[1:]
	}
	return name
}
