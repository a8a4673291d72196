package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"xunhu/api/ops"
)

// Who told of an incident stands in nothing that leaves the house, nor in anything that is
// shown within: not in one answer that the descriptions of the API and of OGC API list, in
// no letter, export, stream or log (C146).
func TestTheReporterIsNowhere(t *testing.T) {
	const name, phone = "欧阳不见", "19999999917"
	x := &walker{t: t, data: filepath.Join(t.TempDir(), "data")}
	address, stop, log := x.served()
	ask := func(method, path, body string, header ...string) (*http.Response, []byte) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, address+path, strings.NewReader(body))
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
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, b
	}
	searched := 0
	clean := func(what string, b []byte) {
		t.Helper()
		searched++
		for _, secret := range []string{name, phone, "欧阳", strings.Trim(fmt.Sprintf("%+q", name), `"`)} {
			if at := strings.Index(string(b), secret); at >= 0 {
				t.Errorf("%s names the reporter: …%s…", what, b[max(0, at-100):min(len(b), at+100)])
			}
		}
	}
	listen, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(listen)
	if err != nil {
		t.Fatal(err)
	}
	var heard strings.Builder
	var listening sync.WaitGroup
	listening.Go(func() { _, _ = io.Copy(&heard, stream.Body) }) // ends with the service

	made, b := ask(http.MethodPost, "/api/v1/incidents", `{"type":"Feature","id":"12345-1","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"category":"A01","source":"12345",
		"address":"村东桥头，`+name+`家门前","note":"来电人`+name+`（`+phone+`）反映有人烧秸秆","reporter":{"name":"`+name+`","phone":"`+phone+`","note":"不愿公开"}}}`)
	if made.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %s", made.Status, b)
	}
	clean("the answer to the report", b)
	at := made.Header.Get("Location")
	id := at[strings.LastIndex(at, "/")+1:]
	photo := sha256.Sum256([]byte("a photograph"))
	if resp, b := ask(http.MethodPost, at+"/attachments?name=site.jpg", "a photograph"); resp.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %s", resp.Status, b)
	}
	files := `"files":[{"sha256":"` + hex.EncodeToString(photo[:]) + `"}]`
	var lead struct {
		Properties struct {
			Lead string
		}
	}
	if err := json.Unmarshal(b, &lead); err != nil {
		t.Fatal(err)
	}
	squad := strings.TrimPrefix(strings.TrimPrefix(lead.Properties.Lead, "370481"), "-")
	person := "demo-" + squad + "-head"
	for _, step := range [][2]string{
		{"demo-FJ-desk", `{"event":"assign","to":"` + lead.Properties.Lead + `"}`}, {person, `{"event":"accept","person":"` + person + `"}`},
		{person, `{"event":"note","kind":"measure","reason":"已联系举报人` + name + `"}`}, // refused
		{person, `{"event":"verify","outcome":"VIO","reason":"属实",` + files + `}`}, {person, `{"event":"hand_squad","to":"370481-ZD02",` + files + `}`}, {"demo-ZD02-head", `{"event":"contest","to":"370481-ZD01","reason":"不在本队片区"}`},
		{"demo-FJ-petition", `{"event":"tell","reply":"已受理"}`},
	} {
		resp, b := ask(http.MethodPost, at+"/events", step[1], ops.Declared, step[0], "If-Match", "*")
		if refused := strings.Contains(step[1], name); refused != (resp.StatusCode >= 300) {
			t.Fatalf("%s: %s %s", step[1], resp.Status, b)
		}
		clean("the answer to "+step[1][:20], b)
	}
	resp, b := ask(http.MethodGet, at+"/reporter?reason=call", "", ops.Declared, "demo-FJ-petition")
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(b), name) || !strings.Contains(string(b), phone) {
		t.Fatalf("the reporter was not kept: %s %s", resp.Status, b)
	}

	var described struct {
		Paths map[string]map[string]json.RawMessage
	}
	if _, b = ask(http.MethodGet, "/api/openapi.json", ""); json.Unmarshal(b, &described) != nil || len(described.Paths) < 20 {
		t.Fatalf("the description of the API: %.200s", b)
	}
	answered := 0
	for path, operations := range described.Paths {
		if _, reads := operations["get"]; !reads || strings.HasSuffix(path, "/reporter") || path == "/api/v1/events" {
			continue
		}
		for _, paper := range []string{"handover.json", "notice.json", "dispute.json", "handover.pdf"} {
			if !strings.Contains(path, "{paper}") && paper != "handover.json" {
				continue
			}
			full := strings.NewReplacer("{id}", id, "{paper}", paper, "{sha256}", hex.EncodeToString(photo[:])).Replace(path)
			for _, lang := range []string{"zh", "en"} {
				resp, b := ask(http.MethodGet, full, "", "Accept-Language", lang)
				if resp.StatusCode == http.StatusOK {
					answered++
				} else if strings.HasSuffix(full, ".json") && strings.Contains(path, "{paper}") {
					t.Errorf("%s: %s %s", full, resp.Status, b)
				}
				clean(full, b)
			}
		}
	}
	if answered < 30 {
		t.Errorf("only %d answers were read", answered)
	}
	for _, path := range []string{"", "/collections", "/collections/incidents", "/collections/incidents/items?limit=10", "/collections/incidents/items/" + id,
		"/collections/incidents/queryables", "/collections/incidents/items?q=" + phone, "/collections/incidents/items?filter=note%20LIKE%20%27%25" + phone + "%25%27"} {
		for _, f := range []string{"application/geo+json", "text/html"} {
			resp, b := ask(http.MethodGet, "/ogc"+path, "", "Accept", f)
			if strings.Contains(path, phone) { // who asks for it finds nothing; the page may show what was asked
				if strings.Contains(string(b), id) {
					t.Errorf("%s finds the lead: %s", path, resp.Status)
				}
				continue
			}
			clean(path+" as "+f, b)
		}
	}
	stop()
	listening.Wait()
	stream.Body.Close()
	if !strings.Contains(heard.String(), id) {
		t.Errorf("the stream told nothing: %s", heard.String())
	}
	clean("the stream", []byte(heard.String()))
	clean("the log", []byte(log.String()))
	for _, ending := range []string{"geojson", "geojsonl", "csv", "gpkg", "kml", "gpx"} {
		file := filepath.Join(t.TempDir(), "incidents."+ending)
		x.run(exitDone, "export", "incidents", "-o", file)
		all, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
		if err != nil || len(all) == 0 {
			t.Fatalf("%s: nothing was exported, %v", ending, err)
		}
		for _, one := range all {
			b, err := os.ReadFile(one)
			if err != nil {
				t.Fatal(err)
			}
			clean(filepath.Base(one), b)
		}
	}
	clean("the proof", x.run(exitDone, "check", "--audit"))
	if searched < 60 {
		t.Errorf("only %d outputs were searched", searched)
	}
}
