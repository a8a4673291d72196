package row

import (
	"errors"
	"strconv"

	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// ErrUnknown is the cause of findings about names that the schema does not have.
var ErrUnknown = errors.New("store: not in the schema")

// SchemaOf gives the schema of a kind that is kept.
func SchemaOf(k feature.Kind) (feature.Schema, error) {
	s, ok := feature.SchemaOf(k)
	if !ok {
		return s, UnknownKind(k)
	}
	return s, nil
}

// UnknownKind says that there is no such collection.
func UnknownKind(k feature.Kind) error {
	return finding.New("store.unknown_kind", "", "kind", string(k)).Because(ErrUnknown)
}

// UnknownProperty says that a collection has no such property.
func UnknownProperty(k feature.Kind, name string) error {
	return finding.New("store.unknown_property", string(k), "name", name).Because(ErrUnknown)
}

// Comparable reads the text that a property shall equal as the type that the property has.
// ok is false if no value of that type reads so.
func Comparable(f feature.Field, text string) (v any, ok bool, err error) {
	switch f.Type {
	case feature.Integer:
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil, nil
	case feature.Real:
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil, nil
	case feature.Boolean:
		return text == "true", text == "true" || text == "false", nil
	case feature.JSON:
		return nil, false, finding.New("store.not_comparable", "", "name", f.Name)
	}
	return text, true, nil
}

// After reads the number of the row after which a page begins: the Next of another page, 0
// without one. ErrCursor if no page can have it.
func After(next string) (int64, error) {
	if next == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(next, 10, 64)
	if err != nil || n < 0 {
		return 0, finding.New("store.bad_cursor", "", "cursor", next).Because(store.ErrCursor)
	}
	return n, nil
}
