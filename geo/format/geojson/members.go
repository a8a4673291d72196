package geojson

import (
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// Members cuts a JSON object into its members, which it checks and leaves as they are written. What
// they hold of raw they share with it.
func Members(raw []byte) (map[string]json.RawMessage, error) {
	q := quick{b: raw}
	all := map[string]json.RawMessage{}
	q.object(func(name []byte) {
		q.space()
		start := q.i
		q.pass(0)
		all[string(name)] = raw[start:q.i:q.i]
	})
	if q.space(); !q.bad && q.i == len(raw) && utf8.Valid(raw) {
		return all, nil
	}
	all = nil // it may be out of the ordinary, or broken
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	if all == nil { // null
		return nil, errors.New("not a JSON object")
	}
	return all, nil
}

// valid is json.Valid, but quick where raw is plain.
func valid(raw []byte) bool {
	q := quick{b: raw}
	q.pass(0)
	q.space()
	return !q.bad && q.i == len(raw) || json.Valid(raw)
}

// pass steps over a value and checks it. Texts with escapes are bad here, and so is what nests too deep.
func (q *quick) pass(depth int) {
	if q.bad = q.bad || depth > Deepest; q.bad {
		return
	}
	switch q.next() {
	case '"':
		q.plain()
	case '{':
		q.object(func([]byte) { q.pass(depth + 1) })
	case '[':
		q.list(func() { q.pass(depth + 1) })
	case 't':
		q.word("true")
	case 'f':
		q.word("false")
	case 'n':
		q.word("null")
	default:
		q.number()
	}
}

// plain steps over a text without escapes.
func (q *quick) plain() {
	for i := q.i + 1; i < len(q.b); i++ {
		switch c := q.b[i]; {
		case c == '"':
			q.i = i + 1
			return
		case c == '\\' || c < 0x20:
			q.bad = true
			return
		}
	}
	q.bad = true
}
