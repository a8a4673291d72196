package papers

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// Every field that a case can carry stands here. A new one is added only by somebody
// who has asked whether it could hold a reporter's identity (C146).
var mayLeaveTheHouse = []string{
	"Case.Lead", "Case.Number", "Case.Date", "Case.Subject", "Case.Source", "Case.OccurredAt", "Case.VerifiedAt", "Case.Geometry",
	"Case.PlaceName", "Case.Facts", "Case.Measures", "Case.Evidence", "Case.Requests", "Case.Deadlines", "Case.Contact", "Case.Signer", "Case.Referral", "Case.Sender",
	"Officer.Name", "Officer.Unit", "Officer.Certificate", "Officer.Phone",
	"Evidence.Name", "Evidence.Kind", "Evidence.Pages", "Evidence.Files", "Evidence.SHA256", "Evidence.TakenBy", "Evidence.TakenAt",
	"Name.ZH", "Name.EN",
	"Deadline.What", "Deadline.Limit", "Deadline.Due", "Deadline.Basis", "Saying.Code", "Saying.Args",
	"Citation.Instrument", "Citation.Article", "Citation.Clause", "Citation.Mark", "Citation.ZH", "Citation.EN", "Citation.IfLighter",
	"Instrument.ID", "Instrument.ZH", "Instrument.EN", "Instrument.From", "Instrument.To", "Instrument.Mark",
	"Disagreement.Claimant", "Disagreement.Respondent", "Disagreement.Arbiter", "Disagreement.Ground", "Disagreement.Ours", "Disagreement.Theirs",
	"Disagreement.Talks", "Disagreement.Proposal", "Disagreement.Holder", "Talk.At", "Talk.Result",
}

func TestNoPlaceForAReporter(t *testing.T) {
	var met []string
	seen := map[reflect.Type]bool{reflect.TypeFor[time.Time](): true, reflect.TypeFor[orb.Geometry](): true, reflect.TypeFor[finding.Args](): true}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Slice, reflect.Pointer, reflect.Array:
			walk(typ.Elem())
			return
		case reflect.Map, reflect.Interface:
			if !seen[typ] {
				t.Errorf("%s could hold anything", typ)
			}
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[typ] {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			met = append(met, typ.Name()+"."+f.Name)
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[Case]())
	walk(reflect.TypeFor[Disagreement]())
	for _, f := range met {
		if !slices.Contains(mayLeaveTheHouse, f) {
			t.Errorf("%s is new: can it hold who reported the incident?", f)
		}
	}
	if len(met) != len(mayLeaveTheHouse) {
		t.Errorf("%d fields, %d on the list", len(met), len(mayLeaveTheHouse))
	}
}

// What people write freely can say a name all the same: then Withholds tells.
func TestWithholds(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X03"]
	clean, err := Handover(a, x.c, x.d, "")
	if err != nil {
		t.Fatal(err)
	}
	if !clean.Withholds("钱举报", "13800000000", "") {
		t.Error("a letter without the reporter is said to name him")
	}
	for name, spill := range map[string]func(*Case){
		"facts":   func(c *Case) { c.Facts = append(c.Facts, Text{ZH: "据钱举报反映，夜间也有施工。"}) },
		"english": func(c *Case) { c.Facts = append(c.Facts, Text{ZH: "夜间也有施工。", EN: "So says 钱举报."}) },
		"evidence": func(c *Case) {
			c.Evidence = append(slices.Clone(c.Evidence), c.Evidence[0])
			c.Evidence[4].Name.ZH = "钱举报提供的录音"
		},
		"subject": func(c *Case) { c.Subject.ZH += "（钱举报反映）" },
	} {
		c := x.c
		spill(&c)
		l, err := Handover(a, c, x.d, "")
		if err != nil {
			t.Fatal(err)
		}
		if l.Withholds("钱举报") {
			t.Errorf("%s: the name went through unseen", name)
		}
	}
}

// All faults of a case are told together.
func TestFaultsOfACase(t *testing.T) {
	a := region(t)
	x := samples(t, a)["X03"]
	c := Case{Geometry: x.c.Geometry, Source: "rumour", Referral: "exile", Evidence: []Evidence{{Kind: "hearsay", SHA256: "abc"}}}
	_, err := Handover(a, c, x.d, "")
	for _, code := range []string{"papers.no_lead", "papers.no_subject", "papers.no_date", "papers.no_facts", "papers.source",
		"papers.referral", "papers.evidence_kind", "papers.evidence_digest", "papers.evidence_taken"} {
		if err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s is not told: %v", code, err)
		}
	}
	c = x.c
	c.Evidence = nil
	if _, err := Handover(a, c, x.d, ""); codeOf(err) != "papers.no_evidence" {
		t.Errorf("a handover without evidence: %v", err)
	}
}

func codeOf(err error) string {
	var f *finding.Finding
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}
