package shapefile

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"xunhu/geo/finding"
)

// pages are code pages by their numbers.
var pages = map[string]encoding.Encoding{
	"936": simplifiedchinese.GB18030, "54936": simplifiedchinese.GB18030, "950": traditionalchinese.Big5,
	"932": japanese.ShiftJIS, "949": korean.EUCKR, "65001": unicode.UTF8, "874": charmap.Windows874,
	"437": charmap.CodePage437, "850": charmap.CodePage850, "852": charmap.CodePage852, "866": charmap.CodePage866,
	"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252,
	"1253": charmap.Windows1253, "1254": charmap.Windows1254,
	"88591": charmap.ISO8859_1, "885915": charmap.ISO8859_15,
}

// page finds the number in "936", "CP936", "ANSI 936", "ISO 88591".
var page = regexp.MustCompile(`(?i)^(?:cp|ansi|oem|windows|iso|gbk)?[ _-]*(\d{3,6})$`)

// encodingNamed finds an encoding by the names that .cpg files and people use.
// GBK and GB2312 are read as GB18030, which holds both.
func encodingNamed(name string) (encoding.Encoding, error) {
	plain := strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
	if m := page.FindStringSubmatch(plain); m != nil {
		if e, ok := pages[m[1]]; ok {
			return e, nil
		}
	}
	switch strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(plain)) {
	case "gbk", "gb2312", "gb18030", "chinese":
		return simplifiedchinese.GB18030, nil
	case "big5":
		return traditionalchinese.Big5, nil
	case "utf8":
		return unicode.UTF8, nil
	}
	e, err := htmlindex.Get(plain)
	if err != nil || strings.HasPrefix(strings.ToLower(plain), "utf-16") { // bytes of a dBASE field are not UTF-16
		return nil, finding.New("format.unknown_encoding", "", "encoding", name)
	}
	return e, nil
}

// encodingOf gives the encoding of a table's language byte, nil if it says none.
// 0x57 means "whatever the writer's system used" and so says none.
func encodingOf(language byte) encoding.Encoding {
	switch language {
	case 0x4d, 0x7a:
		return simplifiedchinese.GB18030
	case 0x4f, 0x78:
		return traditionalchinese.Big5
	case 0x13, 0x7b:
		return japanese.ShiftJIS
	case 0x4e, 0x79:
		return korean.EUCKR
	case 0x01:
		return charmap.CodePage437
	case 0x02:
		return charmap.CodePage850
	case 0x64:
		return charmap.CodePage852
	case 0x65:
		return charmap.CodePage866
	case 0xc8:
		return charmap.Windows1250
	case 0xc9:
		return charmap.Windows1251
	}
	return nil
}

// guess reads the rest of a table: UTF-8 if all its text is, else GB18030.
func guess(t *table) (encoding.Encoding, error) {
	for _, f := range t.fields {
		if !utf8.ValidString(f.name) {
			return simplifiedchinese.GB18030, nil
		}
	}
	for {
		row, _, err := t.next()
		if errors.Is(err, io.EOF) {
			return unicode.UTF8, nil
		}
		if err != nil {
			return nil, err
		}
		for _, f := range t.fields {
			if f.kind == 'C' && !utf8.Valid(whole(row[f.at:f.at+f.width])) {
				return simplifiedchinese.GB18030, nil
			}
		}
	}
}

// whole drops a character of UTF-8 that the width of its field cut off.
func whole(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if tail := b[len(b)-i:]; utf8.RuneStart(tail[0]) {
			if tail[0] >= 0xc0 && !utf8.FullRune(tail) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
