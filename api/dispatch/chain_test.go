package dispatch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/finding"
)

// chain is a life of some length.
func chain(t testing.TB) []Record {
	p := brought(t, "12345", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify MIN L7", "104-SO head remedy 104-SO", "104-SO member submit", "ZD03 officer pass")
	p.step("FJ petition tell")
	return p.records
}

// A change to any one record is found, and the first record that does not hold is named.
func TestChainFindsEveryChange(t *testing.T) {
	whole := chain(t)
	if err := VerifyChain(whole); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for name, change := range map[string]func(*Record){
			"person":  func(r *Record) { r.Person = "somebody else" },
			"reason":  func(r *Record) { r.Reason += "。" },
			"time":    func(r *Record) { r.Server = "2026-10-19T01:00:00.001Z" },
			"file":    func(r *Record) { r.Files = []File{photo("another")} },
			"version": func(r *Record) { r.Versions.Law = "another" },
			"row":     func(r *Record) { r.N = append(r.N, "N9") },
		} {
			records := slices.Clone(whole)
			change(&records[i])
			err := VerifyChain(records)
			if i == len(whole)-1 { // nothing follows; the head in the root finds it
				if HeadOf(records) == HeadOf(whole) {
					t.Errorf("%s of the last record: the same head", name)
				}
				continue
			}
			var f *finding.Finding
			if !errors.As(err, &f) || f.Args["serial"] != i+2 {
				t.Errorf("%s of record %d: %v", name, i+1, err)
			}
		}
	}
}

