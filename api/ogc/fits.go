package ogc

import (
	"errors"
	"math"
	"slices"

	"xunhu/api/filter"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// fits brings a feature that comes in to its schema, whole numbers for integers and no
// null, and tells all that does not fit.
func fits(s feature.Schema, f *feature.Feature) error {
	var faults []error
	if f.Geometry == nil || f.Geometry.GeoJSONType() != string(s.Shape) {
		faults = append(faults, finding.New("ogc.shape", "/geometry", "want", string(s.Shape)))
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
		fit, ok := fitting(field.Type, v)
		if !ok {
			faults = append(faults, finding.New("ogc.property_type", "/properties/"+name, "name", name, "type", filter.TypeOf(field.Type).Words()))
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

func fieldNames(s feature.Schema) []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// fitting gives a value as a property of a type holds it.
func fitting(t feature.Type, v any) (any, bool) {
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
	case []any, map[string]any:
		return v, t == feature.JSON
	}
	return nil, false
}
