package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// marker is where a lead lies, as its record has it in the bytes of a store.
const marker, another = "117.151357", "117.151358"

// A service under TLS is backed up while leads come in; the backup has every lead that was
// acknowledged before it began, whole, and one that was meddled with is not put in place.
func TestBackupWhileRunning(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	address, stop, log := x.served("--tls-self-signed", "--metrics", "127.0.0.1:0")
	client := trusting(t, filepath.Join(x.data, tlsFolder, "cert.pem"))
	report := func() error {
		resp, err := client.Post(address+"/api/v1/incidents", "application/geo+json", strings.NewReader(
			`{"type":"Feature","geometry":{"type":"Point","coordinates":[`+marker+`,35.08]},"properties":{"category":"S03"}}`))
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if b, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusCreated || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") != "" {
			return errors.New(resp.Proto + " " + resp.Status + " " + string(b))
		}
		return nil
	}
	const before = 4
	for range before {
		if err := report(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(x.data, "maps"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"maps/work.qgz", "roads.net"} {
		if err := os.WriteFile(filepath.Join(x.data, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	done, reported := make(chan struct{}), sync.WaitGroup{}
	reported.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			if err := report(); err != nil {
				t.Error(err)
				return
			}
		}
	})
	archive := filepath.Join(dir, "b.tar.gz")
	x.run(exitDone, "backup", archive)
	if info, err := os.Stat(archive); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the archive: %v, %v", info.Mode(), err)
	}
	close(done)
	reported.Wait()
	measured(t, log.String(), x.data)
	x.run(exitFailed, "backup", filepath.Join(x.data, "b.tar.gz"))
	stop()

	y := &walker{t: t, data: filepath.Join(dir, "restored")}
	y.run(exitDone, "restore", archive)
	if n := len(y.collection(y.run(exitDone, "export", "incidents")).Features); n < before {
		t.Errorf("%d leads came back, %d were acknowledged", n, before)
	}
	y.run(exitDone, "check", "--audit")
	if b, err := os.ReadFile(filepath.Join(y.data, "maps", "work.qgz")); err != nil || string(b) != "maps/work.qgz" {
		t.Errorf("what lay beside the store: %q, %v", b, err)
	}
	for _, name := range []string{tlsFolder, lockName} {
		if _, err := os.Stat(filepath.Join(y.data, name)); err == nil {
			t.Errorf("%s came back", name)
		}
	}
	if y.run(exitFailed, "restore", archive); !strings.Contains(y.words, "not overwritten") {
		t.Errorf("onto what is there: %s", y.words)
	}
	meddled(t, archive)
}

// meddled tries archives that are not as they were written.
func meddled(t *testing.T, archive string) {
	t.Helper()
	whole, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	z := &walker{t: t, data: filepath.Join(dir, "z")}
	for name, tc := range map[string]struct {
		content []byte
		says    string
	}{
		"cut off":    {whole[:len(whole)*2/3], "no whole backup"},
		"no archive": {[]byte("lon,lat\n"), "no whole backup"},
		"changed":    {repack(t, whole, false), "not as its manifest has it"},
		"forged":     {repack(t, whole, true), "The records of leads"},
	} {
		file := filepath.Join(dir, "bad.tar.gz")
		if err := os.WriteFile(file, tc.content, 0o644); err != nil {
			t.Fatal(err)
		}
		z.run(exitFailed, "restore", file)
		if !strings.Contains(z.words, tc.says) || !strings.Contains(z.words, "Nothing was written") {
			t.Errorf("%s: %s", name, z.words)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("%s left %v, %v", name, entries, err)
		}
		if name == "forged" { // its digests hold, its records do not
			z.run(exitRefused, "restore", "--accept", file)
			z.run(exitRefused, "check", "--audit")
		}
		os.RemoveAll(z.data)
	}
}

// repack moves the leads of an archive, with its digests made anew if forge says so.
func repack(t *testing.T, whole []byte, forge bool) []byte {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	out := tar.NewWriter(packed)
	sums := map[string]string{}
	for in := tar.NewReader(zipped); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.ReplaceAll(content, []byte(marker), []byte(another))
		if h.Name == manifestName && forge {
			var m manifest
			if err := json.Unmarshal(content, &m); err != nil {
				t.Fatal(err)
			}
			for i, f := range m.Files {
				m.Files[i].SHA256 = sums[f.Name]
			}
			if content, err = json.Marshal(m); err != nil {
				t.Fatal(err)
			}
		}
		sum := sha256.Sum256(content)
		sums[h.Name], h.Size = hex.EncodeToString(sum[:]), int64(len(content))
		if err := out.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(out.Close(), packed.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// trusting is a client that knows one certificate alone.
func trusting(t *testing.T, file string) *http.Client {
	t.Helper()
	text, err := os.ReadFile(file)
	known := x509.NewCertPool()
	if err != nil || !known.AppendCertsFromPEM(text) {
		t.Fatalf("the certificate: %v", err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: known}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// measured scrapes a service that has told its log where.
func measured(t *testing.T, log, data string) {
	t.Helper()
	at := regexp.MustCompile(`address=(http://\S+/metrics)`).FindStringSubmatch(log)
	if at == nil {
		t.Fatalf("no address of metrics: %s", log)
	}
	resp, err := http.Get(at[1])
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	for _, want := range []string{`xunhu_http_requests_total{method="POST",route="/api/v1/incidents",status="201"} `, `xunhu_leads{state="REPORTED"} `, "xunhu_store_bytes "} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s (%v)", want, err)
		}
	}
	if strings.Contains(string(text), data) {
		t.Error("the metrics tell where the data lie")
	}
}
