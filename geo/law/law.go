package law

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Competence is the class that decides which kind of unit goes first.
type Competence string

// The competence classes.
const (
	K1  Competence = "K1"  // governed by the station (治)
	K2  Competence = "K2"  // ecological-environment enforcement (查): the squad
	K3E Competence = "K3E" // ecological damage under another department
	K3O Competence = "K3O" // other matters of another department
	K4  Competence = "K4"  // unknown or mixed
)

// A Severity is how grave an incident is.
type Severity string

// The severities.
const (
	Normal    Severity = "N"
	Grave     Severity = "G"
	Emergency Severity = "E"
)

// A Mark tells how certain a reference is.
type Mark string

// The marks, most certain first.
const (
	Document   Mark = "DOC" // stated in the scheme itself
	Verified   Mark = "V"   // checked in a copy of the public text
	Secondary  Mark = "V2"  // found in a secondary copy alone
	FromMemory Mark = "M"   // not checked
	Default    Mark = "D"   // a default of this program; a setting
)

// An Instrument is a law, a regulation or the scheme, with the days on which it
// is in force (both inclusive; a zero time is open).
type Instrument struct {
	ID, ZH, EN string
	From, To   time.Time
	Mark       Mark
}

// A Citation is one reference: to an article of an instrument, or to a clause of
// the scheme.
type Citation struct {
	Instrument Instrument
	Article    string // "246、1131"; "" if the article is not known
	Clause     string // R1 … R54 for the scheme, else ""
	Mark       Mark
	ZH, EN     string // the words of a clause, "" for an article
	IfLighter  bool   // law that came after the act, and applies only if it is the lighter one
}

// A Category is one row of the taxonomy of incidents.
type Category struct {
	Code, Group, ZH, EN string
	K                   Competence
	Severity            Severity // of an incident that does not state its own
	Department          string   // id of the city department that is competent, or ""
	Also                []string // ids of departments that are competent for a part of it
	CompetentZH         string   // who may punish, in the words of the field
	CompetentEN         string

	citations []Citation
}

// Unknown is what an incident without a known category is taken for.
var Unknown = Category{Code: "", Group: "mixed", ZH: "类别不明", EN: "Unknown category", K: K4, Severity: Normal}

// Categories lists the taxonomy in its order.
func Categories() []Category { return slices.Clone(load().categories) }

// CategoryOf finds a category; Unknown and false if there is none of that code.
func CategoryOf(code string) (Category, bool) {
	all := load().categories
	if i := slices.IndexFunc(all, func(c Category) bool { return c.Code == code }); i >= 0 {
		return all[i], true
	}
	return Unknown, false
}

// On gives the references of a category that are in force on the day of an act.
// The day is that of the time's own zone.
func (c Category) On(act time.Time) []Citation {
	var in []Citation
	for _, x := range c.citations {
		if x.Instrument.InForce(act) {
			in = append(in, x)
		}
	}
	return in
}

// InForce tells whether an instrument is law on a day.
func (i Instrument) InForce(act time.Time) bool {
	return holds(i.From, i.To, act)
}

// holds tells whether a day lies within two days, both included; a zero time is open.
func holds(from, to, at time.Time) bool {
	day := dayOf(at)
	return !day.Before(from) && (to.IsZero() || !day.After(to))
}

// dayOf is the day of a moment in the moment's own zone.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// BasisOf gives what a row of the decision tables (V1 … V12, L1 … L13) stands on,
// as far as it is in force on the day of the act. Clauses of the scheme stand on
// every day: they divide the work, they do not punish.
func BasisOf(row string, act time.Time) []Citation {
	var in []Citation
	for _, c := range load().bases[row] {
		if c.Clause != "" || c.Instrument.InForce(act) {
			in = append(in, c)
		}
	}
	return in
}

