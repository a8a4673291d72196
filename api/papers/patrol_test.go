package papers

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// planned is a plan of one tour of the post: by car to a stop, on foot, and home.
func planned() *patrol.Plan {
	from := time.Date(2026, 11, 27, 0, 0, 0, 0, beijing)
	at := func(hour, minute int) time.Time {
		return from.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	}
	a, b := orb.Point{116.90, 35.09}, orb.Point{116.92, 35.10}
	return &patrol.Plan{Unit: "370481-ZX01", From: from, Days: 1, SeedCommitment: "5a7e70", Tours: []patrol.Tour{{
		ID: "370481-ZX01/2026-11-27/1", Unit: "370481-ZX01", Crew: "1", Vehicle: "car", Date: "2026-11-27", Kind: "P5", Certified: 2,
		Start: at(9, 0), End: at(11, 30), DistanceM: 5000, DurationS: 9000,
		Legs: []patrol.Leg{
			{Line: orb.LineString{a, b}, Sequence: 1, Mode: "car", Town: "370481104", Powers: patrol.Prevent, DistanceM: 2400, Depart: at(9, 0), Arrive: at(9, 5)},
			{Line: orb.LineString{b, {116.921, 35.10}}, Sequence: 2, Mode: "foot", Town: "370481104", Powers: patrol.Observe, DistanceM: 300, Depart: at(9, 5), Arrive: at(9, 10),
				Asked: []jurisdiction.Asked{{Row: "G3", Kind: jurisdiction.Companion, To: []string{"370481104-SO"}, Basis: law.BasisOf("G3", at(9, 0)),
					Why: finding.New("patrol.asked.G3", "", "town", finding.Name{ZH: "滨湖镇", EN: "Binhu"}, "to", []finding.Name{{ZH: "滨湖镇生态环境保护所", EN: "Binhu station"}})}}},
			{Line: orb.LineString{b, a}, Sequence: 3, Mode: "car", Town: "", Powers: patrol.None, DistanceM: 2400, Depart: at(11, 25), Arrive: at(11, 30)},
		},
		Stops: []patrol.Stop{
			{Sequence: 1, Need: "sites/1", Name: finding.Name{ZH: "七号排污口", EN: "Outfall Seven"}, At: b, Geometry: b, Arrive: at(9, 10), ServiceS: 900,
				Reason: finding.New("patrol.reason.point", "", "days", 7, "minutes", 15)},
			{Sequence: 2, Need: "rivers/2", Name: finding.Name{ZH: "八号河段", EN: "Reach Eight"}, At: b, Geometry: b, Arrive: at(9, 40), ServiceS: 600,
				Lead: "3704812026112700015", Reason: finding.New("patrol.reason.lead.before", "", "lead", "3704812026112700015", "before", "2026-11-27 24:00")},
		},
	}}}
}

// The sheet says who, when, why and by which clause, each stop and on whose ground each
// way runs; two stops at one place share a mark.
func TestPatrols(t *testing.T) {
	needFonts(t)
	a := region(t)
	for lang, want := range map[words.Lang][]string{
		words.ZH: {"巡查任务单", "滕州滨湖湿地生态联合驻巡站", "P5驻巡", "2026年11月27日，09:00出发，11:30返回", "二（五）", "5a7e70",
			"七号排污口：每7天至少到场一次", "09:40", "15分", "：主防", "：只观察上报", "须由滨湖镇生态环境保护所派员同行", "同行人员滨湖镇生态环境保护所", "（R25、R45）", "市域外：无职权", "不得单独巡查", "1·2", "巡查记录", "名以上持证执法人员", "线索3704812026112700015：须在", "第2站", "湿地保护法》第三十条"},
		words.EN: {"Patrol sheet", "Outfall Seven: To be visited once every 7 days", "outside the city: no powers", "Never alone", "officers with certificates", "on site before 2026-11-27 24:00", "Patrol log", "Stop 2", "DEMONSTRATION"},
	} {
		var b bytes.Buffer
		if err := Patrols(&b, a, []*patrol.Plan{planned()}, nil, lang); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(read(t, b.Bytes(), "-layout")), " ")
		if lang == words.ZH {
			text = strings.ReplaceAll(text, " ", "")
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s", lang, w, text)
			}
		}
		if strings.Contains(text, "papers.") {
			t.Errorf("%s: a code without words in\n%s", lang, text)
		}
	}
}

