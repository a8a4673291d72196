package road

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"xunhu/geo/finding"
)

// The most that a profile may say: faster than any vehicle, longer than any wait.
const (
	mostKMH = 500
	mostS   = 24 * 3600
)

// reader reads one profile and gathers all that is wrong with it.
type reader struct {
	where  string
	faults []error
}

// parseProfile reads a profile's text.
func parseProfile(text []byte, name, where string) (Profile, error) {
	p := Profile{Name: name, ZH: name, EN: name, fordS: closed, uTurnS: closed, driven: true, text: string(text), sum: sha256.Sum256(text)}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return p, finding.New("road.profile_yaml", where).Because(err)
	}
	r := &reader{where: where}
	if len(doc.Content) == 0 {
		return p, finding.New("road.profile_yaml", where)
	}
	p.values = map[string]bool{}
	var hoursAt *yaml.Node
	r.fields(doc.Content[0], []string{"class", "access", "open", "closed", "speed", "top"}, map[string]func(*yaml.Node){
		"zh":         func(n *yaml.Node) { p.ZH = r.text(n) },
		"en":         func(n *yaml.Node) { p.EN = r.text(n) },
		"class":      func(n *yaml.Node) { p.class = r.choice(n, "highway", "waterway") },
		"access":     func(n *yaml.Node) { p.access = r.words(n) },
		"open":       func(n *yaml.Node) { r.values(n, p.values, true) },
		"closed":     func(n *yaml.Node) { r.values(n, p.values, false) },
		"oneway":     func(n *yaml.Node) { p.oneway = r.words(n) },
		"contraflow": func(n *yaml.Node) { p.contraflow = r.choice(n, "true", "false") == "true" },
		"speed":      func(n *yaml.Node) { p.speed = r.speeds(n) },
		"permitted":  func(n *yaml.Node) { p.permitted = r.speeds(n) },
		"top":        func(n *yaml.Node) { p.top = r.positive(n, mostKMH) },
		"limit": func(n *yaml.Node) {
			r.fields(n, []string{"share"}, map[string]func(*yaml.Node){
				"share":  func(n *yaml.Node) { p.limitShare = r.positive(n, 2) },
				"raises": func(n *yaml.Node) { p.limitRaises = r.choice(n, "true", "false") == "true" },
			})
		},
		"signs": func(n *yaml.Node) { p.signs = r.speeds(n) },
		"factor": func(n *yaml.Node) {
			p.factor = map[string]map[string]float64{}
			r.each(n, func(key string, n *yaml.Node) {
				p.factor[key] = map[string]float64{}
				r.each(n, func(value string, n *yaml.Node) { p.factor[key][value] = r.share(n) })
			})
		},
		"width": func(n *yaml.Node) { p.width = r.widths(n) },
		"ford":  func(n *yaml.Node) { p.fordS = r.seconds(n) },
		"ferry": func(n *yaml.Node) {
			p.ferry = &ferry{}
			r.fields(n, []string{"kmh"}, map[string]func(*yaml.Node){
				"kmh":  func(n *yaml.Node) { p.ferry.kmh = r.positive(n, mostKMH) },
				"wait": func(n *yaml.Node) { p.ferry.waitS = r.number(n, 0, mostS) },
			})
		},
		"barriers": func(n *yaml.Node) {
			p.barriers = map[string]float64{}
			r.each(n, func(kind string, n *yaml.Node) { p.barriers[kind] = r.seconds(n) })
		},
		"signals": func(n *yaml.Node) { p.signalS = r.number(n, 0, mostS) },
		"turns": func(n *yaml.Node) {
			r.fields(n, nil, map[string]func(*yaml.Node){
				"left":   func(n *yaml.Node) { p.leftS = r.number(n, 0, mostS) },
				"right":  func(n *yaml.Node) { p.rightS = r.number(n, 0, mostS) },
				"u_turn": func(n *yaml.Node) { p.uTurnS = r.seconds(n) },
			})
		},
		"restrictions": func(n *yaml.Node) { p.vehicles = r.words(n) },
		"hours":        func(n *yaml.Node) { p.hours, hoursAt = r.hours(n), n },
		"driven":       func(n *yaml.Node) { p.driven = r.choice(n, "true", "false") == "true" },
	})
	for _, h := range p.hours {
		for class := range h.speed {
			if p.speed[class] == 0 && p.permitted[class] == 0 {
				r.fault(hoursAt, "road.profile_hour_class", "class", class, "hour", h.zh)
			}
		}
	}
	return p, errors.Join(r.faults...)
}

// fault notes what is wrong at a node.
func (r *reader) fault(n *yaml.Node, code string, args ...any) {
	r.faults = append(r.faults, finding.New(code, r.where, append([]any{"line", n.Line}, args...)...))
}

