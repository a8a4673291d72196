package words

// editionWords are about the days on which boundaries, zones and units hold.
var editionWords = map[string]Sentence{
	"edition.bad_date":     {"“{name}”的 {field} 不是日期：{value}；应为 2026-11-23 这样的写法", "{field} of “{name}” is not a date: {value}; write it as 2026-11-23"},
	"edition.reversed":     {"“{name}”的失效日期 {to} 早于生效日期 {from}；请改正", "“{name}” ends on {to}, before it begins on {from}; correct the dates"},
	"edition.twice":        {"“{name}”与 {other} 在 {day} 同时有效；同一对象每天只能有一条有效记录，请改正日期", "“{name}” and {other} both hold on {day}; of one thing only one row may hold on a day, correct the dates"},
	"edition.twice_always": {"“{name}”与 {other} 都没有日期，同时有效；请填写生效和失效日期，或删去其一", "“{name}” and {other} hold together on all days; give them dates, or remove one"},
	"edition.none":         {"{day} 没有任何有效的镇街边界；边界变更日期为 {days}。请核对日期，或补入那一天的边界", "no towns hold on {day}; the boundaries change on {days}. Check the day, or import the towns of that time"},
}
