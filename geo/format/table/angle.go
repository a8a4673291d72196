package table

import (
	"regexp"
	"strconv"
	"strings"
)

// angle finds degrees with their minutes and seconds, as people write them:
// 117°03′31″, 117度3分31.5秒, E117°3'31", 35°12.5'N, 117.0586°.
var angle = regexp.MustCompile(`^([+-]?)(\d{1,3}(?:\.\d+)?)°(?:(\d{1,2}(?:\.\d+)?)'(?:(\d{1,2}(?:\.\d+)?)")?)?$`)

// marks brings the many signs for degrees, minutes and seconds to three. Two
// single quotation marks are what people type for seconds.
var marks = strings.NewReplacer(
	" ", "", "\u00a0", "", "\u3000", "",
	"度", "°", "º", "°", "˚", "°", "ﹾ", "°",
	"分", "'", "′", "'", "’", "'", "‘", "'", "＇", "'", "´", "'", "`", "'",
	"秒", `"`, "″", `"`, "”", `"`, "“", `"`, "＂", `"`, "''", `"`, "′′", `"`, "’’", `"`,
	"东经", "", "北纬", "", "西经", "-", "南纬", "-",
	"E", "", "e", "", "N", "", "n", "", "W", "-", "w", "-", "S", "-", "s", "-",
)

// degrees reads an angle with its signs; false if the text is none. Only the
// last of its parts may have decimals, and minutes and seconds stay below 60.
func degrees(text string) (float64, bool) {
	plain := marks.Replace(text)
	if strings.HasSuffix(plain, "-") { // 35°S
		plain = "-" + strings.TrimSuffix(plain, "-")
	}
	m := angle.FindStringSubmatch(plain)
	if m == nil {
		return 0, false
	}
	var v float64
	for i, unit := range []float64{1, 60, 3600} {
		part := m[2+i]
		if part == "" {
			break
		}
		n, err := strconv.ParseFloat(part, 64)
		later := i < 2 && m[3+i] != ""
		if err != nil || later && strings.Contains(part, ".") || i > 0 && n >= 60 {
			return 0, false
		}
		v += n / unit
	}
	if m[1] == "-" {
		v = -v
	}
	return v, true
}
