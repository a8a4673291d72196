package words

// lawWords are about clocks, and about the calendar of working days.
var lawWords = map[string]Sentence{
	"law.calendar_gap":    {"工作日历中没有 {year} 年的放假安排（现有：{held}），不能推算工作日；请导入国务院办公厅当年的通知。", "The calendar has no holiday notice for {year} (it holds {held}), so working days cannot be counted; import the State Council's notice of that year."},
	"law.calendar_row":    {"放假安排“{value}”不能采用：日期须写作 2026-10-01，止日不早于起日，类别为 off 或 work，年份须有通知且只列一次。", "The row “{value}” cannot be used: dates are written 2026-10-01, the end is not before the beginning, the day is off or work, and its year has a notice and stands once."},
	"law.calendar_empty":  {"没有任何年度的放假通知；请至少给出一年。", "There is no notice of any year; give at least one."},
	"law.calendar_unread": {"不能读取；请检查是否为 UTF-8 编码的 CSV。", "It cannot be read; check that it is CSV in UTF-8."},

	"clock.days":      {"自然日", "calendar days"},
	"clock.workdays":  {"工作日", "working days"},
	"clock.hours":     {"小时", "hours"},
	"clock.minutes":   {"分钟", "minutes"},
	"clock.workhours": {"工作时间（小时）", "working hours"},
	"clock.sameday":   {"当日", "the same day"},
	"clock.months":    {"月", "months"},
	"clock.years":     {"年", "years"},
	"clock.prompt":    {"及时（无数字）", "promptly (no figure)"},
	"clock.due":       {"{at} 到期", "due {at}"},
	"clock.moved":     {"{at} 到期；逢休息日顺延的，{moved} 到期（以先到者提醒）", "due {at}; {moved} if moved to the next working day (the earlier is warned of)"},
	"clock.standing":  {"计时中止（{kind}）", "stopped ({kind})"},

	"stop.suspension": {"中止调查", "suspension"},
	"stop.hearing":    {"听证", "hearing"},
	"stop.notice":     {"公告", "public notice"},
	"stop.monitoring": {"监测", "monitoring"},
	"stop.appraisal":  {"鉴定", "appraisal"},
	"stop.service":    {"送达", "service"},

	"law.if_lighter": {"行为之后施行的新法：处罚较轻的才适用，由执法人员权衡。", "In force since after the act: applies only if it is the lighter one, which officers weigh."},
}
