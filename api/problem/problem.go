package problem

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

// ContentType is the media type of a Body.
const ContentType = "application/problem+json"

// A Body is a problem document of RFC 9457. Its type is always "about:blank":
// the status says what kind of fault it is, the errors say what to mend.
type Body struct {
	Type   string  `json:"type" doc:"always about:blank"`
	Title  string  `json:"title" doc:"the status in words"`
	Status int     `json:"status" doc:"the HTTP status"`
	Detail string  `json:"detail" doc:"what went wrong, in the language of the request"`
	Errors []Fault `json:"errors,omitempty" doc:"every fault of the request"`
}

// A Fault is one thing to mend, with its place in the request.
type Fault struct {
	Detail    string `json:"detail" doc:"what is wrong and what to do"`
	Pointer   string `json:"pointer,omitempty" doc:"JSON pointer (RFC 6901) into the body"`
	Parameter string `json:"parameter,omitempty" doc:"the query parameter"`
}

// An Error is the asker's fault, as its maker knew. The findings within it are
// shown to the asker: each has as its Where a JSON pointer into the body, a
// parameter ("?bbox"), or nothing.
type Error struct {
	Status int
	Err    error
}

func (e *Error) Error() string { return http.StatusText(e.Status) + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// BadRequest is a request that cannot be read: parameters, syntax (400).
func BadRequest(err error) error { return &Error{http.StatusBadRequest, err} }

// Unprocessable is a body that can be read, but not be taken (422).
func Unprocessable(err error) error { return &Error{http.StatusUnprocessableEntity, err} }

// NotFound says that what the address names does not exist (404). The finding
// says what was looked for.
func NotFound(f *finding.Finding) error { return &Error{http.StatusNotFound, f} }

// table holds the errors that have a status and a sentence of their own.
var table = []struct {
	err    error
	status int
	code   string
}{
	{live.ErrEmpty, http.StatusServiceUnavailable, "problem.no_regions"},
	{live.ErrWhich, http.StatusNotFound, "problem.which_region"},
	{store.ErrNotFound, http.StatusNotFound, "problem.not_found"},
	{store.ErrExists, http.StatusConflict, "problem.exists"},
	{store.ErrAway, http.StatusServiceUnavailable, "problem.store_away"},
	{store.ErrBusy, http.StatusServiceUnavailable, "problem.store_busy"},
	{store.ErrFull, http.StatusInsufficientStorage, "problem.store_full"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "problem.too_slow"},
	{context.Canceled, http.StatusServiceUnavailable, "problem.given_up"},
}

// Of gives the answer to an error in a language.
func Of(l words.Lang, err error) Body {
	status, code, findings := classify(err)
	b := Body{
		Type:   "about:blank",
		Title:  words.Say(l, "problem.title."+strconv.Itoa(status), nil),
		Status: status,
		Detail: words.Say(l, code, finding.Args{"n": len(findings)}),
	}
	for _, f := range findings {
		b.Errors = append(b.Errors, fault(l, f))
	}
	if len(b.Errors) == 1 || status == http.StatusPreconditionFailed && len(b.Errors) > 0 { // the rest of the latter tell what was done since
		b.Detail = b.Errors[0].Detail
	}
	return b
}

// classify finds the status of an error, the code of its sentence, and what the
// asker may be told of its findings.
func classify(err error) (status int, code string, findings []*finding.Finding) {
	var given *Error
	if errors.As(err, &given) {
		if findings = found(given.Err); len(findings) > 0 {
			return given.Status, "problem.faults", findings
		}
		return given.Status, "problem.title." + strconv.Itoa(given.Status), nil
	}
	for _, row := range table {
		if errors.Is(err, row.err) {
			return row.status, row.code, nil
		}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge, "problem.too_large", nil
	}
	return http.StatusInternalServerError, "problem.internal", nil
}

// found gives every finding within an error, in the order in which they were
// joined.
func found(err error) []*finding.Finding {
	switch e := err.(type) { //nolint:errorlint // goes down the wrapping itself, branch by branch
	case nil:
		return nil
	case *finding.Finding:
		return []*finding.Finding{e}
	case interface{ Unwrap() []error }:
		var all []*finding.Finding
		for _, one := range e.Unwrap() {
			all = append(all, found(one)...)
		}
		return all
	}
	return found(errors.Unwrap(err))
}

// fault puts one finding into words.
func fault(l words.Lang, f *finding.Finding) Fault {
	one := Fault{Detail: words.Say(l, f.Code, f.Args)}
	if name, ok := strings.CutPrefix(f.Where, "?"); ok {
		one.Parameter = name
	} else {
		one.Pointer = f.Where
	}
	return one
}

// retryAfter is after how many seconds it is worth asking again for what could not be had.
const retryAfter = "5"

// Write answers a request with the problem that an error is.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	l := Lang(r)
	b := Of(l, err)
	text, _ := json.Marshal(b) // strings and a number: cannot fail
	h := w.Header()
	h.Del("Content-Encoding")
	h.Del("ETag")
	h.Set("Content-Type", ContentType)
	h.Set("Content-Language", string(l))
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	if b.Status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", retryAfter)
	}
	w.WriteHeader(b.Status)
	_, _ = w.Write(text) // who asked may be gone; nothing is left to tell them
}
