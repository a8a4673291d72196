package words

// trackWords are what is said about recorded tracks.
var trackWords = map[string]Sentence{
	// faults of a file
	"track.no_fixes": {
		"文件里没有轨迹：需要带时间的线（GPX 轨迹，或含 times 列表的线），或带 time 列的点。",
		"The file holds no track: it needs lines with moments (a GPX track, or lines with a list “times”), or points with a column “time”."},
	"track.bad_time": {
		"时间“{text}”不是 RFC 3339 格式（如 2026-04-01T09:00:00+08:00）；请改正。",
		"The moment “{text}” is not RFC 3339 (such as 2026-04-01T09:00:00+08:00); correct it."},
	"track.times_differ": {
		"有 {points} 个位置，却有 {times} 个时间；每个位置须有一个时间。",
		"There are {points} positions, but {times} moments; each position needs one."},
	"track.kept": {
		"轨迹已经存过，没有再存；如需重新核对，去掉 --save。",
		"The track is kept already and was not kept again; to look at it once more leave out --save."},
	"track.no_stops": {
		"计划文件里没有停靠任务（kind 为 stop 的要素）；请用 xunhu plan 生成的文件。",
		"The plan holds no stops (features of the kind “stop”); use a file that xunhu plan made."},
	"track.datum": {
		"轨迹离道路水域的中位距离为 {now_m:0} 米，若按 {system} 读取则为 {then_m:0} 米：坐标系很可能标错。请加 --crs {system} 重试；若确为 WGS 84，请加 --crs WGS84。",
		"The track lies {now_m:0} m from roads and waters (median), but {then_m:0} m if it is read as {system}: its coordinate system is probably mistaken. Try --crs {system}; if it truly is WGS 84, say --crs WGS84."},
	"track.clock_back": {
		"{person}的设备时钟在 {at} 回跳 {seconds:0} 秒；其后 {n} 个定位点未采用。",
		"The clock of {person}'s device went back by {seconds:0} s at {at}; {n} fixes behind it were not used."},
	"track.no_time": {
		"{of} 个定位点中有 {n} 个没有时间，未采用。",
		"{n} of {of} fixes have no moment and were not used."},

	// grounds for doubt: hints, never verdicts
	"track.nobody": {
		"未注明佩戴者",
		"a person not named"},
	"track.sign.leap": {
		"疑点（{person}）：{at} 之后 {seconds:0} 秒内移动了 {metres:0} 米，合每小时 {km_h:0} 公里，地面上没有这么快的；请核对是否断点拼接。",
		"To be asked ({person}): {metres:0} m in {seconds:0} s after {at}, which is {km_h:0} km/h; nothing on the ground is so fast. Were two records joined?"},
	"track.sign.steady": {
		"疑点（{person}）：{minutes:0} 分钟里速度始终是每小时 {km_h:1} 公里，上下只差 {percent:1}%，没有停顿；真实巡查不会这样均匀。",
		"To be asked ({person}): {minutes:0} minutes at {km_h:1} km/h within {percent:1} %, without a stop; no crew goes so evenly."},
	"track.sign.drawn": {
		"疑点（{person}）：{of} 处里有 {n} 处前后三点直得不差 {metres:2} 米；卫星定位总有误差，请核对是否在图上画出。",
		"To be asked ({person}): at {n} of {of} places three fixes lie in one line to {metres:2} m; receivers are never so quiet. Was it drawn on a map?"},
	"track.sign.still": {
		"疑点（{person}）：{minutes:0} 分钟里始终在 {metres:0} 米范围内，没有巡查走动。",
		"To be asked ({person}): for {minutes:0} minutes within {metres:0} m of one place; nobody patrolled."},
	"track.sign.copied.same": {
		"疑点（{person}）：连续 {n} 个定位点（{metres:0} 米）与“{other}”（{other_person}，{other_begin}）的坐标完全相同。",
		"To be asked ({person}): {n} fixes in a row ({metres:0} m) have the very coordinates of “{other}” ({other_person}, {other_begin})."},
	"track.sign.copied.alongside": {
		"疑点（{person}）：{n} 个定位点与“{other}”（{other_person}，{other_begin}）的路线中位只差 {metres:2} 米，或只差随机抖动；两次真实定位不会这样一致。",
		"To be asked ({person}): {n} fixes lie {metres:2} m (median) from the line of “{other}” ({other_person}, {other_begin}), or differ by noise without memory; two true records never agree so well."},
	"track.sign.copied.step": {
		"疑点（{person}）：{minutes:0} 分钟里有 {percent:0}% 的时间与“{other}”（{other_person}，{other_begin}）同步，只是时间挪了 {shift_s:0} 秒。",
		"To be asked ({person}): for {percent:0} % of {minutes:0} minutes in step with “{other}” ({other_person}, {other_begin}), {shift_s:0} s later."},
	"track.sign.one_phone": {
		"疑点（{person}）：与“{other}”（{other_person}）同一时刻的 {n} 个位置中位只差 {metres:2} 米，或只差随机抖动，像是一部手机挂两个名字。",
		"To be asked ({person}): at {n} equal moments {metres:2} m (median) from “{other}” ({other_person}), or off by noise without memory, as if one phone went by two names."},

	// stops of a plan
	"track.met": {
		"已到位：{at} 起，最近 {near:0} 米，停留 {minutes:0} 分钟。",
		"Met: from {at}, {near:0} m away, for {minutes:0} minutes."},
	"track.short": {
		"到过，但只停留 {stay:0} 秒（应不少于 {least:0} 秒），最近 {near:0} 米。",
		"Reached, but stayed for {stay:0} s only (of {least:0} s at least), {near:0} m away."},
	"track.seen": {
		"已看 {percent:0}%（左岸 {left:0}%，右岸 {right:0}%），中位速度每小时 {km_h:1} 公里。",
		"{percent:0} % seen (left bank {left:0} %, right bank {right:0} %), at {km_h:1} km/h (median)."},
	"track.seen_area": {
		"已看 {percent:0}% 的面积。",
		"{percent:0} % of the area seen."},
	"track.too_fast": {
		"{m:0} 米只是快速经过，不算看过（中位速度每小时 {km_h:1} 公里）。",
		"{m:0} m were passed too fast to look ({km_h:1} km/h, median)."},
	"track.missed": {
		"未到位：最近时（{at}）还差 {near:0} 米。",
		"Missed: {near:0} m away at the nearest ({at})."},
	"track.never": {
		"未到位：轨迹没有到过附近。",
		"Missed: the track never came near."},

	"track.summary": {
		"{records} 条轨迹，{km:1} 公里；计划停靠 {stops} 处，到位 {met}，未全到位 {partly}，未到 {missed}；疑点 {signs} 条。",
		"{records} tracks, {km:1} km; {stops} planned stops: {met} met, {partly} in part, {missed} missed; {signs} grounds for asking."},
	"track.summary_free": {
		"{records} 条轨迹，{km:1} 公里；看到点位、河段 {met} 处；疑点 {signs} 条。",
		"{records} tracks, {km:1} km; {met} sites and waters seen; {signs} grounds for asking."},
}
