package auth_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"xunhu/api/auth"
)

// A hash of the reference program of Argon2 (its test.c) is read, and ours cost what OWASP asks.
func TestHashes(t *testing.T) {
	const published = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	own, err := auth.Hash(t.Context(), rand.Reader, "湖上 keeps the 芦苇 green")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := auth.Hash(t.Context(), rand.Reader, "湖上 keeps the 芦苇 green"); err != nil || again == own || !strings.HasPrefix(own, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%q and %q, %v", own, again, err)
	}
	for _, tc := range []struct {
		password, hash string
		want           bool
	}{
		{"password", published, true},
		{"Password", published, false},
		{"password", strings.Replace(published, "CTFh", "CTFi", 1), false},
		{"password", strings.Replace(published, "t=2", "t=3", 1), false},
		{"湖上 keeps the 芦苇 green", own, true},
		{"湖上 keeps the 芦苇 gree", own, false},
		{"", "", false},
		{"", "$argon2id$v=19$m=19456,t=2,p=1$c29tc2FsdA$", false},
		{"password", "password", false},
		{"x", "$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", false},
		{"x", "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", false},
	} {
		if got, err := auth.Fits(t.Context(), tc.password, tc.hash); err != nil || got != tc.want {
			t.Errorf("%q of %q: %t, %v", tc.password, tc.hash, got, err)
		}
	}
}

// What is short, or is made of the name and of what everybody guesses, is no password.
func TestWeak(t *testing.T) {
	for password, want := range map[string]string{
		"elevenchars":                       "auth.password_length",
		"twelve chars, and more":            "",
		"十一个字的口令太短了吧":                       "auth.password_length",
		"芦苇荡里划船去看白鹭归来":                      "",
		strings.Repeat("a1B2c3D4e5", 13):    "auth.password_length",
		strings.Repeat("长文还行吗可", 21):        "",
		"aaaaaaaaaaaaaa":                    "auth.password_guessed",
		"abababababababab":                  "auth.password_guessed",
		"Password123456":                    "auth.password_guessed",
		"zhangshanhu2026":                   "auth.password_guessed",
		"ZhangShanHu!Qwerty":                "auth.password_guessed",
		"张守湖张守湖张守湖张守湖":                      "auth.password_guessed",
		"zhangshanhu 走在堤上看水":                "",
		"tab\tand other things\x00 of that": "auth.password_length",
		"bad \xff\xfe bytes in here":        "auth.password_length",
	} {
		got := ""
		if f := auth.Weak(password, "zhangshanhu", "张守湖", ""); f != nil {
			got = f.Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

// Whoever guesses has fewer than a hundred tries an hour (ASVS 2.2.1), in fact a few; who
// mistypes has five without any wait.
func TestWait(t *testing.T) {
	tries, at := 0, time.Duration(0)
	for failures := 1; at < time.Hour; failures++ {
		tries++
		wait := auth.Wait(failures)
		if failures < 5 && wait > 0 || wait > 15*time.Minute || wait < auth.Wait(failures-1) {
			t.Errorf("after %d failures %v", failures, wait)
		}
		at += wait
		if failures > 1000 {
			t.Fatal("nothing is ever waited for")
		}
	}
	if tries > 12 {
		t.Errorf("%d tries in the first hour", tries)
	}
	if auth.Wait(100000) != 15*time.Minute {
		t.Errorf("after very many failures %v", auth.Wait(100000))
	}
}
