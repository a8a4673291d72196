package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"xunhu/api/ops"
)

// The way of a person: put on the register, given a token, at work by it while the service
// runs, refused once it is revoked; and all that was done proves itself.
func TestTokenToProof(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	x := &walker{t: t, data: data}
	address, stop, log := x.served()
	send := func(want int, path, body string, header ...string) *http.Response {
		t.Helper()
		method, in := http.MethodGet, io.Reader(nil)
		if body != "" {
			method, in = http.MethodPost, strings.NewReader(body)
		}
		req, err := http.NewRequestWithContext(t.Context(), method, address+path, in)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if b, _ := io.ReadAll(resp.Body); resp.StatusCode != want {
			t.Fatalf("%s %s: %s, want %d: %s", path, body, resp.Status, want, b)
		}
		return resp
	}
	made := send(201, "/api/v1/incidents", `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"category":"S03"}}`,
		ops.Declared, "demo-104-SO-head")
	at := made.Header.Get("Location")

	x.run(exitFailed, "user", "add", "li", "--name", "李", "--unit", "370481-XX", "--role", "dispatcher")
	x.run(exitFailed, "user", "add", "li", "--name", "李", "--unit", "370481104-SO", "--role", "dispatcher")
	x.run(exitFailed, "user", "add", "demo-li", "--name", "李", "--unit", "370481-FJ", "--role", "dispatcher")
	x.run(exitFailed, "user", "add", "li", "--name", "李", "--unit", "370481-FJ", "--role", "dispatcher", "--certificate", "1:someday")
	x.run(exitFailed, "token", "add", "li")
	x.run(exitDone, "user", "add", "li", "--name", "李", "--unit", "370481-FJ", "--role", "dispatcher", "--certificate", "37048101:2025-01-01:2030-12-31")
	if list := string(x.run(exitDone, "user", "list", "--json")); !strings.Contains(list, `"37048101"`) {
		t.Errorf("the list lacks the certificate: %.300s", list)
	}
	secret := strings.TrimSpace(string(x.run(exitDone, "token", "add", "li", "--note", "phone")))
	bearer := []string{"Authorization", "Bearer " + secret, "If-Match", made.Header.Get("ETag")}
	send(200, at+"/events", `{"event":"assign","to":"370481001-SO"}`, bearer...)
	send(412, at+"/events", `{"event":"assign","to":"370481001-SO"}`, bearer...)
	x.run(exitFailed, "token", "add", "li", "--scope", "everything")
	x.run(exitFailed, "token", "add", "li", "--expires", "2020-01-01")
	narrow := strings.TrimSpace(string(x.run(exitDone, "token", "add", "li", "--scope", "read", "--expires", "2999-12-31")))
	send(200, at, "", "Authorization", "Bearer "+narrow)
	send(403, at+"/events", `{"event":"assign","to":"370481001-SO"}`, "Authorization", "Bearer "+narrow, "If-Match", "*")
	tokens := string(x.run(exitDone, "token", "list"))
	if strings.Contains(tokens, secret) || !strings.Contains(tokens, "phone") || !strings.Contains(tokens, "2999-12-31  read") {
		t.Errorf("the list of tokens: %s", tokens)
	}
	// The first start has told how the administrator comes in; others get a link from there.
	if n := strings.Count(log.String(), "#link="); n != 1 || !strings.Contains(log.String(), address+"/r/370481/#link=") {
		t.Errorf("%d links for an administrator: %s", n, log)
	}
	own := []string{"Sec-Fetch-Site", "same-origin"}
	link := regexp.MustCompile(`^http://map/r/370481/#link=(\S+)&person=li\n$`).FindStringSubmatch(string(x.run(exitDone, "user", "link", "li", "--address", "http://map/")))
	if link == nil {
		t.Fatal("no link for li")
	}
	send(200, "/api/v1/password", `{"link":"`+link[1]+`","password":"twelve herons over the reed"}`, own...)
	signIn := `{"person":"li","password":"twelve herons over the reed"}`
	cookie := strings.Split(send(201, "/api/v1/session", signIn, own...).Header.Get("Set-Cookie"), ";")[0]
	send(201, "/api/v1/plans", `{"unit":"370481-ZX01","from":"2026-11-23","days":1}`, append(own, "Cookie", cookie)...)
	x.run(exitFailed, "user", "bar", "nobody")
	x.run(exitDone, "user", "bar", "li")
	send(401, "/api/v1/session", signIn, own...)
	send(401, "/api/v1/me", "", bearer...)
	x.run(exitDone, "user", "unlock", "li")
	send(201, "/api/v1/session", signIn, own...)
	x.run(exitFailed, "user", "password", "li") // nobody types one
	phone := regexp.MustCompile(`(?m)^(\S+) .*phone$`).FindStringSubmatch(tokens)[1]
	x.run(exitDone, "token", "revoke", phone)
	send(401, "/api/v1/me", "", bearer...)
	x.run(exitFailed, "token", "revoke", phone)
	send(200, "/ogc/collections/incidents/items?f=json", "")
	send(401, "/ogc/collections/incidents/items?f=json", "", "X-Forwarded-For", "10.0.0.1")
	send(200, "/ogc/collections/closures/items?f=json&filter=person+IS+NULL", "")
	send(400, "/ogc/collections/closures/items?f=json&filter=person+IS+NULL", "", "X-Forwarded-For", "10.0.0.1")
	send(400, "/ogc/collections/closures/items?f=json&person=li", "", "X-Forwarded-For", "10.0.0.1")
	const site = `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"name":"新排口","class":"outfall"}}`
	geo := []string{"Content-Type", "application/geo+json"}
	send(401, "/ogc/collections/sites/items", site, append(geo, "X-Forwarded-For", "10.0.0.1")...)
	send(403, "/ogc/collections/sites/items", site, append(geo, ops.Declared, "demo-104-SO-head")...)
	send(201, "/ogc/collections/sites/items", site, append(geo, ops.Declared, "demo-FJ-desk")...)
	send(405, "/ogc/collections/towns/items", site, append(geo, ops.Declared, "demo-FJ-desk")...)

	// a second service on the same store is refused, and told who has it
	if x.run(exitFailed, "serve", "--listen", "127.0.0.1:0"); !strings.Contains(x.words, address) {
		t.Errorf("a second service: %s", x.words)
	}

	// a stream does not hold up the end of the service
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	begun := time.Now()
	stop()
	if time.Since(begun) > 5*time.Second {
		t.Errorf("serve ended after %v: %s", time.Since(begun), log)
	}

	// behind a proxy that says nothing of itself one says that it is no demonstration
	address, stop, _ = x.served("--no-demonstration")
	if req, err = http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/api/v1/me", nil); err != nil {
		t.Fatal(err)
	}
	me, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	me.Body.Close()
	if stop(); me.StatusCode != http.StatusUnauthorized {
		t.Errorf("no demonstration: %s", me.Status)
	}
	x.run(exitDone, "check", "--audit")
	var one struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(x.run(exitDone, "export", "incidents"), &one); err != nil || len(one.Features) != 1 || one.Features[0].Properties["state"] != "ASSIGNED" {
		t.Errorf("exported %+v, %v", one, err)
	}
}

// said is what a service has said until now.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// served runs the service over the store of a walk, with more flags. stop ends it and waits.
func (x *walker) served(flags ...string) (address string, stop func(), log *said) {
	x.t.Helper()
	ctx, cancel := context.WithCancel(x.t.Context())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	log = &said{}
	go func() {
		code := run(ctx, append([]string{"serve", "--data", x.data, "--listen", "127.0.0.1:0", "--lang", "en"}, flags...), func(string) string { return "" }, write, log)
		write.Close()
		ended <- code
	}()
	line := make([]byte, 200)
	n, err := read.Read(line)
	if err != nil {
		x.t.Fatalf("%v: %s", err, log)
	}
	return strings.TrimSpace(string(line[:n])), func() {
		cancel()
		if code := <-ended; code != exitDone {
			x.t.Errorf("serve ended with %d: %s", code, log)
		}
	}, log
}
