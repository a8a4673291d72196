package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Layer is a CSV file. Its features can be read as often as one likes.
type Layer struct {
	fsys    fs.FS
	file    string
	text    encoding.Encoding
	comma   rune
	columns columns
	assumed bool
}

// Open reads the headings of a file and finds its encoding and system. system and
// enc override what the file says; "" leaves it to the file. Faults of the file
// are *finding.Finding.
func Open(fsys fs.FS, file, system, enc string) (*Layer, error) {
	l := &Layer{fsys: fsys, file: file}
	var want crs.System
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			return nil, err
		}
		want = s
	}
	if enc != "" {
		e, err := encodingNamed(enc)
		if err != nil {
			return nil, err
		}
		l.text = e
	}
	err := l.raw(func(r io.Reader) error { return l.survey(r) })
	if err != nil {
		return nil, err
	}
	err = l.rows(func(r *records) error {
		heads, err := r.Read()
		if errors.Is(err, io.EOF) {
			return finding.New("format.empty", file)
		}
		if _, told := errors.AsType[*finding.Finding](err); err != nil && !told {
			err = finding.New("table.quote", file, "row", 1).Because(err)
		}
		if err != nil {
			return err
		}
		l.columns = find(slices.Clone(heads), want, system != "")
		return nil
	})
	l.assumed = system == "" && !l.columns.said
	return l, err
}

func encodingNamed(name string) (encoding.Encoding, error) {
	switch strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)) {
	case "gbk", "gb2312", "gb18030", "cp936", "936":
		return simplifiedchinese.GB18030, nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, finding.New("format.unknown_encoding", "", "encoding", name)
	}
	return e, nil
}

// survey reads the file once: is it text, in which encoding, with which comma.
func (l *Layer) survey(r io.Reader) error {
	head := make([]byte, 1<<16)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return finding.New("format.empty", l.file)
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	wide := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	if !wide && bytes.IndexByte(head, 0) >= 0 {
		return finding.New("table.not_text", l.file)
	}
	if l.text == nil {
		whole := transform.NewReader(io.MultiReader(bytes.NewReader(head), r), encoding.UTF8Validator)
		switch _, err := io.Copy(io.Discard, whole); {
		case errors.Is(err, encoding.ErrInvalidUTF8):
			l.text = simplifiedchinese.GB18030
		case err != nil:
			return err
		default:
			l.text = unicode.UTF8
		}
	}
	line, err := bufio.NewReader(l.decoded(bytes.NewReader(head))).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	l.comma = commaOf(line)
	return nil
}

// commaOf finds what separates the headings: the most frequent of the three that
// does not stand within quotation marks.
func commaOf(line string) rune {
	count := map[rune]int{}
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if !quoted {
			count[c]++
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}

// decoded gives the text of a file; a byte order mark goes before all else.
func (l *Layer) decoded(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(l.text.NewDecoder()))
}

// raw opens the file.
func (l *Layer) raw(do func(io.Reader) error) (err error) {
	f, err := l.fsys.Open(l.file)
	if err != nil {
		return fmt.Errorf("table: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return do(f)
}

// rows opens the file as rows.
func (l *Layer) rows(do func(*records) error) error {
	return l.raw(func(r io.Reader) error {
		limit := &limited{r: l.decoded(r), file: l.file}
		in := csv.NewReader(limit)
		in.Comma = l.comma
		in.FieldsPerRecord = -1
		in.ReuseRecord = true
		return do(&records{in, limit})
	})
}

// Longest is how many bytes a row may have.
const Longest = 64 << 20

// records are the rows of a file within the limit.
type records struct {
	*csv.Reader
	limit *limited
}

// Read reads a row.
func (r *records) Read() ([]string, error) {
	r.limit.n = 0
	return r.Reader.Read()
}

// A limited reader gives up where a row does not end: behind a stray quotation mark
// the rest of a file is one cell.
type limited struct {
	r    io.Reader
	file string
	n    int // bytes since the row began
}

func (l *limited) Read(b []byte) (int, error) {
	if l.n > Longest {
		return 0, finding.New("table.too_long", l.file, "most", Longest)
	}
	n, err := l.r.Read(b)
	l.n += n
	return n, err
}

// Name gives the name of the file without its ending.
func (l *Layer) Name() string {
	return strings.TrimSuffix(path.Base(l.file), path.Ext(l.file))
}

// CRS gives the name of the system in which the file is, with "(assumed)" behind
// it if neither its headings nor the caller say.
func (l *Layer) CRS() string {
	if l.assumed {
		return l.columns.system.Name() + " (assumed)"
	}
	return l.columns.system.Name()
}

// errEnough stops a reading that nobody listens to any longer.
var errEnough = errors.New("enough")

// Features reads the rows in WGS 84. A row that cannot be taken comes as a
// feature.Refusal with its line, and reading goes on.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		err := l.rows(func(in *records) error {
			if _, err := in.Read(); err != nil { // the headings
				return err
			}
			for {
				cells, err := in.Read()
				if errors.Is(err, io.EOF) {
					return nil
				}
				f, fault, err := l.row(in, cells, err)
				if err != nil {
					return err
				}
				if fault != nil {
					fault.Where = fmt.Sprintf("%s:%d", l.file, fault.Args["row"])
					if !yield(feature.Feature{}, feature.Refusal{Finding: fault}) {
						return errEnough
					}
					continue
				}
				if f.Props != nil && !yield(f, nil) {
					return errEnough
				}
			}
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(feature.Feature{}, fmt.Errorf("table: read %s: %w", l.file, err))
		}
	}
}

// row makes a feature of a row; without properties if the row is blank.
func (l *Layer) row(in *records, cells []string, err error) (feature.Feature, *finding.Finding, error) {
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return feature.Feature{}, finding.New("table.quote", "", "row", broken.StartLine), nil
	}
	if err != nil {
		return feature.Feature{}, nil, err
	}
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return feature.Feature{}, nil, nil
	}
	line, _ := in.FieldPos(0)
	f, fault := l.columns.feature(cells)
	if fault != nil {
		fault.Args["row"] = line
	}
	return f, fault, nil
}
