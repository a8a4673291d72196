package papers

import (
	"strconv"
	"strings"
	"testing"

	"xunhu/api/words"
	"xunhu/geo/law"
)

// Every numeral up to 9999 must read back as its number, by a reader that knows only
// how numerals are spoken.
func TestNumerals(t *testing.T) {
	for n := 1; n <= 9999; n++ {
		s := numeral(strconv.Itoa(n))
		total, digit := 0, 0
		for _, r := range s {
			if i := strings.IndexRune("零一二三四五六七八九", r); i >= 0 {
				digit = i / len("零")
				continue
			}
			total += max(digit, 1) * map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			digit = 0
		}
		if total+digit != n || strings.Contains(s, "零零") || strings.HasSuffix(s, "零") || strings.HasPrefix(s, "零") {
			t.Fatalf("%d is written %s", n, s)
		}
	}
	for digits, want := range map[string]string{ // as statutes are cited
		"7": "七", "10": "十", "12": "十二", "28": "二十八", "105": "一百零五", "110": "一百一十", "113": "一百一十三",
		"1001": "一千零一", "1010": "一千零一十", "1083": "一千零八十三", "1131": "一千一百三十一", "1242": "一千二百四十二",
	} {
		if got := numeral(digits); got != want {
			t.Errorf("%s is %s, want %s", digits, got, want)
		}
	}
}

func TestArticles(t *testing.T) {
	for list, want := range map[string]string{
		"246、1131": "第二百四十六条、第一千一百三十一条", "52–59": "第五十二条至第五十九条",
		"28(1)": "第二十八条（一）", "239–240、1128": "第二百三十九条至第二百四十条、第一千一百二十八条", "附件": "附件",
	} {
		if got := articles(words.ZH, list); got != want {
			t.Errorf("%s is %s, want %s", list, got, want)
		}
	}
}

// What was not checked says so, and nothing else does.
func TestUncheckedArticlesAreMarked(t *testing.T) {
	for _, tc := range []struct {
		name string
		c    law.Citation
		want bool
	}{
		{"verified", law.Article("CODE", "21", law.Verified), false},
		{"secondary copy", law.Article("INFO", "3", law.Secondary), true},
		{"from memory", law.Article("CODE", "21", law.FromMemory), true},
		{"verified article of an instrument that was not", law.Article("FLOOD", "21", law.Verified), true},
	} {
		l := Letter{Basis: []law.Citation{tc.c}}
		for _, lang := range []words.Lang{words.ZH, words.EN} {
			lines, pending := l.basisWords(lang)
			mark := map[words.Lang]string{words.ZH: "待核", words.EN: "NOT VERIFIED"}[lang]
			if strings.Contains(lines[0], mark) != tc.want || pending != tc.want {
				t.Errorf("%s, %s: %s", tc.name, lang, lines[0])
			}
		}
	}
}

// References of one instrument stand together, those that are marked apart.
func TestReferencesAreGrouped(t *testing.T) {
	l := Letter{Basis: []law.Citation{
		law.Article("CODE", "21", law.Verified), law.Article("PENALTY", "25", law.Verified), law.Article("CODE", "125", law.Verified),
		law.Article("CODE", "125", law.Verified), law.Article("CODE", "9", law.FromMemory),
	}}
	lines, _ := l.basisWords(words.ZH)
	want := "《生态环境法典》第二十一条、第一百二十五条。|《行政处罚法》第二十五条。|《生态环境法典》第九条【待核】。"
	if got := strings.Join(lines, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
