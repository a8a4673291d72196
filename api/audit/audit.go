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
//  5. The tables, asked again about the incident, rule as they did. This is left out
//     where the edition of that day is not in the store any more. Only the last ruling is
//     asked again: earlier ones were made of an incident that may have changed since.
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
	Decided               int         // leads whose decision was made again
	Last                  *store.Root // nil: none was made yet
}

// A Court is what chains are judged by.
type Court struct {
	World      *dispatch.World
	Boundaries string // the edition of the organisation in World
	// Decide makes a ruling again about an incident; ok is false if its edition is gone.
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
		if f != nil {
			found = append(found, f)
		}
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

// chain judges one chain; nil if it holds.
func (c Court) chain(r *Report, one store.Chain) (*finding.Finding, error) {
	records, f := parsed(one)
	if f != nil {
		return f, nil
	}
	if err := dispatch.VerifyChain(records); err != nil {
		return asFinding(err)
	}
	l := one.Lead
	if f := ends(l, one.Incident, records); f != nil {
		return f, nil
	}
	if ofEdition(records, c.Boundaries) {
		again, err := c.World.Rebuild(records)
		if err != nil {
			return asFinding(err)
		}
		r.Rebuilt++
		if parts := dispatch.Differs(l, again); len(parts) > 0 {
			return finding.New("audit.lead_differs", l.ID, "parts", parts), nil
		}
	}
	is, ok, err := c.Decide(one.Incident, l.Ruling)
	if err != nil || !ok {
		return nil, err
	}
	r.Decided++
	if d := dispatch.Compare(l.Ruling, is); len(d) > 0 {
		return finding.New("audit.decision", l.ID, "field", d[0].Field, "was", d[0].Was, "is", d[0].Is), nil
	}
	return nil, nil
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

func asFinding(err error) (*finding.Finding, error) {
	var f *finding.Finding
	if errors.As(err, &f) {
		return f, nil
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
