package intake

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/highway"
)

// tagNames gives the tag that a column of a file stands for, by its name in lower case:
// OpenStreetMap's own, with _ for : as tables have it, and those of Chinese files.
var tagNames = func() map[string]string {
	names := map[string]string{
		"路面": "surface", "路面类型": "surface", "路面材料": "surface", "宽度": "width", "路宽": "width", "路面宽度": "width",
		"桥梁": "bridge", "隧道": "tunnel", "层": "layer",
	}
	for _, k := range slices.Concat(highway.Keys, highway.NodeKeys) {
		names[k], names[strings.ReplaceAll(k, ":", "_")] = k, k
	}
	return names
}()

// tagWords gives OpenStreetMap's values for those of Chinese files and of shapefiles.
var tagWords = map[string]map[string]string{
	"surface": {"水泥": "concrete", "水泥路": "concrete", "混凝土": "concrete", "沥青": "asphalt", "柏油": "asphalt", "砂石": "gravel", "砂石路": "gravel",
		"碎石": "gravel", "土路": "dirt", "土": "dirt", "未硬化": "unpaved", "硬化": "paved"},
	"bridge": {"t": "yes", "是": "yes", "1": "yes", "true": "yes", "f": "", "否": "", "0": "", "false": "", "no": ""},
	"tunnel": {"t": "yes", "是": "yes", "1": "yes", "true": "yes", "f": "", "否": "", "0": "", "false": "", "no": ""},
	"layer":  {"0": ""},
}

// besides adds to tags what a row says in columns of their own.
func besides(r row, t highway.Tags) highway.Tags {
	for name, v := range r.Props {
		key, ok := tagNames[strings.ToLower(strings.TrimSpace(name))]
		if !ok || empty(v) {
			continue
		}
		value := text(v)
		if word, known := tagWords[key][strings.ToLower(value)]; known {
			value = word
		}
		t[key] = value
	}
	return t
}

// roadTags puts what a row says of a road beside the columns into props. Columns that a
// file of other people does not have are as its tags say; in one of ours an empty column
// is empty.
func (m *mapper) roadTags(r row, props map[string]any) {
	kept := highway.Beside(feature.Feature{Props: props})
	delete(props, "tags")
	raw, _, _ := find(r.Feature, "tags", m.req.Fields)
	written, isText := raw.(string)
	ours := raw != nil && (!isText || strings.HasPrefix(written, "{"))
	t := besides(r, highway.Tags{})
	for _, column := range []string{"oneway", "maxspeed", "access"} {
		delete(t, column) // the schema has them
	}
	maps.Copy(kept, t)
	t = highway.Only(kept, highway.Keys)
	class, _ := props["class"].(string)
	if class == highway.Ferry {
		delete(t, "route")
	}
	said := func(name string) bool { _, ok := props[name]; return ok || ours }
	c := highway.ColumnsOf(t)
	if t["oneway"] != "" && !said("oneway") {
		props["oneway"] = int64(*c.Oneway)
	}
	if c.MaxSpeedKMH != nil && !said("maxspeed_kmh") {
		props["maxspeed_kmh"] = *c.MaxSpeedKMH
	}
	if c.Access != "" && !said("access") {
		props["access"] = c.Access
	}
	if list := highway.Props(t); list != nil {
		props["tags"] = list
	}
}

// ruleTags does the same for what stands on a road: a row may say it in OpenStreetMap's words.
func ruleTags(r row, props map[string]any) {
	t := besides(r, highway.Beside(feature.Feature{Props: props}))
	class, kind, kept := highway.NodeColumns(t)
	if class == "" || class != props["class"] {
		return
	}
	if _, said := props["kind"]; !said && kind != "" {
		props["kind"] = kind
	}
	if list := highway.Props(kept); list != nil {
		props["tags"] = list
	} else {
		delete(props, "tags")
	}
}

// ruleClass gives the class of what stands on a road from OpenStreetMap's words.
func ruleClass(r row) (class any, ok bool) {
	word, _, _ := highway.NodeColumns(besides(r, highway.Tags{}))
	return word, word != ""
}

// onewayWords are the values of one-way traffic that are no numbers.
var onewayWords = map[string]int64{"yes": 1, "true": 1, "f": 1, "是": 1, "reverse": -1, "t": -1, "no": 0, "false": 0, "b": 0, "否": 0}

// hstore is one key with its value, as GDAL writes other_tags.
var hstore = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"`)

// object gives an object: as it is, from JSON text, or from text as GDAL writes it.
func object(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case string:
		var parsed map[string]any
		if json.Unmarshal([]byte(v), &parsed) == nil {
			return parsed, parsed != nil
		}
		unescape := strings.NewReplacer(`\"`, `"`, `\\`, `\`)
		for _, m := range hstore.FindAllStringSubmatch(v, -1) {
			if parsed == nil {
				parsed = map[string]any{}
			}
			parsed[unescape.Replace(m[1])] = unescape.Replace(m[2])
		}
		return parsed, parsed != nil
	}
	return nil, false
}
