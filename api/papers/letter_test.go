package papers

import (
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/words"
	"xunhu/geo/atlas"
)

func ids(all []Party) []string {
	var out []string
	for _, p := range all {
		out = append(out, p.ID)
	}
	return out
}

// The receiver decides the form, the sender and who has a copy.
func TestHandoverForms(t *testing.T) {
	a := region(t)
	all := samples(t, a)
	for _, tc := range []struct {
		id, to   string
		kind     Kind
		from     string
		handler  string
		copies   []string
		urgency  Urgency
		says, no string
	}{
		{"X01", "370481-ZD03", ToSquad, "370481104-SO", "370481104-SO", nil, Ordinary, "违法问题线索移交单", "待核"},
		{"X03", "370481-BM-ZR", ToDepartment, "370481-FJ", "370481-ZX01", []string{"370481-ZD03"}, Ordinary, "《湿地保护法》第二十八条", "待核"},
		{"X04", "370481-BM-GA", ToPolice, "370481-FJ", "370481-ZD03", []string{"370481-BM-JC"}, Urgent, "第五条、第七条、第八条", "队所站"},
		{"X04", "370481-BM-NY", ToDepartment, "370481-FJ", "370481-ZD03", []string{"370481-ZD03"}, Urgent, "《生态环境行政处罚办法》第十七条【待核】", ""},
		{"X05", "EXT-370826-EE", ToNeighbour, "370481-FJ", "370481-ZX01", nil, Ordinary, "不得再自行移送", "方案"},
		{"X07", "370481-ZD05", ToSquad, "370481102-SO", "370481102-SO", nil, Ordinary, "距善南街道30米", ""},
		{"X07", "370481-BM-CG", ToDepartment, "370481-FJ", "370481-ZD05", []string{"370481-ZD05"}, Ordinary, "关于移交", ""},
		{"X14", "EXT-370883-EE", ToNeighbour, "370481-FJ", "", []string{"EXT-370400-EE"}, Ordinary, "位于本市行政区域以外的邹城市", "方案"},
	} {
		x := all[tc.id]
		l, err := Handover(a, x.c, x.d, tc.to)
		if err != nil {
			t.Errorf("%s to %s: %v", tc.id, tc.to, err)
			continue
		}
		if l.Kind != tc.kind || l.From.ID != tc.from || l.Handler.ID != tc.handler || !slices.Equal(ids(l.Copies), tc.copies) || l.Urgency != tc.urgency {
			t.Errorf("%s to %s: %s from %s by %s, copies %v, %q", tc.id, tc.to, l.Kind, l.From.ID, l.Handler.ID, ids(l.Copies), l.Urgency)
		}
		all := strings.Join(l.print(words.ZH).strings(), "\n")
		if !strings.Contains(all, tc.says) || tc.no != "" && strings.Contains(all, tc.no) {
			t.Errorf("%s to %s: want %q and not %q in\n%s", tc.id, tc.to, tc.says, tc.no, all)
		}
	}
}

// Working days are those of the official calendar; what it does not know stays open.
func TestDeadlinesByTheCalendar(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X03"]
	for date, want := range map[string]string{
		"2026-10-21T10:00:00+08:00": "1个工作日内，截至2026年10月22日（", // a Wednesday
		"2026-10-23T10:00:00+08:00": "1个工作日内，截至2026年10月26日（", // a Friday
		"2026-09-30T10:00:00+08:00": "1个工作日内，截至2026年10月8日（",  // before the holiday of the National Day
		"2091-03-01T10:00:00+08:00": "1个工作日内（",
	} {
		var err error
		if x.c.Date, err = time.Parse(time.RFC3339, date); err != nil {
			t.Fatal(err)
		}
		l, err := Handover(a, x.c, x.d, "")
		if err != nil {
			t.Fatal(err)
		}
		lines := l.limitWords(words.ZH)
		if !strings.Contains(lines[1], want) || !strings.Contains(lines[0], "截至2026年10月21日13时00分") {
			t.Errorf("%s: %v", date, lines)
		}
	}
}

