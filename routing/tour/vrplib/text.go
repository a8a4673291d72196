package vrplib

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

// text is a file, line by line, that knows what kind it is taken for.
type text struct {
	kind  string
	lines []string
	next  int // the line that is read next, from 0
	upper string
}

func newText(b []byte) *text {
	s := strings.TrimPrefix(string(b), "\ufeff")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return &text{lines: strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n"), upper: strings.ToUpper(s[:min(len(s), 4096)])}
}

// holds tells whether a word stands near the beginning of the file, in any case.
func (t *text) holds(word string) bool { return strings.Contains(t.upper, word) }

// rest gives so many lines from here on that are not empty.
func (t *text) rest(n int) string {
	var all []string
	for _, l := range t.lines[t.next:] {
		if len(all) == n {
			break
		}
		if strings.TrimSpace(l) != "" {
			all = append(all, l)
		}
	}
	return strings.Join(all, "\n")
}

// line gives the next line that is not empty, ok false at the end.
func (t *text) line() (s string, ok bool) {
	for t.next < len(t.lines) {
		s = strings.TrimSpace(t.lines[t.next])
		t.next++
		if s != "" {
			return s, true
		}
	}
	return "", false
}

// fault says what is wrong with the line that was read last.
func (t *text) fault(code string, args ...any) error {
	return finding.New(code, "", append([]any{"kind", t.kind, "line", t.next}, args...)...)
}

// row reads a line of numbers, at least so many.
func (t *text) row(least int) ([]float64, error) {
	s, ok := t.line()
	if !ok {
		return nil, t.fault("vrplib.ends")
	}
	return t.numbers(s, least)
}

// numbers reads what stands in a line, parted by blanks, semicolons or commas.
func (t *text) numbers(s string, least int) ([]float64, error) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '\t' })
	if len(fields) < least {
		return nil, t.fault("vrplib.columns", "want", least, "got", len(fields), "found", short(s))
	}
	row := make([]float64, len(fields))
	for i, f := range fields {
		v, err := number(f)
		if err != nil {
			return nil, t.fault("vrplib.number", "found", short(f))
		}
		row[i] = v
	}
	return row, nil
}

var errNoNumber = errors.New("no finite number")

func number(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errNoNumber
	}
	return v, nil
}

// whole gives a number as an integer that is no less than zero and counts times.
func (t *text) whole(what string, v float64, times int64) (int32, error) {
	w := math.Round(v * float64(times))
	if w < 0 || w > most || math.Abs(w-v*float64(times)) > 1e-6 {
		return 0, t.fault("vrplib.range", "what", what, "found", strconv.FormatFloat(v, 'g', -1, 64))
	}
	return int32(w), nil
}

// wholes reads several numbers of a row into integers: pairs of a name and where it goes
// stand in the order of the columns.
func (t *text) wholes(row []float64, times int64, into ...column) (err error) {
	for i, c := range into {
		if *c.at, err = t.whole(c.name, row[i], times); err != nil {
			return err
		}
	}
	return nil
}

type column struct {
	name string
	at   *int32
}

// header splits "NAME : value", ok false if there is no colon.
func header(s string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(s, ":")
	return strings.ToUpper(strings.TrimSpace(name)), strings.TrimSpace(value), ok
}

// count reads the value of a header as a number of things.
func (t *text) count(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > 1<<30 {
		return 0, t.fault("vrplib.range", "what", name, "found", short(value))
	}
	return n, nil
}
