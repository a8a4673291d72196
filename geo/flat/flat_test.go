package flat_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"xunhu/geo/flat"
)

type pair struct {
	a int32
	b float32
}

var head = flat.Head{Kind: "XUNHUTST", Version: 3, Digest: [32]byte{1, 2, 3}}

func Example() {
	var file bytes.Buffer
	if err := flat.Write(&file, head, flat.Bytes([]int32{1, 2, 3}), []byte("abc")); err != nil {
		panic(err)
	}
	sections, err := flat.Read(file.Bytes(), head)
	if err != nil {
		panic(err)
	}
	fmt.Println(flat.Slice[int32](sections[0]), string(sections[1]))
	// Output: [1 2 3] abc
}

func written(t testing.TB, sections ...[]byte) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := flat.Write(&file, head, sections...); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// What was written is read, wherever in memory the file lies.
func TestReadsWhatWasWritten(t *testing.T) {
	pairs := []pair{{1, 0.5}, {-7, -2}}
	file := written(t, flat.Bytes(pairs), nil, []byte{1, 2, 3}, flat.Bytes([]uint32{9}))
	for shift := range 9 {
		moved := append(make([]byte, shift), file...)[shift:]
		s, err := flat.Read(moved, head)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(flat.Slice[pair](s[0]), pairs) || len(flat.Slice[pair](s[1])) != 0 || !bytes.Equal(s[2], []byte{1, 2, 3}) ||
			!slices.Equal(flat.Slice[uint32](s[3]), []uint32{9}) {
			t.Errorf("moved by %d: %v", shift, s)
		}
	}
}

// Every bit of the file counts, and so does its length.
func TestNoticesDamage(t *testing.T) {
	file := written(t, flat.Bytes([]int32{5, 6, 7}), []byte("names"))
	for i := range file {
		for bit := range 8 {
			bad := slices.Clone(file)
			bad[i] ^= 1 << bit
			if _, err := flat.Read(bad, head); err == nil {
				t.Fatalf("bit %d of byte %d was changed, and nobody saw it", bit, i)
			}
		}
		if _, err := flat.Read(file[:i], head); err == nil {
			t.Fatalf("cut at byte %d, and nobody saw it", i)
		}
	}
	if _, err := flat.Read(append(slices.Clone(file), 0), head); !errors.Is(err, flat.ErrDamaged) {
		t.Errorf("longer: %v", err)
	}
}

func TestRefuses(t *testing.T) {
	file := written(t)
	for _, tc := range []struct {
		h    flat.Head
		want error
	}{
		{head, nil},
		{flat.Head{Kind: "XUNHUMAP", Version: 3, Digest: head.Digest}, flat.ErrForeign},
		{flat.Head{Kind: head.Kind, Version: 4, Digest: head.Digest}, flat.ErrVersion},
		{flat.Head{Kind: head.Kind, Version: 3}, flat.ErrOther},
	} {
		if _, err := flat.Read(file, tc.h); !errors.Is(err, tc.want) {
			t.Errorf("%v: %v, want %v", tc.h, err, tc.want)
		}
	}
}
