package main

import (
	"fmt"

	"xunhu/api/words"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// printComparison writes what an edition changes: the land of each town, the units,
// zones and neighbours, and the incidents that others would lead. Areas are in
// square kilometres to the square metre, so that the sums can be checked.
func (p *program) printComparison(c edition.Comparison, moved []newOwner, all int, day string) error {
	var lines []string
	say := func(indent, code string, args finding.Args) {
		lines = append(lines, indent+words.Say(p.lang, code, args))
	}
	say("", "edition.heading", finding.Args{"day": day})
	if c.Empty() {
		say("", "edition.nothing", nil)
	}
	for _, t := range c.Towns {
		args := finding.Args{"code": t.Code, "before": km2(t.BeforeM2), "after": km2(t.AfterM2)}
		switch {
		case t.Before == nil:
			args["name"] = *t.After
			say("", "edition.town_added", args)
		case t.After == nil:
			args["name"] = *t.Before
			say("", "edition.town_removed", args)
		case *t.Before != *t.After:
			args["name"], args["new"] = *t.Before, *t.After
			say("", "edition.town_renamed", args)
		default:
			args["name"] = *t.After
			say("", "edition.town", args)
		}
		if t.Before != nil && t.After != nil && t.Pilot[0] != t.Pilot[1] {
			code := "edition.pilot_ends"
			if t.Pilot[1] {
				code = "edition.pilot_begins"
			}
			say("  ", code, nil)
		}
		for _, m := range t.To {
			say("  ", "edition.to", finding.Args{"town": m.Name, "code": m.Town, "km2": km2(m.M2)})
		}
		for _, m := range t.From {
			say("  ", "edition.from", finding.Args{"town": m.Name, "code": m.Town, "km2": km2(m.M2)})
		}
		if t.LostM2 > 0 {
			say("  ", "edition.lost", finding.Args{"km2": km2(t.LostM2)})
		}
		if t.GainedM2 > 0 {
			say("  ", "edition.gained", finding.Args{"km2": km2(t.GainedM2)})
		}
	}
	say("", "edition.land", finding.Args{"moved": km2(c.MovedM2), "lost": km2(c.LostM2), "gained": km2(c.GainedM2), "same": c.Same})
	for _, of := range []struct {
		kind feature.Kind
		rows edition.Rows
	}{{feature.Units, c.Units}, {feature.Zones, c.Zones}, {feature.Neighbours, c.Neighbours}} {
		schema, _ := feature.SchemaOf(of.kind)
		for _, group := range []struct {
			code string
			rows []edition.Row
		}{{"edition.added", of.rows.Added}, {"edition.removed", of.rows.Removed}, {"edition.changed", of.rows.Changed}} {
			for _, r := range group.rows {
				args := finding.Args{"kind": finding.Name{ZH: schema.ZH, EN: schema.EN}, "name": r.Name, "code": r.Code}
				line := words.Say(p.lang, group.code, args)
				if schema.Shape == feature.Area {
					line += words.Say(p.lang, "edition.area", finding.Args{"before": km2(r.BeforeM2), "after": km2(r.AfterM2)})
				}
				lines = append(lines, line)
				for _, c := range r.Changes {
					say("  ", "edition.property", finding.Args{"field": p.fieldName(schema, c.Field), "before": p.orNone(c.Before), "after": p.orNone(c.After)})
				}
			}
		}
	}
	others := map[string]bool{}
	for _, m := range moved {
		others[m.id] = true
	}
	say("", "edition.incidents", finding.Args{"all": all, "n": len(others)})
	for _, m := range moved {
		say("  ", "edition."+m.role, finding.Args{"id": m.id, "day": m.day, "before": m.before, "after": m.after})
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(p.out, l); err != nil {
			return err
		}
	}
	return nil
}

// fieldName is how people call a property; the seat of a unit is none of the schema.
func (p *program) fieldName(s feature.Schema, name string) string {
	if f, ok := s.Field(name); ok {
		return words.Named(p.lang, f.ZH, f.EN)
	}
	return words.Say(p.lang, "edition.place", nil)
}

func (p *program) orNone(n finding.Name) string {
	if n == (finding.Name{}) {
		return words.Say(p.lang, "edition.no_value", nil)
	}
	return words.Named(p.lang, n.ZH, n.EN)
}

// km2 gives square metres as square kilometres.
func km2(m2 int64) string { return fmt.Sprintf("%d.%06d", m2/1e6, m2%1e6) }
