package papers

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"xunhu/api/words"
)

// printed gives a letter as PDF; the test is skipped where the build has no fonts.
func printed(t *testing.T, l Letter, lang words.Lang) []byte {
	t.Helper()
	needFonts(t)
	var b bytes.Buffer
	if err := l.PDF(&b, lang); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func needFonts(t testing.TB) *fonts {
	t.Helper()
	f, err := loaded()
	if codeOf(err) == "papers.no_fonts" {
		t.Skip("the fonts are not there: make fonts")
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read gives the text of a PDF as another program reads it.
func read(t *testing.T, pdf []byte, mode ...string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there: .ci/tools")
	}
	cmd := exec.CommandContext(t.Context(), "pdftotext", append(mode, "-enc", "UTF-8", "-", "-")...)
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext: %v: %s", err, out)
	}
	return string(out)
}

var pageNumber = regexp.MustCompile(`—\d+—`)

// Every paper of the worked examples can be read back whole, in both languages: each
// sentence, each cell of its tables. No line begins with a mark that closes.
func TestPapersCanBeReadBack(t *testing.T) {
	a := region(t)
	largest, n := 0, 0
	for _, x := range samples(t, a) {
		for name, l := range papersOf(t, a, x) {
			for _, lang := range []words.Lang{words.ZH, words.EN} {
				pdf := printed(t, l, lang)
				n++
				largest = max(largest, len(pdf))
				s := l.print(lang)
				raw := read(t, pdf, "-raw")
				got := pageNumber.ReplaceAllString(strings.ReplaceAll(strip(raw), strip(s.banner), ""), "")
				for _, want := range s.strings() {
					if want := strip(plain(want)); want != strip(s.banner) && !strings.Contains(got, want) {
						t.Fatalf("%s %s %s: not read back: %s\n%s", x.id, name, lang, want, got)
					}
				}
				for _, first := range strings.Split(raw, "\n") {
					if first = strings.TrimSpace(first); first != "" && strings.ContainsRune("，。、；：？！）》”】", []rune(first)[0]) {
						t.Errorf("%s %s %s: a line begins so: %s", x.id, name, lang, first)
					}
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d papers were printed", n)
	}
	if largest >= 200_000 {
		t.Errorf("the largest has %d bytes", largest)
	}
}

// A reader that follows the page, not the order of printing, finds the text too.
func TestTextInTheOrderOfThePage(t *testing.T) {
	a := region(t)
	l, err := Handover(a, samples(t, a)["X03"].c, samples(t, a)["X03"].d, "")
	if err != nil {
		t.Fatal(err)
	}
	got := strip(read(t, printed(t, l, words.ZH)))
	for _, want := range []string{"滕州市自然资源局：", "关于移交湿地公园内填埋坑塘问题线索的函", "现将问题线索和证据材料移交你单位，请依法处理。",
		"《湿地保护法》第二十八条、第五十二条至第五十九条。", "附件：1.证据材料清单", "2026年10月21日", "抄送：演示三中队。", "送达回证"} {
		if !strings.Contains(got, want) {
			t.Errorf("not found: %s", want)
		}
	}
}

// The same letter gives the same bytes, whatever was printed between; another day
// gives others.
func TestSameLetterSameBytes(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X08"]
	one, err := Notice(a, x.c, x.d, "")
	if err != nil {
		t.Fatal(err)
	}
	first := printed(t, one, words.ZH)
	if !bytes.Contains(first, []byte("/CreationDate(D:20261021100000+08'00')")) {
		t.Error("the time of making is not that of the letter")
	}
	printed(t, one, words.EN)
	again, err := Notice(region(t), samples(t, region(t))["X08"].c, x.d, "")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, printed(t, again, words.ZH)) {
		t.Error("the bytes differ")
	}
	again.Date = again.Date.AddDate(0, 0, 1)
	if bytes.Equal(first, printed(t, again, words.ZH)) {
		t.Error("another day, the same bytes")
	}
}

// A character that no font has stops the letter and is named; names that GB 2312
// lacks are printed.
func TestGlyphs(t *testing.T) {
	needFonts(t)
	a := region(t)
	x := samples(t, a)["X03"]
	x.c.Facts = []Text{{ZH: "漷河、峄庄，当事人王喆、李堃、刘珺、陈㛃。"}}
	l, err := Handover(a, x.c, x.d, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := strip(read(t, printed(t, l, words.ZH), "-raw")); !strings.Contains(got, "当事人王喆、李堃、刘珺、陈㛃。") {
		t.Error("rare names are not read back")
	}
	x.c.Facts = []Text{{ZH: "现场有😀标记。"}}
	if l, err = Handover(a, x.c, x.d, ""); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	err = l.PDF(&b, words.ZH)
	if codeOf(err) != "papers.no_glyph" || !strings.Contains(words.Error(words.ZH, err), "😀") || !strings.Contains(words.Error(words.EN, err), "U+1F600") {
		t.Errorf("a missing glyph: %v", err)
	}
	if b.Len() > 0 {
		t.Error("half a letter was written")
	}
}

// A build without fonts says in one sentence what is missing.
func TestWithoutFonts(t *testing.T) {
	_, err := readFonts(fstest.MapFS{"fonts/kai.ttf": {}})
	if err == nil {
		t.Fatal("no error")
	}
	_, err = readFonts(fstest.MapFS{})
	if s := words.Error(words.ZH, err); !strings.Contains(s, "kai.ttf、hei.ttf") || !strings.Contains(s, "make fonts") || strings.Contains(s, "\n") {
		t.Errorf("it says: %s", s)
	}
}

// A list of evidence of several pages has its head on each.
func TestLongListRepeatsItsHead(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X03"]
	for i := range 40 {
		e := x.c.Evidence[0]
		e.Name.ZH = fmt.Sprintf("现场照片第%d组", i)
		e.SHA256 = fmt.Sprintf("%064x", i)
		x.c.Evidence = append(x.c.Evidence, e)
	}
	l, err := Handover(a, x.c, x.d, "")
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strip2(read(t, printed(t, l, words.ZH), "-raw")), "\f")
	heads, rows := 0, 0
	for _, p := range pages {
		if strings.Contains(p, "现场照片") {
			rows++
			if strings.Contains(p, "SHA-256摘要") {
				heads++
			}
		}
	}
	if rows < 4 || heads != rows {
		t.Errorf("%d pages with rows, %d with the head", rows, heads)
	}
}

// strip2 takes out white space but the breaks of pages.
func strip2(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "　", "").Replace(s)
}

func BenchmarkPDF(b *testing.B) {
	needFonts(b)
	a := region(b)
	x := samples(b, a)["X03"]
	l, err := Handover(a, x.c, x.d, "")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var out bytes.Buffer
		if err := l.PDF(&out, words.ZH); err != nil {
			b.Fatal(err)
		}
	}
}

// The day of a paper is that of Beijing, wherever the time was written down.
func TestDayOfBeijing(t *testing.T) {
	if got := day(words.ZH, time.Date(2026, 10, 20, 20, 0, 0, 0, time.UTC)); got != "2026年10月21日" {
		t.Errorf("it is %s", got)
	}
}
