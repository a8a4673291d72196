package intake

import (
	"context"
	"io/fs"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// Codes reads a list of codes of towns (GB/T 10114) from a table: code, name and,
// where the list has them, the first and last day of each. Rows come as towns without
// geometry. Rows of counties and villages, which published lists hold between the
// towns, are passed over; a row without code or name is refused in the report.
func Codes(ctx context.Context, fsys fs.FS, name string, req Request) ([]feature.Feature, *Report, error) {
	r := &reading{fsys: fsys, req: req, report: &Report{}}
	if _, err := r.isExtract(name); err != nil {
		return nil, r.report, in(name, err)
	}
	layers, closer, err := format.Open(fsys, name, format.Options{Encoding: req.Encoding})
	if err != nil {
		return nil, r.report, in(name, err)
	}
	defer closer.Close()
	var listed []feature.Feature
	for _, l := range layers {
		rows, err := r.codes(ctx, name, l)
		if err != nil {
			return nil, r.report, in(name, err)
		}
		listed = append(listed, rows...)
	}
	if len(listed) == 0 {
		return nil, r.report, finding.New("intake.no_codes", name)
	}
	return listed, r.report, nil
}

// codes reads one layer of a list.
func (r *reading) codes(ctx context.Context, file string, in format.Layer) ([]feature.Feature, error) {
	schema, _ := feature.SchemaOf(feature.Towns)
	l := Layer{File: file, Name: in.Name(), Kind: feature.Towns}
	m := mapper{reading: r, schema: schema, layer: &l, lacked: map[string]bool{}}
	var listed []feature.Feature
	for e, err := range entries(ctx, in) {
		if err != nil {
			return nil, err
		}
		l.Read++
		if e.refused != nil {
			l.Refused = append(l.Refused, e.refused)
			continue
		}
		v, _, _ := find(e.Feature, identity, r.req.Fields)
		code := townCode(text(v))
		if code == "" {
			code = townCode(e.ID)
		}
		if code != "" && !ofTown(code) {
			l.Kept++
			continue
		}
		props, fault := m.props(e.row, m.where(e.number))
		if code == "" {
			fault = finding.New("intake.no_code", "")
		}
		if fault != nil {
			fault.Where = m.where(e.number)
			l.Refused = append(l.Refused, fault)
			continue
		}
		l.Kept++
		listed = append(listed, feature.Feature{ID: code, Props: props})
	}
	r.report.Layers = append(r.report.Layers, l)
	return listed, nil
}

// ofTown tells the codes of counties (six digits, or nine that end in 000) and of
// villages (twelve) from those that may be a town's.
func ofTown(code string) bool {
	return !digits(code) || len(code) == 9 && code[6:] != "000" || len(code) != 6 && len(code) != 9 && len(code) != 12
}
