package intake

import (
	"slices"
	"strconv"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/format/osmpbf"
	"xunhu/geo/highway"
)

// What the tags of OpenStreetMap mean for a region. Keys and values are those of
// https://wiki.openstreetmap.org/wiki/Map_features.

// highways are the roads that a vehicle or somebody on foot may use.
var highways = []string{
	"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link",
	"tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service", "road", "track",
	"pedestrian", "cycleway", "footway", "path", "bridleway", "steps", "busway", "corridor", "platform",
}

// waterways gives the class of a river by its tag.
var waterways = map[string]string{
	"river": "river", "stream": "stream", "canal": "canal", "ditch": "ditch", "drain": "ditch",
}

// drivable tells whether a crew's car may come there.
func drivable(class string) bool {
	i := slices.Index(highways, class)
	return i >= 0 && i < slices.Index(highways, "track")
}

// want is what a kind, or all of a region, is made of.
func want(k feature.Kind) osmpbf.Want {
	site := func(t osmpbf.Tags) bool { return siteOf(t).class != "" }
	seat := func(t osmpbf.Tags) bool { return t["place"] != "" && t["name"] != "" }
	switch k {
	case feature.Roads:
		return osmpbf.Want{Line: isRoad, OnLine: highway.IsRule, Apart: isRoad, Rules: "restriction"}
	case feature.Rivers:
		return osmpbf.Want{Line: isRiver}
	case feature.Towns, feature.Neighbours:
		return osmpbf.Want{Point: seat, Area: isAdmin}
	case feature.Lakes:
		return osmpbf.Want{Area: isLake}
	case feature.Wetlands:
		return osmpbf.Want{Area: func(t osmpbf.Tags) bool { return isWetland(t) || protection(t) != "" }}
	case feature.Sites:
		return osmpbf.Want{Point: site, Area: func(t osmpbf.Tags) bool { return site(t) || isSurface(t) }}
	}
	return osmpbf.Want{
		Point: func(t osmpbf.Tags) bool { return seat(t) || site(t) },
		Line:  func(t osmpbf.Tags) bool { return isRoad(t) || isRiver(t) },
		Area: func(t osmpbf.Tags) bool {
			return isAdmin(t) || isWetland(t) || isSurface(t) || protection(t) != "" || site(t)
		},
		OnLine: highway.IsRule, Apart: isRoad, Rules: "restriction",
	}
}

// isRoad tells roads and ferries. The outline of a square is a road for those on foot.
func isRoad(t osmpbf.Tags) bool {
	return slices.Contains(highways, t["highway"]) || t["route"] == "ferry"
}

func isRiver(t osmpbf.Tags) bool { return waterways[t["waterway"]] != "" && t["area"] != "yes" }

func isWetland(t osmpbf.Tags) bool { return t["natural"] == "wetland" }

// isLake tells lakes and reservoirs from the surfaces of rivers and from basins
// of works.
func isLake(t osmpbf.Tags) bool {
	if t["landuse"] == "reservoir" {
		return true
	}
	switch t["water"] {
	case "river", "canal", "stream", "ditch", "drain", "wastewater", "basin", "rapids", "lock", "moat", "fountain", "stream_pool":
		return false
	}
	return t["natural"] == "water"
}

func isAdmin(t osmpbf.Tags) bool {
	return t["boundary"] == "administrative" && t["name"] != "" && adminLevel(t) > 0
}

// adminLevel gives the admin_level, 0 without a plain one.
func adminLevel(t osmpbf.Tags) int {
	n, err := strconv.Atoi(t["admin_level"])
	if err != nil || n < 1 || n > 11 {
		return 0
	}
	return n
}

// protection gives the class that a protected area lends to the wetlands in it:
// reserve for strict protection of nature, park for landscapes, "" for what
// protects other things (monuments, water supplies, culture).
func protection(t osmpbf.Tags) string {
	switch {
	case t["leisure"] == "nature_reserve":
		return "reserve"
	case t["boundary"] == "national_park":
		return "park"
	case t["boundary"] != "protected_area":
		return ""
	}
	switch strings.TrimSpace(strings.ToLower(t["protect_class"])) {
	case "1", "1a", "1b", "4", "97", "98": // strict reserve, wilderness, habitat; by continental or world agreement
		return "reserve"
	case "2", "5", "6", "7": // national park, landscape, sustainable use, nature feature
		return "park"
	}
	return ""
}

// landing is the class of sites where one goes aboard. Nobody visits them for their own sake.
const landing = "landing"

// landingM is how far from water a landing may be mapped.
const landingM = 100.0

