package road

import (
	"slices"
	"strconv"
	"strings"
)

// Tags are what the mappers said about a way or a node, as OpenStreetMap has them.
type Tags = map[string]string

// A verdict is what a profile makes of a way.
type verdict struct {
	class       string
	there, back float64 // km/h along the line and against it; 0 is closed
	wholeS      float64 // a ferry that tells it takes so long from end to end; else 0
	extraS      float64 // waits and fords, spread over the way
	roundabout  bool
}

func (v verdict) open() bool { return v.there > 0 || v.back > 0 }

// judge looks a way's tags up in the profile.
func (p *Profile) judge(tags Tags) verdict {
	v := verdict{class: tags[p.class], roundabout: tags["junction"] == "roundabout" || tags["junction"] == "circular"}
	kmh, ok := p.speed[v.class]
	signed := false // only a sign for this vehicle opens it
	if !ok {
		kmh, signed = p.permitted[v.class]
	}
	if tags["route"] == "ferry" && p.ferry != nil && kmh == 0 {
		v.class, kmh, v.extraS = "ferry", p.ferry.kmh, p.ferry.waitS
		v.wholeS, _ = parseDuration(tags["duration"])
	}
	factor := p.factorOf(tags)
	if fordS, ford := p.ford(tags); ford {
		if fordS == closed {
			return v
		}
		v.extraS += fordS
	}
	along, against := p.directions(tags)
	one := func(dir string, free bool) float64 {
		open, said := p.may(tags, dir)
		if !free || !open || signed && !said {
			return 0
		}
		if v.class == "ferry" {
			return kmh
		}
		return min(p.limited(kmh, tags, dir)*factor, p.top)
	}
	v.there, v.back = one("forward", along), one("backward", against)
	return v
}

// may tells whether the tags of access let the profile pass in a direction ("" at a node), and
// whether one that is for it, not for all, says that it may.
func (p *Profile) may(tags Tags, dir string) (open, said bool) {
	open = true
	for i, key := range p.access {
		for _, k := range []string{key, key + ":" + dir} {
			if v, ok := p.value(tags[k]); ok {
				open, said = v, v && i > 0
			}
		}
	}
	return open, said
}

// value looks up a value of access, of a list the first that is known.
func (p *Profile) value(list string) (open, ok bool) {
	for list != "" {
		one, rest, _ := strings.Cut(list, ";")
		if open, ok := p.values[strings.TrimSpace(one)]; ok {
			return open, true
		}
		list = rest
	}
	return false, false
}

// directions tells whether one-way traffic lets the profile go along the line and against it.
func (p *Profile) directions(tags Tags) (along, against bool) {
	along, against = true, true
	if slices.Contains(p.oneway, "oneway") {
		switch {
		case tags["junction"] == "roundabout", tags["junction"] == "circular", tags[p.class] == "motorway":
			against = false
		}
	}
	for _, key := range p.oneway {
		switch tags[key] {
		case "yes", "true", "1":
			along, against = true, false
		case "-1", "reverse":
			along, against = false, true
		case "no", "false", "0", "alternating":
			along, against = true, true
		case "reversible": // the hour decides, which nobody knows here
			along, against = false, false
		}
	}
	if p.contraflow && along != against {
		for _, key := range []string{"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"} {
			if strings.HasPrefix(tags[key], "opposite") {
				return true, true
			}
		}
	}
	return along, against
}

// limited gives the speed of a class under the signed limit of a direction.
func (p *Profile) limited(kmh float64, tags Tags, dir string) float64 {
	limit, ok := p.limit(tags["maxspeed"])
	if v, own := p.limit(tags["maxspeed:"+dir]); own {
		limit, ok = v, true
	}
	switch {
	case !ok || p.limitShare == 0:
		return kmh
	case p.limitRaises:
		return limit * p.limitShare
	}
	return min(kmh, limit*p.limitShare)
}

