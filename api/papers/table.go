package papers

import "xunhu/api/words"

// table prints a table across the type area. A row that does not fit moves to the
// next page; one that no page holds is cut between its lines. The head comes again.
func (p *press) table(t table) {
	if t.head != nil {
		p.room(p.rowHeight(t, t.head) + p.rowHeight(t, first(t.rows)))
		p.row(t, t.head, true)
	}
	for _, r := range t.rows {
		lines := p.cells(t, r, false)
		for height := rowHeight(lines); height > 0; height = rowHeight(lines) {
			if p.y+height > bottom && (p.y > top+typeH/2 || height <= typeH/2) {
				p.page()
				if t.head != nil {
					p.row(t, t.head, true)
				}
			}
			fits := int((bottom - p.y - 2*cell) / tablePitch)
			now, rest := cut(lines, max(1, fits))
			p.drawRow(t, now)
			lines = rest
		}
	}
}

func first(rows [][]string) []string {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

// cells breaks the texts of a row into lines.
func (p *press) cells(t table, row []string, head bool) [][]line {
	all := make([][]line, len(t.parts))
	for i := range t.parts {
		if i >= len(row) {
			continue
		}
		st := inTable
		if head || t.head == nil && i == 0 {
			st = inLabels
		}
		all[i] = breakLines(p.shape(row[i], st), t.parts[i]*typeW-2*cell, 0, t.head == nil && i > 0 && p.lang == words.ZH)
	}
	return all
}

func (p *press) rowHeight(t table, row []string) float64 { return rowHeight(p.cells(t, row, false)) }

// rowHeight is 0 where no line is left.
func rowHeight(cells [][]line) float64 {
	most := 0
	for _, c := range cells {
		most = max(most, len(c))
	}
	if most == 0 {
		return 0
	}
	return float64(most)*tablePitch + 2*cell
}

// cut parts a row after n lines.
func cut(cells [][]line, n int) (now, rest [][]line) {
	for _, c := range cells {
		k := min(n, len(c))
		now, rest = append(now, c[:k]), append(rest, c[k:])
	}
	return now, rest
}

func (p *press) row(t table, row []string, head bool) { p.drawRow(t, p.cells(t, row, head)) }

// drawRow prints one row with its frame. Labels, and all columns of a table with a
// head but the names in its second, stand in the middle.
func (p *press) drawRow(t table, cells [][]line) {
	height := rowHeight(cells)
	p.pdf.SetLineWidth(0.6)
	x := left
	for i, part := range t.parts {
		w := part * typeW
		p.pdf.RectFromUpperLeftWithStyle(x, p.y, w, height, "D")
		middle := t.head != nil && i != 1 || t.head == nil && i == 0
		y := p.y + (height-float64(len(cells[i]))*tablePitch)/2
		for _, l := range cells[i] {
			if middle {
				p.put(l.glyphs, x+w/2, y+(tablePitch-l.size())/2, l.size(), 0)
			} else {
				p.draw(l, x+cell, y+(tablePitch-l.size())/2+l.size()*0.88)
			}
			y += tablePitch
		}
		x += w
	}
	p.y += height
}
