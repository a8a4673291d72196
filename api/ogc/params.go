package ogc

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/filter"
	"xunhu/api/ogc/cql2"
	"xunhu/api/problem"
	"xunhu/geo/feature"
)

// Page sizes. The default is large, because some clients take one page for all; the largest
// hands over all that a city keeps.
const (
	defaultLimit = 1000
	maxLimit     = 1_000_000
)

// common are the parameters that every address takes.
var common = []string{"f", "lang"}

// selecting are the further parameters of items, before the properties.
var selecting = []string{"limit", "offset", "after", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"}

// formats are the values of f, languages those of filter-lang, the usual one first.
var (
	formats   = []string{"json", "html"}
	languages = []string{"cql2-text", "cql2-json"}
)

// A selection is what a request for items asks for.
type selection struct {
	limit, offset int
	after         string
	equal         map[string]string // property = value, in the store's spelling
	filter        filter.Expr       // filter, bbox, datetime and what else is asked; nil: nothing
	plans         *interval         // datetime of plans, which no filter can ask for
	system        system            // of the answer
}

// A reader takes the parameters of items.
type reader struct{ *problem.Params }

// plain checks the parameters of an address without a selection.
func (c *call) plain() error { return c.plainParams().Err() }

// plainParams reads the parameters of an address that takes a few more.
func (c *call) plainParams(more ...string) reader {
	p := reader{problem.ParamsOf(c.r.URL)}
	p.Known(slices.Concat(common, more)...)
	p.Choice("f", formats...)
	p.Choice("lang", "zh", "en")
	return p
}

// selection reads the parameters of items.
func (c *call) selection(s feature.Schema) (selection, error) {
	p := reader{problem.ParamsOf(c.r.URL)}
	p.Known(slices.Concat(common, selecting, queryParameters(s))...)
	p.Choice("f", formats...)
	p.Choice("lang", "zh", "en")
	offered := c.systems()
	sel := selection{
		limit:  min(p.Integer("limit", 1, defaultLimit), maxLimit),
		offset: p.Integer("offset", 0, 0),
		after:  p.Text("after"),
		equal:  map[string]string{},
		system: p.system("crs", offered),
	}
	var all filter.And
	for _, f := range s.Fields {
		if !p.Has(f.Name) || filter.TypeOf(f.Type) == "" {
			continue
		}
		v := p.property(f)
		if f.Type != feature.Time {
			sel.equal[f.Name] = v
		} else if at, fault := filter.NewTime(v); fault == nil {
			all = append(all, filter.Compare{Op: filter.Equal, Left: filter.Property{Name: f.Name, Of: filter.TimeType}, Right: at})
		}
	}
	if p.Has(filter.ID) {
		all = append(all, filter.Compare{Op: filter.Equal, Left: filter.Property{Name: filter.ID, Of: filter.TextType}, Right: filter.Text(p.Text(filter.ID))})
	}
	if q := p.datetime(); q != nil {
		if e, asked := during(s, *q); asked {
			all = append(all, e)
		} else {
			sel.plans = q
		}
	}
	if box := p.bbox(p.system("bbox-crs", offered)); box != nil {
		all = append(all, within(s, box))
	}
	e, err := p.filter(s, p.system("filter-crs", offered))
	if e != nil {
		all = append(all, e)
	}
	if len(all) > 0 {
		sel.filter = all
	}
	if fault := p.Err(); fault != nil || err != nil {
		return sel, problem.BadRequest(errors.Join(fault, err))
	}
	return sel, nil
}

// queryParameters names the properties that are parameters of items: all plain ones.
func queryParameters(s feature.Schema) []string {
	var names []string
	for _, p := range filter.Properties(s) {
		if p.Of != filter.GeometryType {
			names = append(names, p.Name)
		}
	}
	return names
}

// filter reads the filter in its language and system.
func (p reader) filter(s feature.Schema, in system) (filter.Expr, error) {
	lang := p.Choice("filter-lang", languages...)
	if !p.Has("filter") {
		return nil, nil
	}
	scope := cql2.Scope{Properties: filter.Properties(s), System: in.System}
	if lang == "cql2-json" {
		return cql2.JSON(p.Text("filter"), scope)
	}
	return cql2.Text(p.Text("filter"), scope)
}

// within asks for what has a point in common with a box. What has no geometry passes
// (requirement fc-bbox-response C).
func within(s feature.Schema, box orb.Geometry) filter.Expr {
	meets := filter.Spatial{Relation: filter.Intersects, Shape: box}
	if alwaysPlaced(s) {
		return meets
	}
	return filter.Or{filter.IsNull{Of: filter.Property{Name: filter.Geometry, Of: filter.GeometryType}}, meets}
}

// alwaysPlaced tells whether every feature of a kind has a geometry, so that the
// store's box search loses none.
func alwaysPlaced(s feature.Schema) bool {
	return !slices.Contains([]feature.Kind{feature.Units, feature.Codes, feature.Plans, feature.Incidents}, s.Kind)
}

// property checks the value for a property and gives it in the store's spelling.
func (p reader) property(f feature.Field) string {
	v := p.Text(f.Name)
	switch f.Type {
	case feature.Integer:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			p.Refuse(f.Name, "param.whole")
		}
		return strconv.FormatInt(n, 10)
	case feature.Real:
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			p.Refuse(f.Name, "param.number")
		}
		return strconv.FormatFloat(n, 'f', -1, 64)
	case feature.Boolean:
		if v != "true" && v != "false" {
			p.Refuse(f.Name, "param.boolean")
		}
	case feature.Date:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			p.Refuse(f.Name, "param.date")
		}
	case feature.Time:
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			p.Refuse(f.Name, "param.time")
		}
	}
	return v
}

// bbox reads the box in a system: the least of both axes, then the most, or the same
// with heights.
func (p reader) bbox(in system) orb.Geometry {
	if !p.Has("bbox") {
		return nil
	}
	parts := strings.SplitN(p.Text("bbox"), ",", 7)
	n := make([]float64, len(parts))
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			p.Refuse("bbox", "param.bbox")
			return nil
		}
		n[i] = v
	}
	switch {
	case len(n) == 4:
	case len(n) == 6 && n[2] <= n[5]:
		n = []float64{n[0], n[1], n[3], n[4]}
	case len(n) == 6:
		p.Refuse("bbox", "param.bbox_range")
		return nil
	default:
		p.Refuse("bbox", "param.bbox")
		return nil
	}
	box, fault := in.Box(orb.Point{n[0], n[1]}, orb.Point{n[2], n[3]})
	if fault != nil {
		if in.uri == crs84 {
			p.Refuse("bbox", "param.bbox_range")
		} else {
			p.Refuse("bbox", "param.bbox_crs", "crs", in.uri, "axes", in.axes())
		}
		return nil
	}
	return box
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
