package filter

import (
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// An Expr is a condition: And, Or, Not, Const, Compare, Like, In, IsNull or Spatial.
type Expr interface{ expr() }

// The nodes of a tree.
type (
	And   []Expr // all hold; none: true
	Or    []Expr // one holds; none: false
	Not   struct{ Of Expr }
	Const bool

	// Compare sets two values of one type side by side.
	Compare struct {
		Op          Op
		Left, Right Value
	}
	// Like holds where a text follows a pattern: % any characters, _ one, \ takes
	// the next one as it is.
	Like struct {
		Of      Value
		Pattern string
	}
	// In holds where a value equals one of a list.
	In struct {
		Of   Value
		List []Value
	}
	// IsNull holds where a feature lacks a property, or its geometry.
	IsNull struct{ Of Property }
	// Spatial holds where the feature's geometry has a relation to a shape.
	Spatial struct {
		Relation Relation
		Shape    orb.Geometry // (lon, lat)
	}
)

func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
func (Const) expr()   {}
func (Compare) expr() {}
func (Like) expr()    {}
func (In) expr()      {}
func (IsNull) expr()  {}
func (Spatial) expr() {}

// An Op compares two values.
type Op string

// The comparisons.
const (
	Equal        Op = "="
	Unequal      Op = "<>"
	Less         Op = "<"
	LessEqual    Op = "<="
	Greater      Op = ">"
	GreaterEqual Op = ">="
)

// A Type is the type of a value.
type Type string

// The types.
const (
	TextType     Type = "text"
	NumberType   Type = "number"
	BoolType     Type = "boolean"
	DateType     Type = "date"
	TimeType     Type = "time"
	GeometryType Type = "geometry"
)

// A Value is a Property, Folded, Text, Number, Bool, Date or Time.
type Value interface{ Type() Type }

// The values.
type (
	// A Property is what the feature has under a name: a field of its schema, its
	// ID or its geometry.
	Property struct {
		Name string
		Of   Type
	}
	// Folded is a text without regard to case, by Unicode's full case folding.
	Folded struct{ Of Value }

	Text   string
	Number float64
	Bool   bool
	Date   string // RFC 3339 full-date
	Time   struct{ time.Time }
)

// The properties that no schema lists.
const (
	ID       = "id"
	Geometry = "geometry"
)

// Type gives the type of a value.
func (p Property) Type() Type { return p.Of }
func (Folded) Type() Type     { return TextType }
func (Text) Type() Type       { return TextType }
func (Number) Type() Type     { return NumberType }
func (Bool) Type() Type       { return BoolType }
func (Date) Type() Type       { return DateType }
func (Time) Type() Type       { return TimeType }

// Properties gives what the features of a schema can be asked for, in its order: the
// ID, the fields that hold one plain value, the geometry.
func Properties(s feature.Schema) []Property {
	all := []Property{{ID, TextType}}
	for _, f := range s.Fields {
		if t := TypeOf(f.Type); t != "" {
			all = append(all, Property{f.Name, t})
		}
	}
	return append(all, Property{Geometry, GeometryType})
}

// TypeOf gives the type of a field's values; "" if they are not plain ones.
func TypeOf(t feature.Type) Type { return types[t] }

var types = map[feature.Type]Type{
	feature.Text: TextType, feature.Integer: NumberType, feature.Real: NumberType,
	feature.Boolean: BoolType, feature.Date: DateType, feature.Time: TimeType,
}
