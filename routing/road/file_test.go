package road

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/flat"
)

var source = Source{1, 2, 3}

// randomNetwork makes a network of random ways and its file.
func randomNetwork(t testing.TB, seed uint64) (*Network, []byte) {
	t.Helper()
	car, _ := ProfileNamed("car")
	for {
		n, err := Build(randomWays(rand.New(rand.NewPCG(seed, 0))), car)
		if err != nil {
			seed += 1000
			continue
		}
		var b bytes.Buffer
		if err := n.Write(&b, source); err != nil {
			t.Fatal(err)
		}
		return n, b.Bytes()
	}
}

// A network from its file is the one that was written.
func TestFile(t *testing.T) {
	for seed := range uint64(100) {
		n, file := randomNetwork(t, seed)
		again, err := Open(file, source, n.profile)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if a, b := fmt.Sprint(n.flatNetwork), fmt.Sprint(again.flatNetwork); a != b {
			t.Fatalf("seed %d: read %s, wrote %s", seed, b, a)
		}
		var second bytes.Buffer
		if err := again.Write(&second, source); err != nil || !bytes.Equal(second.Bytes(), file) {
			t.Fatalf("seed %d: written again it differs, %v", seed, err)
		}
	}
}

// A file that is damaged, of something else, or of a profile that was edited is refused.
func TestFileRefuses(t *testing.T) {
	n, file := randomNetwork(t, 1)
	damaged := slices.Clone(file)
	damaged[len(damaged)/2] ^= 4
	other := n.profile
	other.sum[0]++
	old := slices.Clone(file)
	old[8]++
	for _, tc := range []struct {
		name    string
		file    []byte
		source  Source
		profile Profile
		code    string
	}{
		{"damaged", damaged, source, n.profile, "road.network_damaged"},
		{"cut off", file[:len(file)-9], source, n.profile, "road.network_damaged"},
		{"other roads", file, Source{9}, n.profile, "road.network_of_others"},
		{"edited profile", file, source, other, "road.network_of_others"},
		{"old", old, source, n.profile, "road.network_version"},
		{"empty", nil, source, n.profile, "road.network_foreign"},
	} {
		_, err := Open(tc.file, tc.source, tc.profile)
		var f *finding.Finding
		if !errors.As(err, &f) || f.Code != tc.code {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
		}
	}
}

// Even with a checksum that fits, no number of a file leads out of it.
func FuzzFile(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint16(seed*37), uint32(seed*seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, at uint16, value uint32) {
		tamper(t, seed%20, int(at), value)
	})
}

func TestTamperedFiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	refused := 0
	for range 1000 {
		if !tamper(t, rng.Uint64N(20), rng.IntN(1<<16), []uint32{0, 1, 7, 1 << 30, 1<<32 - 1, rng.Uint32()}[rng.IntN(6)]) {
			refused++
		}
	}
	if refused < 150 {
		t.Errorf("only %d files were refused", refused)
	}
}

// tamper puts a number anywhere into the sections of a file, and uses what is then read.
func tamper(t testing.TB, seed uint64, at int, value uint32) (taken bool) {
	n, file := randomNetwork(t, seed)
	head := fileHead(source, n.profile)
	parts, err := flat.Read(file, head)
	if err != nil {
		t.Fatal(err)
	}
	for i := range parts {
		parts[i] = slices.Clone(parts[i])
	}
	if p := parts[at%len(parts)]; len(p) >= 4 {
		binary.LittleEndian.PutUint32(p[at/len(parts)%(len(p)/4)*4:], value)
	}
	var b bytes.Buffer
	if err := flat.Write(&b, head, parts...); err != nil {
		t.Fatal(err)
	}
	n, err = Open(b.Bytes(), source, n.profile)
	if err != nil {
		return false
	}
	places := n.Near(orb.Point{117.02, 35.02}, 5000)
	if p, err := n.Snap(orb.Point{117.01, 35.01}, 20_000); err == nil {
		places = append(places, p)
		n.From(p).To(p)
		n.Island(p)
	}
	for _, p := range places {
		n.Road(p)
		n.RoadOf(p.edge)
		n.Line(p.edge)
		n.Starts(p)
		n.Finishes(p)
	}
	n.Places(n.Bound(), 700)
	return true
}
