package words

// sheetWords are the sentences of reading workbooks.
var sheetWords = map[string]Sentence{
	"sheet.old": {
		"这是旧版 Excel（.xls）或加了密码的文件，不能读取；请用 Excel 或 WPS 打开，另存为不带密码的 .xlsx 再导入",
		"this is an old Excel file (.xls) or one with a password, which is not read; open it, save it as .xlsx without a password and try again"},
	"sheet.no_book": {
		"压缩包里没有工作簿，这不是 .xlsx 文件；请用 Excel 或 WPS 另存为 .xlsx",
		"there is no workbook in this file, so it is no .xlsx; save it as .xlsx from a spreadsheet program"},
	"sheet.damaged": {
		"工作簿已损坏或不完整，读不下去；请重新传输，或打开后另存一份",
		"the workbook is damaged or incomplete; send it again, or open it and save a copy"},
	"sheet.order": {
		"单元格 {cell} 的行列编号或文字编号不对，工作簿已损坏；请打开后另存一份再导入",
		"cell {cell} is misplaced or refers to a text that is not there; the workbook is damaged: open it, save a copy and try again"},
	"sheet.too_large": {
		"解压后有 {size} MB，超过 {most} MB 的上限，未读取；请拆成几个文件，或删去空白格式和图片后另存",
		"it unpacks to {size} MB, over the limit of {most} MB, and was not read; split it, or clear empty formatted cells and save again"},
	"sheet.too_wide": {
		"这一行的列数超过 {most} 列的上限，未读取；请删去右边无用的列",
		"the row is wider than the limit of {most} columns; delete the columns at the right that are not needed"},
	"sheet.too_many": {
		"有 {sheets} 张工作表，超过 {most} 张的上限；请拆成几个文件",
		"there are {sheets} sheets, over the limit of {most}; split the file"},
	"sheet.too_many_merges": {
		"合并单元格超过 {most} 处的上限，未读取；请取消合并后再导入",
		"there are more than {most} merged cells, which is over the limit; unmerge them and try again"},
	"sheet.no_headings": {
		"每张工作表的前 {rows} 行里都没有找到标题行；请在数据上方写明标题，如“名称、经度、纬度”",
		"no row of headings was found in the first {rows} rows of any sheet; write headings above the data, such as name, lon, lat"},
	"sheet.formula": {
		"单元格 {cell} 是公式，文件里没有存它的结果，这一行未读；请用 Excel 或 WPS 打开并保存，或改成数值",
		"cell {cell} is a formula whose result is not stored in the file; the row was not read: open and save the file in a spreadsheet program, or paste values"},
}
