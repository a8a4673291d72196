package problem_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/finding"
)

// Every kind of error has its status, its title and a sentence in both languages;
// what is ours to know is not shown.
func TestTable(t *testing.T) {
	secret := finding.New("store.damaged", "/var/lib/xunhu/region.gpkg")
	axis := finding.New("input.no_geometry", "/geometry")
	limit := finding.New("param.integer", "?limit", "name", "limit", "value", "x", "min", 1)
	_, tooLarge := io.ReadAll(http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(strings.NewReader("xx")), 1))
	for _, tc := range []struct {
		name   string
		err    error
		status int
		errors int
		place  string
	}{
		{"not found", fmt.Errorf("read: %w", store.ErrNotFound), 404, 0, ""},
		{"not found, with the store's file", finding.New("store.no_region", "/var/lib/xunhu/region.gpkg").Because(store.ErrNotFound), 404, 0, ""},
		{"exists", fmt.Errorf("insert: %w", store.ErrExists), 409, 0, ""},
		{"no region", live.ErrEmpty, 503, 0, ""},
		{"which region", live.ErrWhich, 404, 0, ""},
		{"too slow", fmt.Errorf("query: %w", context.DeadlineExceeded), 503, 0, ""},
		{"given up", context.Canceled, 503, 0, ""},
		{"too large", fmt.Errorf("read: %w", tooLarge), 413, 0, ""},
		{"one fault", problem.BadRequest(limit), 400, 1, "limit"},
		{"two faults", problem.Unprocessable(errors.Join(axis, fmt.Errorf("deep: %w", errors.Join(limit)))), 422, 2, "/geometry"},
		{"a fault of the asker without a sentence", problem.BadRequest(errors.New("EOF")), 400, 0, ""},
		{"a finding of ours", fmt.Errorf("open: %w", secret), 500, 0, ""},
		{"unknown", errors.New("disk on fire"), 500, 0, ""},
		{"another program writes", finding.New("store.busy", "/secret/path").Because(fmt.Errorf("%w: %w", store.ErrBusy, secret)), 503, 0, ""},
		{"the disk is full", finding.New("store.disk_full", "/secret/path").Because(fmt.Errorf("%w: %w", store.ErrFull, secret)), 507, 0, ""},
		{"nothing", problem.NotFound(finding.New("ogc.no_feature", "", "collection", "towns", "id", "x")), 404, 1, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, l := range []words.Lang{words.ZH, words.EN} {
				b := problem.Of(l, tc.err)
				if b.Status != tc.status || len(b.Errors) != tc.errors || b.Type != "about:blank" {
					t.Errorf("%+v", b)
				}
				text, _ := json.Marshal(b)
				for _, leak := range []string{"problem.", "{", "/var", "fire", "EOF"} {
					if strings.Contains(b.Title+b.Detail, leak) || leak != "{" && bytes.Contains(text, []byte(leak)) {
						t.Errorf("%s: %q shows in %s", l, leak, text)
					}
				}
				if tc.errors > 0 {
					if e := b.Errors[0]; e.Pointer+e.Parameter != tc.place {
						t.Errorf("at %q, want %q", e.Pointer+e.Parameter, tc.place)
					}
				}
			}
		})
	}
}

func TestLang(t *testing.T) {
	for _, tc := range []struct {
		query, accept string
		want          words.Lang
	}{
		{"", "", words.ZH},
		{"", "en", words.EN},
		{"", "en-GB,en;q=0.9", words.EN},
		{"", "zh-CN,zh;q=0.9,en;q=0.8", words.ZH},
		{"", "fr,de;q=0.9", words.ZH},
		{"", "fr, en;q=0.5", words.EN},
		{"", "zh;q=0.3, EN-us;q=0.7", words.EN},
		{"", "en;q=0", words.ZH},
		{"", "en;q=x", words.ZH},
		{"lang=en", "zh", words.EN},
		{"lang=zh", "en", words.ZH},
		{"lang=fr", "en", words.EN},
	} {
		r := httptest.NewRequest("GET", "/?"+tc.query, nil)
		r.Header.Set("Accept-Language", tc.accept)
		if got := problem.Lang(r); got != tc.want {
			t.Errorf("?%s, Accept-Language %q: %s, want %s", tc.query, tc.accept, got, tc.want)
		}
	}
}

