package ops

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Declared is the header that names a person of a demonstration, who needs no token.
const Declared = "X-Xunhu-Person"

// Usual is the person of a demonstration who acts where none is named.
const Usual = "demo-FJ-desk"

// who gives the person who asks, by a token; in a demonstration by a header, or the usual
// person. Everybody else is refused (401).
func (c *call) who(region *live.Region) (people.Person, error) {
	code := region.Dataset.Region.Code
	if header := c.r.Header.Get("Authorization"); header != "" {
		p, err := c.Store.Bearer(c.ctx, code, people.Digest(people.Bearer(header)))
		if errors.Is(err, store.ErrNotFound) {
			return p, c.unknown("desk.token")
		}
		return p, err
	}
	if !c.demonstrates(region) {
		return people.Person{}, c.unknown("desk.no_token")
	}
	id := c.r.Header.Get(Declared)
	if id == "" {
		id = Usual
	}
	p, err := c.Store.Person(c.ctx, code, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !p.Illustration {
		return p, c.unknown("desk.no_demo_person", "person", id)
	}
	return p, err
}

// declared tells whether the person who asks brought no proof.
func (c *call) declared() bool { return c.r.Header.Get("Authorization") == "" }

func (c *call) unknown(code string, args ...any) error {
	c.w.Header().Set("WWW-Authenticate", `Bearer realm="xunhu"`)
	return &problem.Error{Status: http.StatusUnauthorized, Err: finding.New(code, "", args...)}
}

// demonstrates tells whether people may be named without proof: the region is drawn for
// illustration, the service listens to this machine alone, and the request names this
// machine and was not handed on from another.
func (c *call) demonstrates(region *live.Region) bool {
	if !c.Demonstration || !region.Dataset.Region.Illustration || c.r.Header.Get("X-Forwarded-For") != "" || c.r.Header.Get("Forwarded") != "" {
		return false
	}
	host := c.r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// seesAll tells whether a person may read every lead; others see those in which they have
// a part.
func seesAll(region *live.Region, p people.Person) bool {
	u, _ := region.Atlas.Unit(p.Unit)
	return dispatch.InHouse(u.Class)
}

// sees tells whether a person may read a lead.
func sees(region *live.Region, p people.Person, l dispatch.Lead) bool {
	return seesAll(region, p) || slices.Contains(l.Parties(), p.Unit)
}

// MayRead tells why the asker may not read the features of a kind elsewhere than here:
// incidents, and where people have been, are for those who share the map of all leads.
func (s *Service) MayRead(w http.ResponseWriter, r *http.Request, kind feature.Kind) error {
	if kind != feature.Incidents && kind != feature.Tracks {
		return nil
	}
	c := s.call(w, r)
	region, err := c.region()
	if err != nil {
		return err
	}
	p, err := c.who(region)
	if err == nil && !seesAll(region, p) {
		return forbid("desk.incidents")
	}
	return err
}

// Hidden names the properties of a kind that the asker is not told elsewhere than here:
// who set and lifted a closure is for those who prove who they are.
func (s *Service) Hidden(w http.ResponseWriter, r *http.Request, kind feature.Kind) []string {
	if kind != feature.Closures || s.call(w, r).known() {
		return nil
	}
	return []string{"person", "lifted_by"}
}

// maintains are the roles that keep sites up to date: who plans visits, and who keeps the
// data.
var maintains = []dispatch.Role{"dispatcher", "brigade_head", "squad_leader", "administrator"}

// MayEdit tells why the asker may not write features elsewhere than here: sites are for
// those who plan visits to them, all else for nobody.
func (s *Service) MayEdit(w http.ResponseWriter, r *http.Request, kind feature.Kind) error {
	c := s.call(w, r)
	region, err := c.region()
	if err != nil {
		return err
	}
	p, err := c.who(region)
	if err == nil && !(kind == feature.Sites && p.Plays(maintains...)) {
		return forbid("ogc.may_edit")
	}
	return err
}

// Asker names the person who asks, "" if none is known.
func (s *Service) Asker(w http.ResponseWriter, r *http.Request) string {
	c := s.call(w, r)
	region, err := c.region()
	if err != nil {
		return ""
	}
	p, err := c.who(region)
	if err != nil {
		return ""
	}
	return p.ID
}

// forbid refuses a person (403).
func forbid(code string, args ...any) error {
	return &problem.Error{Status: http.StatusForbidden, Err: finding.New(code, "", args...)}
}
