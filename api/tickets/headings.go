package tickets

import (
	"slices"
	"strings"

	"xunhu/geo/feature"
)

// headings are the names under which systems export what a ticket says, best first. Blanks,
// case and what stands in brackets do not matter.
var headings = map[string][]string{
	"number":      {"工单编号", "工单号", "诉求编号", "举报编号", "受理编号", "信访编号", "信访件编号", "交办编号", "案件编号", "编号", "ticket", "number"},
	"document":    {"文号", "交办文号", "来文文号", "文件编号"},
	"item":        {"序号", "item"},
	"called":      {"来电时间", "举报时间", "来信时间", "来访时间", "反映时间", "诉求时间", "登记时间"},
	"received":    {"受理时间", "交办时间", "交办日期", "转办时间", "转办日期", "派单时间", "收文日期", "来文日期", "received_at"},
	"occurred_at": {"发生时间", "事发时间", "occurred_at"},
	"title":       {"诉求标题", "工单标题", "标题", "title"},
	"text":        {"诉求内容", "举报内容", "反映内容", "工单内容", "交办内容", "问题描述", "诉求描述", "主要内容", "信访内容", "内容", "note", "text"},
	"address":     {"事发地址", "事发地点", "发生地址", "问题地址", "详细地址", "地址", "地点", "address"},
	"name":        {"联系人", "联系人姓名", "来电人", "来电人姓名", "举报人", "举报人姓名", "诉求人", "信访人", "姓名"},
	"phone":       {"联系电话", "来电号码", "来电电话", "举报人电话", "联系方式", "手机号", "手机", "电话"},
	"deadline":    {"办理时限", "办结时限", "办结期限", "处理时限", "要求办结时间", "截止时间", "deadline"},
	"by":          {"交办单位", "转办单位", "督办单位", "来文单位"},
	"attention":   {"重点关注"},
	"category":    {"事件类别", "类别代码", "污染类型", "举报类型", "问题类型", "诉求类别", "类别", "category"},
	"severity":    {"severity"},
	"accuracy_m":  {"定位精度", "accuracy_m"},
	"source":      {"工单来源", "诉求来源", "来源", "source"},
	"files":       {"附件", "附件名称", "图片", "照片", "files"},
}

// plain brings a heading to the form in which it is looked up.
func plain(heading string) string {
	s := strings.ToLower(strings.Join(strings.Fields(heading), ""))
	for _, open := range []string{"(", "（"} {
		if head, _, ok := strings.Cut(s, open); ok && head != "" {
			s = head
		}
	}
	return s
}

// values finds what a row says, by our names. fields gives headings by our names, and goes
// before what is known here.
func values(f feature.Feature, fields map[string]string) map[string]string {
	have := make(map[string]string, len(f.Props))
	for heading := range f.Props {
		if v := strings.TrimSpace(f.Text(heading)); v != "" {
			have[plain(heading)] = v
		}
	}
	found := map[string]string{}
	for ours, theirs := range headings {
		if asked, ok := fields[ours]; ok {
			theirs = []string{plain(asked)}
		}
		if i := slices.IndexFunc(theirs, func(h string) bool { return have[h] != "" }); i >= 0 {
			found[ours] = have[theirs[i]]
		}
	}
	return found
}

// sources are words by which a sender is known.
var sources = []struct{ word, source string }{
	{"12345", "12345"}, {"12369", "12369"}, {"督察", "handdown"}, {"督办", "handdown"}, {"交办", "handdown"}, {"handdown", "handdown"},
	{"信访", "petition"}, {"petition", "petition"},
}

// SourceIn tells from a name whose list it is; "" if it does not say.
func SourceIn(name string) string {
	for _, s := range sources {
		if strings.Contains(strings.ToLower(name), s.word) {
			return s.source
		}
	}
	return ""
}
