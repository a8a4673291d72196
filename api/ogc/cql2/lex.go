package cql2

import (
	"strings"
	"unicode/utf8"
)

type kind uint8

const (
	end kind = iota
	word
	quoted // a name in double quotes
	text
	number
	symbol
)

// A token of a text. What is its text as it counts: unescaped, symbols as they stand.
type token struct {
	kind kind
	what string
	at   int // bytes
}

// A lexer cuts a text into tokens.
type lexer struct {
	src string
	pos int
}

// where is the place of a byte.
func (l *lexer) where(at int) place {
	if l.src == "" {
		return place{src: " "}
	}
	return place{src: l.src, at: at}
}

func (l *lexer) next() (token, error) {
	for l.pos < len(l.src) && strings.IndexByte(" \t\r\n\v\f", l.src[l.pos]) >= 0 {
		l.pos++
	}
	at := l.pos
	if at == len(l.src) {
		return token{end, "", at}, nil
	}
	c, size := utf8.DecodeRuneInString(l.src[at:])
	switch {
	case c == '\'':
		return l.text()
	case c == '"':
		stop := strings.IndexByte(l.src[at+1:], '"')
		if stop < 0 {
			return token{}, fault(l.where(at), "cql2.open_quote")
		}
		l.pos = at + stop + 2
		return token{quoted, l.src[at+1 : at+1+stop], at}, nil
	case starts(c):
		for l.pos < len(l.src) {
			c, size := utf8.DecodeRuneInString(l.src[l.pos:])
			if !starts(c) && !goesOn(c) {
				break
			}
			l.pos += size
		}
		return token{word, l.src[at:l.pos], at}, nil
	case digit(c) || c == '.' && at+1 < len(l.src) && digit(rune(l.src[at+1])):
		l.number()
		return token{number, l.src[at:l.pos], at}, nil
	}
	l.pos += size
	if two := l.src[at:min(at+2, len(l.src))]; two == "<=" || two == ">=" || two == "<>" {
		l.pos = at + 2
	}
	if what := l.src[at:l.pos]; strings.Contains("( ) , = < > <= >= <> + - * / ^ % [ ]", what) {
		return token{symbol, what, at}, nil
	}
	return token{}, fault(l.where(at), "cql2.character", "character", string(c))
}

// text reads a text in single quotes.
func (l *lexer) text() (token, error) {
	at := l.pos
	var b strings.Builder
	for i := at + 1; i < len(l.src); i++ {
		c := l.src[i]
		ahead := byte(0)
		if i+1 < len(l.src) {
			ahead = l.src[i+1]
		}
		switch {
		case c == '\'' && ahead == '\'':
			b.WriteByte('\'')
			i++
		case c == '\'':
			l.pos = i + 1
			return token{text, b.String(), at}, nil
		case c == '\\' && ahead != 0 && strings.IndexByte(escapes, ahead) >= 0:
			b.WriteByte(meant[strings.IndexByte(escapes, ahead)])
			i++
		default:
			b.WriteByte(c)
		}
	}
	return token{}, fault(l.where(at), "cql2.open_text")
}

// What may be escaped, and what it then means (requirement cql2-text/escaping).
const (
	escapes = `'\abtnvfr`
	meant   = "'\\\a\b\t\n\v\f\r"
)

func (l *lexer) number() {
	digits := func() {
		for l.pos < len(l.src) && digit(rune(l.src[l.pos])) {
			l.pos++
		}
	}
	digits()
	if l.pos < len(l.src) && l.src[l.pos] == '.' {
		l.pos++
		digits()
	}
	if l.pos < len(l.src) && (l.src[l.pos] == 'e' || l.src[l.pos] == 'E') {
		i := l.pos + 1
		if i < len(l.src) && (l.src[i] == '+' || l.src[i] == '-') {
			i++
		}
		if i < len(l.src) && digit(rune(l.src[i])) {
			l.pos = i
			digits()
		}
	}
}

func digit(c rune) bool { return c >= '0' && c <= '9' }

// starts tells whether a character may begin a name (rule identifierStart).
func starts(c rune) bool {
	switch {
	case c == ':' || c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		return true
	case c < 0xC0 || c == 0xD7 || c == 0xF7 || c == utf8.RuneError:
		return false
	}
	return c <= 0x2FF || c >= 0x370 && c <= 0x1FFE && c != 0x37E || c == 0x200C || c == 0x200D || c >= 0x2070 && c <= 0x218F ||
		c >= 0x2C00 && c <= 0x2FEF || c >= 0x3001 && c <= 0xD7FF || c >= 0xF900 && c <= 0xFDCF || c >= 0xFDF0 && c < 0xFFFD ||
		c >= 0x10000 && c <= 0xEFFFF
}

// goesOn tells whether a character may stand in a name, though not begin it.
func goesOn(c rune) bool {
	return c == '.' || digit(c) || c >= 0x300 && c <= 0x36F || c == 0x203F || c == 0x2040
}
