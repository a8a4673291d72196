package papers

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/signintech/gopdf/fontmaker/core"

	"xunhu/geo/finding"
)

// The fonts lie in the folder when the build had them; see .ci/fonts.
//
//go:embed all:fonts
var fontFiles embed.FS

// A face is one of the four fonts.
type face string

const (
	kai   face = "kai"        // text, for 仿宋 and 楷体
	hei   face = "hei"        // titles and headings
	serif face = "serif"      // Latin letters and figures in text
	bold  face = "serif-bold" // the same in titles and headings
)

var faces = []face{kai, hei, serif, bold}

// instead lists where a character is looked for that its own face does not have.
var instead = map[face][]face{kai: {serif, hei}, hei: {bold, kai}, serif: {kai, hei}, bold: {hei, kai}}

// fonts are the parsed faces.
type fonts struct{ parsed map[face]*core.TTFParser }

// loaded are the fonts, parsed once; an error names those that are missing.
var loaded = sync.OnceValues(func() (*fonts, error) { return readFonts(fontFiles) })

func readFonts(from fs.FS) (*fonts, error) {
	f := &fonts{parsed: map[face]*core.TTFParser{}}
	var missing []string
	for _, name := range faces {
		data, err := fs.ReadFile(from, "fonts/"+string(name)+".ttf")
		if err != nil {
			missing = append(missing, string(name)+".ttf")
			continue
		}
		var p core.TTFParser
		if err := p.ParseFontData(data); err != nil {
			return nil, fmt.Errorf("papers: font %s: %w", name, err)
		}
		f.parsed[name] = &p
	}
	if len(missing) > 0 {
		return nil, finding.New("papers.no_fonts", "", "files", missing)
	}
	return f, nil
}

// has tells whether a face has a glyph for a character.
func (f *fonts) has(name face, r rune) bool { return f.parsed[name].Chars()[int(r)] != 0 }

// faceOf is the face that prints a character where another is asked for.
func (f *fonts) faceOf(want face, r rune) (face, error) {
	if f.has(want, r) {
		return want, nil
	}
	for _, other := range instead[want] {
		if f.has(other, r) {
			return other, nil
		}
	}
	return "", finding.New("papers.no_glyph", "", "char", string(r), "code", fmt.Sprintf("U+%04X", r))
}

// em is the width of a character in parts of the type size.
func (f *fonts) em(name face, r rune) float64 {
	p := f.parsed[name]
	widths, glyph := p.Widths(), int(p.Chars()[int(r)])
	if glyph >= len(widths) { // the last width holds for all that follow
		glyph = len(widths) - 1
	}
	return float64(widths[glyph]) / float64(p.UnitsPerEm())
}