// No paper is made where none is due, and the reason is told.
func TestNoPaper(t *testing.T) {
	a := region(t)
	all := samples(t, a)
	for _, tc := range []struct {
		id, to, want string
	}{
		{"X09", "", "papers.emergency"},               // in the hands of its command
		{"X06", "", "papers.no_handover"},             // the squad itself verified
		{"X03", "370481-BM-SW", "papers.not_target"},  // not competent
		{"X01", "370481-ZD04", "papers.not_target"},   // another squad
		{"X17", "370481-BM-ZR", "papers.no_handover"}, // remedied by the station
	} {
		if _, err := Handover(a, all[tc.id].c, all[tc.id].d, tc.to); codeOf(err) != tc.want {
			t.Errorf("%s to %s: %v, want %s", tc.id, tc.to, err, tc.want)
		}
	}
	if _, err := Notice(a, all["X17"].c, all["X17"].d, ""); codeOf(err) != "papers.no_notice" {
		t.Errorf("X17: a notice though no row of table N applies: %v", err)
	}
	if _, err := Notice(a, all["X08"].c, all["X08"].d, "EXT-370403-EE"); codeOf(err) != "papers.not_target" {
		t.Errorf("X08: a notice to a county that it does not concern: %v", err)
	}
}

// Detention is another form than crime, and the prosecutor has no copy of it.
func TestDetention(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X04"]
	x.c.Referral = Detention
	l, err := Handover(a, x.c, x.d, "370481-BM-GA")
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Title.In(words.ZH); got != "涉嫌环境违法适用行政拘留处罚案件移送书" || l.Copies != nil {
		t.Errorf("%s, copies %v", got, ids(l.Copies))
	}
}

// Everybody whom table N tells has a letter, which asks what the row asks.
func TestInform(t *testing.T) {
	a := region(t)
	all := samples(t, a)
	for _, tc := range []struct{ id, ask, to, row, says string }{
		{"X03", "", "370481-BM-ZR", "N4", "对湿地受影响情况进行巡查核实"},
		{"X01", "370481-BM-YJ", "370481-BM-YJ", "N12", "做好火情处置"},
		{"X08", "370481103-SO", "370481103-SO", "N1", "上游请排查可能的污染源"},
		{"X08", "370481103-SO", "370481103-SO", "N1", "《生态环境法典》第二十一条"},
		{"X07", "370481-DD", "370481-DD", "N7", "通报函"},
	} {
		l, err := Notice(a, all[tc.id].c, all[tc.id].d, tc.ask)
		if err != nil {
			t.Errorf("%s to %s: %v", tc.id, tc.ask, err)
			continue
		}
		text := plain(strings.Join(l.print(words.ZH).strings(), "\n"))
		if l.Kind != Inform || l.To.ID != tc.to || l.Told != tc.row || !strings.Contains(text, tc.says) {
			t.Errorf("%s: %s to %s by %s, want %q in\n%s", tc.id, l.Kind, l.To.ID, l.Told, tc.says, text)
		}
	}
}

// Neighbours are asked what the water asks for; the common superior has a copy where
// table N tells it, in grave matters and emergencies.
func TestNotices(t *testing.T) {
	a := region(t)
	all := samples(t, a)
	for _, tc := range []struct {
		id     string
		to     string
		copies []string
		says   []string
	}{
		{"X05", "EXT-370826-EE", nil, []string{"湖面处置由你方依法牵头"}},
		{"X08", "EXT-370883-EE", nil, []string{"通报暨协查函", "请排查你辖区内界河上游方向", "上游2958米处为邹城市", "第二十一条"}},
		{"X09", "EXT-370826-EE", []string{"山东省生态环境厅"}, []string{"请加强水质监测", "特急", "第二十一条、第一百二十五条"}},
		{"X10", "EXT-370403-EE", nil, []string{"共同勘查", "3个工作日内", "距市界22米"}},
	} {
		l, err := Notice(a, all[tc.id].c, all[tc.id].d, "")
		if err != nil {
			t.Errorf("%s: %v", tc.id, err)
			continue
		}
		text := strings.Join(l.print(words.ZH).strings(), "\n")
		if l.To.ID != tc.to || !slices.Equal(ids(l.Copies), tc.copies) {
			t.Errorf("%s: to %s, copies %v", tc.id, l.To.ID, ids(l.Copies))
		}
		for _, want := range tc.says {
			if !strings.Contains(plain(text), want) {
				t.Errorf("%s does not say %s:\n%s", tc.id, want, text)
			}
		}
	}
}

// The field's table of who decides between whom.
func TestArbiters(t *testing.T) {
	a := region(t)
	for _, tc := range []struct{ one, other, want string }{
		{"370481-ZD01", "370481-ZD02", "370481-DD"},
		{"370481104-SO", "370481105-SO", "370481-ZD03"},
		{"370481104-SO", "370481106-SO", "370481-DD"},
		{"370481-ZX01", "370481104-SO", "370481-FJ"},
		{"370481-FJ", "370481-BM-ZR", "370481-GOV"},
		{"370481-FJ", "EXT-370403-EE", "枣庄市生态环境局"},
		{"EXT-370406-EE", "370481-FJ", "枣庄市生态环境局"},
		{"370481-FJ", "EXT-370826-EE", "山东省生态环境厅"},
		{"370481-FJ", "EXT-370883-EE", "山东省生态环境厅"},
	} {
		if got := arbiterOf(a, tc.one, tc.other); got != tc.want {
			t.Errorf("%s against %s: %s, want %s", tc.one, tc.other, got, tc.want)
		}
	}
}

