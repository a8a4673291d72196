package ops_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xunhu/api/auth"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/demo"
)

// A surfer is a browser that keeps its cookies and says where it is.
type surfer struct {
	t      *testing.T
	srv    *httptest.Server
	client *http.Client
}

func browse(t *testing.T, srv *httptest.Server) surfer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return surfer{t, srv, &http.Client{Jar: jar}}
}

// does sends a request as a page would, and wants a status.
func (b surfer) does(want int, method, path, body string, header ...string) (string, http.Header) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.srv.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Accept-Language", "en")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if resp.StatusCode != want {
		b.t.Errorf("%s %s %s: %d, want %d: %s", method, path, body, resp.StatusCode, want, text)
	}
	return string(text), resp.Header
}

func (b surfer) me(person string) {
	b.t.Helper()
	if person == "" {
		b.does(401, "GET", "/me", "")
		return
	}
	text, _ := b.does(200, "GET", "/me", "")
	var me struct {
		Way    string
		Person struct{ ID string }
	}
	if err := json.Unmarshal([]byte(text), &me); err != nil || me.Person.ID != person || me.Way != "session" {
		b.t.Errorf("I am %s: %v", text, err)
	}
}

// office runs the API of an office in which one administrator has a link, by a clock that is moved.
func office(t *testing.T, with ...func(*ops.Options)) (srv *httptest.Server, st store.Store, clock *time.Time, link string) {
	t.Helper()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, china)
	clock = &now
	srv, st = served(t, func(o *ops.Options) {
		o.Guard.Demonstration, o.Guard.Now = false, func() time.Time { return *clock }
		for _, f := range with {
			f(o)
		}
	}, demo.Dataset())
	secret, err := people.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auth.NewLink(t.Context(), st, secret, "370481", "demo-FJ-admin", now); err != nil {
		t.Fatal(err)
	}
	return srv, st, clock, secret
}

const (
	words1 = "芦苇荡里划船去看白鹭归来"
	words2 = "twelve herons over the reed"
)

// The way of an account: a link, a password, sessions here and there, a new password, the end.
func TestAccounts(t *testing.T) {
	srv, st, clock, link := office(t)
	admin, other, stranger := browse(t, srv), browse(t, srv), browse(t, srv)
	admin.me("")
	signIn := func(b surfer, want int, person, password string, header ...string) (string, http.Header) {
		t.Helper()
		return b.does(want, "POST", "/session", `{"person":"`+person+`","password":"`+password+`"}`, header...)
	}
	signIn(admin, 401, "demo-FJ-admin", "") // has no password yet
	if text, _ := admin.does(422, "POST", "/password", `{"link":"`+link+`","password":"short"}`); !strings.Contains(text, "12 to 128") {
		t.Errorf("a short password: %s", text)
	}
	admin.does(404, "POST", "/password", `{"link":"x","password":"`+words1+`"}`)
	_, header := admin.does(200, "POST", "/password", `{"link":"`+link+`","password":"`+words1+`"}`)
	if c := header.Get("Set-Cookie"); !strings.HasPrefix(c, "xunhu-370481=") || !strings.Contains(c, "Path=/; HttpOnly; SameSite=Strict") || strings.Contains(c, "Domain") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("the cookie: %s, %s", c, header.Get("Cache-Control"))
	}
	admin.me("demo-FJ-admin")
	stranger.does(404, "POST", "/password", `{"link":"`+link+`","password":"`+words2+`"}`)

	// An administrator reads no case, and helps others in.
	admin.does(403, "GET", "/incidents", "")
	admin.does(403, "GET", "/plans", "")
	admin.does(404, "POST", "/people/nobody/link", "")
	text, _ := admin.does(201, "POST", "/people/demo-FJ-desk/link", "")
	secret := func(text string) string {
		t.Helper()
		var made struct{ Address string }
		if err := json.Unmarshal([]byte(text), &made); err != nil || !strings.HasPrefix(made.Address, "/#link=") {
			t.Fatalf("%s: %v", text, err)
		}
		s, _, _ := strings.Cut(strings.TrimPrefix(made.Address, "/#link="), "&")
		return s
	}
	*clock = clock.Add(auth.LinkLasts)
	stranger.does(404, "POST", "/password", `{"link":"`+secret(text)+`","password":"`+words2+`"}`)
	signIn(admin, 201, "demo-FJ-admin", words1)
	text, _ = admin.does(201, "POST", "/people/demo-FJ-desk/link", "")
	desk := browse(t, srv)
	desk.does(200, "POST", "/password", `{"link":"`+secret(text)+`","password":"`+words2+`"}`)
	desk.me("demo-FJ-desk")
	desk.does(200, "GET", "/incidents", "")
	desk.does(403, "POST", "/people/demo-FJ-admin/link", "")

	// What another site has the browser send changes nothing.
	for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "", "Origin", "https://other.example"}, {"Sec-Fetch-Site", ""}} {
		desk.does(403, "POST", "/incidents", "{", from...)
		desk.does(403, "POST", "/password", `{"present":"`+words2+`","password":"`+words1+`"}`, from...)
		desk.does(403, "DELETE", "/session", "", from...)
		signIn(stranger, 403, "demo-FJ-desk", words2, from...)
	}
	desk.does(400, "POST", "/incidents", "{", "Sec-Fetch-Site", "", "Origin", srv.URL)

	// A new password ends all other sessions.
	signIn(other, 201, "demo-FJ-desk", words2)
	desk.does(422, "POST", "/password", `{"present":"wrong","password":"`+words1+`"}`)
	desk.does(422, "POST", "/password", `{"present":"`+words2+`","password":"demo-FJ-desk2026"}`)
	desk.does(200, "POST", "/password", `{"present":"`+words2+`","password":"`+words1+`"}`)
	desk.me("demo-FJ-desk")
	other.me("")
	signIn(other, 401, "demo-FJ-desk", words2)
	signIn(other, 201, "demo-FJ-desk", words1)

	// Signing out, here and everywhere.
	other.does(204, "DELETE", "/session", "")
	other.me("")
	desk.me("demo-FJ-desk")
	signIn(other, 201, "demo-FJ-desk", words1)
	desk.does(204, "DELETE", "/session?everywhere=true", "")
	other.me("")
	desk.does(204, "DELETE", "/session", "")

	// Who is barred is out at once.
	signIn(desk, 201, "demo-FJ-desk", words1)
	bearer := []string{"Authorization", "Bearer " + token(t, st, "demo-FJ-desk")}
	stranger.does(200, "GET", "/me", "", bearer...)
	if err := st.Bar(t.Context(), "370481", "demo-FJ-desk", true); err != nil {
		t.Fatal(err)
	}
	desk.me("")
	stranger.does(401, "GET", "/me", "", bearer...)
	barred, _ := signIn(desk, 401, "demo-FJ-desk", words1)
	unknown, _ := signIn(desk, 401, "nobody", words1)
	if barred != unknown {
		t.Errorf("somebody barred is told %s, somebody unknown %s", barred, unknown)
	}
}

