package dispatch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// A canonizer writes JSON that encoding/json has written as RFC 8785 has it: members by their names, and
// nothing escaped that need not be. Numbers are whole here, and written as they came. What it reads is
// well-formed and has no white space, so that nothing is checked, and it is read once.
type canonizer struct {
	in  []byte
	i   int
	out []byte
}

// canonical gives the canonical form of what encoding/json has written.
func canonical(in []byte) []byte {
	c := canonizer{in: in, out: make([]byte, 0, len(in))}
	c.value()
	return c.out
}

func (c *canonizer) value() {
	switch c.in[c.i] {
	case '{':
		c.object()
	case '[':
		c.step() // the bracket
		for c.in[c.i] != ']' {
			c.value()
			if c.in[c.i] == ',' {
				c.step()
			}
		}
		c.step()
	case '"':
		c.text()
	default: // a number, true, false, null
		for c.i < len(c.in) && c.in[c.i] != ',' && c.in[c.i] != ']' && c.in[c.i] != '}' {
			c.step()
		}
	}
}

// step hands one byte on.
func (c *canonizer) step() {
	c.out = append(c.out, c.in[c.i])
	c.i++
}

// object writes the members as they come, and then puts them in order. Names are ASCII, so bytes stand in the order
// of UTF-16.
func (c *canonizer) object() {
	type member struct{ from, name, to int }
	var few [32]member
	all := few[:0]
	c.step()
	first := len(c.out)
	for c.in[c.i] != '}' {
		m := member{from: len(c.out)}
		c.text()
		m.name = len(c.out)
		c.step() // the colon
		c.value()
		m.to = len(c.out)
		all = append(all, m)
		if c.in[c.i] == ',' {
			c.i++
		}
	}
	c.i++
	written := c.out
	name := func(m member) []byte { return written[m.from+1 : m.name-1] }
	slices.SortFunc(all, func(a, b member) int { return bytes.Compare(name(a), name(b)) })
	body := bytes.Clone(written[first:])
	c.out = c.out[:first]
	for i, m := range all {
		if i > 0 {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, body[m.from-first:m.to-first]...)
	}
	c.out = append(c.out, '}')
}

// text hands a text on; one with escapes is read and written anew.
func (c *canonizer) text() {
	from, escapes := c.i, false
	for c.i++; c.in[c.i] != '"'; c.i++ {
		if c.in[c.i] == '\\' {
			escapes = true
			c.i++
		}
	}
	c.i++
	raw := c.in[from:c.i]
	if !escapes {
		c.out = append(c.out, raw...)
		return
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		panic(err) // encoding/json wrote it
	}
	c.out = quoted(c.out, s)
}

// quoted escapes what must be escaped, and nothing else.
func quoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20:
			b = append(b, c)
		case short[c] != 0:
			b = append(b, '\\', short[c])
		default:
			b = fmt.Appendf(b, `\u%04x`, c)
		}
	}
	return append(b, '"')
}

// short are the control characters that have an escape of their own.
var short = [0x20]byte{'\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r'}
