package ops

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/papers"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// paper answers GET /incidents/{id}/papers/{paper}: handover, notice or dispute, as .pdf
// or .json. It is made of the lead's records each time; what was sent is an attachment
// with a line in the ledger.
func (c *call) paper() error {
	kind, ending, _ := strings.Cut(problem.PathParam(c.r, "paper"), ".")
	d, k, err := c.asked()
	if err != nil {
		return err
	}
	l, err := d.letter(k, kind)
	if err != nil {
		return err
	}
	named, err := c.Store.NamesReporter(c.ctx, d.code, k.Incident.ID, l.Text())
	if err != nil {
		return err
	}
	if named { // somebody has written the name into a note that is older than the reporter's entry
		return &problem.Error{Status: http.StatusConflict, Err: finding.New("store.reporter_named", "")}
	}
	switch ending {
	case "json":
		return c.write(http.StatusOK, wire.FromLetter(l, c.lang))
	case "pdf":
		var b bytes.Buffer
		if err := l.PDF(&b, c.lang); err != nil {
			return unprintable(err)
		}
		c.w.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": k.Incident.ID + "-" + kind + ".pdf"}))
		return c.send(http.StatusOK, "application/pdf", b.Bytes())
	}
	return problem.NotFound(finding.New("desk.no_paper", "", "paper", problem.PathParam(c.r, "paper")))
}

// unprintable tells the asker why a paper cannot be printed: a character without a glyph,
// or a build without fonts.
func unprintable(err error) error {
	var f *finding.Finding
	if !errors.As(err, &f) {
		return err
	}
	told := *f
	told.Where = ""
	return &problem.Error{Status: http.StatusConflict, Err: &told}
}

// letter makes a paper of a lead as it stands.
func (d *desk) letter(k store.Kept, kind string) (papers.Letter, error) {
	inc, err := incidentOf(k, d.now)
	if err != nil {
		return papers.Letter{}, err
	}
	inc.ID, inc.Outcome, inc.Finder = k.Incident.ID, k.Lead.By.Outcome, k.Lead.By.Finder
	region, err := d.region.On(inc.OccurredAt)
	if err != nil {
		return papers.Letter{}, err
	}
	decision, err := region.Rules.Decide(inc, live.Manned(k.Lead.Ruling.Manned))
	if err != nil {
		return papers.Letter{}, err
	}
	one, err := d.caseOf(k, inc)
	if err != nil {
		return papers.Letter{}, err
	}
	if decision.LRow == "L5" && len(decision.Handover) == 0 { // the place of the act has decided it since
		decision.Handover = d.beyondBorder(k.Lead, decision)
	}
	var l papers.Letter
	switch kind {
	case "handover":
		to := d.params.Text("to")
		if to, one.Sender, err = d.handed(k.Lead, to); err != nil {
			return l, err
		}
		if to != "" && !slices.Contains(decision.Handover, to) && (one.Sender != "" || d.world.MayHand(k.Lead, to)) {
			decision.Handover = append(slices.Clone(decision.Handover), to)
		}
		if one.Sender == "" && to != k.Lead.Unit {
			one.Sender = k.Lead.Unit // who has it hands it over
		}
		l, err = papers.Handover(region.Atlas, one, decision, to)
	case "notice":
		l, err = papers.Notice(region.Atlas, one, decision, d.params.Text("to"))
	case "dispute":
		q := papers.Disagreement{}
		if open := k.Lead.Dispute; open != nil {
			decision.Arbiter = open.Arbiter
			q = papers.Disagreement{Claimant: open.Claimant, Respondent: open.Respondent, Ground: papers.Text{ZH: open.Ground}, Holder: k.Lead.Unit}
		}
		l, err = papers.DisputeRequest(region.Atlas, one, decision, q)
	default:
		return l, problem.NotFound(finding.New("desk.no_paper", "", "paper", kind))
	}
	if err != nil {
		return l, conflict(err)
	}
	return l, nil
}

// handed finds, in the records, by whom a lead was handed over to a unit; sender is "" if it
// was not. Where nobody is asked for, it is whoever has yet to accept it.
func (d *desk) handed(l dispatch.Lead, asked string) (to, sender string, err error) {
	if to = asked; to == "" && slices.Contains(pending, l.State) {
		to = l.Unit
	}
	records, err := d.Store.Records(d.ctx, d.code, l.ID)
	if err != nil {
		return to, "", err
	}
	for i, r := range records {
		way, _, _ := strings.Cut(string(r.Event), "_")
		if (way == "hand" || way == "award") && to != "" && r.Detail.To == to && i > 0 {
			sender = cmp.Or(records[i-1].Holder, r.Unit)
		}
	}
	return to, sender, nil
}

