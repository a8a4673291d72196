package filter

import (
	"time"
	"unicode/utf8"

	"golang.org/x/text/cases"
)

// Fold takes the case away from a text, by Unicode's full case folding.
func Fold(s string) string { return cases.Fold().String(s) }

// Matches tells whether a text follows a pattern of Like. Its time is at most the
// product of their lengths.
func Matches(s, pattern string) bool {
	at, restart, mark := 0, -1, 0 // restart: the pattern behind the last %; mark: how far s was when it was met
	for i := 0; ; {
		c, literal, n := next(pattern[at:])
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case n > 0 && !literal && c == '%':
			at += n
			restart, mark = at, i
			continue
		case size > 0 && n > 0 && (!literal && c == '_' || c == r && (literal || c != '_')):
			at, i = at+n, i+size
			continue
		case size == 0 && n == 0:
			return true
		}
		if restart < 0 || mark >= len(s) {
			return false
		}
		_, size = utf8.DecodeRuneInString(s[mark:])
		mark += size
		at, i = restart, mark
	}
}

// next gives the first character of a pattern, whether it was escaped, and its bytes.
func next(pattern string) (c rune, literal bool, n int) {
	c, n = utf8.DecodeRuneInString(pattern)
	if c == '\\' && n < len(pattern) {
		escaped, size := utf8.DecodeRuneInString(pattern[n:])
		return escaped, true, n + size
	}
	return c, false, n
}

// DateKey gives a day as it sorts; ok is false for what is none.
func DateKey(s string) (string, bool) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", false
	}
	return s, true
}

// TimeKey gives a moment, RFC 3339, as a text that sorts as moments do; ok is false for
// what is none, and for moments outside of the years 0 to 9999.
func TimeKey(s string) (string, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return "", false
	}
	key := Time{t}.Key()
	return key, key != ""
}

// Key gives a moment as TimeKey does, "" outside of the years 0 to 9999.
func (t Time) Key() string {
	utc := t.UTC()
	if y := utc.Year(); y < 0 || y > 9999 {
		return ""
	}
	return utc.Format("2006-01-02T15:04:05.000000000")
}
