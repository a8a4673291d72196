package intake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// mapper brings the rows of one layer to the schema of its kind.
type mapper struct {
	*reading
	schema feature.Schema
	layer  *Layer
	box    orb.Bound // where features must lie
	fence  bool      // there is such a box
	towns  []feature.Feature
	alone  bool   // the layer has but one row
	county string // that all rows name
	lacked map[string]bool
	made   int // identities that were made
	named  int // features without a name that were given one
	split  int // features that became several
	passed int // rows of a list of codes that are no towns
}

// entry takes one entry of the layer.
func (m *mapper) entry(e entry) error {
	m.layer.Read++
	if e.refused != nil {
		return m.refuse(m.layer, e.refused)
	}
	v, _, _ := lookup(e.Feature, counties)
	if c := text(v); m.layer.Read == 1 {
		m.county = c
	} else if c != m.county {
		m.county = ""
	}
	return m.take(e.row)
}

// refuse puts a refusal where it is told.
func (r *reading) refuse(l *Layer, f *finding.Finding) error {
	if r.req.Stream != nil {
		return r.req.Stream.Refused(f)
	}
	l.Refused = append(l.Refused, f)
	return nil
}

// where names a row as the readers do: by its file, its layer where that has another
// name, and its number.
func (m *mapper) where(number int) string {
	file := path.Base(m.layer.File)
	if strings.TrimSuffix(file, path.Ext(file)) != m.layer.Name {
		file += "/" + m.layer.Name
	}
	return fmt.Sprintf("%s#%d", file, number)
}

// take brings one row to the schema, or refuses it.
func (m *mapper) take(r row) error {
	where := m.where(r.number)
	refuse := func(f *finding.Finding) error {
		f.Where = where
		return m.refuse(m.layer, f)
	}
	if m.schema.Kind == feature.Codes {
		r.Geometry = nil // a seat, if anything
		switch code := m.code(r); {
		case code == "":
			return refuse(finding.New("intake.no_code", ""))
		case !ofTown(code):
			m.layer.Kept++
			m.passed++
			return nil
		}
	}
	props, fault := m.props(r, where)
	if fault != nil {
		return refuse(fault)
	}
	shapes, notes, fault := fit(m.schema.Shape, r.Geometry, m.schema.Kind == feature.Units || m.schema.Kind == feature.Codes)
	if fault == nil && r.Geometry != nil {
		fault = m.misplaced(r.Geometry.Bound())
	}
	if fault != nil {
		return refuse(fault)
	}
	for _, n := range notes {
		n.Where = where
		m.layer.note(n)
	}
	id := m.identify(r, props)
	if _, ok := m.schema.Field("name"); ok && props["name"] == nil {
		m.name(r, props, id)
	}
	became := make([]feature.Feature, len(shapes))
	for i, g := range shapes {
		became[i] = feature.Feature{ID: id, Geometry: g, Props: props}
		if len(shapes) > 1 {
			became[i].ID = suffixed(id, i+1)
		}
	}
	taken, err := m.put(m.schema.Kind, became...)
	if first, _ := props["valid_from"].(string); err == nil && taken && m.schema.Kind == feature.Codes && first != "" {
		became[0].ID = id + "@" + first // as further editions of towns have it
		taken, err = m.put(m.schema.Kind, became...)
	}
	if err != nil {
		return err
	}
	if taken {
		return refuse(finding.New("intake.id_twice", "", "id", id))
	}
	m.layer.Kept++
	if len(shapes) > 1 {
		m.split++
	}
	return nil
}

// notes says what was done to the layer as a whole.
func (m *mapper) notes() {
	if m.made > 0 {
		m.layer.note(finding.New("intake.ids_made", "", "n", m.made))
	}
	if m.named > 0 {
		m.layer.note(finding.New("intake.unnamed", "", "n", m.named, "title", unnamed[m.schema.Kind]))
	}
	if m.split > 0 {
		m.layer.note(finding.New("intake.lines_split", "", "n", m.split))
	}
	if m.passed > 0 {
		m.layer.note(finding.New("intake.no_towns", "", "n", m.passed))
		m.report.passed += m.passed
	}
}

