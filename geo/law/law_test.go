package law

import (
	"slices"
	"testing"
	"time"
)

// The taxonomy must be whole: known classes, and a reference for every category
// both before and after the Code.
func TestTables(t *testing.T) {
	classes := []Competence{K1, K2, K3E, K3O, K4}
	for _, c := range Categories() {
		if !slices.Contains(classes, c.K) {
			t.Errorf("%s: class %q", c.Code, c.K)
		}
		if c.ZH == "" || c.EN == "" || c.CompetentZH == "" || c.CompetentEN == "" {
			t.Errorf("%s: a title, or who is competent, is missing", c.Code)
		}
		if len(c.On(date(2026, 8, 15))) == 0 {
			t.Errorf("%s: no law on 15 August 2026", c.Code)
		}
		for _, x := range c.citations {
			if !slices.Contains([]Mark{Verified, Secondary, FromMemory}, x.Mark) {
				t.Errorf("%s: %s: mark %q", c.Code, x.Instrument.ID, x.Mark)
			}
			if x.Article == "" && x.Mark == Verified {
				t.Errorf("%s: %s: verified without an article", c.Code, x.Instrument.ID)
			}
		}
	}
	if n := len(Categories()); n != 42 {
		t.Errorf("%d categories, want the 42 of the taxonomy", n)
	}
}

// The Code replaces the old laws on 15 August 2026, to the day.
func TestLawOfTheDay(t *testing.T) {
	straw, ok := CategoryOf("A01")
	if !ok {
		t.Fatal("A01 is missing")
	}
	for _, tc := range []struct {
		name string
		act  time.Time
		want []string
	}{
		{"the last day of the old law", date(2026, 8, 14), []string{"SD_AIR", "AIR"}},
		{"the first day of the Code", date(2026, 8, 15), []string{"CODE", "SD_AIR"}},
		{"early that day in China, still the day before in UTC", time.Date(2026, 8, 15, 1, 0, 0, 0, time.FixedZone("CST", 8*3600)), []string{"CODE", "SD_AIR"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, c := range straw.On(tc.act) {
				got = append(got, c.Instrument.ID)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("law on %s is %v, want %v", tc.act, got, tc.want)
			}
		})
	}
}

// A few references that must stand, or must not be shown as checked.
func TestReferences(t *testing.T) {
	before, after := date(2025, 12, 31), date(2026, 10, 1)
	for _, tc := range []struct {
		category, instrument string
		act                  time.Time
		article              string
		mark                 Mark
	}{
		{"A02", "CODE", after, "251、1131(3)", Verified},
		{"S01", "CODE", after, "475、1169、1179", Verified}, // 1179: detention
		{"E09", "ZZ_HILLS", after, "", FromMemory},        // its title alone was seen
		{"N03", "SECURITY_OLD", before, "", FromMemory},
		{"N03", "SECURITY", after, "88", Verified},
		{"S02", "CRIMES", after, "", FromMemory},
	} {
		c, _ := CategoryOf(tc.category)
		cited := c.On(tc.act)
		i := slices.IndexFunc(cited, func(x Citation) bool { return x.Instrument.ID == tc.instrument })
		if i < 0 || cited[i].Article != tc.article || cited[i].Mark != tc.mark {
			t.Errorf("%s by %s: %+v, want article %q, mark %s", tc.category, tc.instrument, cited, tc.article, tc.mark)
		}
	}
	v3 := BasisOf("V3", before)
	if !slices.ContainsFunc(v3, func(x Citation) bool { return x.Instrument.ID == "FISHERY_OLD" }) {
		t.Errorf("V3 before the revision of the Fisheries Law stands on %+v", v3)
	}
}

// Sorties stand on the clause on drones alone (DOMAIN P10).
func TestSortiesStandOnOneClause(t *testing.T) {
	if b := BasisOf("P10", date(2026, 11, 27)); len(b) != 1 || b[0].Clause != "R13" {
		t.Errorf("P10 stands on %+v, want R13", b)
	}
}

// A day on which an instrument begins is only given where a source gives it.
func TestHillsHaveNoGuessedDay(t *testing.T) {
	hills := Article("ZZ_HILLS", "", FromMemory).Instrument
	if !hills.From.IsZero() {
		t.Errorf("in force from %v, though only the year of the text is known", hills.From)
	}
}

// What is not known is class K4, so that the squad clarifies it.
func TestUnknownCategory(t *testing.T) {
	c, ok := CategoryOf("Z99")
	if ok || c.K != K4 || c.Severity != Normal {
		t.Errorf("CategoryOf(Z99) = %+v, %v", c, ok)
	}
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC) }
