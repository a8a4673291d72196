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
}

// walk reads a stream of GeoJSON texts.
func walk(r io.Reader, v visitor) error {
	s := newScanner(r)
	for texts := 0; ; texts++ {
		c, err := s.peek()
		switch {
		case errors.Is(err, io.EOF) && texts == 0:
			return finding.New("format.empty", "")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case c != '{' && texts == 0:
			return finding.New("geojson.no_object", "")
		case c != '{':
			return s.unexpected(c)
		}
		if err := text(s, v); err != nil {
			return err
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
		raw, _, err := s.value()
		if err != nil {
			return err
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
	f, fault := decode(rest)
	return v.feature(f, fault, line)
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
			if err := check(raw, line, start); err != nil {
				return err
			}
			f, fault = decode(raw)
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
