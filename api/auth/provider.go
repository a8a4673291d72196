package auth

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// A Provider of identities signs people in by OpenID Connect. It is asked for when somebody
// first wants to sign in by it.
type Provider struct {
	Name   string // as people know it
	Issuer string // address, below which /.well-known/openid-configuration is found
	Client string // our id there
	Secret string // "": a public client
	Claim  string // of the ID token, whose value is a person's id

	mu      sync.Mutex
	found   *oidc.Provider
	looking chan struct{} // closed when the look that is under way has ended; nil: none is
	failed  error         // of the last look
	again   time.Time     // before which nobody looks
	talks   []string      // the networks of those for whom it is asked
}

// ProviderName is how people know the provider; "" if there is none.
func (g *Guard) ProviderName() string {
	if g.Provider == nil {
		return ""
	}
	return g.Provider.Name
}

// Times of a provider.
const (
	askProvider = 10 * time.Second // one request to it
	lookAgain   = 5 * time.Second  // after one that failed, so long nobody asks it
	mostTalks   = 32               // for that many it is asked at once
	mostOfOne   = 4                // of them of one network
	awayFor     = 10 * time.Minute // how long somebody may be there
)

// callback is where the provider sends people back to, below a region.
const callback = begun + "/callback"

// known gives the provider's addresses and keys, if they were found.
func (p *Provider) known() *oidc.Provider {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.found
}

// at finds the provider's addresses and keys. Whoever comes while it is asked waits for the same answer, which takes as
// long as one request may.
func (p *Provider) at(ctx context.Context, now func() time.Time) (*oidc.Provider, error) {
	p.mu.Lock()
	if p.found == nil && p.looking == nil && !now().Before(p.again) {
		p.looking = make(chan struct{})
		go p.look(context.WithoutCancel(ctx), now)
	}
	looking := p.looking
	p.mu.Unlock()
	if looking != nil {
		select {
		case <-looking:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		return nil, p.failed
	}
	return p.found, nil
}

// look asks the provider for its addresses and keys.
func (p *Provider) look(ctx context.Context, now func() time.Time) {
	found, err := oidc.NewProvider(asking(ctx), p.Issuer)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found = found; err != nil {
		p.failed, p.again = err, now().Add(lookAgain)
	}
	close(p.looking)
	p.looking = nil
}

// talk takes one of the places of those for whom the provider is asked; leave gives it back. False: all are taken, or
// those of a network.
func (p *Provider) talk(network string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	of := 0
	for _, other := range p.talks {
		if other == network {
			of++
		}
	}
	if len(p.talks) >= mostTalks || of >= mostOfOne {
		return false
	}
	p.talks = append(p.talks, network)
	return true
}

func (p *Provider) leave(network string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.talks, network)
	p.talks = slices.Delete(p.talks, i, i+1)
}

// ask does what asks the provider, if not too much does.
func (g *Guard) ask(w http.ResponseWriter, r *http.Request, do func() error) error {
	network := g.network(r)
	if !g.Provider.talk(network) {
		return g.later(w, "auth.provider_busy", errors.New("too many sign in at once"))
	}
	defer g.Provider.leave(network)
	return do()
}

// away refuses who would sign in by a provider that does not answer.
func (g *Guard) away(w http.ResponseWriter, r *http.Request, err error) error {
	if r.Context().Err() != nil {
		return r.Context().Err()
	}
	return g.later(w, "auth.provider_away", err)
}

func (g *Guard) later(w http.ResponseWriter, code string, err error) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(lookAgain.Seconds())))
	return &problem.Error{Status: http.StatusServiceUnavailable, Err: finding.New(code, "", "name", g.Provider.Name).Because(err)}
}

// asking limits how long one request to the provider takes.
func asking(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, &http.Client{Timeout: askProvider})
}

// client is our part, as the request reached us.
func (p *Provider) client(at *oidc.Provider, r *http.Request) oauth2.Config {
	scheme, prefix := "http", ""
	if private(r) {
		scheme = "https"
	}
	if code := problem.PathParam(r, "region"); code != "" {
		prefix = "/r/" + url.PathEscape(code)
	}
	scopes := []string{oidc.ScopeOpenID, "profile"}
	if p.Claim == "email" {
		scopes = append(scopes, "email")
	}
	return oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: at.Endpoint(), Scopes: scopes, RedirectURL: scheme + "://" + r.Host + prefix + callback}
}

// Leave sends a browser to the provider. State, nonce and the key of the exchange wait in a
// cookie of this browser: nobody else can bring an answer to it.
func (g *Guard) Leave(w http.ResponseWriter, r *http.Request) error {
	return g.shown(w, r, g.depart(w, r))
}

// Return lets in who comes back from the provider, and shows them the page.
func (g *Guard) Return(w http.ResponseWriter, r *http.Request) error {
	return g.shown(w, r, g.arrive(w, r))
}

// begun is where people set out from, below a region.
const begun = "/api/v1/session/provider"

// shown shows a refusal on the page, which words it, where a browser would see a bare document.
func (g *Guard) shown(w http.ResponseWriter, r *http.Request, err error) error {
	var why *finding.Finding
	var known *problem.Error
	if !errors.As(err, &known) || !errors.As(known.Err, &why) || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return err
	}
	reason, ours := strings.CutPrefix(why.Code, "auth.")
	page, _, found := strings.Cut(r.URL.Path, begun)
	if !ours || !found {
		return err
	}
	said := url.Values{"refused": {reason}}
	if id, ok := why.Args["person"].(string); ok {
		said.Set("person", id)
	}
	g.Log.WarnContext(r.Context(), "sign-in by provider refused", "reason", reason, "err", err)
	w.Header().Del("Retry-After")
	http.Redirect(w, r, page+"/#"+said.Encode(), http.StatusSeeOther)
	return nil
}

