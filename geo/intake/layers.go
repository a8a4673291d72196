package intake

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// layers reads a file of any format but OpenStreetMap's, layer by layer.
func (r *reading) layers(ctx context.Context, name string) error {
	layers, closer, err := format.Open(r.fsys, name, format.Options{CRS: r.req.CRS, Encoding: r.req.Encoding})
	if err != nil {
		return err
	}
	defer closer.Close()
	if len(layers) == 0 {
		return finding.New("intake.no_layers", "")
	}
	for _, l := range layers {
		if err := r.layer(ctx, name, l); err != nil {
			return err
		}
	}
	return nil
}

// layer reads one layer: once to see what it is and whether it may be taken, and, if
// it is large, once more to take it.
func (r *reading) layer(ctx context.Context, file string, in format.Layer) error {
	s, err := survey(ctx, in)
	if err != nil {
		return err
	}
	l := Layer{File: file, Name: in.Name(), CRS: in.CRS()}
	kind, why, err := r.kindOf(file, in.Name(), s.head)
	if err != nil {
		return err
	}
	l.Kind, l.Guess, l.Guessed = kind, why, why != ""
	if err := r.near(kind, s); err != nil {
		return err
	}
	if fault := r.guard(in, kind, s.rows); fault != nil {
		fault.Where = in.Name()
		return fault
	}
	schema, _ := feature.SchemaOf(kind)
	m := mapper{reading: r, schema: schema, layer: &l, alone: len(s.all) == 1, lacked: map[string]bool{}, towns: r.base.Collections[feature.Towns].Features}
	if towns, ok := r.taken[feature.Towns]; ok {
		m.towns = towns
	}
	m.box, m.fence = r.fence(kind)
	r.take(kind)
	for e, err := range s.whose(ctx, in) {
		if err == nil {
			err = m.entry(e)
		}
		if err != nil {
			return err
		}
	}
	if kind == feature.Towns {
		r.describe(m.county)
	}
	m.notes()
	if lower := strings.ToLower(file); r.req.CRS == "" && slices.ContainsFunc(shifted, func(w string) bool { return strings.Contains(lower, w) }) {
		l.note(finding.New("intake.maybe_shifted", "", "crs", strings.TrimSuffix(l.CRS, " (assumed)")))
	}
	r.report.Layers = append(r.report.Layers, l)
	return nil
}

// shifted are words in names of files whose coordinates are mostly those of
// Chinese map services, some 500 m away from WGS 84.
var shifted = []string{"gcj", "bd09", "bd-09", "火星", "高德", "百度", "amap", "baidu"}

// describe learns of a new region from its towns: the county that all of them
// name, and the six digits that all of their codes begin with.
func (r *reading) describe(county string) {
	code := ""
	for i, t := range r.taken[feature.Towns] {
		c := ""
		if len(t.ID) >= 9 && digits(t.ID) {
			c = t.ID[:6]
		}
		if i > 0 && c != code {
			code = ""
			break
		}
		code = c
	}
	r.region.Name, r.region.Code = county, code
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// codeOf makes a code of a file's name: letters and digits, in lower case.
func codeOf(stem string) string {
	code := strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c > 127:
			return c
		}
		return '-'
	}, stem)
	if code = strings.Trim(code, "-"); code == "" {
		return "region"
	}
	return code
}

// text gives a value as text, numbers in plain decimal.
func text(v any) string {
	return strings.TrimSpace(feature.Feature{Props: map[string]any{"": v}}.Text(""))
}

// townCode gives a code of towns as GB/T 10114 has it: twelve digits of the
// statistics bureau are cut to nine when no village is meant.
func townCode(id string) string {
	if len(id) == 12 && digits(id) && strings.HasSuffix(id, "000") {
		return id[:9]
	}
	return id
}

// fence gives the box within which features of a kind must lie: the region's
// towns with half a degree, or their own width if that is more. There is none
// for towns, none before there are towns, and none if the user says that the
// coordinates are to be trusted.
func (r *reading) fence(k feature.Kind) (orb.Bound, bool) {
	if k == feature.Towns || r.req.TrustCRS || len(r.base.Collections[feature.Towns].Features) == 0 {
		return orb.Bound{}, false
	}
	b := r.base.Bound()
	return b.Pad(max(0.5, b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])), true
}

// swap turns the axes of a place.
func swap(b orb.Bound) orb.Bound {
	return orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
}

// suffixed gives the identity of the n-th part of a feature.
func suffixed(id string, n int) string { return id + "-" + strconv.Itoa(n) }
