package dispatch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"xunhu/geo/finding"
)

// VerifyChain proves the records of one lead, all of them in order: each digest leads to
// the next, no number is left out, each transition is one of the machine and begins where
// the last one ended. It names the first record that does not hold. Records that were cut
// off at the end are found by the root alone.
func VerifyChain(records []Record) error {
	state, previous, regions := New, noRecord, [3]string{}
	for i, r := range records {
		broken := func(code string) error {
			return finding.New("audit.broken", r.Lead, "serial", i+1, "why", finding.New(code, ""))
		}
		switch {
		case r.Serial != i+1:
			return broken("audit.serial")
		case r.Previous != previous:
			return broken("audit.previous")
		case i > 0 && r.Lead != idAfter(records[i-1]):
			return broken("audit.lead")
		case r.From != state:
			return broken("audit.state")
		case !legal(r, regions):
			return broken("audit.transition")
		}
		state, previous, regions = r.To, r.Digest(), r.Regions
	}
	return nil
}

// idAfter is the id of a lead after a record: a temporary one is replaced once.
func idAfter(r Record) string {
	if r.Event == "number" {
		return r.Detail.Number
	}
	return r.Lead
}

// legal tells whether a record's step is one that the machine knows, from where the lead
// and its regions stood before.
func legal(r Record, before [3]string) bool {
	if t, ok := find(r.From, r.Event); ok {
		return t.To == r.To
	}
	if _, ok := operations[r.Event]; ok {
		return (r.From == r.To || r.Event == "child") && r.Regions == before
	}
	return r.From == r.To && slices.ContainsFunc(load().regions, func(s step) bool {
		i := slices.Index([]string{"emergency", "petition", "backcheck"}, s.region)
		return s.event == r.Event && s.from == before[i] && s.to == r.Regions[i]
	})
}

// A Head is how far the chain of one lead has come.
type Head struct {
	Lead   string
	Length int
	Digest string // of its last record
}

// HeadOf gives the head of a chain.
func HeadOf(records []Record) Head {
	if len(records) == 0 {
		return Head{}
	}
	last := records[len(records)-1]
	return Head{Lead: idAfter(last), Length: len(records), Digest: last.Digest()}
}

// Root gives one digest over the heads of all chains: a Merkle tree as in RFC 6962, its
// leaves in the order of the leads' ids. A tree and not a mere list of heads, because
// Prove can then show an outsider that one lead is in it without showing any other; and
// because a head holds the length of its chain, records that were cut off at the end of a
// chain show as well. Each root is kept outside, with its day; Previous chains them.
func Root(heads []Head, previous string) string {
	return hex.EncodeToString(inner([]byte(firstOf(previous, noRecord)), tree(leaves(heads))))
}

// Prove gives the way from one lead's head up to the root: the hashes that stand beside it,
// lowest first, each after the side on which it stands ("<" or ">"). It is false if the lead
// is not among the heads.
func Prove(heads []Head, lead string) (proof []string, ok bool) {
	sorted := byLead(heads)
	i, ok := slices.BinarySearchFunc(sorted, lead, func(h Head, id string) int { return cmp.Compare(h.Lead, id) })
	if !ok {
		return nil, false
	}
	return path(leaves(sorted), i), true
}

// CheckProof tells whether a head is in a root.
func CheckProof(h Head, proof []string, previous, root string) bool {
	at := leaf(h)
	for _, p := range proof {
		if len(p) < 2 {
			return false
		}
		beside, err := hex.DecodeString(p[1:])
		switch {
		case err != nil:
			return false
		case p[0] == '<':
			at = inner(beside, at)
		default:
			at = inner(at, beside)
		}
	}
	return hex.EncodeToString(inner([]byte(firstOf(previous, noRecord)), at)) == root
}

func byLead(heads []Head) []Head {
	sorted := slices.Clone(heads)
	slices.SortFunc(sorted, func(a, b Head) int { return cmp.Compare(a.Lead, b.Lead) })
	return sorted
}

func leaves(heads []Head) [][]byte {
	var all [][]byte
	for _, h := range byLead(heads) {
		all = append(all, leaf(h))
	}
	return all
}

func leaf(h Head) []byte {
	sum := sha256.Sum256(fmt.Appendf([]byte{0}, "%s\n%d\n%s", h.Lead, h.Length, h.Digest))
	return sum[:]
}

func inner(left, right []byte) []byte {
	sum := sha256.Sum256(slices.Concat([]byte{1}, left, right))
	return sum[:]
}

// cut is where RFC 6962 divides n leaves: the largest power of two below n.
func cut(n int) int {
	k := 1
	for k*2 < n {
		k *= 2
	}
	return k
}

func tree(all [][]byte) []byte {
	switch len(all) {
	case 0:
		sum := sha256.Sum256(nil)
		return sum[:]
	case 1:
		return all[0]
	}
	k := cut(len(all))
	return inner(tree(all[:k]), tree(all[k:]))
}

func path(all [][]byte, i int) []string {
	if len(all) <= 1 {
		return nil
	}
	k := cut(len(all))
	if i < k {
		return append(path(all[:k], i), ">"+hex.EncodeToString(tree(all[k:])))
	}
	return append(path(all[k:], i-k), "<"+hex.EncodeToString(tree(all[:k])))
}
