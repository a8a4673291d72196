package auth

import (
	"context"
	"crypto/sha256"
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

// Tries that are free, of an id at one network and at all of them, and the longest wait after further ones: some 100
// tries a day.
const (
	freeTries    = 5
	freeAnywhere = 100
	longestWait  = 15 * time.Minute
)

// LinkLasts is for how long a link holds by which somebody sets a password.
const LinkLasts = 72 * time.Hour

// Wait is how long nobody of one network may try a password of one id after so many failures there: a minute after
// the fifth, then twice as long each time.
func Wait(failures int) time.Duration { return waitAfter(failures, freeTries) }

// WaitAnywhere is how long nobody at all may, after so many failures wherever: a minute after the hundredth.
func WaitAnywhere(failures int) time.Duration { return waitAfter(failures, freeAnywhere) }

func waitAfter(failures, free int) time.Duration {
	if failures < free {
		return 0
	}
	return min(longestWait, time.Minute<<min(failures-free, 10))
}

// SignIn begins a session of who knows a person's password. Whoever does not is told nothing
// but that; after some failures the id waits (429), at that network, whether it is somebody's or not.
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

// try tries a password of a person, and counts it. An id that is nobody's, or of somebody barred, is counted, waits and
// is refused as any other.
func (g *Guard) try(w http.ResponseWriter, r *http.Request, region *live.Region, person, password string) error {
	ctx, code, now := r.Context(), region.Dataset.Region.Code, g.Now()
	here, anywhere := tryKey(code, person, g.network(r)), tryKey(code, person, "")
	left := g.tries.count(here, now, Wait)
	if left > 0 && g.letAgain(ctx, code, person, here) {
		g.tries.forget(here)
		left = g.tries.count(here, now, Wait)
	}
	if left > 0 {
		return g.wait(w, r, code, left)
	}
	account, may, err := g.Store.Attempt(ctx, code, person, now, marking)
	if may {
		g.tries.mark(here, markOf(account))
	}
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && account.Barred:
		left = g.tries.count(anywhere, now, WaitAnywhere)
	case err != nil:
		return err
	case !may:
		left = account.Until.Sub(now)
	}
	if left > 0 {
		return g.wait(w, r, code, left)
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
	g.tries.forget(here)
	return g.forgive(context.WithoutCancel(ctx), code, person, markOf(account))
}

// forgive forgets the failures of who knows the password. That lets nobody else try again: the mark is set anew.
func (g *Guard) forgive(ctx context.Context, region, person string, mark time.Time) error {
	if err := g.Store.Forgive(ctx, region, person); err != nil {
		return err
	}
	now := g.Now()
	if _, _, err := g.Store.Attempt(ctx, region, person, now, func(int) time.Duration { return mark.Sub(now) }); err != nil {
		g.Log.WarnContext(ctx, "mark of an account not kept: who waits may try again", "region", region, "person", person, "err", err)
	}
	return nil
}

// An account bears a mark, by which each node sees that somebody has let its person try again: by xunhu user unlock, a
// link or a new password, which forget all failures. The first try after that sets it: the end of a wait that was over
// long before, so that no clock of another node has it to come.
const marked = -24 * time.Hour

// noMark is of accounts of which none is known: none was set, or a wait of all networks stands in its place.
var noMark = time.UnixMilli(1)

// marking is WaitAnywhere, only that the first try sets the mark.
func marking(failures int) time.Duration {
	if failures == 1 {
		return marked
	}
	return WaitAnywhere(failures)
}

// markOf is the mark of an account that has failures.
func markOf(a people.Account) time.Time {
	if a.Until.IsZero() || a.Failures >= freeAnywhere {
		return noMark
	}
	return a.Until.Truncate(time.Millisecond) // as stores keep it
}

// letAgain tells whether somebody has let a person try again since the tries of a count: no failure is left, or there is
// a mark that those did not find.
func (g *Guard) letAgain(ctx context.Context, region, person string, count [sha256.Size]byte) bool {
	account, err := g.Store.Account(ctx, region, person)
	if err != nil || account.Barred {
		return false
	}
	mark := markOf(account)
	return account.Failures == 0 || !mark.Equal(noMark) && !mark.Equal(g.tries.marked(count))
}

// wait refuses a try that comes too early.
func (g *Guard) wait(w http.ResponseWriter, r *http.Request, region string, left time.Duration) error {
	g.Log.WarnContext(r.Context(), "sign-in before the wait is over", "region", region, "from", g.network(r))
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(left.Seconds()))))
	return &problem.Error{Status: http.StatusTooManyRequests, Err: finding.New("auth.wait", "", "minutes", math.Ceil(left.Minutes()))}
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
