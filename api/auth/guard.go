package auth

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
)

// Declared is the header that names a person of a demonstration, who needs no proof.
const Declared = "X-Xunhu-Person"

// Usual is the person of a demonstration who acts where none is named.
const Usual = "demo-FJ-desk"

// What may be asked of Admit beside the rights of api/people.
const (
	Anybody  people.Right = "anybody"  // boundaries, waters, roads: no person, unless the service is closed
	Somebody people.Right = "somebody" // a person, whoever it is
	Watcher  people.Right = "watcher"  // somebody whose browser asks by itself: no sign that a person is there
	Outside  people.Right = "outside"  // what comes before anybody can be known: signing in
)

// Regions gives a region by its code, "" the usual one.
type Regions interface {
	Get(ctx context.Context, code string) (*live.Region, error)
	// Standing gives a state of the store with it, seen after it was asked for.
	Standing(ctx context.Context, code string) (r *live.Region, state string, err error)
}

// A Store is all that this package asks of one.
type Store interface {
	Person(ctx context.Context, region, id string) (people.Person, error)
	Bearer(ctx context.Context, region, digest string, at time.Time) (people.Person, people.Token, error)
	store.Accounts
}

// Options are what a Guard works with. All are needed but those of the second group.
type Options struct {
	Regions Regions
	Store   Store
	Now     func() time.Time
	Random  io.Reader // unguessable bytes, for sessions and links
	Log     *slog.Logger

	Sender func(r *http.Request) string // the address of who sent a request, as proxies tell it; nil: of the connection

	Provider      *Provider // by which people may sign in too; nil: none
	Demonstration bool      // served to this machine alone: in an illustration, people may be named without proof
	Closed        bool      // strangers read nothing at all
}

// A Guard says who asks and whether they may.
type Guard struct {
	Options
	tries tries
	known known
}

// New makes a Guard.
func New(o Options) *Guard { return &Guard{Options: o} }

// A Way is how somebody said who they are.
type Way string

// The ways.
const (
	Named   Way = "named"   // without proof, in a demonstration
	Bearer  Way = "bearer"  // by a token
	Session Way = "session" // by signing in, in a browser
)

// An Asker is the person who asks.
type Asker struct {
	people.Person
	Region *live.Region
	Way    Way

	scopes []people.Scope // that the token is held to; of other ways all
}

// Admit finds out who asks, and refuses who may nothing of a kind: nobody with 401, others
// with 403. Of Anybody's matters the Asker is nil, unless the service is closed; they alone
// may be read by pages of other sites too.
func (g *Guard) Admit(w http.ResponseWriter, r *http.Request, need people.Right) (*Asker, error) {
	if need == Anybody && !g.Closed {
		Share(w, r)
		return nil, nil
	}
	w.Header()[allowOrigin] = nil // whoever asks what is for anybody later on does not open it again
	if need == Outside {
		return nil, nil
	}
	a, err := g.who(w, r, need != Watcher)
	if err != nil || need == Somebody || need == Anybody || need == Watcher {
		return a, err
	}
	if err := a.Holds(need); err != nil {
		return nil, err
	}
	if need == people.WriteRosters { // whoever asks for one is told by name who may
		return a, nil
	}
	if !people.Somewhere(a.Region.Atlas, a.Person, need) {
		return nil, a.refused(need)
	}
	return a, nil
}

// allowOrigin is by which a browser lets pages of other sites read an answer.
const allowOrigin = "Access-Control-Allow-Origin"

// Share lets pages of other sites read an answer, unless it was found not to be for everybody.
func Share(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if _, decided := h[allowOrigin]; decided || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return
	}
	h.Set(allowOrigin, "*")
	h.Set("Access-Control-Expose-Headers", "Content-Crs, Content-Language, ETag, Link")
}

// who finds out who asks: by a token, by a session, or in a demonstration by name. Everybody
// else is refused (401).
func (g *Guard) who(w http.ResponseWriter, r *http.Request, present bool) (*Asker, error) {
	region, state, err := g.Regions.Standing(r.Context(), problem.PathParam(r, "region"))
	if err != nil {
		return nil, err
	}
	w.Header().Add("Vary", "Authorization, Cookie")
	w.Header().Set("Cache-Control", "private, no-cache")
	a := &Asker{Region: region, scopes: people.Scopes()}
	code := region.Dataset.Region.Code
	if header := r.Header.Get("Authorization"); header != "" {
		p, token, err := g.bearer(r.Context(), state, code, people.Digest(people.Bearer(header)))
		if errors.Is(err, store.ErrNotFound) {
			return nil, unknown(w, "desk.token")
		}
		a.Person, a.Way, a.scopes = p, Bearer, token.Grants()
		return a, err
	}
	over := "desk.no_token"
	if secret := secretOf(r, code); secret != "" {
		if err := ownPage(r); err != nil {
			return nil, err
		}
		p, session, err := g.session(r.Context(), state, code, people.Digest(secret))
		if err == nil && present && g.Now().Sub(session.Seen) >= seenEvery {
			g.note(r.Context(), code, session.Digest)
		}
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			a.Person, a.Way = p, Session
			return a, err
		}
		over = "auth.session_over"
		setCookie(w, r, code, "")
	}
	if !g.Demonstration || !region.Dataset.Region.Illustration { // people may be named without proof in an illustration that is served to this machine alone
		return nil, unknown(w, over)
	}
	if why := notHome(r); why != "" {
		return nil, unknown(w, why, "address", home(r))
	}
	id := r.Header.Get(Declared)
	if id == "" {
		id = Usual
	}
	a.Way = Named
	a.Person, err = g.named(r.Context(), state, code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !a.Illustration {
		return nil, unknown(w, "desk.no_demo_person", "person", id)
	}
	return a, err
}

