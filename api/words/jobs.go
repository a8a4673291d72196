package words

// jobWords are of long work.
var jobWords = map[string]Sentence{
	"help.workers": {"本节点同时执行几项后台任务（编制巡查计划、导入、导出）；0 为只受理不执行，由共用同一数据库的其他节点执行。",
		"How many jobs (plans, imports, exports) this node does at once; 0: it only takes them in, and other nodes on the same database do them."},
	"command.imports": {"“{value}”应为 1 至 {most} 的整数（MB）。", "“{value}” must be a whole number of MB, 1 to {most}."},
	"command.workers": {"“{value}”应为 0 至 {most} 的整数。", "“{value}” must be 0 to {most}."},

	"jobs.accepted":   {"已受理，等待执行", "taken in, waiting for its turn"},
	"jobs.running":    {"正在执行", "under way"},
	"jobs.successful": {"已完成", "done"},
	"jobs.dismissed":  {"已取消", "dismissed"},
	"jobs.left":       {"执行它的节点已停机，将由其他节点接手", "the node that was at it has stopped; another will take it up"},
	"jobs.again":      {"本次未能完成，稍后将自动重试", "this try has failed and will be made again by itself"},
	"jobs.too_long":   {"用时超过上限，已停止；请缩小范围后重新提交", "it took longer than it may and was stopped; ask for less at once"},
	"jobs.stale":      {"执行期间有人改动了同一份数据，为避免覆盖，未作任何更改；请核对后重新提交", "somebody has changed the same data meanwhile; nothing was done, so as not to undo that: look at it and ask again"},
	"jobs.unknown":    {"没有这种任务：{kind}；可用的有 {kinds}", "there is no such job: {kind}; there are {kinds}"},
	"jobs.many":       {"您已有 {n} 项任务未完成；请等它们完成或取消一些，再提交新的", "{n} jobs of yours are not done yet; wait for them or give some up before you ask for more"},
	"jobs.none":       {"没有编号为 {id} 的任务，或者它已过期", "there is no job {id}, or it has expired"},
	"jobs.not_yet":    {"任务尚未完成（{status}），结果还取不到", "the job is not done ({status}): there is no result yet"},
	"jobs.off":        {"本服务不执行后台任务", "this service carries out no jobs"},
	"jobs.format":     {"不能导出为 {format}；可用的格式有 {formats}", "there is no export as {format}; there are {formats}"},
	"jobs.file_large": {"导入的文件不得超过 {most} MB；请分开导入，或在服务器上用 xunhu import，或请管理员调高限额（xunhu serve --import-limit）。", "A file that is imported has at most {most} MB; import it in parts, or on the server with xunhu import, or ask for a higher limit (xunhu serve --import-limit)."},
	"jobs.not_own":    {"只能重试本人的任务", "only who asked for a job may have it tried again"},
	"jobs.not_failed": {"只有失败或已取消的任务可以重试，这项任务的状态是{status}", "only a job that failed or was given up can be tried again; this one is {status}"},
	"jobs.no_file":    {"这次导入的文件已不保留，请重新上传", "the file of this import is kept no longer; send it again"},
	"jobs.file_name":  {"请在 name 参数中写明文件名（含扩展名），不超过 255 字节", "say by name what the file is called, with its ending, in at most 255 bytes"},
	"jobs.whole":      {"这是整个区域的提取文件，请在服务器上用 xunhu import 导入；这里只接收区域内的某一类数据（用 as 指明）", "this is an extract of a whole region: read it on the server by xunhu import; here one kind of a region is read (say by as which)"},
	"jobs.reading":    {"正在读取", "reading"},
	"jobs.planning":   {"正在编制巡查计划", "planning"},
	"jobs.writing":    {"正在写出", "writing"},
	"store.changed_meanwhile": {"{kind}在此期间已被他人改动，为避免覆盖，未写入任何内容；请重新运行，按最新的数据再做一遍",
		"{kind} were changed by somebody meanwhile; nothing was written, so as not to undo that: do it again, upon the newest data"},
	"store.no_job": {"没有编号为 {id} 的任务", "there is no job {id}"},

	"store.no_job_file": {"任务 {id} 没有这个文件，或者它已过期", "job {id} has no such file, or it has expired"},
}
