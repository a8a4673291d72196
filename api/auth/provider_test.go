package auth_test

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xunhu/api/auth"
	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
)

// identities is a little provider of identities: it knows one person, signs with RS256, and
// hands a token out for a code to who has the verifier of its challenge. spoil changes what
// it says.
type identities struct {
	srv *httptest.Server
	key *rsa.PrivateKey

	mu     sync.Mutex
	asked  url.Values // by the browser
	claims func(map[string]any)
	sign   func(header map[string]any, text string) (signature []byte)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func provider(t *testing.T) *identities {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &identities{key: key}
	mux := http.NewServeMux()
	write := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		write(w, map[string]any{"issuer": p.srv.URL, "authorization_endpoint": p.srv.URL + "/in", "token_endpoint": p.srv.URL + "/token", "jwks_uri": p.srv.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		write(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /in", func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = r.URL.Query()
		p.mu.Unlock()
		back := url.Values{"state": {p.asked.Get("state")}, "code": {"the-code"}, "session_state": {"x"}}
		http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		id, secret, _ := r.BasicAuth()
		if p.asked.Get("code_challenge_method") != "S256" || b64(sum[:]) != p.asked.Get("code_challenge") || r.FormValue("code") != "the-code" || id != "xunhu" || secret != "shh" {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		write(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": p.token()})
	})
	p.srv = httptest.NewServer(mux)
	t.Cleanup(p.srv.Close)
	return p
}

// token is what it says of the person.
func (p *identities) token() string {
	header := map[string]any{"alg": "RS256", "kid": "1", "typ": "JWT"}
	claims := map[string]any{"iss": p.srv.URL, "sub": "77", "aud": "xunhu", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
		"nonce": p.asked.Get("nonce"), "preferred_username": "li"}
	if p.claims != nil {
		p.claims(claims)
	}
	sign := p.sign
	if sign == nil {
		sign = func(_ map[string]any, text string) []byte { return rs256(p.key, text) }
	}
	encode := func(v any) string {
		b, _ := json.Marshal(v)
		return b64(b)
	}
	if p.sign != nil {
		p.sign(header, "") // may change the header first
	}
	text := encode(header) + "." + encode(claims)
	return text + "." + b64(sign(header, text))
}

func rs256(key *rsa.PrivateKey, text string) []byte {
	sum := sha256.Sum256([]byte(text))
	s, _ := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return s
}

// Who a provider vouches for is let in, if on the register; nobody else is, however the
// answer is made up.
func TestProvider(t *testing.T) {
	st := either.New(t)
	for _, err := range []error{
		st.Save(t.Context(), demo.Dataset()),
		st.SavePerson(t.Context(), "370481", people.Person{ID: "li", Unit: "370481-FJ", Roles: []dispatch.Role{"dispatcher"}}),
		st.SavePerson(t.Context(), "370481", people.Person{ID: "demo-FJ-desk", Unit: "370481-FJ", Roles: []dispatch.Role{"dispatcher"}, Illustration: true}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	p := provider(t)
	out := &auth.Provider{Name: "市政务认证", Issuer: p.srv.URL, Client: "xunhu", Secret: "shh", Claim: "preferred_username"}
	guard := auth.New(auth.Options{Regions: live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now), Store: st, Now: time.Now, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Provider: out})
	mux := http.NewServeMux()
	handle := func(path string, f func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if err := f(w, r); err != nil {
				http.Error(w, err.Error(), http.StatusForbidden)
			}
		})
	}
	handle("GET /api/v1/session/provider", guard.Leave)
	handle("GET /api/v1/session/provider/callback", guard.Return)
	handle("GET /", func(w http.ResponseWriter, r *http.Request) error {
		a, err := guard.Admit(w, r, people.ReadLeads)
		if err == nil {
			_, err = io.WriteString(w, a.ID+" by "+string(a.Way))
		}
		return err
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	browser := func() *http.Client {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Client{Jar: jar}
	}
	get := func(c *http.Client, address string) (int, string) {
		t.Helper()
		resp, err := c.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	begin := srv.URL + "/api/v1/session/provider"
	c := browser()
	if status, text := get(c, begin); status != 200 || text != "li by session" {
		t.Fatalf("%d %s", status, text)
	}
	if p.asked.Get("response_type") != "code" || !strings.Contains(p.asked.Get("scope"), "openid") || len(p.asked.Get("nonce")) < 40 || len(p.asked.Get("state")) < 40 {
		t.Errorf("the provider was asked %v", p.asked)
	}
	again := srv.URL + "/api/v1/session/provider/callback?code=the-code&state=" + p.asked.Get("state")
	if status, _ := get(c, again); status != http.StatusForbidden {
		t.Errorf("the same answer again: %d", status)
	}
	if status, _ := get(browser(), again); status != http.StatusForbidden {
		t.Errorf("the answer in another browser: %d", status)
	}

	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(name string, v any) func() {
		return func() { p.claims = func(c map[string]any) { c[name] = v } }
	}
	for name, tc := range map[string]struct {
		spoil func()
		in    bool
	}{
		"as it should be":               {func() {}, true},
		"several audiences":             {claim("aud", []string{"else", "xunhu"}), true},
		"another nonce":                 {claim("nonce", "x"), false},
		"no nonce":                      {claim("nonce", nil), false},
		"another audience":              {claim("aud", "else"), false},
		"another issuer":                {claim("iss", "https://evil.example"), false},
		"expired":                       {claim("exp", time.Now().Add(-time.Minute).Unix()), false},
		"somebody who is not here":      {claim("preferred_username", "wang"), false},
		"somebody of the demonstration": {claim("preferred_username", "demo-FJ-desk"), false},
		"no name":                       {claim("preferred_username", nil), false},
		"a name that is no text":        {claim("preferred_username", []string{"li"}), false},
		"another key":                   {func() { p.sign = func(_ map[string]any, text string) []byte { return rs256(other, text) } }, false},
		"no signature": {func() {
			p.sign = func(h map[string]any, _ string) []byte { h["alg"] = "none"; return nil }
		}, false},
		"signed with the public key": {func() {
			p.sign = func(h map[string]any, text string) []byte {
				h["alg"] = "HS256"
				m := hmac.New(sha256.New, p.key.N.Bytes())
				m.Write([]byte(text))
				return m.Sum(nil)
			}
		}, false},
		"an address that nobody verified": {func() {
			out.Claim, p.claims = "email", func(c map[string]any) { c["email"] = "li" }
		}, false},
		"an address that was verified": {func() {
			out.Claim, p.claims = "email", func(c map[string]any) { c["email"], c["email_verified"] = "li", true }
		}, true},
		"the wrong secret of ours": {func() { out.Secret = "guessed" }, false},
	} {
		p.claims, p.sign, out.Claim, out.Secret = nil, nil, "preferred_username", "shh"
		tc.spoil()
		c := browser()
		status, text := get(c, begin)
		if in := status == 200 && text == "li by session"; in != tc.in {
			t.Errorf("%s: %d %s", name, status, text)
		}
		if status, _ := get(c, srv.URL); (status == 200) != tc.in {
			t.Errorf("%s: the page answers %d afterwards", name, status)
		}
	}
	p.claims, p.sign, out.Claim, out.Secret = nil, nil, "preferred_username", "shh"
	if status, text := get(browser(), srv.URL+"/api/v1/session/provider/callback?error=access_denied&state="); status != http.StatusForbidden || !strings.Contains(text, "Forbidden") {
		t.Errorf("refused there, and not begun here: %d %s", status, text)
	}
	if err := st.Bar(t.Context(), "370481", "li", true); err != nil {
		t.Fatal(err)
	}
	if status, _ := get(browser(), begin); status != http.StatusForbidden {
		t.Errorf("somebody barred is let in: %d", status)
	}
	guard.Provider = &auth.Provider{Name: "gone", Issuer: "http://127.0.0.1:1", Client: "xunhu", Claim: "sub"}
	if status, _ := get(browser(), begin); status != http.StatusForbidden { // the handler of this test says so of every error
		t.Errorf("a provider that is away: %d", status)
	}
}

// While a provider is away it is asked once for all who wait, so many may wait and no more, and for some seconds nobody
// asks it again. A browser is shown the page with the reason, not a bare document.
func TestProviderIsAway(t *testing.T) {
	st := either.New(t)
	if err := st.Save(t.Context(), demo.Dataset()); err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	answer := make(chan struct{})
	down := true
	var away *httptest.Server
	away = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		<-answer
		if down {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": away.URL, "authorization_endpoint": away.URL + "/in", "token_endpoint": away.URL + "/token", "jwks_uri": away.URL + "/keys"})
	}))
	t.Cleanup(away.Close)
	now := time.Now()
	var log bytes.Buffer // the logger takes turns
	guard := auth.New(auth.Options{Regions: live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now), Store: st, Now: func() time.Time { return now }, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(&log, nil)), Provider: &auth.Provider{Name: "gone", Issuer: away.URL, Client: "xunhu", Claim: "sub"}})
	get := func(path, accept string, network ...int) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+path, nil)
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Language", "en")
		for _, n := range network {
			r.RemoteAddr = fmt.Sprintf("10.0.%d.1:1", n)
		}
		w := httptest.NewRecorder()
		f := guard.Leave
		if strings.Contains(path, "/callback") {
			f = guard.Return
		}
		problem.Handler(guard.Log, f)(w, r)
		return w
	}
	const begin = "/api/v1/session/provider"
	all := make(chan *httptest.ResponseRecorder)
	ask := func(network int) { go func() { all <- get(begin, "application/json", network) }() }
	refused := func(word string) {
		t.Helper()
		if w := <-all; w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "5" || !strings.Contains(w.Body.String(), word) {
			t.Errorf("%d, Retry-After %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body)
		}
	}
	const most, ofOne = 32, 4
	for range ofOne + 2 { // of one network
		ask(0)
	}
	for range 2 {
		refused("Too many")
	}
	for i := range most { // of networks of their own, where so many less ofOne have a place
		ask(1 + i)
	}
	for range ofOne {
		refused("Too many")
	}
	close(answer)
	for range most {
		refused("does not answer")
	}
	if w := get("/r/370481"+begin, "text/html,*/*"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/r/370481/#refused=provider_away" {
		t.Errorf("a browser: %d, %s", w.Code, w.Header().Get("Location"))
	}
	if n, many := asked.Load(), strings.Count(log.String(), "too many"); n != 1 || many != 2+ofOne {
		t.Errorf("it was asked %d times; %d were too many", n, many)
	}
	down = false
	now = now.Add(5 * time.Second)
	if w := get(begin, "text/html"); w.Code != http.StatusSeeOther || asked.Load() != 2 {
		t.Errorf("when it is back: %d %s, asked %d times", w.Code, w.Body, asked.Load())
	}
	if w := get(begin+"/callback?state=x", "text/html"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/#refused=provider_state" {
		t.Errorf("an answer that nobody waits for: %d %s", w.Code, w.Header().Get("Location"))
	}
}
