package patrol

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// A Season is a part of the year in which some needs weigh more, or boats stay ashore
// (DOMAIN 6.3). Its dates are those of the last notice that was found, or a default, as its
// mark says; whoever has this year's notice sets them.
type Season struct {
	ID          string
	From, Until MonthDay // both included; a season may run over the new year
	Mark        law.Mark
	Name        finding.Name
	Categories  []string // codes, or their first letters, that it is about; none: it is about boats
	Weight      float64  // how much more leaving out a need of these categories costs
	Often       float64  // how much more often it is due
	Boats       Boating
}

// A MonthDay is a day of any year, as month times a hundred and day.
type MonthDay int

func (d MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(d)/100, int(d)%100) }

// ParseMonthDay reads "06-30".
func ParseMonthDay(s string) (MonthDay, error) {
	t, err := time.Parse("2006-01-02", "2024-"+s) // a leap year
	if err != nil {
		return 0, finding.New("patrol.season_day", "", "text", s)
	}
	return monthDay(t), nil
}

func monthDay(t time.Time) MonthDay { return MonthDay(int(t.Month())*100 + t.Day()) }

// Boating tells what a season means for boats.
type Boating string

// What seasons mean for boats.
const (
	BoatsGo    Boating = ""
	BoatsWatch Boating = "limit" // by the day's warnings
	BoatsStay  Boating = "no"    // reaches are looked at from the shore
)

//go:embed seasons.csv
var seasonTables embed.FS

// Seasons gives the calendar of DOMAIN 6.3.
func Seasons() []Season {
	var all []Season
	for _, r := range law.Rows(seasonTables, "seasons.csv") {
		s := Season{ID: r["id"], Mark: law.Mark(r["mark"]), Name: finding.Name{ZH: r["zh"], EN: r["en"]},
			Categories: strings.Fields(r["categories"]), Boats: Boating(r["boats"])}
		var errs [4]error
		s.From, errs[0] = ParseMonthDay(r["from"])
		s.Until, errs[1] = ParseMonthDay(r["until"])
		s.Weight, errs[2] = strconv.ParseFloat(r["weight"], 64)
		s.Often, errs[3] = strconv.ParseFloat(r["often"], 64)
		for _, err := range errs {
			if err != nil {
				panic("patrol: seasons.csv: " + s.ID + ": " + err.Error())
			}
		}
		all = append(all, s)
	}
	return all
}

// On tells whether a day lies in the season. The last day of February belongs to a season
// that ends on the 28th.
func (s Season) On(day time.Time) bool {
	d := monthDay(day)
	if d == 229 {
		d = 228
	}
	if s.From <= s.Until {
		return s.From <= d && d <= s.Until
	}
	return d >= s.From || d <= s.Until
}

// About tells whether the season is about a category.
func (s Season) About(category string) bool {
	if category == "" {
		return false
	}
	for _, c := range s.Categories {
		if strings.HasPrefix(category, c) {
			return true
		}
	}
	return false
}

// A Year is a calendar of seasons.
type Year []Season

// IDs gives the ids of the seasons.
func (y Year) IDs() []string {
	ids := make([]string, len(y))
	for i, s := range y {
		ids[i] = s.ID
	}
	return ids
}

// On gives the seasons of a day.
func (y Year) On(day time.Time) []Season {
	var all []Season
	for _, s := range y {
		if s.On(day) {
			all = append(all, s)
		}
	}
	return all
}

// Weight is how much more than usual it costs to leave out a need of a category on a day:
// the greatest of its seasons. Often is how much more often such a need is due.
func (y Year) Weight(category string, day time.Time) (weight, often float64) {
	weight, often = 1, 1
	for _, s := range y.On(day) {
		if s.About(category) {
			weight, often = max(weight, s.Weight), max(often, s.Often)
		}
	}
	return weight, often
}

// Boats is the strictest word of a day's seasons on boats, and the season that says it.
func (y Year) Boats(day time.Time) (Boating, Season) {
	word, by := BoatsGo, Season{}
	for _, s := range y.On(day) {
		if s.Boats == BoatsStay || s.Boats == BoatsWatch && word == BoatsGo {
			word, by = s.Boats, s
		}
	}
	return word, by
}
