package words

// vrplibWords are what is wrong with instances of tour problems and their solutions.
var vrplibWords = map[string]Sentence{
	"vrplib.unknown": {
		"不是已知的巡查算例：开头是“{found}”；支持 Solomon、CVRPLIB、CARP、MCGRP、Chao、Cordeau 和本程序的 JSON。",
		"This is no known kind of tour problem: it begins with “{found}”; read are Solomon, CVRPLIB, CARP, MCGRP, Chao, Cordeau and our own JSON."},
	"vrplib.ends": {
		"{kind} 文件在第 {line} 行结束，后面还缺内容；请用完整的文件。",
		"The {kind} file ends at line {line}, before all is there; use the whole file."},
	"vrplib.columns": {
		"{kind} 文件第 {line} 行：应有至少 {want} 个数，只有 {got} 个：“{found}”；请改正。",
		"{kind} file, line {line}: at least {want} numbers are expected, there are {got}: “{found}”; correct it."},
	"vrplib.number": {
		"{kind} 文件第 {line} 行：“{found}”不是数；请改正。",
		"{kind} file, line {line}: “{found}” is no number; correct it."},
	"vrplib.range": {
		"{kind} 文件第 {line} 行：{what} 的值 {found} 为负、过大或不是该有的整数；请改正。",
		"{kind} file, line {line}: {found} for {what} is below zero, too large, or no whole number where one must be; correct it."},
	"vrplib.heading": {
		"{kind} 文件第 {line} 行：不认识“{found}”；请核对格式。",
		"{kind} file, line {line}: “{found}” is not expected here; check the format."},
	"vrplib.kind_of": {
		"{kind} 文件第 {line} 行：{what} 为“{found}”，只支持 {want}。",
		"{kind} file, line {line}: {what} is “{found}”; read are {want}."},
	"vrplib.vertex": {
		"{kind} 文件第 {line} 行：没有顶点 {found}，共 {n} 个；请改正。",
		"{kind} file, line {line}: there is no vertex {found}, of {n}; correct it."},
	"vrplib.one_depot": {
		"{kind} 文件第 {line} 行：出发点不止一个；这种格式只支持一个。",
		"{kind} file, line {line}: there is more than one depot; this form is read with one."},
	"vrplib.order": {
		"{kind} 文件第 {line} 行：此处应为编号 {want}，却是 {found}；请核对是否缺行。",
		"{kind} file, line {line}: number {want} is expected here, not {found}; see whether a line is missing."},
	"vrplib.window": {
		"{kind} 文件第 {line} 行：时间窗先关（{close}）后开（{open}）；请改正。",
		"{kind} file, line {line}: the window closes at {close}, before it opens at {open}; correct it."},
	"vrplib.lacks": {
		"{kind} 文件缺少“{word}”（读到第 {line} 行）；请核对格式。",
		"The {kind} file lacks “{word}” (read up to line {line}); check the format."},
	"vrplib.too_large": {
		"{kind} 文件第 {line} 行：{n} 个地点，最多 {most} 个；请按单位或片区拆分。",
		"{kind} file, line {line}: {n} locations, of at most {most}; divide the problem by units or areas."},
	"vrplib.far": {
		"{kind} 文件（到第 {line} 行）：两点间的距离超过 {most}；请换算单位。",
		"{kind} file (up to line {line}): two points lie more than {most} apart; use other units."},
	"vrplib.headless": {
		"{kind} 文件（到第 {line} 行）没有首行“type m n t”，{depots} 个出发点、{customers} 个客户、{days} 天的车辆数和载重不得而知；请补上首行。",
		"The {kind} file (up to line {line}) has no first line “type m n t”, and vehicles and loads for {depots} depots, {customers} customers and {days} days are not known; add it."},
	"vrplib.pattern": {
		"{kind} 文件第 {line} 行：组合 {found} 不是 {days} 天中的 {visits} 天；请改正。",
		"{kind} file, line {line}: pattern {found} is not {visits} of {days} days; correct it."},
	"vrplib.json": {
		"{kind} 文件第 {line} 行：不是应有的 JSON（{why}）；请改正。",
		"{kind} file, line {line}: not the JSON that is expected ({why}); correct it."},
	"vrplib.format": {
		"“format”为“{found}”，应为 {want}。",
		"“format” is “{found}” and should be {want}."},
	"vrplib.matrix": {
		"车辆类别“{name}”的矩阵应为 {n} 行 {n} 列；请核对。",
		"The matrices of class “{name}” must have {n} rows of {n}; check them."},
	"vrplib.place": {
		"任务 {n} 的 place 为“{found}”，应为 first 或 last，或省略。",
		"Task {n}: its place is “{found}” and should be first, last or left out."},
	"vrplib.wrong": {
		"{kind} 算例本身有误：{why}。",
		"The {kind} instance is wrong in itself: {why}."},
	"vrplib.no_solution": {
		"不是巡查方案：开头是“{found}”；应为“Route #1: …”或本程序的 JSON。",
		"This is no solution: it begins with “{found}”; “Route #1: …” or our own JSON is expected."},
	"vrplib.not_plain": {
		"{kind} 算例的方案不能只列客户；请用本程序写出的 JSON 方案。",
		"A solution of a {kind} instance is more than lists of customers; use the JSON that this program writes."},
	"vrplib.of_another": {
		"这是“{found}”的方案，不是“{name}”的；请核对文件。",
		"This is a solution of “{found}”, not of “{name}”; check the files."},
	"vrplib.vehicles": {
		"{kind} 方案第 {line} 行：“{name}”只有 {n} 辆车；方案可能属于另一个算例。",
		"{kind} solution, line {line}: “{name}” has {n} vehicles; the solution may be of another instance."},
	"vrplib.customer": {
		"{kind} 方案第 {line} 行：客户 {found} 重复，或不在“{name}”的 1 至 {n} 之内；方案可能属于另一个算例。",
		"{kind} solution, line {line}: customer {found} stands twice or is none of 1 to {n} of “{name}”; the solution may be of another instance."},
	"vrplib.missing": {
		"方案缺少“{name}”的客户 {n}；方案可能属于另一个算例，或不完整。",
		"The solution lacks customer {n} of “{name}”; it may be of another instance, or not whole."},
	"vrplib.other_cost": {
		"方案写明费用 {stated}，按“{name}”计算为 {counted}；方案可能属于另一个算例。",
		"The solution says that it costs {stated}; by “{name}” it costs {counted}; it may be of another instance."},
}