// fails is a store of accounts that counts so many tries, and no more.
type fails struct {
	auth.Store
	left int
}

func (f *fails) Attempt(ctx context.Context, region, person string, at time.Time, wait func(int) time.Duration) (people.Account, bool, error) {
	if f.left--; f.left < 0 {
		return people.Account{}, false, errors.New("away")
	}
	return f.Store.Attempt(ctx, region, person, at, wait)
}

// After five failures an id waits at the network that they came from, whether it is somebody's or not, and after a
// hundred everywhere; whoever comes from elsewhere is not kept out. Letting somebody in again ends the wait.
func TestLockout(t *testing.T) {
	var guard *auth.Guard
	srv, st, clock, link := office(t, func(o *ops.Options) { guard = o.Guard })
	guard.Sender = func(r *http.Request) string { return r.Header.Get("X-Test-Sender") }
	b := browse(t, srv)
	b.does(200, "POST", "/password", `{"link":"`+link+`","password":"`+words1+`"}`)
	told := func(want int, person, password, from string) string {
		t.Helper()
		text, header := b.does(want, "POST", "/session", `{"person":"`+person+`","password":"`+password+`"}`, "X-Test-Sender", from)
		return header.Get("Retry-After") + text
	}
	const admin, nobody, here, elsewhere = "demo-FJ-admin", "demo-FJ-nobody", "198.51.100.7", "203.0.113.7"
	for _, want := range []int{401, 401, 401, 401, 401, 429} {
		if of, none := told(want, admin, "wrong", here), told(want, nobody, "wrong", here); of != none {
			t.Errorf("of somebody %s, of nobody %s", of, none)
		}
	}
	if text := told(429, admin, words1, "198.51.100.200"); !strings.HasPrefix(text, "60") || !strings.Contains(text, "1 minutes") {
		t.Errorf("from the same network, with the right password: %s", text)
	}
	b.me(admin) // who is in stays in
	told(201, admin, words1, elsewhere)
	told(401, admin, "wrong", "2001:db8::1")
	*clock = clock.Add(time.Minute)
	if of, none := told(401, admin, "wrong", here)+told(429, admin, words1, here), told(401, nobody, "wrong", here)+told(429, nobody, words1, here); of != none || !strings.Contains(of, "120") {
		t.Errorf("of somebody %s, of nobody %s", of, none)
	}
	if err := st.Forgive(t.Context(), "370481", admin); err != nil { // xunhu user unlock
		t.Fatal(err)
	}
	told(429, nobody, words1, here)
	told(201, admin, words1, here)
	told(401, admin, "wrong", here) // five are free again

	// Whoever waits may try again, not only who tries first; once, and not because somebody signs in.
	third := "192.0.2.7"
	for range 4 { // with the one above
		told(401, admin, "wrong", here)
		told(401, admin, "wrong", elsewhere)
	}
	told(401, admin, "wrong", elsewhere)
	told(429, admin, words1, here)
	told(429, admin, words1, elsewhere)
	*clock = clock.Add(time.Second)
	told(201, admin, words1, third)
	told(429, admin, words1, here)
	if err := st.Forgive(t.Context(), "370481", admin); err != nil {
		t.Fatal(err)
	}
	told(201, admin, words1, third)
	told(201, admin, words1, here)
	for range 5 {
		told(401, admin, "wrong", elsewhere)
	}
	told(429, admin, words1, elsewhere)
	guard.Store = &fails{Store: guard.Store, left: 1}
	told(201, admin, words1, third)
	guard.Store = st

	for from := range 98 {
		if _, may, err := st.Attempt(t.Context(), "370481", admin, *clock, auth.WaitAnywhere); !may || err != nil {
			t.Fatal(from, may, err)
		}
	}
	if text := told(429, admin, words1, elsewhere); !strings.HasPrefix(text, "60") {
		t.Errorf("from elsewhere, after a hundred failures: %s", text)
	}
	*clock = clock.Add(time.Minute)
	told(201, admin, words1, elsewhere)
	if a, err := st.Account(t.Context(), "370481", admin); err != nil || a.Failures != 1 || strings.Contains(a.Password, words1) {
		t.Errorf("%+v, %v", a, err)
	}
}

