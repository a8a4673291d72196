package papers

import "strings"

// A style is how a piece of text is set.
type style struct {
	han, latin face
	size       float64 // points
}

// A glyph is one character as it will be printed.
type glyph struct {
	r     rune
	face  face
	size  float64 // points
	width float64 // points
	han   bool    // of full width: space may be added behind it
}

// A line is the glyphs of one line and the space that sets it to the full measure.
type line struct {
	glyphs []glyph
	extra  float64 // points behind each full-width glyph but the last
}

func (l line) width() float64 {
	w := 0.0
	for _, g := range l.glyphs {
		w += g.width
	}
	return w
}

// Characters that may not begin or end a line.
const (
	notFirst = "，。、；：？！）》〉」』”’〕】…—％%,.;:?!)]}·°′″"
	notLast  = "（《〈「『“‘〔【([{"
)

// ambiguous marks are Latin in an English text and full-width in a Chinese one.
const ambiguous = "“”‘’—…·"

// centredMarks stand in the middle of their square in our 黑体, as in Hong Kong; on
// the mainland they stand at its lower left, as in our 楷体.
const centredMarks = "，。：；！？"

// shape finds the glyphs of a text.
func (f *fonts) shape(s string, st style, english bool) ([]glyph, error) {
	var all []glyph
	for _, r := range s {
		if r == '\n' {
			all = append(all, glyph{r: r, size: st.size})
			continue
		}
		want, han := st.latin, false
		if r >= 0x2E80 || !english && strings.ContainsRune(ambiguous, r) {
			want, han = st.han, true
		}
		if want == hei && strings.ContainsRune(centredMarks, r) {
			want = kai
		}
		face, err := f.faceOf(want, r)
		if err != nil {
			return nil, err
		}
		all = append(all, glyph{r, face, st.size, f.em(face, r) * st.size, han})
	}
	return all, nil
}

// most is how far, in parts of the type size, glyphs are moved apart.
const most = 0.3

// breakLines sets glyphs in lines of a width, the first of them shorter by indent.
// No line begins with a mark that closes or ends with one that opens; words and
// numbers stay whole unless they are longer than a line. A closing mark that is a
// little too wide is squeezed in. All lines but the last get their extra space, if
// the text is to be justified.
func breakLines(all []glyph, width, indent float64, justify bool) []line {
	var lines []line
	room := width - indent
	for len(all) > 0 {
		n, used := 0, 0.0
		for n < len(all) && all[n].r != '\n' && used+all[n].width <= room+1e-6 {
			used += all[n].width
			n++
		}
		switch {
		case n == len(all):
			return append(lines, line{glyphs: all})
		case all[n].r == '\n':
			lines = append(lines, line{glyphs: all[:n]})
			all = all[n+1:]
			room = width
			continue
		}
		end := n
		if squeezable(all, n, room-used) {
			end = n + 1
		} else {
			for end > 0 && !mayBreak(all, end) {
				end--
			}
			if end == 0 { // one word longer than the line
				end = max(n, 1)
			}
		}
		l := line{glyphs: trim(all[:end])}
		if justify {
			if gaps := l.gaps(); gaps > 0 {
				l.extra = (room - l.width()) / float64(gaps)
			}
			if l.extra > most*l.size() { // mostly one long word: better ragged
				l.extra = 0
			}
		}
		lines = append(lines, l)
		all = all[end:]
		for len(all) > 0 && all[0].r == ' ' {
			all = all[1:]
		}
		room = width
	}
	return lines
}

// squeezable tells whether the closing mark at n, too wide by little for the line,
// can be drawn in by tightening the others, and the line may then end.
func squeezable(all []glyph, n int, left float64) bool {
	g := all[n]
	if !g.han || !strings.ContainsRune(notFirst, g.r) || !mayBreak(all, n+1) {
		return false
	}
	return (g.width-left)/float64(max(1, n)) <= 0.05*g.width
}

// mayBreak tells whether a line may end before glyph n. Spaces are dropped there, so
// the glyphs around them count.
func mayBreak(all []glyph, n int) bool {
	if n <= 0 || n >= len(all) {
		return n == len(all)
	}
	before, after := n-1, n
	for before > 0 && all[before].r == ' ' {
		before--
	}
	for after < len(all)-1 && all[after].r == ' ' {
		after++
	}
	if strings.ContainsRune(notFirst, all[after].r) || strings.ContainsRune(notLast, all[before].r) {
		return false
	}
	return after-before > 1 || all[before].han || all[after].han
}

// gaps counts the places of a line that can take space: behind each full-width
// glyph but the last of the line.
func (l line) gaps() int {
	n := 0
	for _, g := range l.glyphs[:max(0, len(l.glyphs)-1)] {
		if g.han {
			n++
		}
	}
	return n
}

func trim(g []glyph) []glyph {
	for len(g) > 0 && g[len(g)-1].r == ' ' {
		g = g[:len(g)-1]
	}
	return g
}

// size is the type size of a line: that of its shaper, kept by every glyph.
func (l line) size() float64 {
	if len(l.glyphs) == 0 {
		return 0
	}
	return l.glyphs[0].size
}
