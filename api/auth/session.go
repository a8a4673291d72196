package auth

import (
	"cmp"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/geo/finding"
)

// How long a session holds.
const (
	Idle    = 30 * time.Minute // without being used
	Longest = 12 * time.Hour   // however often it is used

	seenEvery = time.Minute // how often its use is noted
)

// cookieName is the cookie of a region's sessions. Over TLS its prefix makes browsers keep it
// to this host, whole and secure; a browser takes it from this machine alone without.
func cookieName(r *http.Request, region string) string {
	if private(r) {
		return "__Host-xunhu-" + region
	}
	return "xunhu-" + region
}

// private tells whether nobody on the way reads a request: it came by TLS, here or to a proxy.
func private(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// sheltered refuses secrets that others on the way could read: they come by TLS, or do not
// leave this machine.
func sheltered(r *http.Request) error {
	if private(r) || !HandedOn(r) && local(r, r.Host) {
		return nil
	}
	return forbid("auth.no_tls")
}

// Sheltered tells whether secrets are taken the way that a request came.
func (g *Guard) Sheltered(r *http.Request) bool { return sheltered(r) == nil }

// local tells whether an address names this machine: as usual, or by the loopback address to which a request came.
func local(r *http.Request, host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, host) {
		return true
	}
	at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && at.IP.IsLoopback() && at.IP.Equal(net.ParseIP(host))
}

// HandedOn tells whether a proxy says that it hands a request on.
func HandedOn(r *http.Request) bool {
	for name := range r.Header {
		switch name {
		case "Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip":
			return true
		}
		if strings.HasPrefix(name, "X-Forwarded") {
			return true
		}
	}
	return false
}

// notHome is why a request does not count as made on this machine for this service, by a code of api/words; "" if it
// does: it names both as they are, no proxy says that it handed it on, and no page with another name sent it. A proxy
// that says nothing is mostly betrayed by HTTP/1.0, or by the name of the page that a browser sends along; where an
// address is typed, or a program asks, it is not: behind any proxy the service is run with --no-demonstration.
func notHome(r *http.Request) string {
	const elsewhere = "auth.not_home"
	if HandedOn(r) || !local(r, r.Host) {
		return elsewhere
	}
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok && portOf(r) != strconv.Itoa(at.Port) {
		return elsewhere
	}
	for _, name := range []string{"Origin", "Referer"} {
		if page := r.Header.Get(name); page != "" {
			if at, err := url.Parse(page); err != nil || !local(r, at.Host) {
				return elsewhere
			}
		}
	}
	if !r.ProtoAtLeast(1, 1) {
		return "auth.http_1_0"
	}
	return ""
}

// portOf is the port that a request names; browsers leave the usual one out.
func portOf(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host) // without one this fails
	if r.TLS != nil {
		return cmp.Or(port, "443")
	}
	return cmp.Or(port, "80")
}

// home is the address at which the service is to be asked so that a request is not notHome.
func home(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		return scheme + at.String()
	}
	return scheme + "localhost"
}

// setCookie gives the browser the secret of a session; "" takes it away.
func setCookie(w http.ResponseWriter, r *http.Request, region, secret string) {
	c := &http.Cookie{Name: cookieName(r, region), Value: secret, Path: "/", HttpOnly: true, Secure: private(r), SameSite: http.SameSiteStrictMode}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// secretOf is the secret of the session that a request belongs to; "" if to none.
func secretOf(r *http.Request, region string) string {
	c, err := r.Cookie(cookieName(r, region))
	if err != nil {
		return ""
	}
	return c.Value
}

// begin begins a session of a person, instead of the one that the browser may have had.
func (g *Guard) begin(w http.ResponseWriter, r *http.Request, region, person string) error {
	if old := secretOf(r, region); old != "" {
		if err := g.Store.EndSession(r.Context(), region, people.Digest(old)); err != nil {
			return err
		}
	}
	secret, err := people.NewSecret(g.Random)
	if err != nil {
		return err
	}
	now := g.Now()
	if err := g.Store.AddSession(r.Context(), region, people.Session{Digest: people.Digest(secret), Person: person, Made: now, Seen: now, Ends: now.Add(Longest)}); err != nil {
		return err
	}
	setCookie(w, r, region, secret)
	return nil
}

// ownPage refuses what a page of another site has a browser send: what changes something by
// a cookie says where it comes from. Browsers say it; programs use tokens.
func ownPage(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	if site == "same-origin" || site == "" && (origin == "http://"+r.Host || origin == "https://"+r.Host) {
		return nil
	}
	return &problem.Error{Status: http.StatusForbidden, Err: finding.New("problem.other_site", "")}
}