// Records that are missing, exchanged, of another lead or of no known step are named.
func TestChainFindsWhatDoesNotFollow(t *testing.T) {
	whole := chain(t)
	other := chain(t)
	for name, tc := range map[string]struct {
		records []Record
		serial  int
		why     string
	}{
		"one is missing":    {slices.Delete(slices.Clone(whole), 3, 4), 4, "audit.serial"},
		"the first missing": {whole[1:], 1, "audit.serial"},
		"exchanged":         {append(slices.Clone(whole[:3]), whole[4], whole[3]), 4, "audit.serial"},
		"spliced": {append(slices.Clone(whole[:2]), func() Record {
			r := other[2]
			r.Previous = noRecord
			return r
		}()), 3, "audit.previous"},
		"of another lead": {append(slices.Clone(whole[:2]), func() Record { r := whole[2]; r.Lead = mustNumber(8); return r }()), 3, "audit.lead"},
		"a state is left": {append(slices.Clone(whole[:2]), func() Record { r := whole[2]; r.From = Remedy; return r }()), 3, "audit.state"},
		"no such step":    {append(slices.Clone(whole[:2]), func() Record { r := whole[2]; r.To = Closed; return r }()), 3, "audit.transition"},
		"a region leaps":  {append(slices.Clone(whole[:7]), func() Record { r := whole[7]; r.Regions[1] = "DONE"; return r }()), 8, "audit.transition"},
	} {
		err := VerifyChain(tc.records)
		var f *finding.Finding
		if !errors.As(err, &f) || f.Args["serial"] != tc.serial || !strings.Contains(f.Error(), tc.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
	zh := words.Error(words.ZH, VerifyChain(whole[1:]))
	if want := mustNumber(1) + "：第 1 条记录不可信：序号不连续，有记录缺失或重复。"; zh != want {
		t.Errorf("%s, want %s", zh, want)
	}
}

// The canonical form is that of RFC 8785: this digest was made with Python, by
// hashlib.sha256(json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).
func TestCanonicalForm(t *testing.T) {
	at := time.Date(2026, 10, 19, 9, 0, 0, 123_456_789, time.FixedZone("", 8*3600))
	p := &play{t: t, w: world(), at: at}
	c := whole("report", by("FJ desk"), at)
	c.Number, c.Ruling, c.Other, c.Position, c.Accuracy = mustNumber(1), ruling("V8", "", "K1", "N", "", ""), "", &orb.Point{116.8965, 35.1222}, 12.345
	c.Ruling.Versions.Law, c.Ruling.Versions.Machine = "law", "machine"
	c.Reason = "河边\t\"黑水\" \\ <&>\u2028\x01 😀"
	p.do(c)
	got := string(p.records[0].Canonical())
	if !strings.Contains(got, `"reason":"河边\t\"黑水\" \\ <&>`+"\u2028"+`\u0001 😀"`) || !strings.Contains(got, `"place":{"accuracy_cm":1235,"lat_e7":351222000,"lon_e7":1168965000}`) {
		t.Errorf("%s", got)
	}
	if d, want := p.records[0].Digest(), "fd19b2e3eae2362a569046d56348184bf0afc3e2c6dc18c1a81444d9f357ae0e"; d != want {
		t.Errorf("digest %s, want %s of %s", d, want, got)
	}
	again, err := ParseRecord([]byte(got))
	if err != nil || again.Digest() != p.records[0].Digest() {
		t.Errorf("%v", err)
	}
	if _, err := ParseRecord([]byte(strings.Replace(got, `,"event"`, `, "event"`, 1))); err == nil {
		t.Error("another form was taken")
	}
	if !p.records[0].Time().Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("time %v", p.records[0].Time())
	}
}

// slowRoot is the tree of RFC 6962 read plainly: level by level, an odd one moves up.
func slowRoot(heads []Head, previous string) string {
	slices.SortFunc(heads, func(a, b Head) int { return strings.Compare(a.Lead, b.Lead) })
	hash := func(b ...[]byte) []byte { s := sha256.Sum256(slices.Concat(b...)); return s[:] }
	var level [][]byte
	for _, h := range heads {
		level = append(level, hash([]byte{0}, []byte(fmt.Sprintf("%s\n%d\n%s", h.Lead, h.Length, h.Digest))))
	}
	if len(level) == 0 {
		level = [][]byte{hash()}
	}
	for len(level) > 1 {
		var up [][]byte
		for i := 0; i < len(level); i += 2 {
			if i+1 == len(level) {
				up = append(up, level[i])
				continue
			}
			up = append(up, hash([]byte{1}, level[i], level[i+1]))
		}
		level = up
	}
	return hex.EncodeToString(hash([]byte{1}, []byte(previous), level[0]))
}

// The root agrees with the plain reading for any number of chains in any order; each head
// is proved by its path, and no other is; a chain that was cut or changed changes the root.
func TestRoot(t *testing.T) {
	for n := range 40 {
		rng := rand.New(rand.NewPCG(uint64(n), 3))
		var heads []Head
		for i := range n {
			heads = append(heads, Head{Lead: mustNumber(i + 1), Length: 1 + rng.IntN(9), Digest: photo(fmt.Sprint(n, i)).SHA256})
		}
		rng.Shuffle(n, func(i, j int) { heads[i], heads[j] = heads[j], heads[i] })
		before := strings.Repeat("5", 64)
		root := Root(heads, before)
		if want := slowRoot(slices.Clone(heads), before); root != want {
			t.Fatalf("%d heads: %s, want %s", n, root, want)
		}
		if Root(heads, "") == root {
			t.Errorf("%d heads: the root before does not count", n)
		}
		for i, h := range heads {
			proof, ok := Prove(heads, h.Lead)
			if !ok || !CheckProof(h, proof, before, root) {
				t.Errorf("%d heads: %s is not proved", n, h.Lead)
			}
			h.Length--
			if CheckProof(h, proof, before, root) {
				t.Errorf("%d heads: a chain that was cut is proved", n)
			}
			cut := slices.Clone(heads)
			cut[i] = h
			if Root(cut, before) == root {
				t.Errorf("%d heads: a chain that was cut gives the same root", n)
			}
		}
		if _, ok := Prove(heads, mustNumber(999)); ok {
			t.Error("a lead that is not there was proved")
		}
	}
}

// An old decision made again is the same; made under other boundaries it differs, and the
// versions tell why.
func TestCompare(t *testing.T) {
	was := *ruling("V8", "L7", "K1", "N", "MIN", "STATION")
	if d := Compare(was, was); len(d) != 0 {
		t.Errorf("%v", d)
	}
	is := was
	is.V, is.Inputs.Span, is.Versions.Boundaries, is.Assist = "V10", "MANY", "c", []string{"x"}
	want := []Difference{{"assist", "", `["x"]`}, {"inputs.span", "ONE", "MANY"}, {"v", `"V8"`, `"V10"`}, {"versions.boundaries", "b", "c"}}
	if d := Compare(was, is); !slices.Equal(d, want) {
		t.Errorf("%v, want %v", d, want)
	}
	p := brought(t, "patrol")
	kept, err := ParseRecord(p.records[0].Canonical())
	if err != nil || len(Compare(*kept.Detail.Ruling, p.lead.Ruling)) != 0 {
		t.Errorf("the record does not keep its ruling: %v", err)
	}
}
