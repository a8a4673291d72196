package intake

import (
	"maps"
	"slices"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/highway"
)

// classes gives, for each kind, the words under which files give its classes.
// Our own words stand for themselves.
var classes = map[feature.Kind]map[string]string{
	feature.Units: {
		"municipal_ee": "MUNICIPAL_EE", "branch": "BRANCH", "brigade": "BRIGADE", "squad": "SQUAD", "station": "STATION", "post": "POST",
		"town_gov": "TOWN_GOV", "town_enf": "TOWN_ENF", "city_dept": "CITY_DEPT", "city_gov": "CITY_GOV", "ext_ee": "EXT_EE",
		"市局": "MUNICIPAL_EE", "分局": "BRANCH", "大队": "BRIGADE", "执法大队": "BRIGADE", "中队": "SQUAD", "执法中队": "SQUAD",
		"所": "STATION", "环保所": "STATION", "生态环境保护所": "STATION", "驻巡站": "POST", "联合驻巡站": "POST", "生态联合驻巡站": "POST",
		"镇政府": "TOWN_GOV", "镇街政府": "TOWN_GOV", "综合行政执法队": "TOWN_ENF", "市直部门": "CITY_DEPT", "市政府": "CITY_GOV",
	},
	feature.Zones: {
		"post": "post", "water_source": "water_source", "development": "development", "disputed": "disputed",
		"责任区": "post", "驻巡责任区": "post", "水源地": "water_source", "水源保护区": "water_source", "开发区": "development",
		"core": "core", "roost": "roost", "airspace": "airspace",
		"核心区": "core", "保护核心区": "core", "鸟类栖息地": "roost", "夜栖地": "roost", "管制空域": "airspace", "禁飞区": "airspace",
		"争议地段": "disputed", "争议区": "disputed", "未定界": "disputed",
	},
	feature.Wetlands: {
		"general": "general", "important": "important", "park": "park", "reserve": "reserve",
		"一般": "general", "一般湿地": "general", "重要": "important", "重要湿地": "important", "湿地公园": "park", "公园": "park",
		"保护区": "reserve", "自然保护区": "reserve",
	},
	feature.Rivers: {
		"river": "river", "stream": "stream", "canal": "canal", "ditch": "ditch", "drain": "ditch",
		"河": "river", "河流": "river", "河道": "river", "溪": "stream", "溪流": "stream", "运河": "canal", "渠": "canal", "干渠": "canal", "沟": "ditch", "沟渠": "ditch",
	},
	feature.Sites: {
		"outfall": "outfall", "workshop": "workshop", "farm": "farm", "straw_field": "straw_field", "enterprise": "enterprise", "other": "other",
		"intake": "intake", "section": "section", "取水口": "intake", "断面": "section", "监测断面": "section", "国控断面": "section",
		"landing": "landing", "pier": "landing", "码头": "landing", "渡口": "landing", "上岸点": "landing",
		"排污口": "outfall", "入河排污口": "outfall", "作坊": "workshop", "散乱污": "workshop", "养殖场": "farm", "秸秆": "straw_field", "秸秆禁烧": "straw_field",
		"企业": "enterprise", "其他": "other",
	},
	feature.Roads: {
		"高速": "motorway", "高速公路": "motorway", "国道": "trunk", "省道": "primary", "县道": "secondary", "乡道": "tertiary", "村道": "unclassified",
		"主干路": "primary", "次干路": "secondary", "支路": "tertiary",
		"轮渡": highway.Ferry, "渡轮": highway.Ferry, "ferry": highway.Ferry,
	},
	feature.RoadRules: {
		"barrier": "barrier", "ford": "ford", "traffic_signals": "traffic_signals", "restriction": "restriction",
		"障碍": "barrier", "限行设施": "barrier", "过水路面": "ford", "漫水桥": "ford", "红绿灯": "traffic_signals", "信号灯": "traffic_signals", "转向限制": "restriction",
	},
}

// classOf gives our class for a file's word; false for a word that is not known.
// Roads keep the words of OpenStreetMap.
func classOf(k feature.Kind, word string) (string, bool) {
	known, ok := classes[k]
	if !ok {
		return word, true
	}
	lower := strings.ToLower(strings.TrimSpace(word))
	if class, ok := known[lower]; ok {
		return class, true
	}
	if k == feature.Roads && slices.Contains(highways, lower) {
		return lower, true
	}
	return word, false
}

// Classes gives the classes of a kind.
func Classes(k feature.Kind) []string {
	if k == feature.Roads {
		return append(slices.Clone(highways), highway.Ferry)
	}
	return slices.Compact(slices.Sorted(maps.Values(classes[k])))
}
