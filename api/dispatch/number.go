package dispatch

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Number makes the number of a lead: the code of the region, the day in China, a serial of
// that day in four digits, from the ten thousandth on in six, and a check character by ISO 7064
// MOD 11-2. That is the one at the end of identity cards (GB 11643), 0 to 9 or X: it finds
// every wrong digit and every exchange of two neighbours.
func Number(region string, day time.Time, serial int) (string, error) {
	if serial < 1 || serial > 999_999 {
		return "", finding.New("dispatch.serial", "", "n", serial)
	}
	width := 4
	if serial > 9999 {
		width = 6
	}
	body := fmt.Sprintf("%s%s%0*d", region, day.In(law.China).Format("20060102"), width, serial)
	return body + string(check(body)), nil
}

// Area is the code of a region as it stands in a number; zeros for a region that has no
// code of GB/T 2260.
func Area(region string) string {
	if !sixDigits.MatchString(region) {
		return "000000"
	}
	return region
}

// ValidNumber tells whether a text is the number of a lead, with its check character.
func ValidNumber(s string) bool {
	if !numbered.MatchString(s) {
		return false
	}
	last := len(s) - 1
	if _, err := time.Parse("20060102", s[6:14]); err != nil || s[14:18] == "0000" || last == 20 && s[14:16] == "00" {
		return false // what fits into four digits is not written in six
	}
	return rune(s[last]) == check(s[:last])
}

var (
	sixDigits = regexp.MustCompile(`^\d{6}$`)
	numbered  = regexp.MustCompile(`^\d{18}(\d\d)?[\dX]$`)
	temporary = regexp.MustCompile(`^T-[0-9A-Za-z]{4,32}-\d{1,9}$`)
)

// check is the character of ISO 7064 MOD 11-2 over digits.
func check(digits string) rune {
	p := 0
	for _, d := range digits {
		p = (p + int(d-'0')) * 2 % 11
	}
	return rune("0123456789X"[(12-p)%11])
}

// TemporaryID makes the id of the n-th lead that a device took down while it was offline.
// It is replaced once, by the operation "number".
func TemporaryID(device string, n int) (string, error) {
	id := fmt.Sprintf("T-%s-%d", device, n)
	if !Temporary(id) {
		return "", finding.New("dispatch.number", "", "number", id)
	}
	return id, nil
}

// Temporary tells whether an id is one of a device that was offline.
func Temporary(id string) bool { return temporary.MatchString(id) }

// sampled chooses the reporters to be called back: by the digest of the lead's chain, so
// that nobody can choose, and anybody can check it.
func (w *World) sampled(l *Lead) bool {
	sum := sha256.Sum256([]byte(strings.Join([]string{"call back", l.ID, l.Head}, "\n")))
	return (int(sum[0])<<8|int(sum[1]))%100 < w.CallBack
}