// unnamed says what waters without a name are called, as those of an extract are.
var unnamed = map[feature.Kind]finding.Name{
	feature.Rivers: {ZH: "河流", EN: "river"}, feature.Lakes: {ZH: "水面", EN: "water"},
	feature.Wetlands: {ZH: "湿地", EN: "wetland"}, feature.Basins: {ZH: "流域", EN: "basin"},
}

// figures is a code within the name of a file.
var figures = regexp.MustCompile(`\d{6,12}`)

// bare tells a layer that is one geometry and nothing else: an outline.
func (m *mapper) bare(r row) bool {
	for _, v := range r.Props {
		if !empty(v) {
			return false
		}
	}
	return m.alone
}

// mayLackName tells the rows that are named here if they have no name.
func (m *mapper) mayLackName(r row) bool {
	_, water := unnamed[m.schema.Kind]
	return water || m.bare(r)
}

// name names what has no name: an outline by its file, waters by their identity.
func (m *mapper) name(r row, props map[string]any, id string) {
	water, ok := unnamed[m.schema.Kind]
	switch {
	case m.bare(r):
		props["name"] = m.layer.Name
		m.layer.note(finding.New("intake.named_by_file", "", "name", m.layer.Name))
	case ok:
		m.named++
		props["name"], props["name_en"] = "无名"+water.ZH+" "+id, "unnamed "+water.EN+" "+id
	}
}

// props gives the properties of the schema. A value of the wrong type is noted
// and left out, or refused where it is required.
func (m *mapper) props(r row, where string) (map[string]any, *finding.Finding) {
	props := map[string]any{}
	for _, field := range m.schema.Fields {
		v, theirs, ok := find(r.Feature, field.Name, m.req.Fields)
		if !ok && field.Name == "class" && m.schema.Kind == feature.RoadRules {
			v, ok = ruleClass(r)
		}
		if !ok {
			if field.Required && !(field.Name == "name" && m.mayLackName(r)) {
				return nil, m.lacking(r, field)
			}
			continue
		}
		typed, ok := convert(v, field.Type)
		if way, word := onewayWords[strings.ToLower(text(v))]; word && field.Name == "oneway" {
			typed, ok = way, true
		}
		if field.Name == "tags" {
			typed, ok = object(v)
		}
		if word, is := typed.(string); is && ok && field.Name == "class" {
			class, known := classOf(m.schema.Kind, word)
			if !known {
				fault := finding.New("intake.bad_class", "", "value", word, "theirs", theirs, "classes", Classes(m.schema.Kind))
				if field.Required {
					return nil, fault
				}
				fault.Where = where
				m.layer.note(fault)
				continue
			}
			typed = class
		}
		if names, is := typed.([]any); is && field.Name == "towns" {
			typed = m.townIDs(names)
		}
		switch {
		case ok:
			props[field.Name] = typed
		case field.Required:
			return nil, finding.New("intake.bad_value", "", "field", field.Name, "theirs", theirs, "value", text(v), "type", string(field.Type))
		default:
			m.layer.note(finding.New("intake.bad_value", where,
				"field", field.Name, "theirs", theirs, "value", text(v), "type", string(field.Type)))
		}
	}
	switch m.schema.Kind {
	case feature.Roads:
		m.roadTags(r, props)
	case feature.RoadRules:
		ruleTags(r, props)
	}
	if _, ok := m.schema.Field("source"); ok && props["source"] == nil {
		props["source"] = cmp.Or(m.req.Source, path.Base(m.layer.File))
	}
	if _, ok := m.schema.Field("licence"); ok && props["licence"] == nil && m.req.Licence != "" {
		props["licence"] = m.req.Licence
	}
	return props, nil
}

// lacking refuses a row without a field that it must have. The layer's notes name
// those that the first such row has, for one of them may be meant.
func (m *mapper) lacking(r row, field feature.Field) *finding.Finding {
	title := finding.Name{ZH: field.ZH, EN: field.EN}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(r.Props)) {
		if !empty(r.Props[name]) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return finding.New("intake.no_properties", "", "field", field.Name, "title", title)
	}
	if !m.lacked[field.Name] {
		const most = 20
		if len(names) > most {
			names = append(names[:most], "…")
		}
		m.lacked[field.Name] = true
		m.layer.note(finding.New("intake.fields_there", m.where(r.number), "field", field.Name, "title", title, "fields", names))
	}
	return finding.New("intake.no_value", "", "field", field.Name, "title", title)
}

