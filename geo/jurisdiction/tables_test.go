package jurisdiction

import (
	"encoding/csv"
	"os"
	"testing"

	"xunhu/geo/law"
)

// Every input of tables V and L must get the one row that the plain reference of
// the field gives, and no other row may apply. testdata/table_v.csv and
// table_l.csv are what decision_oracle.py prints.
func TestTablesAgreeWithReference(t *testing.T) {
	for i, r := range reference(t, "testdata/table_v.csv") {
		in := Inputs{J: r["j"], Z: r["z"], Span: r["span"], SQ: r["sq"], H: r["h"], K: law.Competence(r["k"]), S: law.Severity(r["s"])}
		if got := pickAll(tableV, &in); len(got) != 1 || got[0] != r["row"] {
			t.Fatalf("V, line %d: %+v gives %v, want [%s]", i+2, in, got, r["row"])
		}
	}
	for i, r := range reference(t, "testdata/table_l.csv") {
		in := verified{J: r["j"], O: r["o"], F: r["f"], K: law.Competence(r["k"]), S: law.Severity(r["s"])}
		if got := pickAll(tableL, &in); len(got) != 1 || got[0] != r["row"] {
			t.Fatalf("L, line %d: %+v gives %v, want [%s]", i+2, in, got, r["row"])
		}
	}
}

// reference reads a table of the field's reference as records by column.
func reference(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) < 541 {
		t.Fatalf("%s: only %d lines", file, len(lines))
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		r := map[string]string{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		rows = append(rows, r)
	}
	return rows
}
