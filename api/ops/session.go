package ops

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xunhu/api/auth"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/wire"
	"xunhu/geo/law"
)

// Ways say how somebody can sign in here.
type Ways struct {
	Password bool   `json:"password" doc:"false: passwords are not taken on this way, others could read them"`
	Known    bool   `json:"known" doc:"who asks is somebody already: signed in, by a token, or in a demonstration"`
	Provider string `json:"provider,omitempty" doc:"the name of a provider of identities; /session/provider leads there"`
}

// SignIn is a person and what only that person knows.
type SignIn struct {
	Person   string `json:"person" doc:"id on the register"`
	Password string `json:"password"`
}

// NewPassword is a password to be set: by a link that somebody was given, or by who is signed
// in and knows the present one.
type NewPassword struct {
	Link     string `json:"link,omitempty" doc:"what stands behind #link= in the address"`
	Present  string `json:"present,omitempty"`
	Password string `json:"password" doc:"12 to 128 characters"`
}

// PasswordLink lets somebody set a password, once.
type PasswordLink struct {
	Address string `json:"address"`
	Until   string `json:"until"`
}

// sessionEndpoints are how people sign in and out.
func sessionEndpoints() []endpoint {
	const plain = "application/json"
	who, _, _ := headers()
	return []endpoint{
		{method: "GET", path: "/session", id: "getWays", needs: auth.Outside, summary: "How one can sign in",
			status: 200, answer: Ways{}, answerType: plain, handle: (*call).ways},
		{method: "POST", path: "/session", id: "signIn", needs: auth.Outside, summary: "Sign in with a password; the answer sets a cookie",
			body: SignIn{}, bodyType: plain, status: 201, answer: wire.Me{}, answerType: plain, refusals: []int{401, 403, 413, 422, 429}, handle: (*call).signIn},
		{method: "DELETE", path: "/session", id: "signOut", needs: auth.Outside, summary: "Sign out, here or everywhere",
			query:  []huma.Param{{Name: "everywhere", In: "query", Description: "true: end all sessions of the person", Schema: &huma.Schema{Type: "string", Enum: []any{"true", "false"}}}},
			status: 204, refusals: []int{403}, handle: (*call).signOut},
		{method: "POST", path: "/password", id: "setPassword", needs: auth.Outside, summary: "Set a password, by a link or by the present one; all other sessions end",
			body: NewPassword{}, bodyType: plain, status: 200, answer: wire.Me{}, answerType: plain, refusals: []int{401, 403, 404, 413, 422, 429}, handle: (*call).setPassword},
		{method: "POST", path: "/people/{id}/link", id: "makeLink", needs: people.WriteAccounts, summary: "A link by which a person sets a password, once, instead of an earlier one; an account that waits after failures is free again", header: who,
			status: 201, answer: PasswordLink{}, answerType: plain, refusals: []int{401, 403, 404}, handle: (*call).link},
	}
}

// ways answers GET /session.
func (c *call) ways() error {
	if err := c.params.Err(); err != nil {
		return err
	}
	return c.write(http.StatusOK, Ways{Password: c.Guard.Sheltered(c.r), Known: c.Guard.Known(c.w, c.r), Provider: c.Guard.ProviderName()})
}

// signIn answers POST /session.
func (c *call) signIn() error {
	var asked SignIn
	if err := c.secretly(&asked); err != nil {
		return err
	}
	a, err := c.Guard.SignIn(c.w, c.r, asked.Person, asked.Password)
	return c.welcome(http.StatusCreated, a, err)
}

// secretly reads a body that holds a secret.
func (c *call) secretly(v any) error {
	if err := c.params.Err(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	return read(body, v)
}

// welcome answers who has signed in with who that is.
func (c *call) welcome(status int, a *auth.Asker, err error) error {
	if err != nil {
		return err
	}
	c.asker = a
	d, err := c.desk()
	if err != nil {
		return err
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.write(status, d.me())
}

// me is who asks.
func (d *desk) me() wire.Me {
	return wire.Me{Person: d.reader.Person(d.person), Declared: d.asker.Way == auth.Named, Way: string(d.asker.Way)}
}

// signOut answers DELETE /session.
func (c *call) signOut() error {
	everywhere := c.params.Choice("everywhere", "true", "false") == "true"
	if err := c.params.Err(); err != nil {
		return err
	}
	if err := c.Guard.SignOut(c.w, c.r, everywhere); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// setPassword answers POST /password.
func (c *call) setPassword() error {
	var asked NewPassword
	if err := c.secretly(&asked); err != nil {
		return err
	}
	if asked.Link != "" {
		a, err := c.Guard.TakeLink(c.w, c.r, asked.Link, asked.Password)
		return c.welcome(http.StatusOK, a, err)
	}
	a, err := c.Guard.Admit(c.w, c.r, auth.Somebody)
	if err != nil {
		return err
	}
	return c.welcome(http.StatusOK, a, c.Guard.ChangePassword(c.w, c.r, a, asked.Present, asked.Password))
}

// link answers POST /people/{id}/link.
func (c *call) link() error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	id := problem.PathParam(c.r, "id")
	fragment, err := c.Guard.LinkFor(c.ctx, d.asker, id)
	if err != nil {
		return err
	}
	page := "/"
	if c.code != "" {
		page = "/r/" + c.code + "/"
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.write(http.StatusCreated, PasswordLink{Address: page + fragment, Until: d.now.Add(auth.LinkLasts).In(law.China).Format(time.RFC3339)})
}
