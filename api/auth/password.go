package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"xunhu/geo/finding"
)

// Lengths of passwords, in characters. Longer ones than most would only cost time.
const (
	LeastPassword = 12
	MostPassword  = 128
)

// The cost of argon2id, as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes,
// one lane.
const (
	memoryKiB = 19 << 10
	passes    = 2
	lanes     = 1
	saltBytes = 16
	hashBytes = 32
)

// hashing is how many passwords are tried at once: each takes its memory.
var hashing = make(chan struct{}, 4)

// Hash makes of a password what is kept of it, in the PHC string format.
func Hash(ctx context.Context, random io.Reader, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("auth: draw a salt: %w", err)
	}
	sum, err := argon(ctx, password, salt, memoryKiB, passes, lanes, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), err
}

func argon(ctx context.Context, password string, salt []byte, memory, time uint32, threads uint8, length int) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(length)), nil
}

// Fits tells whether a password is the one of a hash. A hash that nobody made, "" among them,
// fits none, and takes as long to try as any other.
func Fits(ctx context.Context, password, hash string) (bool, error) {
	var version int
	var memory, time uint32
	var threads uint8
	parts := strings.Split(hash, "$")
	known := len(parts) == 6 && parts[1] == "argon2id"
	if known {
		_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
		_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads)
		known = err1 == nil && err2 == nil && version == argon2.Version && time > 0 && threads > 0 && memory <= 1<<20
	}
	var salt, want []byte
	if known {
		var err1, err2 error
		salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
		want, err2 = base64.RawStdEncoding.DecodeString(parts[5])
		known = err1 == nil && err2 == nil && len(want) >= 16
	}
	if !known {
		_, err := argon(ctx, password, make([]byte, saltBytes), memoryKiB, passes, lanes, hashBytes)
		return false, err
	}
	got, err := argon(ctx, password, salt, memory, time, threads, len(want))
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// Weak tells why a password is not taken; nil: it is. names are what it must not be made of.
// There are no rules of composition: length is what helps.
func Weak(password string, names ...string) *finding.Finding {
	n := utf8.RuneCountInString(password)
	if !utf8.ValidString(password) || n < LeastPassword || n > MostPassword || slices.ContainsFunc([]rune(password), unicode.IsControl) {
		return finding.New("auth.password_length", "", "least", LeastPassword, "most", MostPassword)
	}
	lower := strings.ToLower(password)
	for _, name := range names { // what is left beside the name must be enough by itself
		if name = strings.ToLower(strings.TrimSpace(name)); utf8.RuneCountInString(name) > 1 {
			lower = strings.ReplaceAll(lower, name, "")
		}
	}
	for _, word := range common {
		lower = strings.ReplaceAll(lower, word, "")
	}
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	if utf8.RuneCountInString(lower) < LeastPassword/2 || len(different) < 5 {
		return finding.New("auth.password_guessed", "")
	}
	return nil
}

// common is what guessed passwords are made of, in the order in which it is looked for.
var common = []string{
	"1234567890", "0123456789", "123456789", "12345678", "1234567", "123456", "654321", "987654321", "112233", "123123", "abc123", "666666", "888888", "000000", "111111",
	"qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "1qaz2wsx", "qazwsx", "1q2w3e4r", "abcdefgh", "password", "passw0rd", "p@ssw0rd", "p@ssword", "letmein", "welcome", "iloveyou", "woaini", "5201314", "admin", "administrator",
	"xunhu", "tengzhou", "huanbao", "2024", "2025", "2026", "2027", "12345", "1234", "123",
}
