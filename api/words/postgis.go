package words

// postgisWords are the findings of a store in a database.
var postgisWords = map[string]Sentence{
	"store.pg_address": {
		"数据库地址写法有误，应为 postgres://用户:口令@主机:端口/数据库；口令也可放在 PGPASSWORD 环境变量或 ~/.pgpass 文件中",
		"the address of the database is malformed, it should read postgres://user:password@host:port/database; the password may also stand in the environment variable PGPASSWORD or the file ~/.pgpass"},
	"store.pg_not_laid": {
		"这个数据库里没有本程序的数据；请核对数据库名，或先用 import 或 serve 建立",
		"this database holds no data of this program; check its name, or begin with import or serve"},
	"store.pg_away": {
		"暂时连不上数据库，本次操作可能未完成；请检查数据库服务和网络，恢复后重试即可，不必重启本程序",
		"the database cannot be reached for now and this may not have been done; check the database service and the network and try again when it is back, this program need not be started anew"},
	"store.pg_no_database": {
		"没有这个数据库；请先创建（createdb），或改正地址中的数据库名",
		"there is no such database; create it (createdb), or correct its name in the address"},
	"store.pg_no_entry": {
		"数据库拒绝登录；请检查地址中的用户和口令，以及数据库的 pg_hba.conf",
		"the database does not let this user in; check user and password of the address, and pg_hba.conf of the database"},
	"store.pg_no_postgis": {
		"数据库没有 PostGIS 扩展，也无法安装（{cause}）；请先在数据库服务器上安装 PostGIS（Debian：postgresql-15-postgis-3），再由管理员在此数据库中执行 CREATE EXTENSION postgis",
		"the database lacks the extension PostGIS, and it cannot be added ({cause}); install PostGIS on its server (Debian: postgresql-15-postgis-3) and let an administrator run CREATE EXTENSION postgis in this database"},
	"store.pg_encoding": {
		"数据库的编码是 {have}，存不下中文；请用 createdb -E UTF8 -T template0 新建一个",
		"the database is encoded in {have}, which does not hold every text; make one with createdb -E UTF8 -T template0"},
	"store.pg_newer": {
		"数据库由更新的版本建立（结构版本 {have}，本程序只认得到 {know}）；未作任何改动，请升级程序",
		"the database was laid by a newer release (schema {have}, this one knows up to {know}); it was left as it is, upgrade the program"},
	"store.pg_rights": {
		"数据库用户权限不够（{cause}）；首次启动和升级须由模式 xunhu 的所有者运行，平时须对其中各表有 SELECT、INSERT、UPDATE、DELETE 权限，对各序列有 USAGE、SELECT 权限",
		"the database user lacks rights ({cause}); the first start and upgrades must be run by the owner of the schema xunhu, and everyday use needs SELECT, INSERT, UPDATE and DELETE on its tables, and USAGE and SELECT on its sequences"},
	"store.pg_read_only": {
		"数据库只读（可能是备库）；请改连主库",
		"the database is read-only, perhaps a standby; give the address of the primary"},
	"store.pg_busy": {
		"几项操作在数据库中相互等待，本次未完成；请重试",
		"several changes waited for one another in the database and this one was not done; try again"},
	"store.pg_damaged": {
		"数据库报告其文件已损坏，请从备份恢复",
		"the database reports damage of its files, restore it from a backup"},
}
