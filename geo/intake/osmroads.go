package intake

import (
	"context"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/osmpbf"
	"xunhu/geo/highway"
)

// lines takes the rivers, the roads, or both, in one reading; after the roads what
// stands on them.
func (o *osmFile) lines(ctx context.Context, kinds ...feature.Kind) error {
	layers := map[feature.Kind]*Layer{}
	if slices.Contains(kinds, feature.Roads) {
		kinds = append(kinds, feature.RoadRules)
	}
	for _, k := range kinds {
		o.take(k)
		l := o.opened(k)
		layers[k] = &l
	}
	rules := o.roadRules()
	for line, err := range o.extract.Lines(ctx) {
		if err != nil {
			return err
		}
		if l := layers[feature.Rivers]; l != nil && isRiver(line.Tags) {
			if err := o.add(l, riverOf(line)); err != nil {
				return err
			}
		}
		if l := layers[feature.Roads]; l != nil && isRoad(line.Tags) {
			rules.passes(line)
			road := roadOf(line)
			if carRoad(road) {
				o.cars.Add(line)
			}
			if err := o.add(l, road); err != nil {
				return err
			}
		}
	}
	if l := layers[feature.RoadRules]; l != nil {
		if err := rules.take(l); err != nil {
			return err
		}
	}
	for _, k := range kinds {
		o.report.Layers = append(o.report.Layers, *layers[k])
	}
	return nil
}

// roadRules collects, while the roads of an extract go by, what its barriers and turn
// restrictions must know of them.
type roadRules struct {
	*osmFile
	on    *osmpbf.Marks        // corners of roads
	parts map[string]int       // of ways that were cut: how many runs there are
	vias  map[string]orb.Point // of ways that restrictions lead along: a place on them
}

func (o *osmFile) roadRules() *roadRules {
	r := &roadRules{osmFile: o, on: o.extract.Marks(), parts: map[string]int{}, vias: map[string]orb.Point{}}
	for _, rule := range o.extract.Rules {
		for _, id := range named(rule, "via", 'w') {
			r.vias[id] = orb.Point{}
		}
	}
	return r
}

// passes looks at a road that goes by.
func (r *roadRules) passes(l osmpbf.Line) {
	r.on.Add(l)
	if l.Part > 0 {
		r.parts[l.ID] = l.Part + 1
	}
	if _, ok := r.vias[l.ID]; ok {
		r.vias[l.ID] = l.Shape[len(l.Shape)/2]
	}
}

// take takes the barriers, fords and signals that stand on roads, then the restrictions.
func (r *roadRules) take(l *Layer) error {
	for _, p := range r.extract.OnLine {
		if !r.on.Has(p) {
			continue
		}
		class, kind, kept := highway.NodeColumns(p.Tags)
		if err := r.add(l, ruleOf(p.ID, class, kind, kept, p.At)); err != nil {
			return err
		}
	}
	lacking := 0
	for _, rule := range r.extract.Rules {
		kind, except, kept, ok := highway.RestrictionColumns(rule.Tags)
		if !ok {
			continue
		}
		f, whole, ok := r.restriction(rule, ruleOf(rule.ID, highway.Restriction, kind, kept, orb.Point{}))
		switch {
		case !whole:
			lacking++
		case ok:
			if except != "" {
				f.Props["except"] = except
			}
			if err := r.add(l, f); err != nil {
				return err
			}
		}
	}
	if lacking > 0 {
		l.note(finding.New("intake.osm_restrictions_lacking", "", "n", lacking))
	}
	return nil
}

func ruleOf(id, class, kind string, kept highway.Tags, at orb.Point) feature.Feature {
	props := map[string]any{"class": class}
	if kind != "" {
		props["kind"] = kind
	}
	if list := highway.Props(kept); list != nil {
		props["tags"] = list
	}
	return feature.Feature{ID: id, Geometry: at, Props: props}
}

// restriction fills in the roads of a restriction, and where it holds. It is not whole
// if it lacks a member, and not ok if it lies on ways that are no roads.
func (r *roadRules) restriction(rule osmpbf.Rule, f feature.Feature) (_ feature.Feature, whole, ok bool) {
	from, to, via := named(rule, "from", 'w'), named(rule, "to", 'w'), named(rule, "via", 'w')
	nodes := named(rule, "via", 'n')
	if len(from) == 0 || len(to) == 0 || len(via) == 0 && len(nodes) == 0 {
		return f, false, false
	}
	f.Props["from"], f.Props["to"] = r.roads(from), r.roads(to)
	if len(via) > 0 {
		at := r.vias[via[0]]
		list := make([]any, len(via))
		for i, id := range via {
			list[i] = id
		}
		f.Geometry, f.Props["via"] = at, list
		return f, true, at != orb.Point{}
	}
	node, err := strconv.ParseInt(nodes[len(nodes)-1][1:], 10, 64)
	if err != nil {
		return f, false, false
	}
	at, ok := r.extract.Node(node)
	f.Geometry = at
	return f, true, ok
}

// roads gives the identities of roads by those of their ways.
func (r *roadRules) roads(ways []string) (ids []any) {
	for _, id := range ways {
		for part := range max(1, r.parts[id]) {
			ids = append(ids, partID(osmpbf.Line{ID: id, Part: part}))
		}
	}
	return ids
}

// named gives the members of a role and kind.
func named(rule osmpbf.Rule, role string, kind byte) (ids []string) {
	for _, m := range rule.Members {
		if m.Role == role && m.Kind == kind {
			ids = append(ids, string(rune(kind))+strconv.FormatInt(m.ID, 10))
		}
	}
	return slices.Clip(ids)
}
