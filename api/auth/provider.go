package auth

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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

	mu    sync.Mutex
	found *oidc.Provider
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
	awayFor     = 10 * time.Minute // how long somebody may be there
)

// callback is where the provider sends people back to, below a region.
const callback = "/api/v1/session/provider/callback"

// at finds the provider's addresses and keys.
func (p *Provider) at(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	found, err := oidc.NewProvider(asking(context.WithoutCancel(ctx)), p.Issuer)
	if err != nil {
		return nil, &problem.Error{Status: http.StatusServiceUnavailable, Err: finding.New("auth.provider_away", "", "name", p.Name).Because(err)}
	}
	p.found = found
	return found, nil
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
	region, at, err := g.provided(r)
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
func (g *Guard) provided(r *http.Request) (region string, at *oidc.Provider, err error) {
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
	at, err = g.Provider.at(r.Context())
	return found.Dataset.Region.Code, at, err
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

// Return lets in who comes back from the provider, and shows them the page.
func (g *Guard) Return(w http.ResponseWriter, r *http.Request) error {
	region, at, err := g.provided(r)
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
	id, err := g.Provider.vouched(r, at, q.Get("code"), parts[1], parts[2], g.Now)
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
	http.Redirect(w, r, strings.TrimSuffix(r.URL.Path, callback)+"/", http.StatusSeeOther)
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