// Only our own faults are logged, once, with their text.
func TestHandlerLogsOurFaults(t *testing.T) {
	for _, tc := range []struct {
		err    error
		ended  error // why the request's context has
		logged int
	}{{errors.New("disk on fire"), nil, 1}, {store.ErrNotFound, nil, 0}, {problem.BadRequest(errors.New("x")), nil, 0}, {nil, nil, 0},
		{context.Canceled, context.Canceled, 0}, {fmt.Errorf("query: %w", context.Canceled), context.DeadlineExceeded, 1}} { // given up by the asker, and by us
		var log bytes.Buffer
		h := problem.Handler(slog.New(slog.NewTextHandler(&log, nil)), func(http.ResponseWriter, *http.Request) error { return tc.err })
		w := httptest.NewRecorder()
		ctx, cancel := context.WithCancelCause(t.Context())
		if tc.ended != nil {
			cancel(tc.ended)
		}
		h(w, httptest.NewRequestWithContext(ctx, "GET", "/a", nil))
		cancel(nil)
		if got := strings.Count(log.String(), "\n"); got != tc.logged {
			t.Errorf("%v: %d lines: %s", tc.err, got, log.String())
		}
		if strings.Contains(w.Body.String(), "fire") {
			t.Errorf("shown: %s", w.Body)
		}
		if tc.err != nil && w.Header().Get("Content-Type") != problem.ContentType {
			t.Errorf("%v: Content-Type %q", tc.err, w.Header().Get("Content-Type"))
		}
	}
}

// An answer that fails half-way is cut, not ended.
func TestHandlerCutsHalfAnAnswer(t *testing.T) {
	srv := httptest.NewServer(problem.Handler(slog.New(slog.NewTextHandler(io.Discard, nil)), func(w http.ResponseWriter, _ *http.Request) error {
		if _, err := w.Write([]byte("half")); err != nil {
			return err
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return err
		}
		return errors.New("disk on fire")
	}))
	defer srv.Close()
	resp, err := http.Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if text, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("%q passes for a whole answer", text)
	}
}

// All faults of one query come together.
func TestParams(t *testing.T) {
	u, err := url.Parse("/x?limit=0&limit=1&f=xml&nmae=a&big=99999999999999999999&bad=%zz")
	if err != nil {
		t.Fatal(err)
	}
	p := problem.ParamsOf(u)
	p.Known("limit", "f", "big", "bad")
	p.Choice("f", "json", "html")
	if got := p.Integer("limit", 1, 10); got != 10 {
		t.Errorf("limit %d", got)
	}
	if got := p.Integer("big", 0, 10); got < 1<<31-1 {
		t.Errorf("big %d", got)
	}
	b := problem.Of(words.EN, p.Err())
	var at []string
	for _, e := range b.Errors {
		at = append(at, e.Parameter)
	}
	if got := strings.Join(at, ","); b.Status != 400 || got != ",limit,nmae,f,limit" {
		t.Errorf("%d at %q", b.Status, got)
	}
	if err := problem.ParamsOf(&url.URL{}).Err(); err != nil {
		t.Error(err)
	}
}

func ExampleHandler() {
	h := problem.Handler(slog.New(slog.NewTextHandler(io.Discard, nil)), func(http.ResponseWriter, *http.Request) error {
		return problem.NotFound(finding.New("ogc.no_feature", "", "collection", "towns", "id", "370481999"))
	})
	w := httptest.NewRecorder()
	h(w, httptest.NewRequest("GET", "/?lang=en", nil))
	fmt.Println(w.Code, problem.Of(words.EN, problem.NotFound(finding.New("ogc.no_feature", "", "collection", "towns", "id", "370481999"))).Detail)
	// Output: 404 Collection “towns” has no feature “370481999”.
}
