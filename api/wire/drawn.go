package wire

import (
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/patrol"
)

// drawRules are the rules of a plan's draws as its document has them: seasons alone by which
// something is due more often.
func drawRules(r patrol.Rules) map[string]any {
	seasons := []any{}
	for _, s := range r.Seasons {
		if s.Often > 1 {
			seasons = append(seasons, map[string]any{"id": s.ID, "from": s.From.String(), "until": s.Until.String(), "often": s.Often, "categories": Texts(s.Categories)})
		}
	}
	return map[string]any{"gap_share": r.GapShare, "seasons": seasons}
}

// drawOf is what the seed has drawn of a tour's hours; null where nothing was.
func drawOf(d *patrol.HourDraw) any {
	if d == nil {
		return nil
	}
	return map[string]any{"from": moment(d.From), "until": moment(d.Until), "open": moment(d.Open), "close": moment(d.Close),
		"lasts_s": int64(d.Lasts), "held": d.Held, "turns": d.Turns}
}

// readDraw reads it again; nil where it is not told, as by older releases.
func readDraw(m map[string]any) *patrol.HourDraw {
	at := func(name string) time.Time { t, _ := time.Parse(time.RFC3339, textOf(m, name)); return t }
	d := &patrol.HourDraw{From: at("from"), Until: at("until"), Open: at("open"), Close: at("close"), Lasts: int32(number(m, "lasts_s"))}
	d.Held, _ = m["held"].(bool)
	d.Turns, _ = m["turns"].(bool)
	if d.Open.IsZero() {
		return nil
	}
	return d
}

// Drawn reads from the document of a plan, or of several in one file, what patrol.Verify asks
// for: tours with their dates, stops with their intervals, what is left out, and the rules.
func Drawn(doc map[string]any, where string, zone *time.Location) ([]*patrol.Plan, error) {
	members := []map[string]any{doc}
	if several, ok := doc["plans"].([]any); ok {
		members = nil
		for _, m := range several {
			members = append(members, object(m))
		}
	}
	features, _ := doc["features"].([]any)
	var plans []*patrol.Plan
	for _, m := range members {
		p := &patrol.Plan{Unit: textOf(m, "unit"), SeedCommitment: textOf(m, "seed_commitment"), Days: int(number(m, "days"))}
		from, err := time.ParseInLocation(time.DateOnly, textOf(m, "from"), zone)
		rules := object(m["draw"])
		if err != nil || p.Unit == "" || p.SeedCommitment == "" || p.Days < 1 || p.Days > patrol.MostDays {
			return nil, finding.New("plan.no_plan", where)
		}
		if number(rules, "gap_share") <= 0 {
			return nil, finding.New("plan.no_rules", where, "unit", p.Unit)
		}
		p.From, p.Rules.GapShare = from, number(rules, "gap_share")
		seasons, _ := rules["seasons"].([]any)
		for _, x := range seasons {
			s, err := seasonOf(object(x))
			if err != nil {
				return nil, finding.New("plan.no_rules", where, "unit", p.Unit).Because(err)
			}
			p.Rules.Seasons = append(p.Rules.Seasons, s)
		}
		prefix := ""
		if len(members) > 1 {
			prefix = p.Unit + "/"
		}
		addDrawn(p, features, prefix)
		plans = append(plans, p)
	}
	return plans, nil
}

// addDrawn adds tours, stops and what is left out: the features whose ids begin so.
func addDrawn(p *patrol.Plan, features []any, prefix string) {
	tours := map[string]int{}
	for _, pass := range []string{"tour", "stop", "unplanned"} {
		for _, x := range features {
			f := object(x)
			id, props := textOf(f, "id"), object(f["properties"])
			if textOf(props, "kind") != pass || !strings.HasPrefix(id, prefix) {
				continue
			}
			switch pass {
			case "tour":
				tours[strings.TrimPrefix(id, prefix)] = len(p.Tours)
				t := patrol.Tour{ID: strings.TrimPrefix(id, prefix), Unit: p.Unit, Crew: textOf(props, "crew"), Date: textOf(props, "date"), Draw: readDraw(object(props["draw"]))}
				t.Start, _ = time.Parse(time.RFC3339, textOf(props, "start"))
				t.End, _ = time.Parse(time.RFC3339, textOf(props, "end"))
				p.Tours = append(p.Tours, t)
			case "stop":
				if i, ok := tours[textOf(props, "tour")]; ok {
					timed, _ := props["timed"].(bool)
					p.Tours[i].Stops = append(p.Tours[i].Stops, patrol.Stop{Timed: timed, Need: textOf(props, "need"), Piece: textOf(props, "piece"),
						IntervalDays: int(number(props, "interval_days")), Category: textOf(props, "category")})
				}
			case "unplanned":
				p.Unplanned = append(p.Unplanned, patrol.Unplanned{Need: textOf(props, "need"), Piece: textOf(props, "piece")})
			}
		}
	}
}

func seasonOf(m map[string]any) (s patrol.Season, err error) {
	s.ID, s.Often = textOf(m, "id"), number(m, "often")
	categories, _ := m["categories"].([]any)
	for _, c := range categories {
		if text, ok := c.(string); ok {
			s.Categories = append(s.Categories, text)
		}
	}
	if s.From, err = patrol.ParseMonthDay(textOf(m, "from")); err != nil {
		return s, err
	}
	s.Until, err = patrol.ParseMonthDay(textOf(m, "until"))
	return s, err
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func textOf(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func number(m map[string]any, name string) float64 {
	n, _ := m[name].(float64)
	return n
}