// townIDs gives towns by their identity where the file gives them by name.
func (m *mapper) townIDs(names []any) []any {
	ids := slices.Clone(names)
	for i, n := range names {
		for _, t := range m.towns {
			if n == t.Text("name") {
				ids[i] = atlas.CodeOf(t.ID)
			}
		}
	}
	return ids
}

// convert brings a value to a type.
func convert(v any, t feature.Type) (any, bool) {
	s := text(v)
	switch t {
	case feature.Text:
		return s, s != ""
	case feature.Integer:
		n, err := strconv.ParseFloat(s, 64)
		return int64(n), err == nil && n == math.Trunc(n) && math.Abs(n) < 1<<53
	case feature.Real:
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
	case feature.Boolean:
		switch strings.ToLower(s) {
		case "true", "yes", "1", "y", "是", "t":
			return true, true
		case "false", "no", "0", "n", "否", "f":
			return false, true
		}
		return nil, false
	case feature.Date:
		for _, layout := range []string{"2006-01-02", "20060102", "2006/1/2", "2006-1-2", "2006.1.2", "2006年1月2日", time.RFC3339} {
			if d, err := time.Parse(layout, s); err == nil {
				return d.Format("2006-01-02"), true
			}
		}
		return nil, false
	case feature.JSON:
		return list(v)
	}
	return v, true
}

// list gives a list: as it is, from JSON text, or from names with ; , 、 between.
func list(v any) (any, bool) {
	switch v := v.(type) {
	case []any, map[string]any:
		return v, true
	case string:
		var parsed []any
		if json.Unmarshal([]byte(v), &parsed) == nil {
			return parsed, true
		}
		var items []any
		for _, item := range strings.FieldsFunc(v, func(c rune) bool { return strings.ContainsRune(";,、；，", c) }) {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		return items, len(items) > 0
	}
	if s := text(v); s != "" {
		return []any{s}, true
	}
	return nil, false
}

// identify gives a row's identity: its code, else the feature's own, else one
// made of name and place, which stays the same when the file is read again.
func (m *mapper) identify(r row, props map[string]any) string {
	v, _, ok := find(r.Feature, identity, m.req.Fields)
	id := text(v)
	if !ok || id == "" {
		id = r.ID
	}
	if m.schema.Kind == feature.Towns || m.schema.Kind == feature.Codes {
		id = townCode(id)
	}
	if id != "" {
		return id
	}
	if m.bare(r) {
		if id = figures.FindString(m.layer.Name); id != "" {
			return id
		}
	}
	m.made++
	h := fnv.New32a()
	name, _ := props["name"].(string)
	fmt.Fprint(h, m.schema.Kind, "/", name, "/")
	if r.Geometry != nil {
		b := r.Geometry.Bound()
		fmt.Fprintf(h, "%.5f %.5f %.5f %.5f", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	return fmt.Sprintf("%c%08x", m.schema.Kind[0], h.Sum32())
}

// misplaced refuses what cannot lie in this region.
func (m *mapper) misplaced(b orb.Bound) *finding.Finding {
	centre := b.Center()
	sound := func(b orb.Bound) bool {
		return b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90
	}
	switch turned := swap(b); {
	case !sound(b) && sound(turned):
		return finding.New("intake.axes_swapped", "", "x", centre[0], "y", centre[1]).On(turned.Center())
	case !sound(b):
		return finding.New("intake.not_degrees", "", "x", centre[0], "y", centre[1])
	case !m.fence || m.box.Intersects(b):
		return nil
	case m.box.Intersects(turned):
		return finding.New("intake.axes_swapped", "", "x", centre[0], "y", centre[1]).On(turned.Center())
	default:
		return finding.New("intake.far_away", "", "lon", centre[0], "lat", centre[1], "region", m.base.Region.Name).On(centre)
	}
}