// Nobody writes past his own superior.
func TestRequestsKeepTheirRank(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X10"]
	for _, tc := range []struct{ claimant, respondent, from, to, says string }{
		{"370481-FJ", "EXT-370403-EE", "370481-FJ", "EXT-370400-EE", "现提请枣庄市生态环境局指定管辖"},
		{"370481-FJ", "EXT-370826-EE", "370481-FJ", "EXT-370400-EE", "转报共同的上一级机关山东省生态环境厅指定管辖"},
		{"370481-FJ", "370481-BM-ZR", "370481-FJ", "370481-GOV", "第十六条、第二十条"},
		{"370481-ZD01", "370481-ZD02", "370481-ZD01", "370481-DD", "督促指导责任"},
		{"370481104-SO", "370481105-SO", "370481104-SO", "370481-ZD03", "业务指导和督导调度"},
	} {
		l, err := DisputeRequest(a, x.c, x.d, Disagreement{Claimant: tc.claimant, Respondent: tc.respondent, Ground: Text{ZH: "谁先受理"}})
		if err != nil {
			t.Errorf("%s: %v", tc.respondent, err)
			continue
		}
		if text := strings.Join(l.print(words.ZH).strings(), "\n"); l.From.ID != tc.from || l.To.ID != tc.to || !strings.Contains(text, tc.says) {
			t.Errorf("%s against %s: from %s to %s:\n%s", tc.claimant, tc.respondent, l.From.ID, l.To.ID, text)
		}
	}
	if _, err := DisputeRequest(a, x.c, x.d, Disagreement{Claimant: "370481-FJ"}); codeOf(err) != "papers.no_dispute" {
		t.Errorf("a request without a dispute: %v", err)
	}
}

// No sentence of any paper keeps a slot unfilled or a code for words.
func TestEverySayingIsWords(t *testing.T) {
	a := region(t)
	for _, x := range samples(t, a) {
		for name, l := range papersOf(t, a, x) {
			for _, lang := range []words.Lang{words.ZH, words.EN} {
				for _, s := range l.print(lang).strings() {
					if strings.ContainsAny(s, "{}") || strings.Contains(s, "papers.") || strings.Contains(s, "%!") {
						t.Errorf("%s %s %s: %s", x.id, name, lang, s)
					}
				}
			}
		}
	}
}

// The sketch shows the place and at least one border, and stays small.
func TestSketch(t *testing.T) {
	a := region(t)
	for id, x := range samples(t, a) {
		s := sketch(a, x.c, x.d)
		if !s.Window.Contains(middle(x.c.Geometry)) {
			t.Errorf("%s: the place lies outside the window", id)
		}
		border, names := false, 0
		for _, l := range s.Lines {
			border = border || l.Kind == "town" || l.Kind == "county"
			for _, p := range l.Line {
				if !s.Window.Pad(1e-9).Contains(p) {
					t.Fatalf("%s: a line leaves the window", id)
				}
			}
		}
		for _, l := range s.Labels {
			if !s.Window.Contains(l.At) {
				t.Errorf("%s: %s is named outside the window", id, l.Name.ZH)
			}
			if l.Kind == "town" || l.Kind == "county" {
				names++
			}
			if code, in := a.Cover.Locate(l.At); l.Kind == "town" {
				if town, _ := a.Town(code); !in || town.Name != l.Name.ZH {
					t.Errorf("%s: the name of %s stands in %s", id, l.Name.ZH, town.Name)
				}
			}
		}
		if !border || names == 0 {
			t.Errorf("%s: border %v, %d names", id, border, names)
		}
		if up, down := traces(a, x.c, x.d); len(x.d.Upstream) > 0 && len(up) == 0 || len(x.d.Downstream) > 0 && len(down) == 0 {
			t.Errorf("%s: the water is not drawn", id)
		}
	}
}

// A region without neighbours or units still gets a clear answer.
func TestEmptyRegion(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X10"]
	bare := &atlas.Atlas{Region: atlas.Region{Code: "123456"}, Cover: a.Cover, Towns: a.Towns}
	if _, err := DisputeRequest(bare, x.c, x.d, Disagreement{Claimant: "A", Respondent: "B", Ground: Text{ZH: "谁先受理"}}); codeOf(err) != "papers.no_arbiter" {
		t.Errorf("without units: %v", err)
	}
}
