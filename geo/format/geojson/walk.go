package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// visitor is told what a stream holds, in its order. An error stops the walk.
type visitor struct {
	crs     func(name string) error // the member "crs"; "" for null
	feature func(f feature.Feature, fault *finding.Finding, line int) error
	broken  func(fault *finding.Finding) error // a text of a sequence that is not JSON
}

// walk reads a stream of GeoJSON texts. Behind a first text of one line each line is
// taken as a text of a sequence.
func walk(r io.Reader, v visitor) error {
	s := newScanner(r)
	if sep, ok := s.separator(); ok {
		return sequence(s, sep, v, false)
	}
	c, err := s.peek()
	switch {
	case errors.Is(err, io.EOF):
		return finding.New("format.empty", "")
	case err != nil:
		return err
	case c != '{':
		return finding.New("geojson.no_object", "")
	}
	line := s.line
	switch err := text(s, v); {
	case err != nil:
		return err
	case s.line == line:
		return sequence(s, '\n', v, true)
	}
	return texts(s, v)
}

// texts reads one text after another.
func texts(s *scanner, v visitor) error {
	for {
		switch c, err := s.peek(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case c != '{':
			return s.unexpected(c)
		}
		if err := text(s, v); err != nil {
			return err
		}
	}
}

// sequence reads texts that a byte parts. One that is broken is told, and the next
// is read all the same, as RFC 8142 has it.
func sequence(s *scanner, sep byte, v visitor, any bool) error {
	var told error // by the visitor, which ends the walk
	tell := func(err error) error {
		told = err
		return err
	}
	within := visitor{
		crs: func(name string) error { return tell(v.crs(name)) },
		feature: func(f feature.Feature, fault *finding.Finding, line int) error {
			return tell(v.feature(f, fault, line))
		},
	}
	for ; ; any = true {
		part, err := s.until(sep)
		if errors.Is(err, io.EOF) && !any {
			return finding.New("format.empty", "")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = texts(part, within)
		}
		fault, ok := errors.AsType[*finding.Finding](err)
		switch {
		case err == nil:
		case told != nil || !ok:
			return err
		default:
			if fault.Code == "geojson.truncated" { // only this text is
				fault.Code = "geojson.text_truncated"
			}
			if err := v.broken(fault); err != nil {
				return err
			}
		}
	}
}

// text reads one object: a collection feature by feature, all else whole.
func text(s *scanner, v visitor) error {
	line := s.line
	if f, ok := s.lone(); ok {
		return v.feature(f, nil, line)
	}
	if err := s.take('{'); err != nil {
		return err
	}
	rest := []byte{'{'} // the object again, without the features
	collection, called := false, false
	var word *finding.Finding
	for first := true; ; first = false {
		c, err := s.peekWithin()
		if err != nil {
			return err
		}
		if c == '}' {
			if _, err := s.read(); err != nil {
				return err
			}
			break
		}
		if !first {
			if err := s.take(','); err != nil {
				return err
			}
		}
		name, err := member(s)
		if err != nil {
			return err
		}
		if c, err = s.peekWithin(); err != nil {
			return err
		}
		if name == "features" && c == '[' {
			collection = true
			if err := features(s, v); err != nil {
				return err
			}
			continue
		}
		raw, w, err := s.value()
		if err != nil {
			return err
		}
		if word == nil && w != nil {
			if word = w; word.Args["name"] == "" {
				word.Args["name"] = name
			}
		}
		if name == "crs" {
			if err := v.crs(systemOf(raw)); err != nil {
				return err
			}
			continue
		}
		if name == "type" && string(raw) == `"FeatureCollection"` {
			called = true
			continue
		}
		if !collection {
			rest = append(append(append(appendString(rest, name), ':'), raw...), ',')
		}
	}
	if collection {
		return nil
	}
	if called {
		return finding.New("geojson.no_features", "", "line", line)
	}
	rest = append(bytes.TrimSuffix(rest, []byte(",")), '}')
	f, fault := spoken(rest, word)
	if fault != nil && fault.Code == "geojson.not_feature" {
		return finding.New("geojson.not_geojson", "", "line", line, "type", fault.Args["type"])
	}
	return v.feature(f, fault, line)
}

// spoken decodes a text of which word stands for what is no number: it refuses it, with
// the coordinate if it stands there.
func spoken(raw []byte, word *finding.Finding) (feature.Feature, *finding.Finding) {
	f, fault := decode(raw)
	if fault == nil && word != nil {
		return feature.Feature{}, word
	}
	return f, fault
}

// member reads a name and its colon.
func member(s *scanner) (string, error) {
	c, err := s.peekWithin()
	if err != nil {
		return "", err
	}
	if c != '"' {
		return "", s.unexpected(c)
	}
	raw, _, err := s.value()
	if err != nil {
		return "", err
	}
	var name string
	if err := json.Unmarshal(raw, &name); err != nil {
		return "", err
	}
	return name, s.take(':')
}

func features(s *scanner, v visitor) error {
	if err := s.take('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.peekWithin()
		if err != nil {
			return err
		}
		if c == ']' {
			_, err := s.read()
			return err
		}
		if !first {
			if err := s.take(','); err != nil {
				return err
			}
		}
		raw, line, start, err := s.cut()
		if err != nil {
			return err
		}
		var fault *finding.Finding
		f, ok := s.q.feature(raw)
		if !ok {
			raw, word, err := checked(raw, line, start)
			if err != nil {
				return err
			}
			f, fault = spoken(raw, word)
		}
		if err := v.feature(f, fault, line); err != nil {
			return err
		}
	}
}

// systemOf reads the member "crs" of GeoJSON 2008; "" is none.
func systemOf(raw []byte) string {
	var c struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return ""
	}
	return c.Properties.Name
}
