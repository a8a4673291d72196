package markup

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// drain reads a file to its end and gives all of its text.
func drain(r io.Reader) (string, error) {
	m := NewReader(r, "a.kml")
	if _, err := m.Root(); err != nil {
		return "", err
	}
	text, err := m.Text()
	if err != nil {
		return "", err
	}
	if _, err = m.Next(); !errors.Is(err, io.EOF) {
		return "", err
	}
	return text, nil
}

func TestFaults(t *testing.T) {
	const laughs = `<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]>`
	for _, tc := range []struct{ name, file, want, where string }{
		{"nothing", "", "markup.no_element", "a.kml"},
		{"a comment only", "<!-- x -->", "markup.no_element", "a.kml"},
		{"cut in a tag", "<a>\n<b", "markup.truncated", "a.kml:2"},
		{"cut in a text", "<a>x", "markup.truncated", "a.kml:1"},
		{"cut between", "<a><b></b>\n", "markup.truncated", "a.kml:2"},
		{"crossed tags", "<a>\n\n<b></a></b>", "markup.syntax", "a.kml:3"},
		{"not UTF-8", "<a>\xcc\xda</a>", "markup.syntax", "a.kml:1"},
		{"entities of its own", laughs + "<a>&m;</a>", "markup.entities", "a.kml:1"},
		{"entities from elsewhere", `<!DOCTYPE a [<!entity x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "markup.entities", "a.kml:1"},
		{"an entity that nobody defines", "<a>&x;</a>", "markup.syntax", "a.kml:1"},
		{"a strange encoding", `<?xml version="1.0" encoding="klingon"?><a/>`, "format.unknown_encoding", "a.kml"},
		{"another version of XML", "\n" + `<?xml version="2.0"?><a/>`, "markup.syntax", "a.kml:2"},
		{"as deep as may be", strings.Repeat("<a>", Deepest) + strings.Repeat("</a>", Deepest), "", ""},
		{"too deep", strings.Repeat("<a>", 100_000), "markup.too_deep", "a.kml:1"},
		{"a long tag", "<a b='" + strings.Repeat("x", LongestTag) + "'/>", "markup.too_long", "a.kml:1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := drain(strings.NewReader(tc.file))
			where := ""
			if f, ok := errors.AsType[*finding.Finding](err); ok {
				where = f.Where
			}
			if formattest.Code(err) != tc.want || where != tc.where {
				t.Errorf("%v, want %s at %s", err, tc.want, tc.where)
			}
		})
	}
}

// A text without end stops at the limit, in memory that follows the limit.
func TestEndlessText(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := drain(io.MultiReader(strings.NewReader("<a>"), endless{}))
	runtime.ReadMemStats(&after)
	if formattest.Code(err) != "markup.too_long" {
		t.Error(err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 6*Longest {
		t.Errorf("%d MiB were allocated", grown>>20)
	}
}

// A feature of endless small parts stops at the limit too.
func TestEndlessFeature(t *testing.T) {
	parts := strings.NewReader("<a>" + strings.Repeat("<b>"+strings.Repeat("x", 1017)+"</b>", Longest>>10+1))
	m := NewReader(parts, "a.kml")
	if _, err := m.Root(); err != nil {
		t.Fatal(err)
	}
	m.Begin()
	n := 0
	err := m.Children(func(xml.StartElement) error {
		n++
		return m.Skip()
	})
	if formattest.Code(err) != "markup.too_long" || n < Longest>>10-2 {
		t.Errorf("%v after %d parts", err, n)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '1'
	}
	return len(b), nil
}

func TestEncodings(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`<?xml version="1.0" encoding="GB2312"?><a>滕州</a>`)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="UTF-16"?><a>滕州</a>`)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"UTF-8": "<a>滕州</a>", "with a mark": "\ufeff<a>滕州</a>", "declared": `<?xml version="1.0" encoding="utf-8"?><a>滕州</a>`,
		"GBK": gbk, "UTF-16": wide, "HTML's names": "<a>&#28373;<b>州</b></a>", "CDATA": "<a><![CDATA[滕州]]></a>",
	} {
		if text, err := drain(strings.NewReader(file)); text != "滕州" || err != nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if text, err := drain(strings.NewReader("<a>&nbsp;&lt;</a>")); text != "\u00a0<" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

func ExampleReader() {
	r := NewReader(strings.NewReader("<gpx><wpt lat='35'><name>滨湖镇</name></wpt></gpx>"), "a.gpx")
	root, err := r.Root()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = r.Children(func(wpt xml.StartElement) error {
		fmt.Println(root.Name.Local, wpt.Name.Local, Attr(wpt, "lat"))
		return r.Children(func(xml.StartElement) error {
			text, err := r.Text()
			fmt.Println(text)
			return err
		})
	})
	fmt.Println(err)
	// Output:
	// gpx wpt 35
	// 滨湖镇
	// <nil>
}
