package auth

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// Tries that are free, and the longest wait after further ones: some 100 tries a day.
const (
	freeTries   = 5
	longestWait = 15 * time.Minute
)

// LinkLasts is for how long a link holds by which somebody sets a password.
const LinkLasts = 72 * time.Hour

// Wait is how long nobody may try a password after so many failures: a minute after the
// fifth, then twice as long each time.
func Wait(failures int) time.Duration {
	if failures < freeTries {
		return 0
	}
	return min(longestWait, time.Minute<<min(failures-freeTries, 10))
}

// SignIn begins a session of who knows a person's password. Whoever does not is told nothing
// but that; after some failures the account waits (429).
func (g *Guard) SignIn(w http.ResponseWriter, r *http.Request, person, password string) (*Asker, error) {
	region, err := g.safely(r)
	if err != nil {
		return nil, err
	}
	code := region.Dataset.Region.Code
	if len(person) > mostID || len(password) > 4*MostPassword { // nobody's; not worth a line in the log
		return nil, wrong()
	}
	if err := g.try(w, r, region, person, password); err != nil {
		return nil, err
	}
	if err := g.begin(w, r, code, person); err != nil {
		return nil, err
	}
	g.Log.InfoContext(r.Context(), "signed in", "region", code, "person", person, "by", "password")
	return g.signedIn(r.Context(), region, person)
}

// safely gives the region of a request that brings a secret, if nobody can read that or
// made a browser send it.
func (g *Guard) safely(r *http.Request) (*live.Region, error) {
	if err := sheltered(r); err != nil {
		return nil, err
	}
	if err := ownPage(r); err != nil {
		return nil, err
	}
	return g.Regions.Get(r.Context(), problem.PathParam(r, "region"))
}

// mostID is how many bytes the id of a person may have.
const mostID = 200

func wrong() error {
	return &problem.Error{Status: http.StatusUnauthorized, Err: finding.New("auth.wrong", "")}
}

// try tries a password of a person, and counts it.
func (g *Guard) try(w http.ResponseWriter, r *http.Request, region *live.Region, person, password string) error {
	ctx, code := r.Context(), region.Dataset.Region.Code
	account, may, err := g.Store.Attempt(ctx, code, person, g.Now(), Wait)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil && !may && !account.Barred {
		left := account.Until.Sub(g.Now())
		g.Log.WarnContext(ctx, "sign-in while the account waits", "region", code, "person", person, "failures", account.Failures)
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(left.Seconds()))))
		return &problem.Error{Status: http.StatusTooManyRequests, Err: finding.New("auth.wait", "", "minutes", math.Ceil(left.Minutes()))}
	}
	hash := ""
	if may {
		hash = account.Password
	}
	fits, err := Fits(ctx, password, hash) // of an unknown person it takes as long
	if err != nil {
		return err
	}
	if !fits {
		g.Log.WarnContext(ctx, "sign-in failed", "region", code, "person", account.Person, "failures", account.Failures) // never what else was typed: it may be a password
		return wrong()
	}
	return g.Store.Forgive(ctx, code, person)
}

func (g *Guard) signedIn(ctx context.Context, region *live.Region, person string) (*Asker, error) {
	p, err := g.Store.Person(ctx, region.Dataset.Region.Code, person)
	return &Asker{Person: p, Region: region, Way: Session, scopes: people.Scopes()}, err
}

