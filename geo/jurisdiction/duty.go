package jurisdiction

import (
	"cmp"
	"time"
)

// A Duty tells whether a post is manned at the moment of a decision, and who says so.
type Duty struct {
	On       bool
	By       string    // "roster": its weekly times; "entry": somebody has entered it; "": nobody has said, and it counts as manned
	From, To time.Time // of the span that covers the moment; zero: not known
	Why      string    // the reason of an entry
}

// Manning tells of each post whether it is on duty. Nil counts all as manned.
type Manning func(post string) Duty

// of asks about one post.
func (m Manning) of(post string) Duty {
	if m == nil {
		return Duty{On: true}
	}
	return m(post)
}

// sayDuty tells why the zone of a post counts or does not.
func (r *Rules) sayDuty(say func(string, ...any), s *survey) {
	zone, duty := s.zone, s.duty
	if zone == nil {
		zone = s.unmanned
	}
	if zone == nil {
		return
	}
	code := "reason.duty."
	if !duty.On {
		code = "reason.off_duty."
	}
	code += cmp.Or(duty.By, "unknown")
	say(code, "post", r.unitName(zone.Unit), "from", clock(duty.From), "to", clock(duty.To), "why", duty.Why)
}

// clock writes a moment for people; "—" where there is none.
func clock(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Format("2006-01-02 15:04")
}
