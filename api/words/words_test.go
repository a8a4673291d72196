package words

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xunhu/geo/finding"
)

// Every finding that the program can make must have its sentence: the test reads
// all sources for finding.New("code", …).
func TestEveryFindingHasItsSentence(t *testing.T) {
	root := filepath.Join("..", "..")
	made := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		for _, code := range codesMade(t, path) {
			made++
			if !Has(code) {
				t.Errorf("%s: %q has no sentence", path, code)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if made < 50 {
		t.Errorf("only %d findings were seen in the sources", made)
	}
}

// codesMade lists the first arguments of finding.New in a file, where they are literals.
func codesMade(t *testing.T, path string) []string {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		name, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || name.Sel.Name != "New" || fmt.Sprint(name.X) != "finding" {
			return true
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok {
			code, _ := strconv.Unquote(lit.Value)
			codes = append(codes, code)
		}
		return true
	})
	return codes
}

// Both languages must say something, with the same figures.
func TestBothLanguagesSayTheSame(t *testing.T) {
	for code, s := range catalogue {
		zh, en := slots(s.ZH), slots(s.EN)
		if s.ZH == "" || s.EN == "" || !slices.Equal(zh, en) {
			t.Errorf("%s: %q %v, %q %v", code, s.ZH, zh, s.EN, en)
		}
	}
}

func slots(s string) []string {
	var names []string
	for _, m := range pattern.FindAllStringSubmatch(s, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestError(t *testing.T) {
	cause := finding.New("command.bad_point", "117;35")
	for _, tc := range []struct {
		name string
		err  error
		lang Lang
		want string
	}{
		{"Chinese", cause, ZH, "117;35：不是“经度,纬度”（度，经度在前）。"},
		{"English", cause, EN, "117;35: not “longitude,latitude” in degrees, longitude first."},
		{"wrapped", fmt.Errorf("route: %w", cause), EN, "117;35: not “longitude,latitude” in degrees, longitude first."},
		{"joined", errors.Join(cause, os.ErrClosed), EN, "117;35: not “longitude,latitude” in degrees, longitude first.\nfile already closed"},
		{"not a finding", os.ErrClosed, ZH, "file already closed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Error(tc.lang, tc.err); got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

// A figure that nobody could read is written short.
func TestFigureOfAnySize(t *testing.T) {
	for v, want := range map[float64]string{1e308: "1e+308", -1e300: "-1e+300", 123456789.126: "123456789.13", 1e14: "100000000000000", 0: "0"} {
		if got := figure(ZH, v, ""); got != want {
			t.Errorf("figure(%g) = %s, want %s", v, got, want)
		}
	}
	if got := figure(EN, 1e308, "6"); got != "1e+308" {
		t.Errorf("with decimals: %s", got)
	}
}

// A code without a sentence must still say all that it carries.
func TestUnknownCodeLosesNothing(t *testing.T) {
	if got := Say(ZH, "no.such", finding.Args{"m": 5}); got != "no.such m=5" {
		t.Errorf("Say = %q", got)
	}
}

func ExampleSay() {
	args := finding.Args{"town": finding.Name{ZH: "滨湖镇", EN: "Binhu"}, "m": 41.7}
	fmt.Println(Say(ZH, "reason.point", args))
	fmt.Println(Say(EN, "reason.point", args))
	// Output:
	// 位置在滨湖镇境内，距最近的镇界 42 米。
	// The place lies in Binhu, 42 m from the nearest town border.
}

var pattern = regexp.MustCompile(`\{(\w+)(?::(\d))?\}`)

// Slots are filled as the plain pattern finds them, in every sentence and in what is almost
// a slot.
func TestFillAgreesWithPattern(t *testing.T) {
	all := []string{"", "{", "}", "{}", "{{m}", "{m}}", "{m", "{m:}", "{m:2}", "{m:22}", "{m:x}", "{m m}", "{镇}", "{a}{b}{c}", "{unknown}{m}", "x{a:1}y{", "{a:2:3}"}
	for _, s := range catalogue {
		all = append(all, s.In(ZH), s.In(EN))
	}
	figure := func(name, decimals string) (string, bool) {
		return "<" + name + "|" + decimals + ">", name != "unknown"
	}
	for _, s := range all {
		want := pattern.ReplaceAllStringFunc(s, func(m string) string {
			part := pattern.FindStringSubmatch(m)
			if text, ok := figure(part[1], part[2]); ok {
				return text
			}
			return m
		})
		if got := fill(s, figure); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
