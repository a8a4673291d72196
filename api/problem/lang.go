package problem

import (
	"net/http"
	"strconv"
	"strings"

	"xunhu/api/words"
)

// Lang is the language that a request asks for: ?lang, then the best of
// Accept-Language (RFC 9110, 12.5.4) that we speak, then Chinese.
func Lang(r *http.Request) words.Lang {
	switch l := words.Lang(r.URL.Query().Get("lang")); l {
	case words.ZH, words.EN:
		return l
	}
	best, weight := words.ZH, 0.0
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		l := words.Lang(strings.ToLower(strings.SplitN(tag, "-", 2)[0]))
		if (l == words.ZH || l == words.EN) && q > weight {
			best, weight = l, q
		}
	}
	return best
}
