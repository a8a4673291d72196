package problem

import (
	"errors"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

// Params reads the parameters of one request and gathers their faults, so that
// all of them are answered together.
type Params struct {
	values url.Values
	faults []error
}

// ParamsOf reads the query of an address. One that cannot be read whole is a
// fault, lest a filter be dropped in silence.
func ParamsOf(u *url.URL) *Params {
	values, err := url.ParseQuery(u.RawQuery)
	p := &Params{values: values}
	if err != nil {
		p.faults = append(p.faults, finding.New("param.syntax", "").Because(err))
	}
	return p
}

// Has tells whether a parameter is given.
func (p *Params) Has(name string) bool { return p.values.Has(name) }

// Text gives a parameter as it stands, "" if it is not given.
func (p *Params) Text(name string) string { return p.values.Get(name) }

// Refuse adds a fault of a parameter; its sentence gets name and value besides args.
func (p *Params) Refuse(name, code string, args ...any) {
	args = append(args, "name", name, "value", p.values.Get(name))
	p.faults = append(p.faults, finding.New(code, "?"+name, args...))
}

// Known refuses every parameter that is not named here, or is given twice.
func (p *Params) Known(names ...string) {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		switch {
		case !slices.Contains(names, name):
			p.Refuse(name, "param.unknown", "known", names)
		case len(p.values[name]) > 1:
			p.Refuse(name, "param.twice")
		}
	}
}

// Choice gives a parameter that must be one of the choices, "" if it is not given.
func (p *Params) Choice(name string, choices ...string) string {
	v := p.values.Get(name)
	if p.values.Has(name) && !slices.Contains(choices, v) {
		p.Refuse(name, "param.choice", "choices", choices)
		return ""
	}
	return v
}

// Integer gives a parameter that must be a whole number of at least least.
// A number beyond the machine's is the largest one: more than anyone has.
func (p *Params) Integer(name string, least, missing int) int {
	if !p.values.Has(name) {
		return missing
	}
	v := p.values.Get(name)
	n, err := strconv.Atoi(v)
	if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(v, "-") {
		return math.MaxInt
	}
	if err != nil || n < least {
		p.Refuse(name, "param.integer", "min", least)
		return missing
	}
	return n
}

// Err gives all faults as one bad request, or nil.
func (p *Params) Err() error {
	if len(p.faults) == 0 {
		return nil
	}
	return BadRequest(errors.Join(p.faults...))
}