// isSurface tells all water, that of rivers and basins too.
func isSurface(t osmpbf.Tags) bool {
	return isLake(t) || t["natural"] == "water" || t["waterway"] == "riverbank" || t["waterway"] == "dock"
}

// A watch says why a place is visited: class of site, category of incident that
// it is watched for (DOMAIN section 3), days between visits, and the least area
// in square metres if it is mapped as one.
type watch struct {
	class, category string
	days            int64
	least           float64
	zh, en          string // what it is, for places without a name
}

// siteOf gives the watch of an element; its class is "" if it needs none. The
// intervals are defaults of this project and the collection's to change.
func siteOf(t osmpbf.Tags) watch {
	switch {
	case t["man_made"] == "wastewater_plant":
		return watch{"outfall", "W03", 30, 0, "污水处理厂", "wastewater plant"}
	case t["man_made"] == "outfall", t["waterway"] == "outfall":
		return watch{"outfall", "W03", 30, 0, "排污口", "outfall"}
	case t["landuse"] == "landfill":
		return watch{"other", "S01", 30, 0, "填埋场", "landfill"}
	case t["landuse"] == "quarry":
		return watch{"enterprise", "A05", 30, 2_000, "采石场", "quarry"}
	case t["man_made"] == "works":
		return watch{"enterprise", "A06", 60, 0, "工厂", "works"}
	case t["landuse"] == "industrial":
		return watch{"enterprise", "A06", 60, 10_000, "工业用地", "industrial land"}
	case t["amenity"] == "fuel":
		return watch{"enterprise", "A07", 90, 0, "加油站", "petrol station"}
	case t["landuse"] == "aquaculture":
		return watch{"farm", "W09", 60, 0, "养殖场", "fish farm"}
	case t["landuse"] == "farmyard":
		return watch{"farm", "W08", 90, 2_000, "农场", "farm"}
	case t["leisure"] == "slipway":
		return watch{class: landing, zh: "下水坡道", en: "slipway"}
	case t["man_made"] == "pier":
		return watch{class: landing, zh: "栈桥码头", en: "pier"}
	case t["amenity"] == "ferry_terminal":
		return watch{class: landing, zh: "渡口", en: "ferry landing"}
	case t["waterway"] == "boatyard", t["waterway"] == "dock":
		return watch{class: landing, zh: "船坞", en: "dock"}
	}
	return watch{}
}

// titled gives the properties that every OpenStreetMap feature has. One without
// a name is called 无名 with what it is and its identity, because lists and
// papers need something to call it by.
func titled(t osmpbf.Tags, id, zh, en string) map[string]any {
	props := map[string]any{"name": t["name"], "source": "OpenStreetMap " + id, "licence": "ODbL-1.0"}
	if t["name"] == "" {
		props["name"], props["name_en"] = "无名"+zh+" "+id, "unnamed "+en+" "+id
	}
	if t["name:en"] != "" {
		props["name_en"] = t["name:en"]
	}
	return props
}

// roadOf makes a road of a line.
func roadOf(l osmpbf.Line) feature.Feature {
	c := highway.ColumnsOf(l.Tags)
	props := map[string]any{"class": c.Class, "oneway": int64(*c.Oneway)}
	if !slices.Contains(highways, c.Class) {
		props["class"] = highway.Ferry
	}
	if name := l.Tags["name"]; name != "" {
		props["name"] = name
	} else if ref := l.Tags["ref"]; ref != "" {
		props["name"] = ref
	}
	if c.MaxSpeedKMH != nil {
		props["maxspeed_kmh"] = *c.MaxSpeedKMH
	}
	if c.Access != "" {
		props["access"] = c.Access
	}
	if kept := highway.Props(highway.Kept(l.Tags)); kept != nil {
		props["tags"] = kept
	}
	return feature.Feature{ID: partID(l), Geometry: l.Shape, Props: props}
}

// riverOf makes a river of a line. Rivers and streams are drawn downstream by
// the rules of OpenStreetMap; canals and ditches may flow either way.
func riverOf(l osmpbf.Line) feature.Feature {
	class := waterways[l.Tags["waterway"]]
	zh := map[string]string{"river": "河流", "stream": "溪流", "canal": "运河", "ditch": "沟渠"}[class]
	props := titled(l.Tags, l.ID, zh, class)
	props["class"], props["directed"] = class, class == "river" || class == "stream"
	return feature.Feature{ID: partID(l), Geometry: l.Shape, Props: props}
}

// partID gives the identity of a line: that of its way, with the number of the
// part if the way was cut.
func partID(l osmpbf.Line) string {
	if l.Part == 0 {
		return l.ID
	}
	return l.ID + "-" + strconv.Itoa(l.Part+1)
}
