package geojson

import (
	"bytes"
	"strings"

	"xunhu/geo/finding"
)

// noNumbers are how programs write what is no number, in small letters and without sign;
// what C writes on Windows goes on behind them.
var noNumbers = []string{"nan", "inf", "infinity", "1.#inf", "1.#ind", "1.#qnan", "1.#snan"}

func noNumber(word []byte) bool {
	w := strings.ToLower(strings.TrimLeft(string(word), "+-"))
	for _, known := range noNumbers {
		if w == known || strings.HasPrefix(known, "1.#") && strings.TrimRight(w, "0") == known {
			return true
		}
	}
	return false
}

// quoted gives a text in which such words stand as strings. The finding names the first
// of them, its line and the member in which it stands; nil: there is none. line is where
// the text begins.
func quoted(b []byte, line int) (_ []byte, first *finding.Finding) {
	var out, name []byte
	done := 0 // so much of b is in out
	for i := 0; i < len(b); {
		end := i + 1
		switch c := b[i]; {
		case c == '\n':
			line++
		case c == '"':
			end = i + stringEnd(b[i:])
			if rest := bytes.TrimLeft(b[end:], " \t\r\n"); len(rest) > 0 && rest[0] == ':' {
				name = b[i:end]
			}
			line += bytes.Count(b[i:end], []byte{'\n'})
		case ofWord(c):
			for end < len(b) && ofWord(b[end]) {
				end++
			}
			if word := b[i:end]; end-i < 20 && noNumber(word) {
				if first == nil {
					first = finding.New("geojson.no_number", "", "line", line, "name", strings.Trim(string(name), `"`), "value", string(word))
				}
				out = append(append(append(append(out, b[done:i]...), '"'), word...), '"')
				done = end
			}
		}
		i = end
	}
	return append(out, b[done:]...), first
}

// stringEnd gives the length of the string with which b begins.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

func ofWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '#' || c == '+' || c == '-'
}
