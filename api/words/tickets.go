package words

// ticketWords are what is said of tickets that come in lists.
var ticketWords = map[string]Sentence{
	"tickets.taken": {"{file}：读取 {read} 件，新登记线索 {new} 条（其中地点不明 {unplaced} 条，附件 {files} 个），此前已登记 {known} 件（其中内容有变 {changed} 件），拒绝 {refused} 件，疑似重复 {similar} 件。",
		"{file}: {read} tickets read; {new} new leads ({unplaced} without a place, {files} files attached); {known} known before ({changed} of them changed); {refused} refused; {similar} may be doubles."},
	"tickets.dry": {"{file}：读取 {read} 件，将新登记线索 {new} 条（其中地点不明 {unplaced} 条，附件 {files} 个），此前已登记 {known} 件（其中内容有变 {changed} 件），拒绝 {refused} 件，疑似重复 {similar} 件；试运行，未写入。",
		"{file}: {read} tickets read; would make {new} leads ({unplaced} without a place, {files} files attached); {known} known before ({changed} of them changed); {refused} refused; {similar} may be doubles. A dry run; nothing was written."},
	"tickets.source":         {"看不出是哪里的来件；请用 --source 写明（12345、12369、petition、handdown），或保留“来源”一列。", "Whose list this is cannot be told; say it with --source (12345, 12369, petition, handdown), or keep a column 来源."},
	"tickets.number":         {"没有来单编号（工单编号或文号），无法防止重复登记；请补上编号，或用 --field number=列名 指定。", "There is no sender's number (工单编号, 文号), so it could be taken twice; add one, or name the column with --field number=THEIRS."},
	"tickets.time":           {"时间“{value}”无法识别；请写成 2026-08-14 18:00。", "The time “{value}” cannot be read; write it as 2026-08-14 18:00."},
	"tickets.future":         {"时间“{value}”在将来；请核对。", "The time “{value}” lies in the future; check it."},
	"tickets.deadline":       {"办理时限“{value}”无法识别；请写成日期、时刻，或“5个工作日”“15天”“24小时”。", "The deadline “{value}” cannot be read; write a day, a moment, or 5个工作日, 15天, 24小时 (working days, days, hours)."},
	"tickets.deadline_early": {"办理时限“{value}”早于受理时间；请核对。", "The deadline “{value}” lies before the ticket was received; check it."},
	"tickets.no_text":        {"没有诉求内容，也没有事件类别；请补上其一，或用 --field text=列名 指定。", "There is neither a text nor a category; add one, or name the column with --field text=THEIRS."},
	"tickets.no_place":       {"既没有坐标，也没有事发地址；请补上其一。", "There are neither coordinates nor an address; add one."},
	"tickets.twice":          {"编号 {number} 在本表中出现多次，只取第一次。", "Number {number} stands in this list more than once; the first was taken."},
	"tickets.changed":        {"工单 {number}（线索 {lead}）与已登记的不同：{parts}；线索未改动，请人工核对后重新判定。", "Ticket {number} (lead {lead}) differs from what was taken before: {parts}; the lead is as it was, a person is to look and rule again."},
	"tickets.unplaced":       {"工单 {number}（线索 {lead}）没有坐标，地点不明，待人工核定：{address}。", "Ticket {number} (lead {lead}) has no coordinates; the place is not known and a person is to find it: {address}."},
	"tickets.class":          {"工单 {number}（线索 {lead}）的类别“{class}”不是本系统的类别，按类别不明（K4）登记。", "Ticket {number} (lead {lead}): “{class}” is none of the categories; it was taken as unknown (K4)."},
	"tickets.blotted":        {"工单 {number}（线索 {lead}）的正文含举报人姓名或手机号，已遮盖；原文只存于举报人信息。", "Ticket {number} (lead {lead}): the text held the reporter's name or a mobile number, which were blotted out; the original is kept with the reporter alone."},
	"tickets.similar":        {"工单 {number}（线索 {lead}）与 {other} 可能为同一事件，相距 {m:0} 米（疑似共 {n} 件）；由人员决定是否并案。", "Ticket {number} (lead {lead}) may be the same as {other}, {m:0} m away ({n} such in all); a person decides whether to merge them."},
	"tickets.no_file":        {"工单 {number} 的附件“{file}”不在来件表所在的文件夹里，未附。", "Ticket {number}: the file “{file}” is not in the folder of the list; it was not attached."},
	"tickets.file_outside":   {"工单 {number} 的附件“{file}”指向来件表文件夹之外，未附。", "Ticket {number}: the file “{file}” points outside the folder of the list; it was not attached."},
	"tickets.file_unread":    {"工单 {number} 的附件“{file}”无法读取，未附。", "Ticket {number}: the file “{file}” cannot be read; it was not attached."},
	"tickets.file_large":     {"工单 {number} 的附件“{file}”超过 {most} MB，未附。", "Ticket {number}: the file “{file}” has more than {most} MB; it was not attached."},

	"input.reporter": {"reporter 应是含 name、phone 的对象。", "reporter must be an object with name and phone."},

	"tickets.part.text":     {"内容", "text"},
	"tickets.part.address":  {"地址", "address"},
	"tickets.part.category": {"类别", "category"},
	"tickets.part.deadline": {"办理时限", "deadline"},
	"tickets.part.time":     {"时间", "time"},
	"tickets.part.place":    {"位置", "place"},
	"tickets.part.reporter": {"联系人", "reporter"},
}