// A session ends when nobody is there for half an hour, whatever the page asks by itself, and
// after twelve hours.
func TestSessionEnds(t *testing.T) {
	srv, _, clock, link := office(t)
	b := browse(t, srv)
	b.does(200, "POST", "/password", `{"link":"`+link+`","password":"`+words1+`"}`)
	for range 25 {
		*clock = clock.Add(28 * time.Minute)
		b.me("demo-FJ-admin")
	}
	*clock = clock.Add(21 * time.Minute) // twelve hours are over
	if text, header := b.does(401, "GET", "/me", ""); !strings.Contains(text, "sign in again") || !strings.Contains(header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%s, %s", header.Get("Set-Cookie"), text)
	}
	b.does(201, "POST", "/session", `{"person":"demo-FJ-admin","password":"`+words1+`"}`)
	*clock = clock.Add(20 * time.Minute)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := b.client.Do(req)
	if err != nil || stream.StatusCode != http.StatusOK {
		t.Fatal(stream, err)
	}
	stream.Body.Close()
	*clock = clock.Add(10 * time.Minute)
	b.me("")
}

// A secret is taken where nobody on the way can read it: by TLS, also to a proxy, or within
// this machine. The cookie is then as strict as cookies get.
func TestSecretsAreSheltered(t *testing.T) {
	srv, _, _, link := office(t)
	b := browse(t, srv)
	for _, way := range [][]string{{"X-Forwarded-For", "10.0.0.7"}, {"Host", "map.example.org"}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/api/v1/password", strings.NewReader(`{"link":"`+link+`","password":"`+words1+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(way[0], way[1])
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		if way[0] == "Host" {
			req.Host = way[1]
		}
		resp, err := b.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden || resp.Header.Get("Set-Cookie") != "" {
			t.Errorf("%v: %s", way, resp.Status)
		}
	}
	if text, _ := b.does(200, "GET", "/session", "", "X-Forwarded-For", "10.0.0.7"); !strings.Contains(text, `"password":false`) {
		t.Error(text)
	}
	_, header := b.does(200, "POST", "/password", `{"link":"`+link+`","password":"`+words1+`"}`, "X-Forwarded-For", "10.0.0.7", "X-Forwarded-Proto", "https")
	c := header.Get("Set-Cookie")
	if !strings.HasPrefix(c, "__Host-xunhu-370481=") || !strings.HasSuffix(c, "; Path=/; HttpOnly; Secure; SameSite=Strict") {
		t.Errorf("the cookie: %s", c)
	}
}
