package table

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A dateKind is what a cell's format makes of its number.
type dateKind uint8

const (
	noDate dateKind = iota
	day
	clock
)

var (
	// quoted parts of a format are text, those in brackets colours and places.
	quoted = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
	ofDay  = regexp.MustCompile(`(?i)[yd]|m+[/\-.年月]|[/\-.年月]m`)
	ofHour = regexp.MustCompile(`(?i)[hs]`)
)

// dateKindOf tells what a format makes of a number. The numbers below 164 are fixed
// by the standard (ECMA-376 part 1, 18.8.30), some of them for Chinese.
func dateKindOf(id int, code string) dateKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return day
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return clock
	case id < 164:
		return noDate
	}
	first, _, _ := strings.Cut(code, ";")
	first = quoted.ReplaceAllString(first, "")
	switch {
	case strings.EqualFold(first, "General"):
		return noDate
	case ofDay.MatchString(first):
		return day
	case ofHour.MatchString(first):
		return clock
	}
	return noDate
}

// readFormats finds out which cell formats are dates.
func (b *Book) readFormats(part string) error {
	codes := map[int]string{}
	within := false
	return b.walk(part, largestIndex, func(_ *elements, t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil {
					codes[id] = attribute(e, "formatCode")
				}
			case "cellXfs":
				within = true
			case "xf":
				if within {
					id, _ := strconv.Atoi(attribute(e, "numFmtId")) // none is General
					b.dates = append(b.dates, dateKindOf(id, codes[id]))
				}
			}
		case xml.EndElement:
			if e.Name.Local == "cellXfs" {
				within = false
			}
		}
		return nil
	})
}

// date writes a day number as 2024-03-05, with its time if it has one. The first
// two months of 1900 are one day off in the program that invented the numbers,
// which took that year for a leap year.
func (b *Book) date(v float64, kind dateKind) (string, bool) {
	if math.IsNaN(v) || v < 0 || v >= 2958466 { // the year 10000
		return "", false
	}
	whole, part := math.Modf(v)
	seconds := time.Duration(math.Round(part*86400)) * time.Second
	if kind == clock && whole == 0 {
		return time.Time{}.Add(seconds).Format("15:04:05"), true
	}
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.by1904:
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case whole < 60:
		from = from.AddDate(0, 0, 1)
	}
	at := from.AddDate(0, 0, int(whole)).Add(seconds)
	if seconds == 0 {
		return at.Format("2006-01-02"), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}
