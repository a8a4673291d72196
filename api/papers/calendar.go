package papers

import (
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/routing/patrol"
)

// Calendar writes the tours of plans as events (RFC 5545), each with its unit, kind, crew
// and stops; made is when they were planned. The same tour planned again has the same UID, so
// that a calendar replaces the event.
func Calendar(w io.Writer, a *atlas.Atlas, plans []*patrol.Plan, crews Crews, made time.Time, lang words.Lang) error {
	c := ics.NewCalendar()
	c.SetProductId("-//xunhu//patrol plans//" + strings.ToUpper(string(lang)))
	c.SetMethod(ics.MethodPublish)
	for _, plan := range plans {
		s := patrolSheet{a: a, plan: plan, crews: crews, lang: lang}
		unit, _ := a.Unit(plan.Unit)
		for i := range plan.Tours {
			t := &plan.Tours[i]
			e := c.AddEvent(strings.ReplaceAll(t.ID, "/", "-") + "@xunhu")
			e.SetDtStampTime(made)
			e.SetStartAt(t.Start)
			e.SetEndAt(t.End)
			e.SetSummary(s.say("papers.patrol.kind."+t.Kind) + s.say("papers.patrol.comma") + words.Named(lang, unit.Name, unit.NameEN))
			var stops []string
			if people, equipment := s.named(t.ID); people != "" {
				stops = append(stops, strings.TrimSpace(people+" "+equipment))
			}
			for _, x := range t.Stops {
				stops = append(stops, s.clock(x.Arrive)+" "+words.Named(lang, x.Name.ZH, x.Name.EN))
			}
			e.SetDescription(strings.Join(stops, "\n"))
		}
	}
	return c.SerializeTo(w)
}
