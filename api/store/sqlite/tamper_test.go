package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/audit"
	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/store"
	"xunhu/api/store/storetest"
	"xunhu/api/tickets"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// told makes a closed store with three leads of four records each and one root between,
// and gives its bytes.
func told(t *testing.T, file string) []byte {
	t.Helper()
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "a"}}); err != nil {
		t.Fatal(err)
	}
	w := storetest.World()
	keep := func(c store.Change) dispatch.Lead {
		t.Helper()
		if err := s.Keep(t.Context(), "a", nil, c); err != nil {
			t.Fatal(err)
		}
		return c.Lead
	}
	var leads []dispatch.Lead
	for i := range 3 {
		l := keep(storetest.Reported(t, w, storetest.Number(i+1), orb.Point{117, 35}, map[string]any{"category": "S03"}))
		leads = append(leads, keep(storetest.Assigned(t, w, l)))
	}
	if _, made, err := s.Seal(t.Context(), "a", storetest.Monday); err != nil || !made {
		t.Fatal(made, err)
	}
	for _, l := range leads {
		l = keep(storetest.Fired(t, w, l, dispatch.Command{Event: "note", Kind: "measure", Reason: "已设围挡", Actor: storetest.Desk, At: storetest.Monday.Add(time.Hour)}))
		keep(storetest.Fired(t, w, l, dispatch.Command{Event: "accept", Actor: storetest.Station, At: storetest.Monday.Add(2 * time.Hour), Person: "li"}))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Whatever somebody does to the rows behind the triggers is found, and the record named.
func TestTampering(t *testing.T) {
	good := told(t, filepath.Join(t.TempDir(), "good.gpkg"))
	const second = "(SELECT fid FROM xunhu_leads WHERE id LIKE '%0002%')"
	off := ""
	for _, table := range appendOnly {
		off += fmt.Sprintf("DROP TRIGGER %s_update; DROP TRIGGER %s_delete;", table, table)
	}
	off += "DROP TRIGGER xunhu_leads_delete;"
	for _, tc := range []struct{ name, sql, says string }{
		{"nothing", "", ""},
		{"a word of a record", "UPDATE xunhu_records SET canonical = replace(canonical, '围挡', '警戒') WHERE lead = " + second + " AND serial = 3", "第 3 条"},
		{"a record with its digest", tampered(second, 3), "第 4 条"},
		{"the last record with its digest", tampered(second, 4), "当前状态与记录不符"},
		{"a record taken away", "DELETE FROM xunhu_records WHERE lead = " + second + " AND serial = 2", "第 2 条"},
		{"the tail cut off", "DELETE FROM xunhu_records WHERE lead = " + second + " AND serial > 2", "末尾"},
		{"two records exchanged", `UPDATE xunhu_records SET serial = 9 WHERE lead = ` + second + ` AND serial = 2;
			UPDATE xunhu_records SET serial = 2 WHERE lead = ` + second + ` AND serial = 3; UPDATE xunhu_records SET serial = 3 WHERE lead = ` + second + ` AND serial = 9`, "第 2 条"},
		{"the contents of two records exchanged", `UPDATE xunhu_records SET (canonical, digest) = (SELECT canonical, digest FROM xunhu_records AS o WHERE o.lead = xunhu_records.lead AND o.serial = 5 - xunhu_records.serial)
			WHERE lead = ` + second + ` AND serial = 2`, "第 2 条"},
		{"a record of another lead", "UPDATE xunhu_records SET lead = " + second + ", serial = 5 WHERE serial = 4 AND lead = (SELECT fid FROM xunhu_leads WHERE id LIKE '%0001%')", "序号不连续"},
		{"the lead's state", `UPDATE xunhu_leads SET lead = json_set(lead, '$.State', 'CLOSED') WHERE fid = ` + second, "State"},
		{"the lead's named person", `UPDATE xunhu_leads SET lead = json_set(lead, '$.Person', 'wang') WHERE fid = ` + second, "Person"},
		{"a clock of the lead", `UPDATE xunhu_leads SET lead = json_set(lead, '$.Clocks[0].Start', '2030-01-01T00:00:00+08:00') WHERE fid = ` + second, "Clocks"},
		{"the state in the collection", `UPDATE incidents SET state = 'CLOSED' WHERE id LIKE '%0002%'`, "事件图层"},
		{"a whole lead taken away", "DELETE FROM xunhu_records WHERE lead = " + second + "; DELETE FROM xunhu_concerned WHERE lead = " + second + "; DELETE FROM xunhu_leads WHERE fid = " + second, "总根"},
		{"a root", "UPDATE xunhu_roots SET digest = replace(digest, 'a', 'b')", "总根"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "region.gpkg")
			writes(good)(t, file)
			if tc.sql != "" {
				rawly(t, file, off+tc.sql)
			}
			s := open(t, file)
			report, found, err := audit.Prove(t.Context(), s, "a", audit.Court{World: storetest.World(), Boundaries: "b",
				Decide: func(feature.Feature, dispatch.Ruling) (dispatch.Ruling, bool, error) {
					return dispatch.Ruling{}, false, nil
				}})
			if err != nil {
				t.Fatal(err)
			}
			if tc.says == "" {
				if len(found) > 0 || report.Leads != 3 || report.Records != 12 || report.Roots != 1 || report.Rebuilt != 3 {
					t.Errorf("%+v: %v", report, found)
				}
				return
			}
			var said []string
			for _, f := range found {
				said = append(said, words.Finding(words.ZH, f))
			}
			if all := strings.Join(said, "\n"); !strings.Contains(all, tc.says) || strings.ContainsAny(all, "{}") {
				t.Errorf("found %q, want %q", all, tc.says)
			}
			if len(found) > 0 && !strings.Contains(found[0].Where, "0002") && tc.says != "总根" && !strings.Contains(tc.name, "another") {
				t.Errorf("found at %s", found[0].Where)
			}
		})
	}
}

