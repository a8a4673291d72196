package papers

import (
	"strings"
	"testing"

	"xunhu/api/words"
	"xunhu/geo/law"
)

// A department that refuses what was handed over is the claimant; the house still writes,
// handles it, and names who keeps the harm under control.
func TestARefusedHandoverIsHandledInTheHouse(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X10"]
	l, err := DisputeRequest(a, x.c, x.d, Disagreement{Claimant: "370481-BM-ZR", Respondent: "370481-ZD03", Ground: Text{ZH: "不在名录内"}, Holder: "370481104-SO"})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(l.print(words.ZH).strings(), "\n")
	for _, want := range []string{"由最先受理的滨湖镇生态环境保护所继续控制危害", "承办单位：演示三中队"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if l.From.ID != "370481-FJ" || len(l.Copies) != 1 || l.Copies[0].ID != "370481-BM-ZR" {
		t.Errorf("from %s, copies to %v", l.From.ID, l.Copies)
	}
}

// A heading is broken at its marks, and not within a word, where it has any.
func TestHeadingsBreakAtTheirMarks(t *testing.T) {
	for title, want := range map[string]string{
		"关于提请指定湿地开垦、围垦、填埋、排干、截断水源": "关于提请指定湿地开垦、围垦、|填埋、排干、截断水源",
		"关于移交某地工业废水未经处理直接排放问题线索":   "关于移交某地工业废水未|经处理直接排放问题线索", // no mark: into halves
	} {
		var g []glyph
		for _, r := range title {
			g = append(g, glyph{r: r, width: 10, size: 10, han: true})
		}
		var got []string
		lines := balanced(g, 160, 5)
		for _, l := range lines {
			s := ""
			for _, x := range l.glyphs {
				s += string(x.r)
			}
			got = append(got, s)
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%s is broken into\n%s", title, joined)
		}
	}
}

func TestSentencesAreClosed(t *testing.T) {
	for in, want := range map[string]string{"": "", "水沟发黑": "水沟发黑。", "水沟发黑。": "水沟发黑。", "水沟发黑，": "水沟发黑。", "他说“又排了。”": "他说“又排了。”", "排了？": "排了？", "面积（估）": "面积（估）。"} {
		if got := ended(in, "。"); got != want {
			t.Errorf("%q is closed as %q, want %q", in, got, want)
		}
	}
}

// Of an article and a range that holds it the range alone is cited.
func TestARangeCitesItsArticles(t *testing.T) {
	one, some, other := law.Article("MEASURES", "13", law.FromMemory), law.Article("MEASURES", "13–15", law.FromMemory), law.Article("MEASURES", "17", law.FromMemory)
	lines, _ := Letter{Basis: []law.Citation{one, some, other}}.basisWords(words.ZH)
	if all := strings.Join(lines, "\n"); strings.Contains(all, "第十三条、第十三条") || !strings.Contains(all, "第十三条至第十五条、第十七条") {
		t.Error(all)
	}
}

// Who has no telephone on record leaves room to write one.
func TestATelephoneIsWrittenByHand(t *testing.T) {
	if got := phone(words.ZH, ""); strings.Trim(got, "\u3000") != "" || got == "" {
		t.Errorf("%q", got)
	}
	if got := phone(words.EN, "110"); got != "110" {
		t.Errorf("%q", got)
	}
}
