package papers_test

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/papers"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
)

// A pond is being filled in the wetland park: the post hands the lead to the
// department that the decision names.
func ExampleHandover() {
	region, err := atlas.Build(demo.Dataset())
	if err != nil {
		panic(err)
	}
	rules, err := jurisdiction.New(region, jurisdiction.Defaults())
	if err != nil {
		panic(err)
	}
	at, seen := orb.Point{116.8579, 35.1272}, time.Date(2026, 10, 20, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))
	decision, err := rules.Decide(jurisdiction.Incident{Geometry: at, Category: "E01", OccurredAt: seen, Outcome: "VIO", Finder: "POST"}, nil)
	if err != nil {
		panic(err)
	}
	letter, err := papers.Handover(region, papers.Case{
		Lead: "3704812026102000037", Date: seen.AddDate(0, 0, 1), OccurredAt: seen, Geometry: at,
		Subject: papers.Text{ZH: "湿地公园内填埋坑塘", EN: "pond filled in the wetland park"},
		Facts:   []papers.Text{{ZH: "坑塘被渣土填埋约5000平方米。"}},
		Evidence: []papers.Evidence{{
			Name: papers.Text{ZH: "现场照片"}, Kind: papers.Electronic, Files: 12, TakenBy: []papers.Officer{{Name: "张守湖"}}, TakenAt: seen,
		}},
	}, decision, "")
	if err != nil {
		panic(err)
	}
	fmt.Println(letter.Title.In(words.ZH))
	fmt.Println(letter.From.Name.ZH, "→", letter.To.Name.ZH)
	fmt.Println(letter.Deadlines[1].What.In(words.ZH), letter.Deadlines[1].Limit.In(words.ZH))
	// Output:
	// 关于移交湿地公园内填埋坑塘问题线索的函
	// 枣庄市生态环境局滕州分局 → 滕州市自然资源局
	// 接收单位答复是否受理 1个工作日内
}
