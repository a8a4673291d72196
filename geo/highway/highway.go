package highway

import (
	"maps"
	"slices"
	"strconv"

	"xunhu/geo/feature"
)

// Tags are keys and values as https://wiki.openstreetmap.org/wiki/Map_features has them.
type Tags = map[string]string

// Ferry is the class of ferries, which have no value of highway.
const Ferry = "ferry"

// Tags of one subject: a column that was edited takes the place of all of them.
var (
	accessKeys = directed("access", "vehicle", "motor_vehicle", "motorcar", "motorcycle", "bicycle", "electric_bicycle", "foot")
	limitKeys  = directed("maxspeed")
	onewayKeys = hourly("oneway", "oneway:motor_vehicle", "oneway:motorcar", "oneway:motorcycle")
)

// directed gives keys with those that speak of one direction.
func directed(keys ...string) (all []string) {
	for _, k := range keys {
		all = append(all, hourly(k, k+":forward", k+":backward")...)
	}
	return all
}

// hourly gives keys with those that speak of some hours.
func hourly(keys ...string) (all []string) {
	for _, k := range keys {
		all = append(all, k, k+":conditional")
	}
	return all
}

// Keys are the tags that a road keeps beside its class and name.
var Keys = slices.Concat(accessKeys, limitKeys, onewayKeys, []string{
	"oneway:bicycle", "oneway:electric_bicycle", "oneway:foot", "oneway:bicycle:conditional", "oneway:foot:conditional", "junction", "cycleway", "cycleway:left", "cycleway:right", "cycleway:both",
	"surface", "smoothness", "tracktype", "sac_scale", "width", "est_width", "ford", "route", "duration", "bridge", "tunnel", "layer",
})

// NodeKeys are the tags that a point on a road keeps: what stands there, and who may pass.
var NodeKeys = slices.Concat([]string{"barrier", "ford", "highway", "traffic_signals:direction", "direction"},
	[]string{"access", "vehicle", "motor_vehicle", "motorcar", "motorcycle", "bicycle", "electric_bicycle", "foot"})

// Only gives the tags of some keys.
func Only(t Tags, keys []string) Tags {
	kept := Tags{}
	for _, k := range keys {
		if v := t[k]; v != "" {
			kept[k] = v
		}
	}
	return kept
}

// Columns are what a region says of a road in columns of their own.
type Columns struct {
	Class       string   // a value of highway, or Ferry
	Oneway      *int     // 1 along the line, -1 against it, 0 both; nil: nobody says
	MaxSpeedKMH *float64 // nil: not signed as a number
	Access      string   // "": open
}

// ColumnsOf gives the columns of a road by its tags.
func ColumnsOf(t Tags) Columns {
	way := Oneway(t)
	c := Columns{Class: t["highway"], Oneway: &way, Access: Access(t)}
	if c.Class == "" && t["route"] == "ferry" {
		c.Class = Ferry
	}
	if v := MaxSpeed(t); v > 0 {
		c.MaxSpeedKMH = &v
	}
	return c
}

// Kept gives the tags that a road keeps beside its columns: those of Keys without what
// the columns say in the same words.
func Kept(t Tags) Tags {
	c, kept := ColumnsOf(t), Only(t, Keys)
	if c.Class == Ferry || t["route"] != "ferry" { // the class says so; other routes are of no use
		delete(kept, "route")
	}
	whole := maps.Clone(kept)
	if c.Class == Ferry {
		whole["route"] = "ferry"
	} else {
		whole["highway"] = c.Class
	}
	for _, key := range []string{"oneway", "maxspeed", "access"} {
		value, has := kept[key]
		if !has {
			continue
		}
		delete(kept, key)
		if !maps.Equal(c.Tags(kept), whole) {
			kept[key] = value
		}
	}
	return kept
}

// Tags gives the tags of a road by its columns and by what it keeps beside them.
func (c Columns) Tags(kept Tags) Tags {
	t := maps.Clone(kept)
	if t == nil {
		t = Tags{}
	}
	if c.Class == Ferry {
		t["route"] = "ferry"
	} else if c.Class != "" {
		t["highway"] = c.Class
	}
	was := ColumnsOf(t)
	edit := func(keys []string, value string) {
		for _, k := range keys {
			delete(t, k)
		}
		if value != "" {
			t[keys[0]] = value
		}
	}
	if c.Oneway != nil && *c.Oneway != *was.Oneway {
		edit(onewayKeys, map[int]string{1: "yes", -1: "-1", 0: "no"}[*c.Oneway])
	}
	switch {
	case c.MaxSpeedKMH == nil && was.MaxSpeedKMH != nil:
		edit(limitKeys, "")
	case c.MaxSpeedKMH != nil && (was.MaxSpeedKMH == nil || *was.MaxSpeedKMH != *c.MaxSpeedKMH):
		edit(limitKeys, strconv.FormatFloat(*c.MaxSpeedKMH, 'f', -1, 64))
	}
	if c.Access != was.Access {
		edit(accessKeys, c.Access)
	}
	return t
}

// TagsOf gives the tags of a feature of the kind roads, its name among them.
func TagsOf(f feature.Feature) Tags {
	c := Columns{Class: f.Text("class"), Access: f.Text("access")}
	if v, ok := f.Number("oneway"); ok {
		way := int(min(max(v, -1), 1))
		c.Oneway = &way
	}
	if v, ok := f.Number("maxspeed_kmh"); ok && v > 0 {
		c.MaxSpeedKMH = &v
	}
	t := c.Tags(Beside(f))
	if name := f.Text("name"); name != "" {
		t["name"] = name
	}
	return t
}

// Beside gives what a feature has in its property tags.
func Beside(f feature.Feature) Tags {
	list, _ := f.Props["tags"].(map[string]any)
	t := make(Tags, len(list)+4)
	for k, v := range list {
		if text, err := feature.Plain(v); err == nil && text != "" {
			t[k] = text
		}
	}
	return t
}

// Props gives tags as a property: nil if there are none.
func Props(t Tags) any {
	if len(t) == 0 {
		return nil
	}
	list := make(map[string]any, len(t))
	for k, v := range t {
		list[k] = v
	}
	return list
}