func TestPatrolsWithoutTours(t *testing.T) {
	needFonts(t)
	plan := planned()
	plan.Tours = nil
	var b bytes.Buffer
	if err := Patrols(&b, region(t), []*patrol.Plan{plan}, nil, words.ZH); err != nil {
		t.Fatal(err)
	}
	if text := read(t, b.Bytes()); !strings.Contains(text, "没有排出班次") {
		t.Errorf("printed %q", text)
	}
}

// A calendar reads the tour back; planned again it has the same UID.
func TestCalendar(t *testing.T) {
	var uid string
	for _, made := range []time.Time{time.Unix(1e9, 0), time.Unix(2e9, 0)} {
		var b bytes.Buffer
		if err := Calendar(&b, region(t), []*patrol.Plan{planned()}, nil, made, words.ZH); err != nil {
			t.Fatal(err)
		}
		c, err := ics.ParseCalendar(&b)
		if err != nil {
			t.Fatal(err)
		}
		events := c.Events()
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		e := events[0]
		if start, err := e.GetStartAt(); err != nil || !start.Equal(planned().Tours[0].Start) {
			t.Errorf("begins %v, %v", start, err)
		}
		if s := e.GetProperty(ics.ComponentPropertyDescription).Value; !strings.Contains(s, "09:10 七号排污口") {
			t.Errorf("says %q", s)
		}
		if uid != "" && e.Id() != uid {
			t.Errorf("uid %q, then %q", uid, e.Id())
		}
		uid = e.Id()
	}
}

// Where a roster says who goes, the sheet, its log and the calendar name them, with the
// numbers of their certificates and what they go by.
func TestPatrolsWithCrews(t *testing.T) {
	crews := Crews{planned().Tours[0].ID: {People: []Watcher{{Name: Text{ZH: "张守湖"}, Certificate: "D0410100001"}, {Name: Text{ZH: "李喆"}}}, Equipment: []Text{{ZH: "巡查车"}}}}
	var b bytes.Buffer
	if err := Calendar(&b, region(t), []*patrol.Plan{planned()}, crews, time.Unix(1e9, 0), words.ZH); err != nil || !strings.Contains(b.String(), "D0410100001") {
		t.Errorf("%v: %s", err, b.String())
	}
	needFonts(t)
	b.Reset()
	joint := planned()
	joint.Kind, joint.With, joint.Tours[0].Kind = patrol.Joint, "微山县生态环境局", patrol.Joint
	if err := Patrols(&b, region(t), []*patrol.Plan{joint}, crews, words.ZH); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(read(t, b.Bytes(), "-layout")), "")
	if !strings.Contains(text, "对方单位：微山县生态环境局") || !strings.Contains(text, "对方未到场时不得越界") || !strings.Contains(text, "由对方行使职权") || strings.Contains(text, "只通过") {
		t.Errorf("the sheet of a joint patrol says %s", text)
	}
	if strings.Count(text, "张守湖（执法证D0410100001）、李喆") != 2 || !strings.Contains(text, "巡查车；") || strings.Contains(text, "证号____") {
		t.Errorf("the sheet says %s", text)
	}
}

