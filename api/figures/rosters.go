package figures

import (
	"slices"

	"xunhu/api/joint"
	"xunhu/geo/atlas"
)

// posts counts how far the roster of the posts was filled, and the towns' part of it (R20).
func (c *count) posts() section {
	s := section{Section{Code: "posts"}}
	duties, filled, shifts, towns := 0, 0, 0, 0
	for _, w := range c.watches {
		if u, _ := c.atlas.Unit(w.Unit); u.Class != atlas.Post {
			continue
		}
		duties++
		if !w.Lacks {
			filled++
		}
		for _, p := range w.People {
			if shifts++; p.Town != "" {
				towns++
			}
		}
	}
	if len(c.watches) == 0 {
		s.missing("posts.filled", "figures.missing.rosters")
		s.missing("posts.towns", "figures.missing.rosters")
		s.missing("posts.breaches", "figures.missing.rosters")
		return s
	}
	s.share("posts.filled", filled, duties)
	s.share("posts.towns", towns, shifts)
	s.count("posts.breaches", c.breaches)
	return s
}

// joints counts the joint patrols, and who of the invited came.
func (c *count) joints() section {
	s := section{Section{Code: "joint"}}
	planned, held, off := 0, 0, 0
	invited, accepted, came, written := tally{}, tally{}, tally{}, tally{}
	for i := range c.joint {
		p := &c.joint[i]
		if !c.within(p.Start) || c.unit != "" && p.Host != c.unit && !slices.ContainsFunc(p.Departments, func(d joint.Department) bool { return d.Unit == c.unit }) {
			continue
		}
		planned++
		switch p.State(c.made) {
		case joint.Held:
			held++
		case joint.Off:
			off++
			continue
		}
		for _, d := range p.Departments {
			invited[d.Unit]++
			if d.Accepted() {
				accepted[d.Unit]++
			}
			if d.Came != nil {
				written[d.Unit]++
				if d.Came.Yes {
					came[d.Unit]++
				}
			}
		}
	}
	for _, w := range c.watches { // on the roster, and nobody is invited yet
		if w.Kind == "P6" && !slices.ContainsFunc(c.joint, func(p joint.Patrol) bool { return p.Duty == w.ID }) {
			planned++
		}
	}
	if host, _ := c.atlas.Unit(c.unit); planned == 0 && (c.unit == "" || host.Class == atlas.Branch) {
		s.missing("joint.held", "figures.missing.joint")
		return s
	}
	s.share("joint.held", held, planned)
	s.count("joint.cancelled", off)
	for _, unit := range sorted(invited) {
		s.add(Figure{Code: "joint.accepted", Key: unit, Of: c.unitName(unit), Kind: Share, Value: float64(accepted[unit]), Total: float64(invited[unit])})
	}
	for _, unit := range sorted(invited) {
		f := Figure{Code: "joint.came", Key: unit, Of: c.unitName(unit), Kind: Share, Value: float64(came[unit]), Total: float64(written[unit])}
		if written[unit] == 0 {
			f = Figure{Code: "joint.came", Key: unit, Of: c.unitName(unit), Kind: Unknown, Missing: "figures.missing.attendance"}
		}
		s.add(f)
	}
	return s
}

// others are figures of which this program keeps nothing.
func (c *count) others() section {
	s := section{Section{Code: "others"}}
	s.missing("others.buildout", "figures.missing.buildout")
	s.missing("others.visits", "figures.missing.buildout")
	s.missing("others.liaison", "figures.missing.buildout")
	s.missing("others.money", "figures.missing.money")
	s.missing("others.context", "figures.missing.context")
	return s
}
