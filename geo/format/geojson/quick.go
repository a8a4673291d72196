package geojson

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// A quick reader takes plain features in one pass, which checks the JSON and reads it at
// once. Whatever is broken, escaped in a name or else out of the ordinary it leaves to
// decode, which reads slowly and says what is wrong: what both read is the same.
type quick struct {
	b      []byte
	i      int
	bad    bool // from here on all reads as nothing
	names  map[string]string
	points []orb.Point // of the list that is being read
}

func newQuick() *quick { return &quick{names: map[string]string{}} }

// mostNames is how many names of properties are kept, so that each is made once.
const mostNames = 1000

// feature reads raw, which nests no deeper than Deepest; ok is false if decode must.
func (q *quick) feature(raw []byte) (f feature.Feature, ok bool) {
	if !utf8.Valid(raw) {
		return f, false
	}
	q.b, q.i, q.bad = raw, 0, false
	isFeature := false
	q.object(func(name []byte) {
		switch string(name) {
		case "type":
			isFeature = string(q.scalar()) == `"Feature"`
		case "id":
			f.ID = q.identity()
		case "geometry":
			f.Geometry = q.geometry()
		case "properties":
			f.Props = q.properties()
		case "bbox":
			q.value()
		default: // others, in capitals too, may be known to decode or to the walk
			q.bad = true
		}
	})
	q.space()
	if f.Props == nil {
		f.Props = map[string]any{}
	}
	return f, !q.bad && isFeature && q.i == len(raw)
}

func (q *quick) identity() string {
	switch q.next() {
	case '"':
		return q.text()
	case 'n':
		q.word("null")
		return ""
	}
	start := q.i
	q.number()
	return string(q.b[start:q.i])
}

func (q *quick) properties() map[string]any {
	switch q.next() {
	case '{':
		props, _ := q.value().(map[string]any)
		return props
	case 'n':
		q.word("null")
	default:
		q.bad = true
	}
	return nil
}

// geometry reads a geometry with positions, or null.
func (q *quick) geometry() (g orb.Geometry) {
	if q.next() == 'n' {
		q.word("null")
		return nil
	}
	seen, kind, at := 0, "", -1
	q.object(func(name []byte) {
		bit := 0
		switch string(name) {
		case "type":
			bit, kind = 1, string(q.scalar())
		case "coordinates":
			if bit = 2; kind == "" {
				q.space()
				at = q.i
				q.value()
			} else {
				g = q.coordinates(kind)
			}
		default: // a collection, or a name in capitals
			q.bad = true
		}
		q.bad = q.bad || seen&bit != 0 // twice
		seen |= bit
	})
	q.bad = q.bad || seen != 3
	if at >= 0 && !q.bad {
		end := q.i
		q.i = at
		g = q.coordinates(kind)
		q.i = end
	}
	return g
}

func (q *quick) coordinates(kind string) orb.Geometry {
	switch kind {
	case `"Point"`:
		return q.position()
	case `"MultiPoint"`:
		return orb.MultiPoint(q.positions())
	case `"LineString"`:
		return orb.LineString(q.positions())
	case `"MultiLineString"`:
		return orb.MultiLineString(some(q, func() orb.LineString { return q.positions() }))
	case `"Polygon"`:
		return q.polygon()
	case `"MultiPolygon"`:
		return orb.MultiPolygon(some(q, q.polygon))
	}
	q.bad = true
	return nil
}

func (q *quick) polygon() orb.Polygon { return some(q, func() orb.Ring { return q.positions() }) }

// some reads a list that is not empty.
func some[T any](q *quick, each func() T) []T {
	var all []T
	q.list(func() { all = append(all, each()) })
	q.bad = q.bad || len(all) == 0
	return all
}

// positions reads a list of positions, which is not empty, and gives it no room to spare.
func (q *quick) positions() []orb.Point {
	q.points = q.points[:0]
	q.take('[')
	for !q.bad {
		q.points = append(q.points, q.position())
		if q.next() == ']' {
			q.i++
			break
		}
		q.take(',')
	}
	return append(make([]orb.Point, 0, len(q.points)), q.points...)
}

// position reads two numbers or more, and keeps two.
func (q *quick) position() (p orb.Point) {
	q.take('[')
	p[0] = q.float()
	q.take(',')
	p[1] = q.float()
	for !q.bad && q.next() != ']' {
		q.take(',')
		q.float()
	}
	q.take(']')
	return p
}

