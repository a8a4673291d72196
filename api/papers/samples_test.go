package papers

import (
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A sample is a worked example with its decision and its case.
type sample struct {
	id string
	c  Case
	d  jurisdiction.Decision
}

// region is the demonstration region, built once.
func region(t testing.TB) *atlas.Atlas {
	t.Helper()
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var officers = []Officer{
	{Name: "张守湖", Unit: Text{ZH: "演示三中队", EN: "Demonstration Squad 3"}, Certificate: "D0410100001"},
	{Name: "李喆", Unit: Text{ZH: "演示三中队", EN: "Demonstration Squad 3"}, Certificate: "D0410100002"},
}

// facts are what was found in the examples that are printed to be read.
var facts = map[string][]Text{
	"X01": {{ZH: "巡查人员发现滨湖镇村东农田内有秸秆露天焚烧，过火面积约0.3亩，现场已无明火，仍有浓烟；未发现当事人。", EN: "Straw was burning in a field east of the village, about 200 m²; no open flame was left, thick smoke, nobody on site."}},
	"X03": {
		{ZH: "巡查人员发现湿地公园内一处坑塘正被渣土填埋，填埋面积约5000平方米，现场有挖掘机1台、自卸车2辆，未能出示批准手续。", EN: "A pond in the wetland park was being filled with muck, some 5,000 m²; one excavator and two tippers were at work; no permit was shown."},
		{ZH: "经比对湿地资源分布图和现场测量，填埋范围位于滨湖国家湿地公园内，涉嫌违反湿地保护规定。", EN: "By the map of wetlands and measurement on site the filled area lies within the national wetland park."},
	},
	"X04": {{ZH: "夜间巡查发现4人驾驶两艘快艇，使用背负式电鱼设备在禁渔水域捕捞，查获渔获物约85千克，数量较大，涉嫌构成非法捕捞水产品罪。", EN: "At night four people in two boats were fishing with electric gear where fishing is banned; some 85 kg of fish were found, which may be a crime."}},
	"X05": {{ZH: "驻巡站在岸线一侧观察到一艘无牌小船在湖面使用电鱼设备，未登船、未采取措施，已记录位置、时间和影像。", EN: "From the shore the post saw an unmarked boat fishing with electric gear on the open lake; nobody boarded it; place, time and pictures were recorded."}},
	"X08": {
		{ZH: "界河镇段河道水体呈黄褐色，有异味；现场快速检测化学需氧量86mg/L、氨氮6.2mg/L。", EN: "The water in the Jiehe reach was yellow-brown and smelled; rapid test: COD 86 mg/L, ammonia nitrogen 6.2 mg/L."},
		{ZH: "来水断面（邹城市方向）水体同样异常；同时查明本地一养殖场沼液外溢，已另行立案调查。", EN: "The water coming from Zoucheng was abnormal too; a farm on our side also leaks slurry, which is investigated separately."},
	},
	"X10": {{ZH: "一处无照塑料颗粒作坊位于张汪镇与薛城区交界处，厂房跨越现状界线，双方对行为发生地认识不一。", EN: "An unlicensed plastics workshop stands at the border of Zhangwang and Xuecheng, its shed across the line; the two sides differ on where the act takes place."}},
}

// samples are the 18 worked examples.
func samples(t testing.TB, a *atlas.Atlas) map[string]sample {
	t.Helper()
	rules, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]sample{}
	for _, f := range demo.Examples() {
		at, err := time.Parse(time.RFC3339, f.Text("occurred_at"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := rules.Decide(jurisdiction.Incident{
			ID: f.ID, Geometry: f.Geometry, Category: f.Text("category"), Severity: law.Severity(f.Text("severity")),
			OccurredAt: at, Source: f.Text("source"), Outcome: f.Text("outcome"), Finder: f.Text("finder"),
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		all[f.ID] = sample{f.ID, caseOf(f, at), d}
	}
	return all
}

func caseOf(f feature.Feature, at time.Time) Case {
	zh, en, _ := strings.Cut(f.Text("note"), " / ")
	found := facts[f.ID]
	if found == nil {
		found = []Text{{ZH: "巡查人员到场核实，情况与上述一致，已固定现场影像和位置。", EN: "Officers verified it on site and recorded pictures and place."}}
	}
	return Case{
		Lead: "37048120261020" + "00" + f.ID[1:] + "7", Number: "滕环函〔2026〕" + strings.TrimLeft(f.ID[1:], "0") + "号",
		Date: at.AddDate(0, 0, 1), Subject: Text{ZH: zh, EN: en}, Source: f.Text("source"),
		OccurredAt: at, VerifiedAt: at.Add(3 * time.Hour), Geometry: f.Geometry, Facts: found,
		Measures: []Text{{ZH: "已制止正在发生的行为，设置警戒并安排专人值守；对现场拍照、录像并制作现场笔录。", EN: "The act was stopped, the place is guarded; photographs, video and a record of the scene were made."}},
		Evidence: []Evidence{
			{Name: Text{ZH: "现场照片", EN: "Photographs of the scene"}, Kind: Electronic, Files: 12, SHA256: strings.Repeat("0123456789abcdef", 4), TakenBy: officers, TakenAt: at.Add(2 * time.Hour)},
			{Name: Text{ZH: "执法记录仪录像（IMG_2026_1020.mp4）", EN: "Body camera video (IMG_2026_1020.mp4)"}, Kind: AudioVisual, Files: 1, SHA256: strings.Repeat("fedcba9876543210", 4), TakenBy: officers, TakenAt: at.Add(2*time.Hour + 10*time.Minute)},
			{Name: Text{ZH: "现场笔录", EN: "Record of the scene"}, Kind: Record, Pages: 3, Files: 1, SHA256: strings.Repeat("00ff", 16), TakenBy: officers, TakenAt: at.Add(3 * time.Hour)},
			{Name: Text{ZH: "扣押的背负式电鱼器", EN: "Electric fishing gear, seized"}, Kind: Physical, TakenBy: officers, TakenAt: at.Add(3 * time.Hour)},
		},
		Contact: Officer{Name: "王巡", Phone: "0632-0000000"}, Signer: "赵治",
	}
}

// papersOf makes every paper that an example has: handovers to each target,
// notices, and a request where the border is in doubt.
func papersOf(t testing.TB, a *atlas.Atlas, x sample) map[string]Letter {
	t.Helper()
	all := map[string]Letter{}
	targets := x.d.Handover
	if x.d.LRow == "L3" {
		targets = nil
	}
	for _, to := range targets {
		l, err := Handover(a, x.c, x.d, to)
		if err != nil {
			t.Fatalf("%s: handover to %s: %v", x.id, to, err)
		}
		all["handover-"+to] = l
	}
	for _, told := range x.d.Told {
		for _, to := range told.To {
			if _, external := neighbourOf(a, to); told.Row != "N2" || !external {
				continue
			}
			l, err := Notice(a, x.c, x.d, to)
			if err != nil {
				t.Fatalf("%s: notice to %s: %v", x.id, to, err)
			}
			all["notice-"+to] = l
			q, err := DisputeRequest(a, x.c, x.d, Disagreement{
				Claimant: "370481-FJ", Respondent: to,
				Ground:   Text{ZH: "违法行为发生地位于界线哪一侧", EN: "on which side of the border the act takes place"},
				Ours:     Text{ZH: "生产设备主体位于界线以北，应由我方先行控制、双方共同调查。", EN: "the plant stands mostly north of the line; we should hold it while both investigate."},
				Theirs:   Text{ZH: "厂房大门和经营者住所均在界线以南，由其管辖更为适宜。", EN: "gate and dwelling lie south of it; they are better placed."},
				Proposal: Text{ZH: "建议由我分局管辖，对方协助调查取证。", EN: "We propose that we are in charge and the other side assists."},
				Talks:    []Talk{{At: x.c.Date, Result: Text{ZH: "未达成一致，同意报请指定管辖。", EN: "no agreement; both ask for designation."}}},
			})
			if err != nil {
				t.Fatalf("%s: dispute with %s: %v", x.id, to, err)
			}
			all["dispute-"+to] = q
		}
	}
	return all
}
