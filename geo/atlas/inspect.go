package atlas

import (
	"errors"
	"slices"
	"strings"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/valid"
)

// Inspect says all that is wrong with a dataset of one edition, whether Build takes it
// or not, and notes what is lawful but worth a look: validity of every geometry, the
// coverage of the towns, the waters (only if it can be built), then the organisation.
// Findings about towns name them in Args and have their codes in Args["codes"].
func Inspect(d Dataset) (findings, notes []*finding.Finding) {
	for _, kind := range feature.Regional() {
		if kind == feature.Towns {
			continue
		}
		for _, f := range d.Collections[kind].Features {
			if f.Geometry == nil {
				continue
			}
			if fault := valid.Check(f.Geometry); fault != nil {
				fault.Where = place(kind, f)
				findings = append(findings, fault)
			}
		}
	}
	found, worth := townsOf(d)
	findings = append(findings, found...)
	a, err := Build(d)
	if err == nil {
		findings = append(findings, a.Water.Findings(a.MayEnd)...)
		worth = append(worth, a.Water.Notes(a.MayEnd)...)
	} else {
		findings = append(findings, unbuilt(err)...)
	}
	return append(findings, Findings(d)...), append(Notes(d), worth...)
}

// townsOf examines the coverage, and gives codes their names.
func townsOf(d Dataset) (findings, notes []*finding.Finding) {
	var cells []coverage.Cell
	names := map[string]finding.Name{}
	for _, f := range d.Collections[feature.Towns].Features {
		cells = append(cells, coverage.Cell{Name: f.ID, Area: f.Geometry})
		names[f.ID] = called(f)
	}
	found, notes := coverage.Examine(cells...)
	for _, f := range found {
		switch f.Code {
		case "coverage.name_twice", "coverage.no_name": // Findings tells these by the rules of codes
			continue
		case "coverage.not_valid":
			if cause, ok := errors.AsType[*finding.Finding](f.Err); ok {
				fault := *cause
				fault.Where = string(feature.Towns) + "/" + f.Args["name"].(string)
				f = &fault
			}
		}
		findings = append(findings, f)
	}
	for _, f := range append(slices.Clone(findings), notes...) {
		nameTowns(f, names)
	}
	return findings, notes
}

// nameTowns puts names for codes in a finding of the coverage.
func nameTowns(f *finding.Finding, names map[string]finding.Name) {
	var codes []string
	for _, arg := range [...]string{"name", "a", "b"} {
		if code, ok := f.Args[arg].(string); ok {
			codes = append(codes, code)
			f.Args[arg] = names[code]
		}
	}
	if cells, ok := f.Args["cells"].([]string); ok {
		called := make([]finding.Name, len(cells))
		for i, code := range cells {
			called[i] = names[code]
		}
		codes = append(codes, cells...)
		f.Args["cells"] = called
	}
	if codes != nil {
		f.Args["codes"] = codes
	}
}

// unbuilt gives why a dataset cannot be built, without what the coverage has told.
func unbuilt(err error) []*finding.Finding {
	var all []*finding.Finding
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			all = append(all, unbuilt(e)...)
		}
		return all
	}
	var f *finding.Finding
	if errors.As(err, &f) && !strings.HasPrefix(f.Code, "coverage.") {
		all = append(all, f)
	}
	return all
}
