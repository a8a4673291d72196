package dispatch

import (
	"errors"
	"testing"
	"time"

	"xunhu/geo/finding"
)

// The check character is that of ISO 7064 MOD 11-2. The two numbers are the examples of
// GB 11643, the standard of identity cards.
func TestCheckCharacter(t *testing.T) {
	for body, want := range map[string]rune{"11010519491231002": 'X', "44052418800101001": '4'} {
		if got := check(body); got != want {
			t.Errorf("%s ends in %c, want %c", body, got, want)
		}
	}
}

// A number has its region, its day in China and its serial; one wrong digit and two
// neighbours exchanged are always found.
func TestNumber(t *testing.T) {
	evening := time.Date(2026, 10, 18, 17, 0, 0, 0, time.UTC) // 1 o'clock of the 19th in China
	n, err := Number("370481", evening, 7)
	if err != nil || n[:18] != "370481202610190007" || !ValidNumber(n) {
		t.Fatalf("%s, %v", n, err)
	}
	for serial := 1; serial < 1_000_000; serial += 97 + 9*serial/10 {
		n := mustNumber(serial)
		if want := 19 + 2*min(1, serial/10_000); len(n) != want || !ValidNumber(n) {
			t.Fatalf("serial %d is %s", serial, n)
		}
		for i := range len(n) - 1 {
			for d := byte('0'); d <= '9'; d++ {
				if b := []byte(n); b[i] != d {
					if b[i] = d; ValidNumber(string(b)) {
						t.Fatalf("%s is taken for %s", b, n)
					}
				}
			}
			if b := []byte(n); b[i] != b[i+1] {
				if b[i], b[i+1] = b[i+1], b[i]; ValidNumber(string(b)) {
					t.Fatalf("%s is taken for %s", b, n)
				}
			}
		}
	}
	for _, serial := range []int{0, -1, 1_000_000} {
		var f *finding.Finding
		if _, err := Number("370481", evening, serial); !errors.As(err, &f) {
			t.Errorf("serial %d: %v", serial, err)
		}
	}
	for _, bad := range []string{"", "370481", "37048120261319000", "37048120261019000007" + string(check("37048120261019000007")), n + "0", "T-phone7-1"} {
		if ValidNumber(bad) {
			t.Errorf("%q is taken for a number", bad)
		}
	}
}

// The temporary id of a device that was offline is replaced once, and the chain goes on.
func TestTemporaryID(t *testing.T) {
	tmp, err := TemporaryID("phone7", 12)
	if err != nil || !Temporary(tmp) || ValidNumber(tmp) {
		t.Fatalf("%s, %v", tmp, err)
	}
	if _, err := TemporaryID("电话", 1); err == nil {
		t.Error("a device without a proper name has ids")
	}
	p := &play{t: t, w: world(), at: monday}
	c := whole("report", by("104-SO member"), monday)
	c.Number, c.Ruling, c.Other = tmp, ruling("V8", "", "K1", "N", "", ""), ""
	p.do(c)
	c = p.command("FJ desk number")
	c.Number = mustNumber(3)
	p.do(c)
	if p.lead.ID != mustNumber(3) || p.records[1].Lead != tmp {
		t.Errorf("%s, record of %s", p.lead.ID, p.records[1].Lead)
	}
	p.step("FJ desk assign 104-SO")
	if err := VerifyChain(p.records); err != nil {
		t.Error(err)
	}
	c = p.command("FJ desk number")
	c.Number, c.Revision = mustNumber(4), p.lead.Revision
	var r *Refusal
	if _, _, err := p.w.Fire(p.lead, c); !errors.As(err, &r) || r.Finding.Code != "dispatch.numbered" {
		t.Errorf("replaced twice: %v", err)
	}
}