// powers of ten that are exact.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// float reads a number. If its digits make an integer below 2^53 it is a quotient of two
// exact numbers, which is rounded once.
func (q *quick) float() float64 {
	q.space()
	start := q.i
	mantissa, places, whole := q.number()
	switch {
	case q.bad:
		return 0
	case q.i-start > 19 || mantissa > 1<<53 || !whole: // 19 digits fit into mantissa
		v, err := strconv.ParseFloat(string(q.b[start:q.i]), 64)
		q.bad = err != nil
		return v
	}
	v := float64(mantissa) / powers[places]
	if q.b[start] == '-' {
		return -v
	}
	return v
}

// number steps over a number. mantissa holds all its digits, places of which stand behind
// the point, if they fit; whole tells that no exponent follows.
func (q *quick) number() (mantissa uint64, places int, whole bool) {
	b, i := q.b, q.i
	if i < len(b) && b[i] == '-' {
		i++
	}
	first := i
	for i < len(b) && b[i]-'0' < 10 {
		mantissa = mantissa*10 + uint64(b[i]-'0')
		i++
	}
	q.bad = q.bad || i == first || i > first+1 && b[first] == '0'
	if i < len(b) && b[i] == '.' {
		i++
		first = i
		for i < len(b) && b[i]-'0' < 10 {
			mantissa = mantissa*10 + uint64(b[i]-'0')
			i++
		}
		places = i - first
		q.bad = q.bad || places == 0
	}
	whole = true
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		whole = false
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		first = i
		for i < len(b) && b[i]-'0' < 10 {
			i++
		}
		q.bad = q.bad || i == first
	}
	q.i = i
	return mantissa, places, whole
}

// value reads any value as properties hold it.
func (q *quick) value() any {
	switch q.next() {
	case '"':
		return q.text()
	case '{':
		m := map[string]any{}
		q.object(func(name []byte) { m[q.name(name)] = q.value() })
		return m
	case '[':
		l := []any{}
		q.list(func() { l = append(l, q.value()) })
		return l
	case 't':
		q.word("true")
		return true
	case 'f':
		q.word("false")
		return false
	case 'n':
		q.word("null")
		return nil
	}
	start := q.i
	mantissa, places, whole := q.number()
	if s := q.b[start:q.i]; !q.bad && whole && places == 0 && len(s) <= 18 && string(s) != "-0" {
		if s[0] == '-' {
			return -int64(mantissa)
		}
		return int64(mantissa)
	}
	if q.bad {
		return nil
	}
	v, err := number(string(q.b[start:q.i]))
	q.bad = err != nil
	return v
}

// name gives a name of a property, the same string for the same name.
func (q *quick) name(b []byte) string {
	if s, ok := q.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(q.names) < mostNames && len(s) < 100 {
		q.names[s] = s
	}
	return s
}

// text reads a string.
func (q *quick) text() string {
	raw := q.scalar()
	if q.bad {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	q.bad = json.Unmarshal(raw, &s) != nil
	return s
}

// scalar steps over a string and gives it with its quotes.
func (q *quick) scalar() []byte {
	q.space()
	start := q.i
	q.take('"')
	for i := q.i; !q.bad && i < len(q.b); i++ {
		switch c := q.b[i]; {
		case c == '"':
			q.i = i + 1
			return q.b[start:q.i]
		case c == '\\':
			i++
		case c < 0x20:
			q.bad = true
		}
	}
	q.bad = true
	return nil
}

// object reads an object. each reads a value by its name, which holds till then.
func (q *quick) object(each func(name []byte)) {
	q.take('{')
	if q.next() == '}' {
		q.i++
		return
	}
	for !q.bad {
		name := q.scalar()
		if q.bad || bytes.IndexByte(name, '\\') >= 0 {
			q.bad = true
			return
		}
		q.take(':')
		each(name[1 : len(name)-1])
		if q.next() == '}' {
			q.i++
			return
		}
		q.take(',')
	}
}

// list reads a list, element by element.
func (q *quick) list(each func()) {
	q.take('[')
	if q.next() == ']' {
		q.i++
		return
	}
	for !q.bad {
		each()
		if q.next() == ']' {
			q.i++
			return
		}
		q.take(',')
	}
}

func (q *quick) word(w string) {
	q.bad = q.bad || !bytes.HasPrefix(q.b[q.i:], []byte(w))
	q.i = min(q.i+len(w), len(q.b))
}

func (q *quick) space() {
	for q.i < len(q.b) && (q.b[q.i] == ' ' || q.b[q.i] == '\n' || q.b[q.i] == '\t' || q.b[q.i] == '\r') {
		q.i++
	}
}

// next gives the next byte that is not white, 0 at the end.
func (q *quick) next() byte {
	if q.space(); q.i < len(q.b) {
		return q.b[q.i]
	}
	return 0
}

// take steps over a byte that must stand here.
func (q *quick) take(want byte) {
	if q.next() != want {
		q.bad = true
		return
	}
	q.i++
}