// A joint patrol names each department, what it replied and is to do; the log has a row to
// sign for each, or says who came.
func TestJointPatrolSheet(t *testing.T) {
	needFonts(t)
	j := &Joint{Subject: "湿地联合巡查", Place: "站门前", Departments: []Invited{
		{Unit: Text{ZH: "水务局"}, Reply: Unsaid, Task: "看闸口"},
		{Unit: Text{ZH: "农业局"}, Reply: Declined, Note: "另有任务"},
		{Unit: Text{ZH: "林业局"}, Reply: Accepted, Who: []Text{{ZH: "王林"}, {ZH: "李木"}}}}}
	sheet := func() string {
		var b bytes.Buffer
		if err := Patrols(&b, region(t), []*patrol.Plan{planned()}, Crews{planned().Tours[0].ID: {Joint: j}}, words.ZH); err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(read(t, b.Bytes(), "-layout")), "")
	}
	before := sheet()
	j.Minutes = "下次取样"
	j.Departments[1].Came, j.Departments[2].Came, j.Departments[2].Who = Absent, Present, j.Departments[2].Who[:1]
	for text, want := range map[string][]string{
		before:  {"湿地联合巡查", "站门前", "未答复；任务：看闸口", "不参加，另有任务", "参加，王林、李木", "到场□未到场□；人员：王林、李木", "商定事项____"},
		sheet(): {"到场：王林；签名", "农业局未到场", "商定事项下次取样"},
	} {
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
	}
}

// The log as a workbook has a row for each stop, with what the plan and the roster know, and
// empty cells to fill in.
func TestPatrolLog(t *testing.T) {
	crews := Crews{planned().Tours[0].ID: {People: []Watcher{{Name: Text{ZH: "张守湖"}, Certificate: "D0410100001"}}, Equipment: []Text{{ZH: "巡查车"}}}}
	var b bytes.Buffer
	if err := PatrolLogXLSX(&b, region(t), []*patrol.Plan{planned()}, crews, words.ZH); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("巡查台账")
	if err != nil || len(rows) != 3 || len(rows[0]) != len(logColumns) {
		t.Fatalf("%v, %v", rows, err)
	}
	if got := strings.Join(rows[1], "|"); !strings.HasPrefix(got, "370481-ZX01/2026-11-27/1|2026-11-27|滕州滨湖湿地生态联合驻巡站|P5 驻巡|张守湖（执法证 D0410100001）|巡查车|1|七号排污口|每 7 天") || !strings.HasSuffix(got, "09:10|116.92000 35.10000") {
		t.Errorf("row %q", got)
	}
}

// The figures of a month read the same as PDF and as a workbook, whose numbers are numbers.
func TestFigureSheets(t *testing.T) {
	all := FigureSheet{Unit: "滕州市", Month: 202611, Made: time.Unix(1e9, 0), Illustration: true, Parts: []FigurePart{
		{Name: "巡查", Rows: []FigureRow{{Name: "轨迹里程", Value: "12.5 千米", Number: "12.5"}, {Name: "架次", Value: "未记录", Note: "没有存入。"}}},
		{Name: "线索", Rows: []FigureRow{{Name: "巡查发现", Value: "1/2（50%）"}}}}}
	var book, page bytes.Buffer
	if err := FiguresXLSX(&book, all, words.ZH); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("月度工作统计")
	if err != nil || len(rows) != 5 || strings.Join(rows[2], "|") != "巡查|轨迹里程|12.5 千米|12.5" || strings.Join(rows[3], "|") != "巡查|架次|未记录||没有存入。" {
		t.Errorf("%v, %v", rows, err)
	}
	if kind, err := f.GetCellType("月度工作统计", "D3"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("the number is of type %v, %v", kind, err)
	}
	needFonts(t)
	if err := FiguresPDF(&page, all, words.ZH); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(read(t, page.Bytes(), "-layout")), "")
	for _, w := range []string{"滕州市2026年11月统计", "轨迹里程12.5千米", "架次未记录没有存入。", "巡查发现1/2（50%）", "填报人"} {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in %s", w, text)
		}
	}
}