// pending are the states in which somebody has yet to accept a lead.
var pending = []dispatch.State{dispatch.SquadPending, dispatch.DeptPending, "EXT_PENDING", dispatch.PolicePending}

// beyondBorder are the units to which a lead at the city's border goes, once the place of
// the act is known: the squad of the town inside, the neighbours' authorities outside.
func (d *desk) beyondBorder(l dispatch.Lead, decision jurisdiction.Decision) []string {
	var all []string
	switch l.Place {
	case "IN":
		if len(decision.Towns) > 0 {
			t, _ := d.region.Atlas.Town(decision.Towns[0].Code)
			all = append(all, t.Squad)
		}
	case "OUT":
		for _, id := range decision.Informed {
			if u, _ := d.region.Atlas.Unit(id); u.Class == atlas.External {
				all = append(all, id)
			}
		}
	}
	return all
}

// conflict says that a lead as it stands gives no such paper (409), with every reason.
func conflict(err error) error {
	var f *finding.Finding
	for _, one := range opened(err) {
		if !errors.As(one, &f) {
			return err
		}
	}
	return &problem.Error{Status: http.StatusConflict, Err: placed(err, "")}
}

// caseOf gives what a lead's records hold and may leave the house.
func (d *desk) caseOf(k store.Kept, inc jurisdiction.Incident) (papers.Case, error) {
	c := papers.Case{Lead: inc.ID, Number: d.params.Text("number"), Signer: d.params.Text("signer"), Date: d.now, Subject: d.subject(inc),
		Source: inc.Source, OccurredAt: inc.OccurredAt, Geometry: inc.Geometry, PlaceName: papers.Text{ZH: d.params.Text("place")}, Contact: d.officer(k.Lead.Person)}
	if d.params.Text("referral") == string(papers.Detention) {
		c.Referral = papers.Detention
	}
	if note := k.Incident.Text("note"); note != "" {
		zh, en, _ := strings.Cut(note, " / ")
		c.Facts = append(c.Facts, papers.Text{ZH: zh, EN: en})
	}
	records, err := d.Store.Records(d.ctx, d.code, inc.ID)
	if err != nil {
		return c, err
	}
	for _, r := range records {
		switch {
		case strings.HasPrefix(string(r.Event), "hand_") && r.Reason != "" && len(c.Facts) == 0: // nobody wrote down more
			c.Facts = append(c.Facts, papers.Text{ZH: r.Reason})
		case r.Event == "verify":
			c.VerifiedAt = r.Time()
			if r.Reason != "" {
				c.Facts = append(c.Facts, papers.Text{ZH: r.Reason})
			}
		case r.Event == "note" && r.Detail.Kind == "measure":
			c.Measures = append(c.Measures, papers.Text{ZH: r.Reason})
		case r.Event == "reopen":
			c.VerifiedAt = time.Time{}
		}
	}
	return c, d.evidence(&c)
}

// subject is what a paper is about: as the asker calls it, else the category.
func (d *desk) subject(inc jurisdiction.Incident) papers.Text {
	if given := d.params.Text("subject"); given != "" {
		return papers.Text{ZH: given}
	}
	category, known := law.CategoryOf(inc.Category)
	if !known {
		category = law.Unknown
	}
	return papers.Text{ZH: category.ZH, EN: category.EN}
}

// officer is a person as papers name one.
func (d *desk) officer(id string) papers.Officer {
	p := d.reader.People(id)
	u, _ := d.region.Atlas.Unit(p.Unit)
	o := papers.Officer{Name: p.Name, Unit: papers.Text{ZH: u.Name, EN: u.NameEN}}
	for _, certificate := range p.Certificates {
		if certificate.Valid(d.now) {
			o.Certificate = certificate.Number
		}
	}
	return o
}

// evidence lists the files of a lead.
func (d *desk) evidence(c *papers.Case) error {
	all, err := d.Store.Attachments(d.ctx, d.code, c.Lead)
	if err != nil {
		return fmt.Errorf("ops: list evidence: %w", err)
	}
	for _, a := range all {
		e := papers.Evidence{Name: papers.Text{ZH: a.Name}, Kind: papers.Electronic, Files: 1, SHA256: a.SHA256, TakenBy: []papers.Officer{d.officer(a.Person)}, TakenAt: a.At}
		switch kind, _, _ := strings.Cut(a.Media, "/"); {
		case kind == "image", kind == "video", kind == "audio":
			e.Kind = papers.AudioVisual
		case a.Media == "application/pdf":
			e.Kind = papers.Documentary
		}
		c.Evidence = append(c.Evidence, e)
	}
	return nil
}