// SignOut ends the session of a request, or all of its person.
func (g *Guard) SignOut(w http.ResponseWriter, r *http.Request, everywhere bool) error {
	region, err := g.Regions.Get(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return err
	}
	if err := ownPage(r); err != nil {
		return err
	}
	code := region.Dataset.Region.Code
	secret := secretOf(r, code)
	setCookie(w, r, code, "")
	if secret == "" {
		return nil
	}
	if everywhere {
		p, _, err := g.Store.Session(r.Context(), code, people.Digest(secret), g.Now(), Idle)
		if err == nil {
			g.Log.InfoContext(r.Context(), "signed out everywhere", "region", code, "person", p.ID)
			return g.Store.EndSessions(r.Context(), code, p.ID)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return g.Store.EndSession(r.Context(), code, people.Digest(secret))
}

// ChangePassword sets the password of who is signed in and knows the present one, ends all
// sessions of theirs, and begins a new one.
func (g *Guard) ChangePassword(w http.ResponseWriter, r *http.Request, a *Asker, present, next string) error {
	if _, err := g.safely(r); err != nil {
		return err
	}
	if a.Way != Session {
		return forbid("auth.not_signed_in")
	}
	if err := g.try(w, r, a.Region, a.ID, present); err != nil {
		var told *problem.Error
		if errors.As(err, &told) && told.Status == http.StatusUnauthorized { // the session is not over
			return problem.Unprocessable(finding.New("auth.present", "/present"))
		}
		return err
	}
	return g.setPassword(w, r, a.Region, a.Person, next)
}

// TakeLink sets the password of who opened a link of theirs, which holds once, and begins a
// session.
func (g *Guard) TakeLink(w http.ResponseWriter, r *http.Request, link, next string) (*Asker, error) {
	region, err := g.safely(r)
	if err != nil {
		return nil, err
	}
	ctx, code, digest := r.Context(), region.Dataset.Region.Code, people.Digest(link)
	gone := problem.NotFound(finding.New("auth.link", "/link"))
	pass, err := g.Store.Pass(ctx, code, people.PassPassword, digest, g.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, gone
	}
	if err != nil {
		return nil, err
	}
	a, err := g.signedIn(ctx, region, pass.Person)
	if err != nil {
		return nil, err
	}
	if weak := Weak(next, a.ID, a.Name, a.NameEN); weak != nil { // the link is good for a better one
		weak.Where = "/password"
		return nil, problem.Unprocessable(weak)
	}
	hash, err := Hash(ctx, g.Random, next) // before the link is used up: it may take a while, or be given up
	if err != nil {
		return nil, err
	}
	if _, err := g.Store.TakePass(ctx, code, people.PassPassword, digest, g.Now()); errors.Is(err, store.ErrNotFound) {
		return nil, gone // somebody was faster
	} else if err != nil {
		return nil, err
	}
	return a, g.keepPassword(w, r, code, a.ID, hash)
}

// setPassword sets a password and begins the only session of its person.
func (g *Guard) setPassword(w http.ResponseWriter, r *http.Request, region *live.Region, p people.Person, next string) error {
	code := region.Dataset.Region.Code
	if weak := Weak(next, p.ID, p.Name, p.NameEN); weak != nil {
		weak.Where = "/password"
		return problem.Unprocessable(weak)
	}
	hash, err := Hash(r.Context(), g.Random, next)
	if err != nil {
		return err
	}
	return g.keepPassword(w, r, code, p.ID, hash)
}

// keepPassword keeps what is made of a password, whether or not somebody still waits for the answer.
func (g *Guard) keepPassword(w http.ResponseWriter, r *http.Request, code, person, hash string) error {
	if err := g.Store.SetPassword(context.WithoutCancel(r.Context()), code, person, hash, g.Now()); err != nil {
		return err
	}
	g.Log.InfoContext(r.Context(), "password set", "region", code, "person", person)
	return g.begin(w, r, code, person)
}

// LinkFor makes a link for a person, as an administrator asks.
func (g *Guard) LinkFor(ctx context.Context, by *Asker, person string) (fragment string, err error) {
	code := by.Region.Dataset.Region.Code
	if _, err := g.Store.Person(ctx, code, person); err != nil {
		return "", err
	}
	secret, err := people.NewSecret(g.Random)
	if err != nil {
		return "", err
	}
	g.Log.InfoContext(ctx, "link made to set a password", "region", code, "person", person, "by", by.ID)
	return NewLink(ctx, g.Store, secret, code, person, g.Now())
}

// A Linker is all that NewLink asks of a store.
type Linker interface {
	Account(ctx context.Context, region, person string) (people.Account, error)
	AddPass(ctx context.Context, region string, p people.Pass, at time.Time) error
	Forgive(ctx context.Context, region, person string) error
}

// NewLink makes a link by which a person sets a password, once, instead of an earlier one, and
// lets the person try again at once. It gives the fragment of an address of the page.
func NewLink(ctx context.Context, s Linker, secret, region, person string, now time.Time) (fragment string, err error) {
	account, err := s.Account(ctx, region, person)
	if err != nil {
		return "", err
	}
	if account.Barred {
		return "", &problem.Error{Status: http.StatusConflict, Err: finding.New("auth.barred", "", "person", person)}
	}
	if err := s.Forgive(ctx, region, person); err != nil {
		return "", err
	}
	pass := people.Pass{Digest: people.Digest(secret), Kind: people.PassPassword, Person: person, Ends: now.Add(LinkLasts)}
	return "#link=" + secret + "&person=" + url.QueryEscape(person), s.AddPass(ctx, region, pass, now)
}