func (g *Guard) depart(w http.ResponseWriter, r *http.Request) error {
	region, at, err := g.provided(w, r)
	if err != nil {
		return err
	}
	state, err1 := people.NewSecret(g.Random)
	nonce, err2 := people.NewSecret(g.Random)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	verifier := oauth2.GenerateVerifier()
	g.remember(w, r, region, state+"."+nonce+"."+verifier)
	client := g.Provider.client(at, r)
	http.Redirect(w, r, client.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusSeeOther)
	return nil
}

// provided gives the code of the region and the provider of a request.
func (g *Guard) provided(w http.ResponseWriter, r *http.Request) (region string, at *oidc.Provider, err error) {
	if g.Provider == nil {
		return "", nil, problem.NotFound(finding.New("auth.no_provider", ""))
	}
	if err := sheltered(r); err != nil {
		return "", nil, err
	}
	found, err := g.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return "", nil, err
	}
	code := found.Dataset.Region.Code
	if at = g.Provider.known(); at != nil {
		return code, at, nil
	}
	err = g.ask(w, r, func() (err error) {
		if at, err = g.Provider.at(r.Context(), g.Now); err != nil {
			return g.away(w, r, err)
		}
		return nil
	})
	return code, at, err
}

// remember keeps in a browser what it must bring back; "" forgets it. It comes back from
// another site, and so cannot be as strict as the cookie of a session.
func (g *Guard) remember(w http.ResponseWriter, r *http.Request, region, what string) {
	c := &http.Cookie{Name: cookieName(r, region) + "-away", Value: what, Path: "/", HttpOnly: true, Secure: private(r), SameSite: http.SameSiteLaxMode, MaxAge: int(awayFor.Seconds())}
	if what == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (g *Guard) arrive(w http.ResponseWriter, r *http.Request) error {
	region, at, err := g.provided(w, r)
	if err != nil {
		return err
	}
	c, err := r.Cookie(cookieName(r, region) + "-away")
	g.remember(w, r, region, "")
	q := r.URL.Query()
	var parts []string
	if err == nil {
		parts = strings.Split(c.Value, ".")
	}
	if len(parts) != 3 || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(q.Get("state"))) != 1 {
		return forbid("auth.provider_state")
	}
	if q.Get("error") != "" {
		return forbid("auth.provider_refused", "name", g.Provider.Name, "why", cmp.Or(q.Get("error_description"), q.Get("error")))
	}
	var id string
	var busy *problem.Error
	err = g.ask(w, r, func() (err error) {
		id, err = g.Provider.vouched(r, at, q.Get("code"), parts[1], parts[2], g.Now)
		return err
	})
	if errors.As(err, &busy) {
		return err
	}
	var unheard *url.Error
	var faulty *oauth2.RetrieveError
	if errors.As(err, &unheard) || errors.As(err, &faulty) && faulty.Response.StatusCode >= http.StatusInternalServerError {
		return g.away(w, r, err)
	}
	if err != nil {
		g.Log.WarnContext(r.Context(), "sign-in by provider failed", "region", region, "err", err)
		return forbid("auth.provider_token", "name", g.Provider.Name)
	}
	p, err := g.Store.Person(r.Context(), region, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	account := people.Account{}
	if err == nil {
		if account, err = g.Store.Account(r.Context(), region, id); err != nil {
			return err
		}
	}
	if p.ID == "" || p.Illustration || account.Barred || id == people.FirstAdministrator { // which anybody might be called there
		g.Log.WarnContext(r.Context(), "sign-in by provider of nobody on the register", "region", region, "person", id)
		return forbid("auth.provider_unknown", "name", g.Provider.Name, "person", id)
	}
	if err := g.begin(w, r, region, id); err != nil {
		return err
	}
	g.Log.InfoContext(r.Context(), "signed in", "region", region, "person", id, "by", g.Provider.Name)
	page, _, _ := strings.Cut(r.URL.Path, begun)
	http.Redirect(w, r, page+"/", http.StatusSeeOther)
	return nil
}

// vouched changes a code for an ID token, proves it, and gives the person's id in it.
func (p *Provider) vouched(r *http.Request, at *oidc.Provider, code, nonce, verifier string, now func() time.Time) (string, error) {
	ctx := asking(r.Context())
	client := p.client(at, r)
	answer, err := client.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", fmt.Errorf("exchange the code: %w", err)
	}
	raw, _ := answer.Extra("id_token").(string)
	token, err := at.Verifier(&oidc.Config{ClientID: p.Client, Now: now}).Verify(ctx, raw)
	if err != nil {
		return "", err
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1 {
		return "", errors.New("the ID token has another nonce")
	}
	claims := map[string]any{}
	if err := token.Claims(&claims); err != nil {
		return "", err
	}
	if verified, _ := claims["email_verified"].(bool); p.Claim == "email" && !verified {
		return "", errors.New("the provider has not verified the address")
	}
	id, _ := claims[p.Claim].(string)
	if id == "" {
		return "", fmt.Errorf("the ID token has no text %q", p.Claim)
	}
	return id, nil
}
