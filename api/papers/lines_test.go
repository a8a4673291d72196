package papers

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// glyphs shapes a text without fonts: full-width characters of 10 points, others of 5.
func glyphs(s string) []glyph {
	var all []glyph
	for _, r := range s {
		g := glyph{r: r, face: kai, size: 10, width: 10, han: r >= 0x2E80 || strings.ContainsRune(ambiguous, r)}
		switch {
		case r == '\n':
			g.width, g.han = 0, false
		case !g.han:
			g.width = 5
		}
		all = append(all, g)
	}
	return all
}

func broken(s string, width, indent float64) []string {
	var out []string
	for _, l := range breakLines(glyphs(s), width, indent, true) {
		var b strings.Builder
		for _, g := range l.glyphs {
			b.WriteRune(g.r)
		}
		out = append(out, b.String())
	}
	return out
}

func TestBreakLines(t *testing.T) {
	for _, tc := range []struct {
		name, text    string
		width, indent float64
		want          string
	}{
		{"plain", "一二三四五六七", 50, 0, "一二三四五|六七"},
		{"indented", "一二三四五六七", 50, 20, "一二三|四五六七"},
		{"a mark does not begin a line", "一二三四五，六七", 50, 0, "一二三四|五，六七"},
		{"one that is little too wide is drawn in", strings.Repeat("一", 28) + "，二", 280, 0, strings.Repeat("一", 28) + "，|二"},
		{"two marks move with a character", "一二三四五）。六", 50, 0, "一二三四|五）。六"},
		{"an opening mark does not end a line", "一二三四《五六》", 50, 0, "一二三四|《五六》"},
		{"numbers stay whole", "一二三四12345", 50, 0, "一二三四|12345"},
		{"a word longer than a line is cut", "abcdefghijklmn", 50, 0, "abcdefghij|klmn"},
		{"words part at spaces", "one two three", 40, 0, "one two|three"},
		{"a new line where one is asked", "一二\n三", 50, 0, "一二|三"},
		{"empty", "", 50, 0, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := strings.Join(broken(tc.text, tc.width, tc.indent), "|"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

// On any text: nothing is lost, lines fit, and no line begins or ends as it may not.
func TestLinesKeepTheRules(t *testing.T) {
	const alphabet = "水体生态环境，。、；：？！）》”（《“12ab %"
	runes := []rune(alphabet)
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var b strings.Builder
		marks := 0
		for range 1 + rng.IntN(200) {
			r := runes[rng.IntN(len(runes))]
			if strings.ContainsRune(notFirst+notLast+" ", r) {
				if marks++; marks > 2 { // no text has longer rows of marks
					continue
				}
			} else {
				marks = 0
			}
			b.WriteRune(r)
		}
		text, width := b.String(), float64(100+10*rng.IntN(20))
		lines := breakLines(glyphs(text), width, 20, true)
		var joined strings.Builder
		for i, l := range lines {
			room := width
			if i == 0 {
				room -= 20
			}
			if w := l.width() + l.extra*float64(l.gaps()); w > room+0.01 {
				t.Fatalf("seed %d: line %d is %.1f wide, room %.1f", seed, i, w, room)
			}
			for _, g := range l.glyphs {
				joined.WriteRune(g.r)
			}
			if len(l.glyphs) == 0 || len(lines) == 1 {
				continue
			}
			if first := l.glyphs[0].r; i > 0 && strings.ContainsRune(notFirst, first) {
				t.Fatalf("seed %d: line %d begins with %c: %s", seed, i, first, text)
			}
			if last := l.glyphs[len(l.glyphs)-1].r; i < len(lines)-1 && strings.ContainsRune(notLast, last) {
				t.Fatalf("seed %d: line %d ends with %c: %s", seed, i, last, text)
			}
		}
		if strip(joined.String()) != strip(text) {
			t.Fatalf("seed %d: %q became %q", seed, text, joined.String())
		}
	}
}

// strip takes the white space out of a text.
func strip(s string) string { return strings.Join(strings.Fields(s), "") }
