package papers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"xunhu/api/words"
	"xunhu/geo/law"
)

// cite writes one reference as papers do: 《湿地保护法》第二十八条.
func cite(l words.Lang, c law.Citation) string {
	if c.Mark == law.Default {
		return words.Say(l, "papers.cite_default", nil)
	}
	s := words.Say(l, "papers.cite", map[string]any{
		"name": words.Named(l, c.Instrument.ZH, c.Instrument.EN), "parts": []string{citePart(l, c)},
	})
	if unchecked(c) {
		s += words.Say(l, "papers.pending", nil)
	}
	return s
}

// citePart is what a reference names of its instrument.
func citePart(l words.Lang, c law.Citation) string {
	switch {
	case c.Clause != "":
		return words.Say(l, "papers.cite_clause", map[string]any{"clause": c.Article, "words": words.Named(l, c.ZH, c.EN)})
	case c.Article == "":
		return words.Say(l, "papers.cite_whole", nil)
	}
	return words.Say(l, "papers.cite_article", map[string]any{"articles": articles(l, c.Article)})
}

// unchecked tells whether a reference or its instrument was not found in the
// public text: then the paper says so.
func unchecked(c law.Citation) bool {
	checked := []law.Mark{law.Document, law.Verified}
	return !slices.Contains(checked, c.Mark) || !slices.Contains(checked, c.Instrument.Mark)
}

var article = regexp.MustCompile(`^(\d+)(?:–(\d+))?(?:\((\d+)\))?$`)

// articles writes "28(1)、52–59" as 第二十八条（一）、第五十二条至第五十九条. What is
// written otherwise is left as it is.
func articles(l words.Lang, list string) string {
	parts := strings.Split(list, "、")
	for i, p := range parts {
		m := article.FindStringSubmatch(p)
		if m == nil || l == words.EN {
			continue
		}
		s := "第" + numeral(m[1]) + "条"
		if m[2] != "" {
			s += "至第" + numeral(m[2]) + "条"
		}
		if m[3] != "" {
			s += "（" + numeral(m[3]) + "）"
		}
		parts[i] = s
	}
	if l == words.EN {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, "、")
}

// within tells whether another reference to the same instrument names the article in a
// range: of 第十三条 and 第十三条至第十五条 the second says all.
func within(c law.Citation, all []law.Citation) bool {
	m := article.FindStringSubmatch(c.Article)
	if c.Clause != "" || m == nil || m[2] != "" || m[3] != "" {
		return false
	}
	n, _ := strconv.Atoi(m[1])
	return slices.ContainsFunc(all, func(o law.Citation) bool {
		r := article.FindStringSubmatch(o.Article)
		if o.Clause != "" || o.Instrument.ID != c.Instrument.ID || o.IfLighter != c.IfLighter || unchecked(o) != unchecked(c) || r == nil || r[2] == "" {
			return false
		}
		from, _ := strconv.Atoi(r[1])
		to, _ := strconv.Atoi(r[2])
		return from <= n && n <= to
	})
}

// numeral writes a number below ten thousand in Chinese: 1083 is 一千零八十三.
func numeral(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil || n <= 0 || n > 9999 {
		return digits
	}
	const figures = "零一二三四五六七八九"
	figure := func(d int) string { return string([]rune(figures)[d]) }
	var b strings.Builder
	gap := false
	for _, place := range []struct {
		worth int
		unit  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / place.worth % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
			continue
		case gap:
			b.WriteString("零")
		}
		gap = false
		if !(d == 1 && place.worth == 10 && b.Len() == 0) { // 十二, but 一百一十二
			b.WriteString(figure(d))
		}
		b.WriteString(place.unit)
	}
	return b.String()
}
