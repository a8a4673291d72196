package papers

import (
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// A Text is free text. One without English is shown in Chinese.
type Text = finding.Name

// A Case is what the record of a lead holds and may leave the house.
type Case struct {
	Lead       string // number of the lead
	Number     string // number of the paper (发文字号), "" to be filled in by hand
	Date       time.Time
	Subject    Text // short: "湿地公园内填埋坑塘"
	Source     string
	OccurredAt time.Time
	VerifiedAt time.Time // zero if it was not verified on site
	Geometry   orb.Geometry
	PlaceName  Text // village, road, bank; "" if only the map tells
	Facts      []Text
	Measures   []Text // taken so far
	Evidence   []Evidence
	Requests   []Text // beside those that follow from the decision
	Deadlines  []Deadline
	Contact    Officer // who answers questions
	Signer     string  // who signs a request upward (签发人)
	Referral   Referral
	Sender     string // the unit that hands it over within the house; "": the one that the decision has verify it
}

// A Referral is what the police get a case for.
type Referral string

// The referrals. The zero value is a suspected crime.
const (
	Crime     Referral = "crime"
	Detention Referral = "detention"
)

// An Officer is somebody who acts for a unit.
type Officer struct {
	Name        string
	Unit        Text
	Certificate string // number of the enforcement certificate, or ""
	Phone       string // of the office
}

// An Evidence is one item of the list of evidence.
type Evidence struct {
	Name    Text
	Kind    EvidenceKind
	Pages   int    // of a document
	Files   int    // of electronic data
	SHA256  string // 64 hexadecimal digits; "" for a thing that has no file
	TakenBy []Officer
	TakenAt time.Time
}

// An EvidenceKind is one of the kinds of Art. 46 of 行政处罚法.
type EvidenceKind string

// The kinds of evidence.
const (
	Documentary EvidenceKind = "documentary"
	Physical    EvidenceKind = "physical"
	AudioVisual EvidenceKind = "audiovisual"
	Electronic  EvidenceKind = "electronic"
	Testimony   EvidenceKind = "testimony"
	Statement   EvidenceKind = "statement"
	Expert      EvidenceKind = "expert"
	Record      EvidenceKind = "record" // of an inquest or of the scene
)

var (
	evidenceKinds = []EvidenceKind{Documentary, Physical, AudioVisual, Electronic, Testimony, Statement, Expert, Record}
	sources       = []string{"patrol", "petition", "12369", "12345", "handdown", "sensor", "drone"}
	digest        = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// check gives all faults of a case together. A handover needs evidence; other
// papers may go without.
func (c Case) check(evidence bool) error {
	var faults []error
	fault := func(code string, args ...any) {
		faults = append(faults, finding.New(code, c.Lead, args...))
	}
	if c.Lead == "" {
		fault("papers.no_lead")
	}
	if c.Subject.ZH == "" {
		fault("papers.no_subject")
	}
	if c.Date.IsZero() || c.OccurredAt.IsZero() {
		fault("papers.no_date")
	}
	if len(c.Facts) == 0 {
		fault("papers.no_facts")
	}
	if c.Source != "" && !slices.Contains(sources, c.Source) {
		fault("papers.source", "source", c.Source)
	}
	if !slices.Contains([]Referral{"", Crime, Detention}, c.Referral) {
		fault("papers.referral", "referral", string(c.Referral))
	}
	if evidence && len(c.Evidence) == 0 {
		fault("papers.no_evidence")
	}
	for i, e := range c.Evidence {
		if !slices.Contains(evidenceKinds, e.Kind) {
			fault("papers.evidence_kind", "n", i+1, "kind", string(e.Kind))
		}
		if e.SHA256 != "" && !digest.MatchString(e.SHA256) {
			fault("papers.evidence_digest", "n", i+1)
		}
		if len(e.TakenBy) == 0 || e.TakenAt.IsZero() {
			fault("papers.evidence_taken", "n", i+1)
		}
	}
	return errors.Join(faults...)
}
