package table

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// headRows is within how many filled rows the headings must stand; titles, units
// and remarks come above them.
const headRows = 20

// A Sheet is a table on a sheet of a workbook. Its features can be read as often
// as one likes while the book is open.
type Sheet struct {
	book              *Book
	name, title, part string
	head, rows, width int // the row of the headings; filled rows; columns
	merges            []merge
	columns           columns
	assumed           bool
}

func (s *Sheet) where(row int) string {
	return s.book.file + "/" + s.title + ":" + strconv.Itoa(row)
}

// survey reads the sheet once: is it whole, where are its headings, how wide is it.
func (s *Sheet) survey(want crs.System, given bool) (found bool, err error) {
	type line struct {
		n     int
		cells []cell
	}
	var top []line
	s.name = s.title
	err = s.scan(func(n int, cells []cell) error {
		s.rows++
		s.width = max(s.width, cells[len(cells)-1].column+1)
		if len(top) < headRows {
			top = append(top, line{n, slices.Clone(cells)})
		}
		return nil
	}, func(m merge) error {
		if len(s.merges) == mostMerges {
			return finding.New("sheet.too_many_merges", s.book.file+"/"+s.title, "most", mostMerges)
		}
		s.merges = append(s.merges, m)
		return nil
	})
	if err != nil {
		return false, err
	}
	slices.SortStableFunc(s.merges, func(a, b merge) int { return cmp.Compare(a.top, b.top) })

	heads := make([][]string, len(top))
	best, most := -1, 1
	spread := s.spread()
	for i, l := range top {
		heads[i], _ = spread(l.n, l.cells)
		if i > 0 && top[i-1].n == l.n-1 && len(top[i-1].cells) > 1 {
			for k, t := range heads[i] { // a heading that stands a row above its neighbours
				if t == "" {
					heads[i][k] = heads[i-1][k]
				}
			}
		}
		if c := find(slices.Clone(heads[i]), want, given); c.lon >= 0 || c.form >= 0 {
			best = i
			break
		}
		figures := slices.ContainsFunc(l.cells, func(c cell) bool { return c.figure })
		if !figures && len(l.cells) > most {
			best, most = i, len(l.cells)
		}
	}
	if best < 0 {
		return false, nil
	}
	s.head = top[best].n
	s.columns = find(heads[best], want, given)
	s.assumed = !given && !s.columns.said
	return true, nil
}

// spread gives what lays the cells of a row out in the sheet's columns, those that
// are merged into it from above among them; bare is the first column of a formula
// without value, or -1. Rows must come from the top.
func (s *Sheet) spread() func(n int, cells []cell) (texts []string, bare int) {
	type source struct {
		cell
		bottom int // the last row into which it spreads
	}
	waiting := s.merges
	active := make([]source, s.width)
	return func(n int, cells []cell) ([]string, int) {
		for len(waiting) > 0 && waiting[0].top <= n {
			m := waiting[0]
			waiting = waiting[1:]
			i, ok := slices.BinarySearchFunc(cells, m.column, func(c cell, k int) int { return cmp.Compare(c.column, k) })
			if m.top == n && ok {
				active[m.column] = source{cells[i], m.bottom}
			}
		}
		texts, bare := make([]string, s.width), -1
		put := func(c cell) {
			texts[c.column] = c.text
			if c.bare && (bare < 0 || c.column < bare) {
				bare = c.column
			}
		}
		for _, a := range active {
			if a.bottom >= n {
				put(a.cell)
			}
		}
		for _, c := range cells {
			put(c)
		}
		return texts, bare
	}
}

// Name gives the name of the sheet, or that of the file if it has but one table.
func (s *Sheet) Name() string { return s.name }

// CRS gives the name of the system in which the sheet is, with "(assumed)" behind
// it if neither its headings nor the caller say.
func (s *Sheet) CRS() string {
	if s.assumed {
		return s.columns.system.Name() + " (assumed)"
	}
	return s.columns.system.Name()
}

// Features reads the rows below the headings in WGS 84. A row that cannot be taken
// comes as a feature.Refusal with its number on the sheet, and reading goes on.
func (s *Sheet) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		spread := s.spread()
		err := s.scan(func(n int, cells []cell) error {
			texts, bare := spread(n, cells)
			if n <= s.head {
				return nil
			}
			f, fault := feature.Feature{}, (*finding.Finding)(nil)
			if bare >= 0 {
				fault = finding.New("sheet.formula", "", "cell", letters(bare)+strconv.Itoa(n))
			} else {
				f, fault = s.columns.feature(texts)
			}
			more := false
			if fault != nil {
				fault.Where = s.where(n)
				fault.Args["row"] = n
				more = yield(feature.Feature{}, feature.Refusal{Finding: fault})
			} else {
				more = yield(f, nil)
			}
			if !more {
				return errEnough
			}
			return nil
		}, nil)
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, fmt.Errorf("table: read %s: %w", s.book.file, err))
		}
	}
}

// letters gives a column its name: 0 is A, 26 is AA.
func letters(column int) string {
	var b strings.Builder
	if column >= 26 {
		b.WriteString(letters(column/26 - 1))
	}
	b.WriteByte(byte('A' + column%26))
	return b.String()
}