// tampered changes a record and gives it the digest that it has then.
func tampered(lead string, serial int) string {
	return fmt.Sprintf(`UPDATE xunhu_records SET canonical = replace(canonical, '"person":"', '"person":"x'), digest = sha256hex(replace(canonical, '"person":"', '"person":"x'))
		WHERE lead = %s AND serial = %d`, lead, serial)
}

// The rows themselves refuse what must not be.
func TestAppendOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	told(t, file)
	s := open(t, file)
	for _, statement := range []string{
		"UPDATE xunhu_records SET canonical = '{}'", "DELETE FROM xunhu_records", "DELETE FROM xunhu_leads", "UPDATE xunhu_roots SET digest = ''", "DELETE FROM xunhu_roots",
	} {
		if _, err := s.write.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// A store of the first schema opens, is completed, and keeps its incidents, which then have
// no lead.
func TestOpensFirstSchema(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	filled(t, file)
	older := "DELETE FROM xunhu_schema WHERE version > 1; INSERT INTO xunhu_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM xunhu_schema);"
	for _, table := range []string{"xunhu_jobs", "xunhu_job_files", "xunhu_joint", "xunhu_seeds", "xunhu_crew", "xunhu_equipment", "xunhu_absences", "xunhu_rosters", "xunhu_tellings", "xunhu_duties", "xunhu_readings", "xunhu_reporters", "xunhu_receipts", "xunhu_notices", "xunhu_attachments", "xunhu_contents", "xunhu_answers",
		"xunhu_serials", "xunhu_roots", "xunhu_records", "xunhu_concerned", "xunhu_tokens", "xunhu_people", "xunhu_leads"} {
		older += "DROP TABLE " + table + ";"
	}
	for _, column := range []string{"ticket", "state", "unit", "town", "due_at", "revision"} {
		older += "ALTER TABLE incidents DROP COLUMN " + column + ";"
	}
	rawly(t, file, older)
	s := open(t, file)
	page, err := s.Leads(t.Context(), "370481", store.LeadQuery{})
	if err != nil || len(page.Leads) != 20 || page.Leads[0].Lead.Revision != 0 {
		t.Fatalf("%d incidents, %v", len(page.Leads), err)
	}
	c := storetest.Reported(t, storetest.World(), storetest.Number(9000), orb.Point{117, 35}, map[string]any{"category": "S03"})
	if err := s.Keep(t.Context(), "370481", nil, c); err != nil {
		t.Error(err)
	}
	adopted(t, s, page.Leads)
	var version int
	if err := s.read.QueryRow("SELECT max(version) FROM xunhu_schema").Scan(&version); err != nil || version != schemaVersion {
		t.Errorf("version %d, %v", version, err)
	}
}

// adopted: what was kept without a lead becomes one, and nothing of it is lost.
func adopted(t *testing.T, s *Store, bare []store.Kept) {
	t.Helper()
	d := demo.Dataset()
	for _, kind := range []feature.Kind{feature.Incidents, feature.Plans} { // those of the store stay
		delete(d.Collections, kind)
	}
	if err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	region, err := live.New(d, jurisdiction.Defaults(), storetest.Monday)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{len(bare), 0} { // once
		if n, err := tickets.Adopt(t.Context(), s, region, storetest.Monday); err != nil || n != want {
			t.Fatalf("%d were adopted, want %d, %v", n, want, err)
		}
	}
	for _, k := range bare {
		old := k.Incident
		page, err := s.Leads(t.Context(), "370481", store.LeadQuery{Ticket: old.ID})
		if err != nil || page.Matched != 1 {
			t.Fatalf("%s is %d leads, %v", old.ID, page.Matched, err)
		}
		l, now := page.Leads[0].Lead, page.Leads[0].Incident
		if l.State != dispatch.Reported || l.Revision != 1 || !dispatch.ValidNumber(l.ID) || now.Text("state") != "REPORTED" {
			t.Errorf("%s: %+v", old.ID, l)
		}
		if !reflect.DeepEqual(now.Geometry, old.Geometry) {
			t.Errorf("%s lies at %v, was at %v", old.ID, now.Geometry, old.Geometry)
		}
		for name, v := range old.Props {
			if v != "" && v != nil && !reflect.DeepEqual(now.Props[name], v) {
				t.Errorf("%s: %s is %v, was %v", old.ID, name, now.Props[name], v)
			}
		}
		records, err := s.Records(t.Context(), "370481", l.ID)
		if err != nil || len(records) != 1 || records[0].Person != tickets.Adopter || !strings.Contains(records[0].Reason, old.ID) || dispatch.VerifyChain(records) != nil {
			t.Errorf("%s: %+v, %v", old.ID, records, err)
		}
	}
	if page, err := s.Leads(t.Context(), "370481", store.LeadQuery{}); err != nil || len(page.Leads) != len(bare)+1 {
		t.Errorf("%d incidents are left, %v", len(page.Leads), err)
	}
	report, found, err := audit.Prove(t.Context(), s, "370481", audit.Court{World: &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: 10}, Boundaries: "none",
		Decide: func(feature.Feature, dispatch.Ruling) (dispatch.Ruling, bool, error) {
			return dispatch.Ruling{}, false, nil
		}})
	if err != nil || len(found) > 0 || report.Leads != len(bare)+1 {
		t.Errorf("%+v, %v, %v", report, found, err)
	}
}

// A file whose bytes rot in the store is not handed out as whole.
func TestRottenAttachment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	told(t, file)
	s := open(t, file)
	a := store.Attachment{Lead: storetest.Number(1), SHA256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", Name: "a"}
	if err := s.Attach(t.Context(), "a", a, strings.NewReader("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec("DROP TRIGGER xunhu_contents_update; UPDATE xunhu_contents SET bytes = x'62'"); err != nil {
		t.Fatal(err)
	}
	_, r, err := s.Content(t.Context(), "a", a.Lead, a.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	var b [10]byte
	for err == nil {
		_, err = r.Read(b[:])
	}
	var f *finding.Finding
	if !errors.Is(err, store.ErrDamaged) || !errors.As(err, &f) || f.Code != "store.bad_content" {
		t.Errorf("%v", err)
	}
}
