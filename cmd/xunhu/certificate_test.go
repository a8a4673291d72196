package main

import (
	"bytes"
	"crypto/tls"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A certificate of our own is made once; one in files counts as soon as it is exchanged, and
// one that cannot be read leaves the one before in use.
func TestCertificates(t *testing.T) {
	own := func(dir string) (cert, key string, c *tls.Certificate) {
		p := &program{store: place{data: dir}, words: io.Discard, config: config{zone: time.UTC}}
		cert, key, err := p.ownCertificate("patrol.example:8443")
		if err != nil {
			t.Fatal(err)
		}
		read, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			t.Fatal(err)
		}
		return cert, key, &read
	}
	dir := t.TempDir()
	cert, key, first := own(dir)
	for _, name := range []string{"localhost", "patrol.example", "127.0.0.1"} {
		if err := first.Leaf.VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info.Mode(), err)
	}
	if _, _, again := own(dir); !bytes.Equal(first.Leaf.Raw, again.Leaf.Raw) {
		t.Error("the second start made another certificate")
	}
	used := &pair{cert: cert, key: key}
	leaf := func() []byte {
		c, err := used.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.Raw
	}
	if !bytes.Equal(leaf(), first.Leaf.Raw) {
		t.Error("another certificate is used")
	}
	put := func(name string, b []byte, at time.Time) {
		if err := errorsFirst(os.WriteFile(name, b, 0o600), os.Chtimes(name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	put(cert, []byte("half"), time.Now().Add(time.Minute))
	if !bytes.Equal(leaf(), first.Leaf.Raw) {
		t.Error("a half written certificate is used")
	}
	other, otherKey, second := own(t.TempDir())
	for from, to := range map[string]string{other: cert, otherKey: key} {
		b, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		put(to, b, time.Now().Add(2*time.Minute))
	}
	if !bytes.Equal(leaf(), second.Leaf.Raw) {
		t.Error("the certificate that was exchanged is not used")
	}
}

// Flags that do not go together are refused before anything is opened.
func TestServeRefusesFlags(t *testing.T) {
	x := &walker{t: t, data: filepath.Join(t.TempDir(), "data")}
	file := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(file, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, flags := range map[string][]string{
		"--tls-key must be given together": {"--tls-cert", file},
		"exclude each other":               {"--tls-cert", file, "--tls-key", file, "--tls-self-signed"},
		"no network":                       {"--proxy", "10.1.2.3"},
		"0 or more":                        {"--write-limit=-1"},
		"1 to 65536":                       {"--import-limit=9999999999"},
		"cannot be used (":                 {"--tls-cert", file, "--tls-key", file},
	} {
		code := exitUsage
		if strings.HasPrefix(want, "no net") || strings.HasPrefix(want, "0 or") || strings.HasPrefix(want, "1 to") || strings.HasSuffix(want, "(") {
			code = exitFailed
		}
		if x.run(code, append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...); !strings.Contains(x.words, want) {
			t.Errorf("%v: %s", flags, x.words)
		}
		if _, err := os.Stat(filepath.Join(x.data, storeName)); err == nil {
			t.Errorf("%v: a store was made", flags)
		}
	}
}
