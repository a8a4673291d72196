package postgis

import (
	"strings"
	"unicode/utf8"
)

// escape stands before two hexadecimal digits of a byte that PostgreSQL's text cannot
// hold. It is the control character SUBSTITUTE, which nobody writes.
const escape = '\x1a'

const hexDigits = "0123456789abcdef"

// escaped writes a text as PostgreSQL can hold it; most are what they were.
func escaped(s string) string {
	if utf8.ValidString(s) && !strings.ContainsAny(s, "\x00\x1a") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == 0 || r == escape || r == utf8.RuneError && n == 1 {
			b.WriteByte(escape)
			b.WriteByte(hexDigits[s[i]>>4])
			b.WriteByte(hexDigits[s[i]&15])
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// unescaped reads back what escaped wrote. What somebody else has written stays.
func unescaped(s string) string {
	if strings.IndexByte(s, escape) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == escape && i+2 < len(s) {
			high, low := strings.IndexByte(hexDigits, s[i+1]), strings.IndexByte(hexDigits, s[i+2])
			if high >= 0 && low >= 0 {
				b.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// sent gives values as they are bound.
func sent(args []any) []any {
	all := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			all[i] = escaped(a)
		case []string:
			each := make([]string, len(a))
			for k, s := range a {
				each[k] = escaped(s)
			}
			all[i] = each
		default:
			all[i] = a
		}
	}
	return all
}

// received mends what was scanned.
func received(into []any) {
	for _, p := range into {
		switch p := p.(type) {
		case *string:
			*p = unescaped(*p)
		case **string:
			if *p != nil {
				**p = unescaped(**p)
			}
		case *any:
			if s, ok := (*p).(string); ok {
				*p = unescaped(s)
			}
		}
	}
}
