package ops

import (
	"errors"
	"strconv"
	"strings"

	"xunhu/api/problem"
	"xunhu/geo/finding"
)

// pointer makes a JSON pointer of the dotted path of encoding/json.
func pointer(dotted string) string {
	if dotted == "" {
		return ""
	}
	return "/" + strings.ReplaceAll(dotted, ".", "/")
}

// unknownField finds the name in encoding/json's error about a member that v does
// not have; the error has no type of its own.
func unknownField(err error) (string, bool) {
	quoted, ok := strings.CutPrefix(err.Error(), "json: unknown field ")
	if !ok {
		return "", false
	}
	name, err := strconv.Unquote(quoted)
	return name, err == nil
}

// refused marks the findings of a lower floor as the asker's fault, at a place of
// the body; an error that is not of findings alone stays as it is.
func refused(err error, at string) error {
	var f *finding.Finding
	for _, one := range opened(err) {
		if !errors.As(one, &f) {
			return err
		}
	}
	return problem.Unprocessable(placed(err, at))
}

// placed gives the findings within an error at a place of the body.
func placed(err error, at string) error {
	var all []error
	for _, one := range opened(err) {
		var f *finding.Finding
		if errors.As(one, &f) {
			copied := *f
			copied.Where = at
			one = &copied
		}
		all = append(all, one)
	}
	return errors.Join(all...)
}

func opened(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}
