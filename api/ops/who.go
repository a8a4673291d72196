package ops

import (
	"net/http"

	"xunhu/api/auth"
	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/geo/finding"
)

// Declared is the header that names a person of a demonstration, who needs no token.
const Declared = auth.Declared

// Usual is the person of a demonstration who acts where none is named.
const Usual = auth.Usual

// seesLead tells whether the asker may read a lead.
func (d *desk) seesLead(l dispatch.Lead) bool {
	return d.asker.Can(people.ReadLeads, people.Subject{Unit: l.Unit, Parties: l.Parties()})
}

// seesLeads tells of which leads the asker may hear by their ids; nil: of all. Each is read once. One that cannot be
// read now is not named.
func (d *desk) seesLeads() func(id string) bool {
	if d.asker.Everywhere(people.ReadLeads) {
		return nil
	}
	known := map[string]bool{}
	return func(id string) bool {
		sees, read := known[id]
		if !read {
			_, err := d.leadNamed(id)
			sees = err == nil
			known[id] = sees
		}
		return sees
	}
}

// forbid refuses a person (403).
func forbid(code string, args ...any) error {
	return &problem.Error{Status: http.StatusForbidden, Err: finding.New(code, "", args...)}
}
