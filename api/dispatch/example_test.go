package dispatch_test

import (
	"fmt"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A lead is reported and assigned; a station that is not its holder cannot accept it, and
// is told why.
func ExampleWorld_Fire() {
	region, _ := atlas.Build(demo.Dataset())
	rules, _ := jurisdiction.New(region, jurisdiction.Defaults())
	inc := jurisdiction.Incident{Geometry: region.Sites[0].At, Category: "S03", OccurredAt: time.Date(2026, 10, 19, 8, 0, 0, 0, law.China)}
	decision, _ := rules.Decide(inc, nil)
	ruling := dispatch.RulingOf(inc, decision, nil)

	w := &dispatch.World{Org: region, Calendar: law.Official(), CallBack: 10}
	now := time.Date(2026, 10, 19, 9, 0, 0, 0, law.China)
	desk := dispatch.Actor{Person: "王", Unit: "370481-FJ", Role: "dispatcher"}
	number, _ := dispatch.Number("370481", now, 1)
	lead, _, _ := w.Fire(dispatch.Lead{}, dispatch.Command{Event: "report", Actor: desk, At: now, Number: number, Source: "patrol", Act: inc.OccurredAt, Ruling: &ruling})
	lead, _, _ = w.Fire(lead, dispatch.Command{Event: "assign", Actor: desk, At: now, Revision: lead.Revision, To: decision.Lead})
	fmt.Println(lead.ID, lead.State, lead.Unit == decision.Lead)

	other := dispatch.Actor{Person: "李", Unit: "370481112-SO", Role: "station_head"}
	_, _, err := w.Fire(lead, dispatch.Command{Event: "accept", Actor: other, At: now, Revision: lead.Revision, Person: "李"})
	fmt.Println(words.Error(words.ZH, err))
	// Output:
	// 3704812026101900012 ASSIGNED true
	// “羊庄镇生态环境保护所”的所长不能“接收”（现由“荆河街道生态环境保护所”承办）；可由以下人员办理：承办单位人员。
}
