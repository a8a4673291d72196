package words

var runningWords = map[string]Sentence{
	"command.served": {"这个数据目录已有服务在运行（{who}）；一个目录只能由一个服务使用，请先停止它，或换一个 --data。",
		"A service has this folder of data already ({who}); one folder is for one service: stop that one, or choose another --data."},
	"problem.not_ready": {"服务还不能用：数据读不出来，或者不能组成区域；原因已记入日志，可运行 xunhu check 查看。",
		"Not ready: the data cannot be read or make no region; the log says why, and so does xunhu check."},
}
