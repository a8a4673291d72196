package intake

import (
	"slices"
	"strings"

	"xunhu/geo/feature"
)

// identity is the name under which Request.Fields gives the property that holds
// a feature's identity.
const identity = "id"

// synonyms are the names under which offices and data sites give our properties,
// best first, in lower case. XZQDM, XZQMC and the like are fields of the land
// register (TD/T 1057).
var synonyms = map[string][]string{
	identity: {"id", "code", "代码", "编码", "编号", "行政区代码", "行政区划代码", "乡镇代码", "区划代码", "xzqdm", "xjxzdm", "adcode", "dm", "pac",
		"insee", "unit_id", "统一编号", "osm_id"},
	"name": {"name", "名称", "乡镇", "乡镇名称", "镇街", "镇街名称", "街道", "乡", "镇", "乡镇名", "行政区名称", "xzqmc", "xjxzmc", "mc",
		"单位名称", "湿地名称", "河流名称", "湖泊名称", "路名", "企业名称", "点位名称", "name_zh", "name_2023", "nom", "title", "fullname", "名"},
	"name_en":       {"name_en", "name:en", "英文名", "英文名称", "en"},
	"pilot":         {"pilot", "试点", "是否试点"},
	"valid_from":    {"valid_from", "生效日期", "启用日期"},
	"valid_to":      {"valid_to", "失效日期", "停用日期"},
	"source":        {"source", "来源", "数据来源"},
	"licence":       {"licence", "license", "许可", "数据许可", "许可协议"},
	"class":         {"class", "类别", "类型", "等级", "级别", "fclass", "type", "lx", "highway", "waterway"},
	"authority":     {"authority", "对口部门"},
	"superior":      {"superior", "共同上级"},
	"shared":        {"shared", "共管湖区", "共管"},
	"unit":          {"unit", "责任单位", "管理单位"},
	"rank":          {"rank", "优先级"},
	"directed":      {"directed", "流向已知"},
	"speed_ms":      {"speed_ms", "流速"},
	"from_node":     {"from_node", "fnode", "fromnode", "起点节点"},
	"to_node":       {"to_node", "tnode", "tonode", "toid", "终点节点"},
	"basin":         {"basin", "流域", "所属流域"},
	"oneway":        {"oneway", "单行"},
	"maxspeed_kmh":  {"maxspeed_kmh", "maxspeed", "限速"},
	"access":        {"access", "通行"},
	"tags":          {"tags", "other_tags", "其他标签"},
	"kind":          {"kind", "种类"},
	"from":          {"from", "驶出道路"},
	"via":           {"via", "经过道路"},
	"to":            {"to", "驶入道路"},
	"except":        {"except", "除外车辆"},
	"category":      {"category", "事件类别"},
	"interval_days": {"interval_days", "巡查间隔", "巡查周期"},
	"service_s":     {"service_s", "停留时间"},
	"parent":        {"parent", "上级", "上级单位"},
	"duty":          {"duty", "在岗时间", "值守时间", "驻守时间"},
	"towns":         {"towns", "所辖镇街", "管辖镇街"},
}

// counties are the fields that name the county around a town, best first.
var counties = []string{"县", "区县", "县名", "区县名称", "县区", "county", "district"}

// find gives the properties of a feature that stand for ours: what was asked for
// by name, else the first synonym that is there and not empty.
func find(f feature.Feature, ours string, asked map[string]string) (any, string, bool) {
	if theirs, ok := asked[ours]; ok {
		v, there := f.Props[theirs]
		return v, theirs, there && !empty(v)
	}
	return lookup(f, synonyms[ours])
}

// lookup finds the first of some names, in any case, that has a value.
func lookup(f feature.Feature, names []string) (any, string, bool) {
	for _, want := range names {
		if v, ok := f.Props[want]; ok && !empty(v) {
			return v, want, true
		}
	}
	keys := make([]string, 0, len(f.Props))
	for k := range f.Props {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, want := range names {
		for _, k := range keys {
			if strings.EqualFold(strings.TrimSpace(k), want) && !empty(f.Props[k]) {
				return f.Props[k], k, true
			}
		}
	}
	return nil, "", false
}

func empty(v any) bool {
	s, text := v.(string)
	return v == nil || text && strings.TrimSpace(s) == ""
}
