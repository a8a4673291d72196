package ogc

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
	"xunhu/geo/valid"
)

// fits brings a feature that comes in to its schema, whole numbers for integers and no
// null, and tells all that does not fit.
func fits(s feature.Schema, f *feature.Feature) error {
	var faults []error
	if fault := fitsShape(s, f.Geometry); fault != nil {
		fault.Where = "/geometry"
		faults = append(faults, fault)
	}
	for name, v := range f.Props {
		field, known := s.Field(name)
		switch {
		case v == nil:
			delete(f.Props, name)
			continue
		case !known:
			faults = append(faults, finding.New("ogc.unknown_property", "/properties/"+name, "name", name, "known", fieldNames(s)))
			continue
		}
		fit, ok := fitting(field, v)
		if !ok {
			faults = append(faults, finding.New("ogc.property_type", "/properties/"+name, "name", name, "type", typeWords(field)))
			continue
		}
		f.Props[name] = fit
		if all := intake.Classes(s.Kind); name == "class" && !slices.Contains(all, f.Text(name)) {
			faults = append(faults, finding.New("ogc.property_choice", "/properties/"+name, "name", name, "value", f.Text(name), "known", all))
		}
	}
	for _, field := range s.Fields {
		if field.Required && f.Text(field.Name) == "" {
			faults = append(faults, finding.New("ogc.required", "/properties/"+field.Name, "name", field.Name))
		}
	}
	slices.SortFunc(faults, func(a, b error) int { // maps have no order
		var x, y *finding.Finding
		errors.As(a, &x)
		errors.As(b, &y)
		return slices.Compare([]byte(x.Where), []byte(y.Where))
	})
	return errors.Join(faults...)
}

// fitsShape tells what is wrong with a geometry of a kind. A row of the list of codes has
// none, and a unit may have none.
func fitsShape(s feature.Schema, g orb.Geometry) *finding.Finding {
	switch {
	case g == nil && (s.Kind == feature.Units || s.Kind == feature.Codes):
		return nil
	case s.Kind == feature.Codes:
		return finding.New("ogc.no_shape", "")
	case g == nil || g.GeoJSONType() != string(s.Shape):
		return finding.New("ogc.shape", "", "want", string(s.Shape))
	}
	return valid.Check(g)
}

func fieldNames(s feature.Schema) []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// tagged tells the one JSON property that is an object from the others, which are lists of ids, of kinds that may be
// written.
func tagged(f feature.Field) bool { return f.Type == feature.JSON && f.Name == "tags" }

// typeWords says what a property holds as people say it.
func typeWords(f feature.Field) finding.Name {
	switch {
	case tagged(f):
		return finding.Name{ZH: "标签对象", EN: "object of tags"}
	case f.Type == feature.JSON:
		return finding.Name{ZH: "编号列表", EN: "list of ids"}
	case f.Type == feature.Integer:
		return finding.Name{ZH: "整数", EN: "whole number"}
	}
	return filter.TypeOf(f.Type).Words()
}

// fitting gives a value as a property holds it.
func fitting(f feature.Field, v any) (any, bool) {
	t := f.Type
	switch v := v.(type) {
	case string:
		switch t {
		case feature.Date:
			_, ok := filter.DateKey(v)
			return v, ok
		case feature.Time:
			_, ok := filter.TimeKey(v)
			return v, ok
		}
		return v, t == feature.Text
	case bool:
		return v, t == feature.Boolean
	case int64:
		if t == feature.Real {
			return float64(v), true
		}
		return v, t == feature.Integer
	case float64:
		if t == feature.Integer && v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), true
		}
		return v, t == feature.Real
	case []any:
		return v, t == feature.JSON && !tagged(f) && !slices.ContainsFunc(v, func(one any) bool { _, text := one.(string); return !text })
	case map[string]any:
		return v, tagged(f)
	}
	return nil, false
}
