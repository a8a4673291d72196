// Package audit proves what a store keeps of the life of leads: that no record was
// changed, taken away, put in or exchanged, that each lead stands where its records lead,
// and that its decision is made again to the same result.
//
// Five things are asked of each chain, and the first that fails is told:
//
//  1. Each record is in its canonical form, under its digest and number.
//  2. The records follow one another by digest, number and the rules of the machine.
//  3. The lead ends where its last record ends: cut tails show here.
//  4. The records carried out again give the same records and the same lead. This is
//     left out where they were made by another edition of the organisation.
//  5. The tables, asked again about the incident as it was then, rule as they did, in each
//     ruling of the chain. This is left out where the edition of that day is not in the
//     store any more, where other tables or laws ruled than this program has, and of the
//     earlier rulings of an older release, which did not write down the incident. How many
//     were left out is told.
//
// Then every root is made again from the records that it covers. Whoever can write the
// file could make all of this anew; so the last root is to be kept outside, and compared.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
)

// A Store is all that is asked of one.
type Store interface {
	Chains(ctx context.Context, region string, each func(store.Chain) error) error
	Roots(ctx context.Context, region string) ([]store.Root, error)
}

// A Report is how much was proved.
type Report struct {
	Leads, Records, Roots int
	Rebuilt               int         // leads whose records were carried out again
	Decided               int         // rulings that were made again
	Left                  int         // rulings that could not be
	Last                  *store.Root // nil: none was made yet
}

// A Court is what chains are judged by.
type Court struct {
	World      *dispatch.World
	Boundaries string // the edition of the organisation in World
	// Decide makes a ruling again about an incident as it was then; ok is false if the
	// edition, tables or law that ruled are gone.
	Decide func(incident feature.Feature, was dispatch.Ruling) (is dispatch.Ruling, ok bool, err error)
}

// Prove looks at all chains and roots of a region. Findings say what does not hold; the
// error is that nothing could be read.
func Prove(ctx context.Context, s Store, region string, c Court) (Report, []*finding.Finding, error) {
	roots, err := s.Roots(ctx, region)
	if err != nil {
		return Report{}, nil, err
	}
	r := Report{Roots: len(roots)}
	var found []*finding.Finding
	var spines []spine
	err = s.Chains(ctx, region, func(one store.Chain) error {
		r.Leads++
		r.Records += len(one.Records)
		spines = append(spines, spineOf(one))
		f, err := c.chain(&r, one)
		found = append(found, f...)
		return err
	})
	if err != nil {
		return r, found, err
	}
	previous := ""
	for i, root := range roots {
		heads := headsAt(spines, root.Upto)
		if root.Previous != previous || len(heads) != root.Leads || dispatch.Root(heads, root.Previous) != root.Digest {
			found = append(found, finding.New("audit.root", root.Day, "n", i+1, "digest", root.Digest))
		}
		previous, r.Last = root.Digest, &roots[i]
	}
	return r, found, nil
}

// chain judges one chain: the first thing that does not hold, or every ruling that comes
// out otherwise.
func (c Court) chain(r *Report, one store.Chain) ([]*finding.Finding, error) {
	records, f := parsed(one)
	if f != nil {
		return []*finding.Finding{f}, nil
	}
	if err := dispatch.VerifyChain(records); err != nil {
		return asFinding(err)
	}
	l := one.Lead
	if f := ends(l, one.Incident, records); f != nil {
		return []*finding.Finding{f}, nil
	}
	if of := l.Ruling.Of; of != nil && !about(*of, one.Incident) {
		return []*finding.Finding{finding.New("audit.incident", l.ID)}, nil
	}
	if ofEdition(records, c.Boundaries) {
		again, err := c.World.Rebuild(records)
		if err != nil {
			return asFinding(err)
		}
		r.Rebuilt++
		if parts := dispatch.Differs(l, again); len(parts) > 0 {
			return []*finding.Finding{finding.New("audit.lead_differs", l.ID, "parts", parts)}, nil
		}
	}
	return c.rulings(r, one, records)
}

// rulings makes each ruling of a chain again, and tells all that come out otherwise.
func (c Court) rulings(r *Report, one store.Chain, records []dispatch.Record) ([]*finding.Finding, error) {
	all, serials := dispatch.Rulings(records)
	if n := len(all); n > 0 {
		if d := dispatch.Compare(all[n-1], one.Lead.Ruling); len(d) > 0 {
			return []*finding.Finding{finding.New("audit.lead_differs", one.Lead.ID, "parts", []string{"Ruling"})}, nil
		}
	}
	var found []*finding.Finding
	for i, was := range all {
		incident := one.Incident
		switch {
		case was.Of != nil:
			var err error
			if incident, err = was.Feature(one.Lead.ID); err != nil {
				return append(found, finding.New("audit.broken", one.Lead.ID, "serial", serials[i], "why", finding.New("audit.form", ""))), nil //nolint:nilerr // it is a finding
			}
		case i < len(all)-1:
			r.Left++
			continue
		}
		is, ok, err := c.Decide(incident, was)
		if err != nil {
			return found, err
		}
		if !ok {
			r.Left++
			continue
		}
		r.Decided++
		if d := dispatch.Compare(was, is); len(d) > 0 {
			found = append(found, finding.New("audit.decision", one.Lead.ID, "serial", serials[i], "field", d[0].Field, "was", d[0].Was, "is", d[0].Is))
		}
	}
	return found, nil
}

