package ogc

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/problem"
	"xunhu/geo/feature"
)

// Page sizes. The default is large, because some clients take one page for all.
const (
	defaultLimit = 1000
	maxLimit     = 10000
)

// common are the parameters that every address takes.
var common = []string{"f", "lang"}

// paging are the further parameters of items, before the properties.
var paging = []string{"limit", "offset", "bbox", "datetime"}

// formats are the values of f.
var formats = []string{"json", "html"}

// A selection is what a request for items asks for.
type selection struct {
	limit, offset int
	boxes         []orb.Bound // one, or two across the antimeridian; none: everywhere
	time          *interval
	equal         map[string]string // property = value, in the store's spelling
}

// A reader takes the parameters of items.
type reader struct{ *problem.Params }

// plain checks the parameters of an address without a selection.
func (c *call) plain() error {
	p := reader{problem.ParamsOf(c.r.URL)}
	p.Known(common...)
	p.Choice("f", formats...)
	p.Choice("lang", "zh", "en")
	return p.Err()
}

// selection reads the parameters of items.
func (c *call) selection(s feature.Schema) (selection, error) {
	p := reader{problem.ParamsOf(c.r.URL)}
	p.Known(slices.Concat(common, paging, filters(s))...)
	p.Choice("f", formats...)
	p.Choice("lang", "zh", "en")
	sel := selection{
		limit:  min(p.Integer("limit", 1, defaultLimit), maxLimit),
		offset: p.Integer("offset", 0, 0),
		boxes:  p.bbox(),
		time:   p.datetime(),
		equal:  map[string]string{},
	}
	for _, name := range filters(s) {
		if field, _ := s.Field(name); p.Has(name) {
			sel.equal[name] = p.property(field)
		}
	}
	return sel, p.Err()
}

// filters names the properties that items can be filtered by: all plain ones.
func filters(s feature.Schema) []string {
	var names []string
	for _, f := range s.Fields {
		if f.Type != feature.JSON && !slices.Contains(common, f.Name) && !slices.Contains(paging, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
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

// bbox reads the box: west, south, east, north, or the same with heights.
func (p reader) bbox() []orb.Bound {
	if !p.Has("bbox") {
		return nil
	}
	var n []float64
	for _, part := range strings.Split(p.Text("bbox"), ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			p.Refuse("bbox", "param.bbox")
			return nil
		}
		n = append(n, v)
	}
	switch len(n) {
	case 4:
	case 6:
		if n[2] > n[5] {
			p.Refuse("bbox", "param.bbox_range")
			return nil
		}
		n = []float64{n[0], n[1], n[3], n[4]}
	default:
		p.Refuse("bbox", "param.bbox")
		return nil
	}
	west, south, east, north := n[0], n[1], n[2], n[3]
	if math.Abs(west) > 180 || math.Abs(east) > 180 || math.Abs(south) > 90 || math.Abs(north) > 90 || south > north {
		p.Refuse("bbox", "param.bbox_range")
		return nil
	}
	if west > east {
		return []orb.Bound{
			{Min: orb.Point{west, south}, Max: orb.Point{180, north}},
			{Min: orb.Point{-180, south}, Max: orb.Point{east, north}},
		}
	}
	return []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{east, north}}}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
