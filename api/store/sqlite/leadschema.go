package sqlite

import "strings"

// leadTables are the tables of store.Leads. They lie beside what a GeoPackage lists, so
// that GIS programs leave them alone; their rows are found by the lead's row number,
// which stays when a temporary number is replaced. Moments are milliseconds of Unix time.
const leadTables = `
CREATE TABLE xunhu_leads (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,
  unit TEXT NOT NULL,
  person TEXT NOT NULL,
  category TEXT NOT NULL,
  source TEXT NOT NULL,
  ticket TEXT NOT NULL,
  occurred INTEGER NOT NULL,
  due INTEGER,
  lead TEXT NOT NULL,
  UNIQUE (region, id));
CREATE UNIQUE INDEX xunhu_leads_ticket ON xunhu_leads (region, source, ticket) WHERE ticket <> '';
CREATE INDEX xunhu_leads_state ON xunhu_leads (region, state);
CREATE INDEX xunhu_leads_unit ON xunhu_leads (region, unit);
CREATE INDEX xunhu_leads_due ON xunhu_leads (region, due) WHERE due IS NOT NULL;
CREATE INDEX xunhu_leads_occurred ON xunhu_leads (region, occurred);
CREATE TABLE xunhu_concerned (
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  code TEXT NOT NULL,
  part TEXT NOT NULL,
  PRIMARY KEY (lead, part, code)) WITHOUT ROWID;
CREATE INDEX xunhu_concerned_code ON xunhu_concerned (code, part);
CREATE TABLE xunhu_records (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  serial INTEGER NOT NULL,
  digest TEXT NOT NULL,
  canonical TEXT NOT NULL,
  UNIQUE (lead, serial));
CREATE TABLE xunhu_roots (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  day TEXT NOT NULL,
  made INTEGER NOT NULL,
  upto INTEGER NOT NULL,
  leads INTEGER NOT NULL,
  digest TEXT NOT NULL,
  previous TEXT NOT NULL);
CREATE TABLE xunhu_serials (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  day TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (region, day)) WITHOUT ROWID;
CREATE TABLE xunhu_answers (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  person TEXT NOT NULL,
  key TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  header TEXT NOT NULL,
  body BLOB NOT NULL,
  made INTEGER NOT NULL,
  PRIMARY KEY (region, person, key));
CREATE INDEX xunhu_answers_made ON xunhu_answers (made);
CREATE TABLE xunhu_contents (
  digest TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (digest, part));
CREATE TABLE xunhu_attachments (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL,
  person TEXT NOT NULL,
  added INTEGER NOT NULL,
  UNIQUE (lead, digest));
CREATE TABLE xunhu_notices (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  kind TEXT NOT NULL,
  way TEXT NOT NULL,
  receiver TEXT NOT NULL,
  person TEXT NOT NULL,
  number TEXT NOT NULL,
  digest TEXT NOT NULL,
  sent INTEGER NOT NULL,
  due INTEGER,
  UNIQUE (region, id));
CREATE INDEX xunhu_notices_lead ON xunhu_notices (lead);
CREATE TABLE xunhu_receipts (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  notice INTEGER NOT NULL REFERENCES xunhu_notices(fid),
  answer TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  digest TEXT NOT NULL,
  person TEXT NOT NULL,
  added INTEGER NOT NULL);
CREATE INDEX xunhu_receipts_notice ON xunhu_receipts (notice);
CREATE TABLE xunhu_reporters (
  lead INTEGER PRIMARY KEY NOT NULL REFERENCES xunhu_leads(fid),
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  note TEXT NOT NULL);
CREATE TABLE xunhu_readings (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  lead INTEGER NOT NULL REFERENCES xunhu_leads(fid),
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  looked INTEGER NOT NULL);
CREATE TABLE xunhu_people (
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  unit TEXT NOT NULL,
  roles TEXT NOT NULL,
  certificates TEXT NOT NULL,
  illustration INTEGER NOT NULL,
  PRIMARY KEY (region, id)) WITHOUT ROWID;
CREATE TABLE xunhu_tokens (
  region TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  note TEXT NOT NULL,
  created INTEGER NOT NULL,
  revoked INTEGER,
  PRIMARY KEY (region, id),
  FOREIGN KEY (region, person) REFERENCES xunhu_people(region, id) ON UPDATE CASCADE);
`

// appendOnly are the tables whose rows are never changed nor taken away.
var appendOnly = []string{"xunhu_records", "xunhu_roots", "xunhu_contents", "xunhu_attachments", "xunhu_notices", "xunhu_receipts", "xunhu_readings"}

// later are tables that came after those of the leads, by their names.
var later = []struct {
	name, table string
	appended    bool
}{{"xunhu_duties", dutyTable, true}, {"xunhu_tellings", tellingTable, false},
	{"xunhu_crew", crewTable, false}, {"xunhu_equipment", equipmentTable, false}, {"xunhu_absences", absenceTable, true}, {"xunhu_rosters", rosterTable, true},
	{"xunhu_joint", jointTable, true}, {"xunhu_seeds", seedTable, true},
	{"xunhu_jobs", jobTables, false},
	{"xunhu_tilesets", tileSetTable, false}, {"xunhu_tileparts", tilePartTable, false},
	{"xunhu_grants", grantTable, false}, {"xunhu_accounts", accountTable, false}, {"xunhu_sessions", sessionTable, false}, {"xunhu_passes", passTable, false},
	{"xunhu_edits", editTable, true}}

// reachesOfOlder notes the reaches of leads that an older release kept.
const reachesOfOlder = `
INSERT OR IGNORE INTO xunhu_concerned (lead, part, code)
  SELECT l.fid, 'reach', value ->> 'id' FROM xunhu_leads AS l JOIN incidents AS t ON t.region = l.region AND t.id = l.id, json_each(t.decision, '$.reach')
  WHERE json_valid(t.decision) AND value ->> 'id' <> '';
`

// kept gives the triggers that refuse to take away a row, and to change one.
func kept(table string, unchanged bool) string {
	triggers := "CREATE TRIGGER $t_delete BEFORE DELETE ON $t BEGIN SELECT RAISE(ABORT, '$t: rows are never taken away'); END;"
	if unchanged {
		triggers += "CREATE TRIGGER $t_update BEFORE UPDATE ON $t BEGIN SELECT RAISE(ABORT, '$t: rows are never changed'); END;"
	}
	return strings.ReplaceAll(triggers, "$t", table)
}
