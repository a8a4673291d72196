package wire

import (
	"regexp"
	"strings"

	"xunhu/api/words"
	"xunhu/geo/law"
)

var reference = regexp.MustCompile(`^([A-Z]{3,}) (.+)$`)

// basis names what a dispute's arbiter stands on: of "R47；CODE 16、20" the second as
// 《生态环境法典》第16、20条. A clause of the scheme keeps its number.
func (r Reader) basis(list string) string {
	parts := strings.Split(list, "；")
	for i, p := range parts {
		m := reference.FindStringSubmatch(p)
		if m == nil {
			continue
		}
		if in, known := law.InstrumentOf(m[1]); known {
			parts[i] = words.Say(r.Lang, "desk.reference", map[string]any{"name": words.Named(r.Lang, in.ZH, in.EN), "article": m[2]})
		}
	}
	return strings.Join(parts, words.Say(r.Lang, "desk.reference_and", nil))
}
