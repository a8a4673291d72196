package words

// riskWords are what is said of where to look.
var riskWords = map[string]Sentence{
	"risk.few": {
		"留作检验的时段只有 {found} 次发现（{visits} 次到场），少于 {few} 次，说明不了问题：各处按去年发现次数列出。没去过的地方标为“未知”，不是“干净”。",
		"Only {found} findings ({visits} visits) in the time held back, fewer than {few}: nothing can be shown. Places are listed by last year's counts. Where nobody has been is unknown, not clean."},
	"risk.better": {
		"按巡查次数折算的估计在留出时段胜过去年次数：每次发现的似然增益 {gain:2}（90% 区间 {low:2} 至 {high:2}）；排前五分之一的地方查到 {caught:0}%（按去年次数为 {counts:0}%）。",
		"The estimate by effort foretold the time held back better than last year's counts: a gain of {gain:2} in log-likelihood a finding (90 %: {low:2} to {high:2}); the first fifth of places held {caught:0} % of what was found (by counts {counts:0} %)."},
	"risk.counts": {
		"按巡查次数折算的估计在留出时段并不胜过去年次数（每次发现的似然增益 {gain:2}，90% 区间 {low:2} 至 {high:2}）：各处改按去年发现次数列出。",
		"The estimate by effort did not foretell the time held back better than last year's counts (gain {gain:2} a finding, 90 %: {low:2} to {high:2}): places are listed by last year's counts."},
	"risk.loose": {
		"{n} 次发现离任何点位、河流都超过 {m:0} 米，未计入。",
		"{n} findings lie over {m:0} m from any site or river and are not counted."},
	"risk.weighed": {
		"{n} 处按可能的发现次数定漏巡代价，其中 {explore:0}% 分给了解少的地方：",
		"{n} places weigh by what may be found there, {explore:0} % of it by how little is known:"},
	"help.plan_risk":    {"漏巡代价按各处可能的发现次数定（见 xunhu risk）；不胜过去年次数时按次数", "leaving out costs by what may be found at each place (see xunhu risk), or by last year's counts where that is no worse"},
	"help.plan_explore": {"分给了解少的地方的份额（缺省 0.2）", "the share that goes to where little is known (default 0.2)"},
	"risk.share":        {"份额“{value}”不对；应在 0 到 1 之间。", "The share “{value}” cannot be; it is from 0 to 1."},
}
