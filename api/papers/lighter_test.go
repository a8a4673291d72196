package papers

import (
	"strings"
	"testing"
	"time"

	"xunhu/api/words"
	"xunhu/geo/law"
)

// Law that came after the act must not stand in a letter as if it were the law of the act.
func TestLaterLawSaysWhenItApplies(t *testing.T) {
	c, _ := law.CategoryOf("W01")
	choice := c.Choose(time.Date(2026, 8, 1, 9, 0, 0, 0, law.China), time.Date(2026, 10, 1, 9, 0, 0, 0, law.China))
	lines, _ := Letter{Basis: append(choice.OfTheDay, choice.IfLighter...)}.basisWords(words.ZH)
	for _, l := range lines {
		if later := strings.Contains(l, "处罚较轻的适用"); later != strings.Contains(l, "生态环境法典") {
			t.Errorf("%s", l)
		}
	}
	if len(lines) != 3 {
		t.Errorf("%q", lines)
	}
}
