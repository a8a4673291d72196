package words

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

// A Lang is a language of the program.
type Lang string

// The two languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// ParseLang reads "zh", "zh_CN.UTF-8", "zh-Hans", "en_GB" and the like. Anything
// else, "C" and "" included, is Chinese.
func ParseLang(s string) Lang {
	if strings.HasPrefix(strings.ToLower(s), "en") {
		return EN
	}
	return ZH
}

// A Sentence is one saying in both languages.
type Sentence struct{ ZH, EN string }

// In gives the sentence in a language.
func (s Sentence) In(l Lang) string {
	if l == EN {
		return s.EN
	}
	return s.ZH
}

// Named picks a name in a language; one that has no English is read in Chinese.
func Named(l Lang, zh, en string) string {
	if l == EN && en != "" {
		return en
	}
	return zh
}

// join makes one catalogue of many. A code that stands in two of them panics.
func join(parts ...map[string]Sentence) map[string]Sentence {
	all := map[string]Sentence{}
	for _, p := range parts {
		for code, s := range p {
			if _, twice := all[code]; twice {
				panic("words: " + code + " stands in two catalogues")
			}
			all[code] = s
		}
	}
	return all
}

// Has tells whether the catalogue knows a code.
func Has(code string) bool { _, ok := catalogue[code]; return ok }

// Say gives the sentence of a code with its figures filled in. A code that is
// not known comes back as it is, with its figures, so that nothing is lost.
func Say(l Lang, code string, args finding.Args) string {
	s, ok := catalogue[code]
	if !ok {
		return (&finding.Finding{Code: code, Args: args}).Error()
	}
	return fill(s.In(l), func(name, decimals string) (string, bool) {
		v, ok := args[name]
		if !ok {
			return "", false
		}
		return figure(l, v, decimals), true
	})
}

// fill replaces the slots of a sentence, {name} or {name:2} with a number of decimals.
// What is no slot, or has no figure, stays.
func fill(s string, figure func(name, decimals string) (string, bool)) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(s, "{")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		inner, after, closed := strings.Cut(rest, "}")
		if name, decimals, ok := slot(inner); closed && ok {
			if text, known := figure(name, decimals); known {
				b.WriteString(text)
				s = after
				continue
			}
		}
		b.WriteByte('{')
		s = rest
	}
}

// slot reads what stands between the braces of one.
func slot(inner string) (name, decimals string, ok bool) {
	name, decimals, colon := strings.Cut(inner, ":")
	if colon && (len(decimals) != 1 || decimals[0] < '0' || decimals[0] > '9') {
		return "", "", false
	}
	for _, c := range []byte(name) {
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return "", "", false
		}
	}
	return name, decimals, name != ""
}

// unreadable is from where a number is written with an exponent: beyond all that is
// measured here, it stands in a sentence only because it is wrong.
const unreadable = 1e15

// figure writes one value. Numbers have no exponent and, unless decimals says
// otherwise, no more than two decimals; those from unreadable on have one.
func figure(l Lang, v any, decimals string) string {
	switch v := v.(type) {
	case float64:
		if math.Abs(v) >= unreadable {
			return strconv.FormatFloat(v, 'g', 6, 64)
		}
		if decimals != "" {
			n, _ := strconv.Atoi(decimals)
			return strconv.FormatFloat(v, 'f', n, 64)
		}
		return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	case []string:
		if l == EN {
			return strings.Join(v, ", ")
		}
		return strings.Join(v, "、")
	case finding.Name:
		return Named(l, v.ZH, v.EN)
	case []finding.Name:
		names := make([]string, len(v))
		for i, n := range v {
			names[i] = figure(l, n, "")
		}
		return figure(l, names, "")
	case interface{ Parts() []error }: // several terms
		names := make([]string, len(v.Parts()))
		for i, e := range v.Parts() {
			names[i] = Error(l, e)
		}
		return figure(l, names, "")
	case error:
		return Error(l, v)
	}
	return fmt.Sprint(v)
}

// Finding gives the sentence of a finding, with its place before it.
func Finding(l Lang, f *finding.Finding) string {
	s := Say(l, f.Code, f.Args)
	switch {
	case f.Where == "":
		return s
	case l == EN:
		return f.Where + ": " + s
	}
	return f.Where + "：" + s
}

// Error gives an error in words: every finding within it, one a line; an error
// without any finding as the program wrote it.
func Error(l Lang, err error) string {
	var lines []string
	for _, e := range Split(err) {
		var f *finding.Finding
		if errors.As(e, &f) {
			lines = append(lines, Finding(l, f))
		} else {
			lines = append(lines, e.Error())
		}
	}
	return strings.Join(slices.Compact(lines), "\n")
}

// Split opens what errors.Join has joined.
func Split(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range many.Unwrap() {
			all = append(all, Split(e)...)
		}
		return all
	}
	return []error{err}
}
