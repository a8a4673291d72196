package jurisdiction

import (
	"strings"

	"xunhu/geo/law"
)

// stationFirst: the station verifies first; squadFirst: the squad does.
func stationFirst(k law.Competence) bool { return k == law.K1 || k == law.K3E || k == law.K3O }
func squadFirst(k law.Competence) bool   { return k == law.K2 || k == law.K4 }

// postLeads is PL of the field's table V.
func postLeads(in *Inputs) bool {
	return in.Z == "Y" && (in.Span != "ONE" || in.H != "NO" || in.K == law.K3E)
}

// A row of a table: its name and when it applies.
type row[T any] struct {
	name    string
	applies func(*T) bool
}

// tableV is who verifies on site. Exactly one row applies to each input.
var tableV = []row[Inputs]{
	{"V1", func(in *Inputs) bool { return in.S == law.Emergency && in.J != "OUT" }},
	{"V2", func(in *Inputs) bool { return in.J == "OUT" }},
	{"V3", func(in *Inputs) bool { return in.J == "LAKE" && in.S != law.Emergency }},
	{"V4", func(in *Inputs) bool { return in.J == "CBORD" && in.S == law.Normal && stationFirst(in.K) }},
	{"V5", func(in *Inputs) bool {
		return in.J == "CBORD" && (in.S == law.Grave || in.S == law.Normal && squadFirst(in.K))
	}},
	{"V6", func(in *Inputs) bool { return in.J == "IN" && in.S == law.Grave }},
	{"V7", func(in *Inputs) bool { return normal(in) && postLeads(in) }},
	{"V8", func(in *Inputs) bool { return plain(in) && stationFirst(in.K) && in.Span == "ONE" }},
	{"V9", func(in *Inputs) bool { return plain(in) && stationFirst(in.K) && in.Span == "NEAR" }},
	{"V10", func(in *Inputs) bool { return plain(in) && stationFirst(in.K) && in.Span == "MANY" }},
	{"V11", func(in *Inputs) bool { return plain(in) && squadFirst(in.K) && in.SQ == "SAME" }},
	{"V12", func(in *Inputs) bool { return plain(in) && squadFirst(in.K) && in.SQ == "DIFF" }},
}

func normal(in *Inputs) bool { return in.J == "IN" && in.S == law.Normal }
func plain(in *Inputs) bool  { return normal(in) && !postLeads(in) }

// verified is the input of table L.
type verified struct {
	J, O, F string
	K       law.Competence
	S       law.Severity
}

// tableL is who carries an incident on after verification. Exactly one row
// applies to each input.
var tableL = []row[verified]{
	{"L1", func(v *verified) bool { return v.O == "UNF" && v.J != "OUT" }},
	{"L2", func(v *verified) bool { return v.J == "OUT" }},
	{"L3", func(v *verified) bool { return v.S == law.Emergency && v.J != "OUT" && v.O != "UNF" }},
	{"L4", func(v *verified) bool { return v.S != law.Emergency && v.J == "LAKE" && v.O != "UNF" }},
	{"L5", func(v *verified) bool { return v.S != law.Emergency && v.J == "CBORD" && v.O != "UNF" }},
	{"L6", func(v *verified) bool { return v.S == law.Grave && v.J == "IN" && v.O != "UNF" }},
	{"L7", func(v *verified) bool { return ordinary(v) && v.K == law.K1 && v.O == "MIN" }},
	{"L8", func(v *verified) bool { return ordinary(v) && v.K == law.K1 && v.O == "VIO" }},
	{"L9", func(v *verified) bool { return ordinary(v) && v.K == law.K2 && v.O != "UNF" }},
	{"L10", func(v *verified) bool { return ordinary(v) && ofDepartment(v.K) && v.O == "MIN" }},
	{"L11", func(v *verified) bool { return ordinary(v) && ofDepartment(v.K) && v.O == "VIO" && v.F != "STATION" }},
	{"L12", func(v *verified) bool { return ordinary(v) && ofDepartment(v.K) && v.O == "VIO" && v.F == "STATION" }},
	{"L13", func(v *verified) bool { return ordinary(v) && v.K == law.K4 && v.O != "UNF" }},
}

func ordinary(v *verified) bool          { return v.S == law.Normal && v.J == "IN" }
func ofDepartment(k law.Competence) bool { return k == law.K3E || k == law.K3O }

// told is the input of table N.
type told struct {
	Inputs
	PostLeads   bool
	Category    string
	Source      string
	WaterSource bool // a drinking-water zone is touched
	Development bool // inside a development zone or chemical park
}

// tableN is who is informed. All rows that match apply.
var tableN = []row[told]{
	{"N1", func(t *told) bool { return has(t.H, "TOWN") || has(t.H, "BASIN") }},
	{"N2", func(t *told) bool { return has(t.H, "EXT") || t.J == "CBORD" || t.J == "LAKE" }},
	{"N3", func(t *told) bool { return t.Z == "Y" && !t.PostLeads }},
	{"N4", func(t *told) bool { return t.W != "NONE" }},
	{"N5", func(t *told) bool { return t.WaterSource }},
	{"N6", func(t *told) bool { return t.Span != "ONE" }},
	{"N7", func(t *told) bool { return t.SQ == "DIFF" }},
	{"N8", func(t *told) bool { return t.S == law.Grave }},
	{"N9", func(t *told) bool {
		switch t.Source {
		case "petition", "12369", "12345", "handdown":
			return true
		}
		return false
	}},
	{"N10", func(t *told) bool { return t.Development }},
	{"N11", func(t *told) bool { return t.Category == "W10" || t.Category == "W12" }},
	{"N12", func(t *told) bool { return t.Category == "A01" || t.Category == "A02" || t.Category == "E08" }},
}

// has tells whether a flag is among those of H; none is a part of another.
func has(flags, flag string) bool { return strings.Contains(flags, flag) }

// pick gives the one row of a table that applies.
func pick[T any](table []row[T], in *T) string {
	for _, r := range table {
		if r.applies(in) {
			return r.name
		}
	}
	panic("jurisdiction: a table is not complete") // TestTablesAgreeWithReference proves that it is
}

// pickAll gives every row of a table that applies.
func pickAll[T any](table []row[T], in *T) []string {
	var room [16]string
	names := room[:0]
	for _, r := range table {
		if r.applies(in) {
			names = append(names, r.name)
		}
	}
	return append([]string(nil), names...)
}
