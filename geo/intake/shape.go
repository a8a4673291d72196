package intake

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/overlay"
	"xunhu/geo/valid"
)

// mended gives an area as a valid MultiPolygon, with notes on what was changed,
// or the fault that cannot be mended.
func mended(g orb.Geometry) (orb.MultiPolygon, []*finding.Finding, *finding.Finding) {
	var notes []*finding.Finding
	if fault := valid.Check(g); fault != nil {
		better, done, err := valid.Mend(g)
		if err != nil {
			area, ok := rebuilt(g)
			if !ok {
				return nil, nil, fault
			}
			rebuilding := finding.New("intake.rings_joined", "")
			rebuilding.At = fault.At
			return area, []*finding.Finding{rebuilding}, nil
		}
		g, notes = better, done
	}
	if area, ok := areaOf(g); ok {
		return area, notes, nil
	}
	return nil, nil, finding.New("intake.not_an_area", "")
}

// areaOf gives areas as one MultiPolygon.
func areaOf(g orb.Geometry) (orb.MultiPolygon, bool) {
	switch g := g.(type) {
	case orb.MultiPolygon:
		return g, len(g) > 0
	case orb.Polygon:
		return orb.MultiPolygon{g}, true
	}
	return nil, false
}

// rebuilt makes an area whose rings share edges or overlap anew: all its shells
// together without all its holes together. Mappers draw islands and ponds that
// touch as one ring each; that is what they mean by it.
func rebuilt(g orb.Geometry) (orb.MultiPolygon, bool) {
	area, ok := areaOf(g)
	if !ok {
		return nil, false
	}
	var shells, holes []orb.Geometry
	for _, p := range area {
		for i, ring := range p {
			part, _, err := valid.Mend(orb.Polygon{ring})
			if err != nil {
				return nil, false
			}
			if i == 0 {
				shells = append(shells, part)
			} else {
				holes = append(holes, part)
			}
		}
	}
	land, err := overlay.Union(shells...)
	if err != nil || len(land) == 0 {
		return nil, false
	}
	var left orb.Geometry = land
	if len(holes) > 0 {
		water, err := overlay.Union(holes...)
		if err != nil {
			return nil, false
		}
		if left, err = overlay.Difference(land, water); err != nil {
			return nil, false
		}
	}
	area, ok = areaOf(left)
	return area, ok && valid.Check(area) == nil
}

// fit gives a geometry in the shape of its kind: areas as one MultiPolygon,
// lines one by one, areas that stand for a point by a point within. Only a unit
// may be without a place.
func fit(shape feature.Shape, g orb.Geometry, may bool) (shapes []orb.Geometry, notes []*finding.Finding, fault *finding.Finding) {
	if g == nil {
		if may {
			return []orb.Geometry{nil}, nil, nil
		}
		return nil, nil, finding.New("intake.no_geometry", "")
	}
	if c, ok := g.(orb.Collection); ok {
		if part, kept, parts := partOf(shape, c); kept > 0 {
			shapes, notes, fault := fit(shape, part, may)
			dropped := finding.New("intake.parts_dropped", "", "n", parts, "kept", kept, "want", shape.Word())
			return shapes, append(notes, dropped), fault
		}
	}
	other := finding.New("intake.wrong_shape", "", "is", wordOf(g), "want", shape.Word())
	switch shape {
	case feature.Area:
		if _, ok := areaOf(g); !ok {
			return nil, nil, other
		}
		area, notes, fault := mended(g)
		if fault != nil {
			return nil, nil, fault
		}
		return []orb.Geometry{area}, notes, nil
	case feature.Line:
		var lines orb.MultiLineString
		switch g := g.(type) {
		case orb.LineString:
			lines = append(lines, g)
		case orb.MultiLineString:
			lines = g
		default:
			return nil, nil, other
		}
		for _, l := range lines {
			if l = slices.Compact(slices.Clone(l)); len(l) > 1 { // without repeated places
				shapes = append(shapes, l)
			}
		}
	case feature.Point:
		if m, ok := g.(orb.MultiPoint); ok && len(m) == 1 {
			g = m[0]
		}
		if p, ok := g.(orb.Point); ok {
			shapes = append(shapes, p)
		} else if area, ok := areaOf(g); ok {
			shapes = append(shapes, inside(area))
		} else {
			return nil, nil, other
		}
	}
	if len(shapes) == 0 {
		return nil, nil, finding.New("intake.no_geometry", "")
	}
	return shapes, nil, nil
}

// wordOf says what a geometry is, as people who draw maps say it.
func wordOf(g orb.Geometry) finding.Name {
	if shape := shapeOf([]row{{Feature: feature.Feature{Geometry: g}}}); shape != "" {
		return shape.Word()
	}
	return finding.Name{ZH: "点、线、面混合的图形", EN: "mixture of shapes"}
}

// partOf gives the areas or the lines of a collection: what else is drawn with them
// in one feature, such as a point for the label, is none of its shape. Of a
// collection no point is taken, for nobody can tell which is meant.
func partOf(shape feature.Shape, c orb.Collection) (part orb.Geometry, kept, parts int) {
	var areas orb.MultiPolygon
	var lines orb.MultiLineString
	var walk func(orb.Geometry)
	walk = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Collection:
			for _, one := range g {
				walk(one)
			}
			return
		case orb.Polygon:
			areas = append(areas, g)
		case orb.MultiPolygon:
			areas = append(areas, g...)
			parts += len(g) - 1
		case orb.LineString:
			lines = append(lines, g)
		case orb.MultiLineString:
			lines = append(lines, g...)
			parts += len(g) - 1
		}
		parts++
	}
	walk(c)
	switch {
	case shape == feature.Area && len(areas) > 0:
		return areas, len(areas), parts
	case shape == feature.Line && len(lines) > 0:
		return lines, len(lines), parts
	}
	return nil, 0, parts
}
