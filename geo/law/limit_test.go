package law

import (
	"slices"
	"testing"
	"time"
)

// Every limit of the field stands with its clock, its figure and its mark. What the
// field marks as not found or without a number has none.
func TestLimits(t *testing.T) {
	on := date(2026, 10, 1)
	want := []struct {
		id             string
		clock          ClockType
		amount, extend int
		mark           Mark
	}{
		{"T1", Days, 15, 15, Secondary}, {"T2", Days, 90, 30, Verified}, {"T3", WorkingDays, 7, 0, Secondary},
		{"T4", WorkingDays, 5, 0, Secondary}, {"T5", WorkingDays, 7, 0, Secondary},
		{"T6.decide", Days, 3, 0, Verified}, {"T6.transfer", Hours, 24, 0, Verified}, {"T6.review", Days, 3, 0, Verified}, {"T6.forward", Hours, 24, 0, Verified},
		{"T7.tell", Days, 15, 0, Secondary}, {"T7.pass", WorkingDays, 3, 0, Secondary}, {"T7.finish", Days, 60, 30, Secondary},
		{"T8.accept", Days, 15, 0, Verified}, {"T8.object", WorkingDays, 5, 0, Verified}, {"T8.finish", Days, 60, 30, Verified},
		{"T8.review_request", Days, 30, 0, Verified}, {"T8.review", Days, 30, 0, Verified},
		{"T8.rereview_request", Days, 30, 0, Verified}, {"T8.rereview", Days, 30, 0, Verified},
		{"T9.lower", Hours, 4, 0, Secondary}, {"T9.upper", Hours, 2, 0, Secondary}, {"T10", Prompt, 0, 0, Verified},
		{"T11.harm", Years, 5, 0, Verified}, {"T11", Years, 2, 0, Verified},
		{"T12", Prompt, 0, 0, Verified}, {"T13", Prompt, 0, 0, Verified}, {"T14", Prompt, 0, 0, Default},
		{"D1", WorkingHours, 2, 0, Default}, {"D1.urgent", Minutes, 30, 0, Default}, {"D2", SameDay, 0, 0, Default}, {"D2.urgent", Minutes, 0, 0, Default},
		{"D3", Hours, 24, 0, Default}, {"D4", WorkingDays, 1, 0, Default}, {"D5", WorkingDays, 2, 0, Default}, {"D6", WorkingDays, 3, 0, Default},
		{"D7", Months, 1, 0, Default}, {"D8", Months, 1, 0, Default}, {"D9", Hours, 12, 0, Default},
		{"V9.confirm", WorkingDays, 1, 0, Default}, {"L2.pass", SameDay, 0, 0, Default}, {"L4.pass", Hours, 24, 0, Default},
		{"L12.pass", WorkingDays, 1, 0, Default}, {"L13.reclass", WorkingDays, 5, 0, Default},
	}
	got := Limits(on)
	if len(got) != len(want) {
		t.Errorf("%d limits, want %d", len(got), len(want))
	}
	for i, w := range want[:min(len(want), len(got))] {
		l := got[i]
		if l.ID != w.id || l.Clock != w.clock || l.Amount != w.amount || l.Extend != w.extend || l.Basis[0].Mark != w.mark {
			t.Errorf("%+v, want %+v", l, w)
		}
		if l.ZH == "" || l.EN == "" || l.Counting.Article == "" && l.Clock != Prompt {
			t.Errorf("%s: title or rule of counting is missing: %+v", l.ID, l)
		}
	}
}

// Liability follows the Code from its first day, and the older law before, which is
// not shown as checked.
func TestLimitOfTheDay(t *testing.T) {
	for day, want := range map[time.Time]string{date(2026, 8, 14): "PENALTY 36 M", date(2026, 8, 15): "CODE 1054 V"} {
		l, ok := LimitOn("T11.harm", day)
		if got := l.Basis[0].Instrument.ID + " " + l.Basis[0].Article + " " + string(l.Basis[0].Mark); !ok || got != want {
			t.Errorf("%v: %s, want %s", day, got, want)
		}
	}
	if _, ok := LimitOn("T10", date(2026, 8, 14)); ok {
		t.Error("a duty of the Code stands before the Code")
	}
}

// For an act before the Code that is decided after it, both are shown, and why. For
// one decided before, or done after, there is nothing to compare.
func TestChoose(t *testing.T) {
	ids := func(cited []Citation) (all []string) {
		for _, c := range cited {
			all = append(all, c.Instrument.ID)
		}
		return all
	}
	july, autumn, winter := date(2026, 7, 1), date(2026, 10, 1), date(2025, 12, 1)
	for _, tc := range []struct {
		name, category        string
		act, decided          time.Time
		ofTheDay, later, rule []string
	}{
		{"an act before the Code, decided under it", "W01", july, autumn, []string{"EPL", "WATER"}, []string{"CODE"}, []string{"CODE"}},
		{"decided before the Code", "W01", july, july, []string{"EPL", "WATER"}, nil, nil},
		{"done under the Code", "W01", autumn, autumn, []string{"CODE"}, nil, nil},
		{"a law that was revised, beside the Code", "N03", winter, autumn, []string{"SECURITY_OLD", "NOISE"}, []string{"CODE", "SECURITY"}, []string{"CODE", "PENALTY"}},
		{"a provincial regulation stands all the time", "E07", july, autumn, []string{"SD_NANSI"}, nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _ := CategoryOf(tc.category)
			got := c.Choose(tc.act, tc.decided)
			if !slices.Equal(ids(got.OfTheDay), tc.ofTheDay) || !slices.Equal(ids(got.IfLighter), tc.later) || !slices.Equal(ids(got.Rules), tc.rule) {
				t.Errorf("%v, %v by %v", ids(got.OfTheDay), ids(got.IfLighter), ids(got.Rules))
			}
		})
	}
}

// The ten laws that the Code repealed end on the day before it.
func TestTenLawsEndTheDayBefore(t *testing.T) {
	ended := 0
	for _, i := range load().instruments {
		if i.To.Equal(time.Date(2026, 8, 14, 0, 0, 0, 0, time.UTC)) {
			ended++
		}
	}
	if ended != 10 {
		t.Errorf("%d instruments end on 14 August 2026, want 10", ended)
	}
}

// Each threshold makes its level, and one less does not.
func TestLevelOf(t *testing.T) {
	for want, from := range map[string]Harm{"I": {30, 100, 50_000, 100_000_000}, "II": {10, 50, 10_000, 20_000_000}, "III": {3, 10, 5_000, 5_000_000}} {
		below := map[string]string{"I": "II", "II": "III", "III": "IV"}[want]
		for _, h := range []Harm{{Deaths: from.Deaths}, {Hurt: from.Hurt}, {Moved: from.Moved}, {LossYuan: from.LossYuan}} {
			if l := LevelOf(h); l.ID != want || l.Mark != Secondary {
				t.Errorf("%+v: %s (%s), want %s", h, l.ID, l.Mark, want)
			}
		}
		if l := LevelOf(Harm{from.Deaths - 1, from.Hurt - 1, from.Moved - 1, from.LossYuan - 1}); l.ID != below {
			t.Errorf("just below %s: %s", want, l.ID)
		}
	}
}