// note keeps that a session was used. Where that cannot be written soon, as on a full disk, reading goes on.
func (g *Guard) note(ctx context.Context, region, digest string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := g.Store.UseSession(ctx, region, digest, g.Now()); err != nil {
		g.Log.WarnContext(ctx, "use of a session not noted", "region", region, "err", err)
	}
}

func unknown(w http.ResponseWriter, code string, args ...any) error {
	w.Header().Set("WWW-Authenticate", `Bearer realm="xunhu"`)
	return &problem.Error{Status: http.StatusUnauthorized, Err: finding.New(code, "", args...)}
}

// Can tells whether the asker may do something with a subject.
func (a *Asker) Can(right people.Right, of people.Subject) bool {
	return a.Holds(right) == nil && people.May(a.Region.Atlas, a.Person, right, of)
}

// Everywhere tells whether the asker may do something whatever it is about.
func (a *Asker) Everywhere(right people.Right) bool {
	return a.Holds(right) == nil && people.Everywhere(a.Region.Atlas, a.Person, right)
}

// May refuses (403) what the asker may not do.
func (a *Asker) May(right people.Right, of people.Subject) error {
	if err := a.Holds(right); err != nil {
		return err
	}
	if !people.May(a.Region.Atlas, a.Person, right, of) {
		return a.refused(right)
	}
	return nil
}

// Holds refuses a token that is not meant for a right.
func (a *Asker) Holds(right people.Right) error {
	scope := people.ScopeOf(right)
	if slices.Contains(a.scopes, scope) {
		return nil
	}
	return forbid("auth.scope", "scope", string(scope), "has", people.FormatScopes(a.scopes), "what", finding.New("right."+string(right), ""))
}

// refusals are the sentences of rights whose refusal says where to turn to.
var refusals = map[people.Right]string{
	people.ReadLeads:  "desk.incidents",
	people.ReadLedger: "desk.ledger", people.ReadFigures: "desk.ledger",
	people.ReadReporters: "desk.reporter", people.WriteReporters: "desk.reporter", people.ReadReadings: "desk.reporter",
	people.WriteDuty: "desk.duty", people.WriteClosures: "closure.may", people.WriteSites: "ogc.may_edit",
}

func (a *Asker) refused(right people.Right) error {
	if code, ok := refusals[right]; ok && !a.Plays("auditor", "administrator") {
		return forbid(code)
	}
	var roles terms
	for _, r := range a.Roles {
		roles = append(roles, finding.New("role."+string(r), ""))
	}
	return forbid("auth.may", "what", finding.New("right."+string(right), ""), "roles", roles)
}

// terms are several terms in a sentence.
type terms []error

func (t terms) Error() string  { return errors.Join(t...).Error() }
func (t terms) Parts() []error { return t }

// forbid refuses a person (403).
func forbid(code string, args ...any) error {
	return &problem.Error{Status: http.StatusForbidden, Err: finding.New(code, "", args...)}
}

// MayRead tells why the asker may not read the features of a kind, or tiles of them.
func (g *Guard) MayRead(w http.ResponseWriter, r *http.Request, kind feature.Kind) error {
	need := people.Reads(kind)
	if need == "" {
		_, err := g.Admit(w, r, Anybody)
		return err
	}
	a, err := g.Admit(w, r, need)
	if err == nil && !a.Everywhere(need) {
		return a.refused(need)
	}
	return err
}

// Hidden names the properties of a kind that the asker is not told: who set and lifted a
// closure is for those who prove who they are.
func (g *Guard) Hidden(w http.ResponseWriter, r *http.Request, kind feature.Kind) []string {
	if kind != feature.Closures || g.Known(w, r) {
		return nil
	}
	return []string{"person", "lifted_by"}
}

// Known tells whether who asks has proved who they are, or need not.
func (g *Guard) Known(w http.ResponseWriter, r *http.Request) bool {
	_, err := g.who(w, r, true)
	w.Header().Del("WWW-Authenticate") // it is no refusal
	return err == nil
}

// MayEdit gives the person who may write single features of a kind, if it is one, and what
// tells why not this feature: a territory is looked for at its place.
func (g *Guard) MayEdit(w http.ResponseWriter, r *http.Request, kind feature.Kind) (person string, may func(feature.Feature) error, err error) {
	need, ok := people.Writes(kind)
	if !ok {
		return "", nil, forbid("ogc.may_edit")
	}
	a, err := g.Admit(w, r, need)
	if err != nil {
		return "", nil, err
	}
	return a.ID, func(f feature.Feature) error { return a.May(need, a.At(f.Geometry)) }, nil
}

// At is what lies at a place: in the towns there.
func (a *Asker) At(g orb.Geometry) people.Subject {
	var s people.Subject
	if g != nil {
		for _, town := range a.Region.Atlas.Cover.Within(geodesy.Prepare(g), 0) {
			s.Towns = append(s.Towns, town.Name)
		}
	}
	return s
}
