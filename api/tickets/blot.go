package tickets

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"xunhu/api/store"
)

// blotted stands where a name or telephone stood.
const blotted = "▇▇"

// mobile finds mobile telephone numbers, also with blanks or strokes in them.
var mobile = regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}`)

// Blot takes the name and telephone of who told out of a text, and every mobile number:
// whose it is, nobody can tell. A single character names nobody.
func Blot(text, name, phone string) string {
	if utf8.RuneCountInString(name) > 1 {
		text = strings.ReplaceAll(text, name, blotted)
	}
	if digits := digitsOf(phone); len(digits) > 4 {
		parts := strings.Split(digits, "")
		text = regexp.MustCompile(strings.Join(parts, `[- ]?`)).ReplaceAllString(text, blotted)
	}
	if utf8.RuneCountInString(phone) > 1 {
		text = strings.ReplaceAll(text, phone, blotted)
	}
	return mobile.ReplaceAllString(text, blotted)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// Hide takes who told out of a text and an address. If anything was taken out, the text as
// it was goes to the reporter's note, so that nothing is lost.
func Hide(r *store.Reporter, text, address string) (shown, place string, blotted bool) {
	shown, place = Blot(text, r.Name, r.Phone), Blot(address, r.Name, r.Phone)
	if shown == text && place == address {
		return shown, place, false
	}
	r.Note = strings.TrimSpace(r.Note + "\n" + text + "\n" + address)
	return shown, place, true
}