// about tells whether an incident is the one that was ruled about last.
func about(of dispatch.Subject, incident feature.Feature) bool {
	accuracy, _ := incident.Props["accuracy_m"].(float64)
	is := dispatch.SubjectOf(jurisdiction.Incident{Geometry: incident.Geometry, AccuracyM: accuracy})
	return is != nil && is.Geometry == of.Geometry && is.Accuracy == of.Accuracy && incident.Text("severity") == of.Severity
}

// parsed reads the records of a chain, and checks each against its number and digest.
func parsed(one store.Chain) ([]dispatch.Record, *finding.Finding) {
	var records []dispatch.Record
	for i, raw := range one.Records {
		broken := func(code string) *finding.Finding {
			return finding.New("audit.broken", one.Lead.ID, "serial", i+1, "why", finding.New(code, ""))
		}
		sum := sha256.Sum256(raw.Canonical)
		x, err := dispatch.ParseRecord(raw.Canonical)
		switch {
		case hex.EncodeToString(sum[:]) != raw.Digest:
			return nil, broken("audit.digest")
		case err != nil:
			return nil, broken("audit.form")
		case x.Serial != raw.Serial:
			return nil, broken("audit.serial")
		}
		records = append(records, x)
	}
	return records, nil
}

// ends checks that a lead, and what is written of it beside its incident, stands where its
// last record ends.
func ends(l dispatch.Lead, incident feature.Feature, records []dispatch.Record) *finding.Finding {
	head := dispatch.HeadOf(records)
	var last dispatch.Record
	if len(records) > 0 {
		last = records[len(records)-1]
	}
	switch {
	case l.Revision != head.Length:
		return finding.New("audit.length", l.ID, "have", head.Length, "want", l.Revision)
	case l.Head != head.Digest || l.ID != head.Lead:
		return finding.New("audit.lead_differs", l.ID, "parts", []string{"Head"})
	case l.State != last.To || l.Unit != last.Holder || [3]string{l.Emergency, l.Petition, l.BackCheck} != last.Regions:
		return finding.New("audit.lead_differs", l.ID, "parts", []string{"State", "Unit"})
	case incident.ID != l.ID || incident.Text("state") != string(l.State) || incident.Text("unit") != l.Unit || incident.Text("category") != l.Ruling.Category:
		return finding.New("audit.incident", l.ID)
	}
	return nil
}

// ofEdition tells whether all rulings of a chain were made by one edition.
func ofEdition(records []dispatch.Record, boundaries string) bool {
	return !slices.ContainsFunc(records, func(r dispatch.Record) bool { return r.Versions.Boundaries != boundaries })
}

func asFinding(err error) ([]*finding.Finding, error) {
	var f *finding.Finding
	if errors.As(err, &f) {
		return []*finding.Finding{f}, nil
	}
	return nil, fmt.Errorf("audit: %w", err)
}

// A spine is how a chain grew, for the roots.
type spine struct {
	sequences []int64
	digests   [][sha256.Size]byte
	ids       []string // of the lead after each record; most are equal, and share their text
}

func spineOf(one store.Chain) spine {
	var s spine
	id := ""
	for _, raw := range one.Records {
		x, err := dispatch.ParseRecord(raw.Canonical)
		if err == nil {
			if next := dispatch.HeadOf([]dispatch.Record{x}).Lead; next != id {
				id = next
			}
		}
		s.sequences = append(s.sequences, raw.Sequence)
		s.digests = append(s.digests, sha256.Sum256(raw.Canonical))
		s.ids = append(s.ids, id)
	}
	return s
}

// headsAt gives the heads of all chains when a root was made.
func headsAt(spines []spine, upto int64) []dispatch.Head {
	var heads []dispatch.Head
	for _, s := range spines {
		n := sort.Search(len(s.sequences), func(i int) bool { return s.sequences[i] > upto })
		if n > 0 {
			heads = append(heads, dispatch.Head{Lead: s.ids[n-1], Length: n, Digest: hex.EncodeToString(s.digests[n-1][:])})
		}
	}
	return heads
}