// each visits the entries of a mapping; a key that comes twice is a fault.
func (r *reader) each(n *yaml.Node, visit func(key string, value *yaml.Node)) {
	n = plain(n)
	if n.Kind != yaml.MappingNode {
		r.fault(n, "road.profile_map")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || seen[key.Value] {
			r.fault(key, "road.profile_twice", "key", key.Value)
			continue
		}
		seen[key.Value] = true
		visit(key.Value, plain(n.Content[i+1]))
	}
}

// fields visits the entries of a mapping whose keys are known.
func (r *reader) fields(n *yaml.Node, must []string, known map[string]func(*yaml.Node)) {
	before, found := len(r.faults), map[string]bool{}
	r.each(n, func(key string, value *yaml.Node) {
		found[key] = true
		if read := known[key]; read != nil {
			read(value)
			return
		}
		r.fault(value, "road.profile_key", "key", key, "choices", slices.Sorted(maps.Keys(known)))
	})
	if n.Kind != yaml.MappingNode && len(r.faults) > before {
		return
	}
	for _, key := range must {
		if !found[key] {
			r.fault(n, "road.profile_missing", "key", key)
		}
	}
}

// plain follows an alias to what it stands for.
func plain(n *yaml.Node) *yaml.Node {
	for range 10 {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

// text reads a word or sentence.
func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		r.fault(n, "road.profile_text")
	}
	return n.Value
}

// choice reads one of a few words.
func (r *reader) choice(n *yaml.Node, words ...string) string {
	if n.Kind != yaml.ScalarNode || !slices.Contains(words, n.Value) {
		r.fault(n, "road.profile_choice", "value", n.Value, "choices", words)
	}
	return n.Value
}

// words reads a list of words.
func (r *reader) words(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "road.profile_list")
		return nil
	}
	var words []string
	for _, c := range n.Content {
		words = append(words, r.text(plain(c)))
	}
	return words
}

// values reads values of access that are open or closed; none may be both.
func (r *reader) values(n *yaml.Node, into map[string]bool, open bool) {
	for i, w := range r.words(n) {
		if was, twice := into[w]; twice && was != open {
			r.fault(n.Content[i], "road.profile_both", "value", w)
		}
		into[w] = open
	}
}

// number reads a number of a range, the ends included.
func (r *reader) number(n *yaml.Node, least, most float64) float64 {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || !(v >= least && v <= most) {
		r.fault(n, "road.profile_number", "value", n.Value, "least", least, "most", most)
		return least
	}
	return v
}

// positive reads a number above 0.
func (r *reader) positive(n *yaml.Node, most float64) float64 {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || !(v > 0 && v <= most) {
		r.fault(n, "road.profile_positive", "value", n.Value, "most", most)
		return most
	}
	return v
}

// shut tells whether a node says closed.
func shut(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Value == "closed" }

// seconds reads a time or closed.
func (r *reader) seconds(n *yaml.Node) float64 {
	if shut(n) {
		return closed
	}
	return r.number(n, 0, mostS)
}

// share reads a factor or closed, which is 0.
func (r *reader) share(n *yaml.Node) float64 {
	if shut(n) {
		return 0
	}
	return r.positive(n, 2)
}

// speeds reads speeds by a word; one that is closed is as if it were not there.
func (r *reader) speeds(n *yaml.Node) map[string]float64 {
	m := map[string]float64{}
	r.each(n, func(key string, n *yaml.Node) {
		if !shut(n) {
			m[key] = r.positive(n, mostKMH)
		}
	})
	return m
}

// hours reads times of the week, each with its name and what it leaves of the speed. Where two overlap,
// the first counts.
func (r *reader) hours(n *yaml.Node) (all []hour) {
	var before week
	r.each(n, func(when string, n *yaml.Node) {
		w, ok := parseWeek(when)
		if !ok {
			r.fault(n, "road.profile_hours", "value", when)
		}
		h := hour{zh: when, en: when, when: w.less(before), speed: map[string]float64{}}
		before = before.or(w)
		r.fields(n, []string{"speed"}, map[string]func(*yaml.Node){
			"zh":    func(n *yaml.Node) { h.zh = r.text(n) },
			"en":    func(n *yaml.Node) { h.en = r.text(n) },
			"speed": func(n *yaml.Node) { r.each(n, func(class string, n *yaml.Node) { h.speed[class] = r.share(n) }) },
		})
		all = append(all, h)
	})
	return all
}

// widths reads factors by width.
func (r *reader) widths(n *yaml.Node) []widthFactor {
	var all []widthFactor
	r.each(n, func(key string, n *yaml.Node) {
		below, err := strconv.ParseFloat(key, 64)
		if err != nil || !(below > 0) || math.IsInf(below, 0) {
			r.fault(n, "road.profile_width", "key", key)
			return
		}
		all = append(all, widthFactor{below, r.share(n)})
	})
	slices.SortFunc(all, func(a, b widthFactor) int { return cmp.Compare(a.below, b.below) })
	return all
}