// limit reads a signed limit in km/h, of several the lowest.
func (p *Profile) limit(value string) (kmh float64, ok bool) {
	for one := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ';' || r == '|' }) {
		one = strings.TrimSpace(one)
		v, known := p.signs[one]
		if !known {
			v, known = parseUnit(one, map[string]float64{"": 1, "km/h": 1, "kmh": 1, "kph": 1, "mph": 1.609344, "knots": 1.852})
		}
		if known && v > 0 && (!ok || v < kmh) {
			kmh, ok = v, true
		}
	}
	return kmh, ok
}

// parseUnit reads a number and its unit, which says by what to multiply.
func parseUnit(s string, units map[string]float64) (float64, bool) {
	end := strings.LastIndexAny(s, "0123456789.") + 1
	by, ok := units[strings.TrimSpace(s[end:])]
	v, err := strconv.ParseFloat(s[:end], 64)
	return v * by, ok && err == nil && v < 1e9
}

// factorOf gives the least factor of surface, width and the like; 0 closes.
func (p *Profile) factorOf(tags Tags) float64 {
	least := 1.0
	first := true
	take := func(f float64) {
		if first || f < least {
			least, first = f, false
		}
	}
	for key, values := range p.factor {
		if f, ok := values[tags[key]]; ok {
			take(f)
		}
	}
	width := tags["width"]
	if width == "" {
		width = tags["est_width"]
	}
	if m, ok := parseUnit(width, map[string]float64{"": 1, "m": 1, "ft": 0.3048, "'": 0.3048, "cm": 0.01}); ok && m > 0 {
		for _, w := range p.width {
			if m < w.below {
				take(w.factor)
				break
			}
		}
	}
	return least
}

// ford gives the time that a ford takes.
func (p *Profile) ford(tags Tags) (seconds float64, ford bool) {
	switch tags["ford"] {
	case "", "no":
		return 0, false
	case "stepping_stones", "boat":
		if p.driven {
			return closed, true
		}
	}
	return p.fordS, true
}

// parseDuration reads how long a ferry takes, in seconds: minutes, 1:30, 01:30:00, PT1H30M.
func parseDuration(s string) (seconds float64, ok bool) {
	if iso, found := strings.CutPrefix(s, "PT"); found {
		for iso != "" {
			end := strings.IndexAny(iso, "HMS")
			if end < 0 {
				return 0, false
			}
			v, err := strconv.ParseUint(iso[:end], 10, 16)
			if err != nil {
				return 0, false
			}
			seconds += float64(v) * map[byte]float64{'H': 3600, 'M': 60, 'S': 1}[iso[end]]
			iso = iso[end+1:]
		}
		return seconds, seconds > 0
	}
	parts := strings.Split(s, ":")
	for _, part := range parts {
		v, err := strconv.ParseUint(strings.TrimSpace(part), 10, 16)
		if err != nil || len(parts) > 3 {
			return 0, false
		}
		seconds = seconds*60 + float64(v)
	}
	if len(parts) < 3 { // without seconds
		seconds *= 60
	}
	return seconds, seconds > 0
}

// A passage is what it takes to pass a node.
type passage struct {
	shut        bool
	there, back float64 // seconds along the way's line and against it
}

// pass looks a node's tags up in the profile.
func (p *Profile) pass(tags Tags) (x passage) {
	kind := tags["barrier"]
	if kind == "" && p.class == "waterway" {
		kind = tags["waterway"]
	}
	if kind != "" {
		seconds := p.barriers[kind]
		open, signed := true, false
		for _, key := range p.access { // a sign at the barrier knows better than its kind
			if v, ok := p.value(tags[key]); ok {
				open, signed = v, true
			}
		}
		if signed && !open || !signed && seconds == closed {
			return passage{shut: true}
		}
		x.there += max(seconds, 0)
	}
	if s, ford := p.ford(tags); ford {
		if s == closed {
			return passage{shut: true}
		}
		x.there += s
	}
	x.back = x.there
	if tags["highway"] == "traffic_signals" {
		way := tags["traffic_signals:direction"]
		if way == "" {
			way = tags["direction"]
		}
		if way != "backward" {
			x.there += p.signalS
		}
		if way != "forward" {
			x.back += p.signalS
		}
	}
	return x
}