// Article gives an article of an instrument as a reference. An unknown
// instrument panics: the tables that name instruments are our own.
func Article(instrument, article string, mark Mark) Citation {
	i, ok := load().instruments[instrument]
	if !ok {
		panic("law: no instrument " + instrument)
	}
	return Citation{Instrument: i, Article: article, Mark: mark}
}

// InstrumentOf finds an instrument by its id.
func InstrumentOf(id string) (Instrument, bool) {
	i, ok := load().instruments[id]
	return i, ok
}

// Version names the edition of this data; decisions carry it.
const Version = "law-2026-11-26"

// EditionDay is the day of this edition: what came into force later is not in it.
func EditionDay() time.Time { return day(strings.TrimPrefix(Version, "law-")) }

//go:embed *.csv
var files embed.FS

type tables struct {
	instruments map[string]Instrument
	bases       map[string][]Citation // by row of the decision tables
	categories  []Category
	limits      []TimeLimit
	calendar    *Calendar
}

// load reads the embedded tables once. A fault in them is a fault of the build,
// so it panics; TestTables reads them in every run of the tests.
var load = sync.OnceValue(func() tables {
	t := tables{instruments: map[string]Instrument{}, bases: map[string][]Citation{}}
	for _, r := range Rows(files, "instruments.csv") {
		t.instruments[r["id"]] = Instrument{
			ID: r["id"], ZH: r["zh"], EN: r["en"],
			From: day(r["valid_from"]), To: day(r["valid_to"]), Mark: Mark(r["mark"]),
		}
	}
	clauses := map[string]Citation{}
	for _, r := range Rows(files, "clauses.csv") {
		clauses[r["id"]] = Citation{
			Instrument: t.instruments["SCHEME"], Article: r["article"], Clause: r["id"],
			Mark: Document, ZH: r["zh"], EN: r["en"],
		}
	}
	cited := map[string][]Citation{}
	for _, r := range Rows(files, "citations.csv") {
		cited[r["category"]] = append(cited[r["category"]], t.article(r))
	}
	for _, r := range Rows(files, "bases.csv") {
		if r["clause"] == "" {
			t.bases[r["row"]] = append(t.bases[r["row"]], t.article(r))
			continue
		}
		c, ok := clauses[r["clause"]]
		if !ok {
			panic("law: bases.csv: no clause " + r["clause"])
		}
		t.bases[r["row"]] = append(t.bases[r["row"]], c)
	}
	for _, r := range Rows(files, "categories.csv") {
		t.categories = append(t.categories, Category{
			Code: r["code"], Group: r["group"], ZH: r["zh"], EN: r["en"],
			K: Competence(r["k"]), Severity: Severity(r["severity"]), Department: r["department"], Also: strings.Fields(r["also"]),
			CompetentZH: r["competent_zh"], CompetentEN: r["competent_en"],
			citations: cited[r["code"]],
		})
	}
	for _, r := range Rows(files, "limits.csv") {
		t.limits = append(t.limits, t.limit(r))
	}
	t.calendar = embedded()
	return t
})

// article reads the columns of a reference to an article.
func (t tables) article(r map[string]string) Citation {
	i, ok := t.instruments[r["instrument"]]
	if !ok {
		panic("law: no instrument " + r["instrument"])
	}
	return Citation{Instrument: i, Article: r["article"], Mark: Mark(r["mark"])}
}

// Rows reads a table of the program, CSV with a line of headings, as records by column
// name. It panics if there is no such table or it is not one: then the program is broken.
func Rows(tables fs.FS, name string) []map[string]string {
	b, err := fs.ReadFile(tables, name)
	if err != nil {
		panic(err)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		panic(fmt.Errorf("table %s: %w", name, err))
	}
	var out []map[string]string
	for _, line := range all[1:] {
		r := map[string]string{}
		for i, column := range all[0] {
			r[column] = line[i]
		}
		out = append(out, r)
	}
	return out
}

func day(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(fmt.Errorf("law: %w", err))
	}
	return d
}
