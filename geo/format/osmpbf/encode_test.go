package osmpbf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// A drawing is an OpenStreetMap file in the making.
type drawing struct {
	nodes     []drawnNode
	ways      []drawnWay
	relations []drawnRelation
}

type drawnNode struct {
	id   int64
	at   orb.Point
	tags []string // key, value, key, value, ...
}

type drawnWay struct {
	id    int64
	nodes []int64
	tags  []string
}

type drawnRelation struct {
	id      int64
	members []drawnMember
	tags    []string
}

type drawnMember struct {
	kind int // 0 node, 1 way, 2 relation
	id   int64
	role string
}

// block is one primitive block under way: its strings and its one group.
type drawnBlock struct {
	strings []string
	group   []byte
}

func newBlock() *drawnBlock { return &drawnBlock{strings: []string{""}} }

func (b *drawnBlock) index(s string) uint64 {
	if i := slices.Index(b.strings, s); i >= 0 {
		return uint64(i)
	}
	b.strings = append(b.strings, s)
	return uint64(len(b.strings) - 1)
}

func (b *drawnBlock) bytes() []byte {
	var table []byte
	for _, s := range b.strings {
		table = appendBytes(table, 1, []byte(s))
	}
	return appendBytes(appendBytes(nil, 1, table), 2, b.group)
}

// pack writes numbers as a packed field.
func pack(numbers []uint64) []byte {
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// deltas gives numbers as signed steps from each to the next.
func deltas(numbers []int64) []uint64 {
	var last int64
	steps := make([]uint64, len(numbers))
	for i, n := range numbers {
		steps[i] = uint64((n-last)<<1) ^ uint64((n-last)>>63)
		last = n
	}
	return steps
}

// encode writes the drawing as a PBF file: a header, then a block each of nodes,
// ways and relations, as far as there are any.
func (d drawing) encode(compress bool) []byte {
	header := appendBytes(appendBytes(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes"))
	file := frameBlock("OSMHeader", header, compress)
	if len(d.nodes) > 0 {
		b := newBlock()
		var ids, lons, lats []int64
		var keyvals []uint64
		for _, n := range d.nodes {
			ids = append(ids, n.id)
			lons, lats = append(lons, int64(n.at[0]*1e7+0.5)), append(lats, int64(n.at[1]*1e7+0.5))
			for _, t := range n.tags {
				keyvals = append(keyvals, b.index(t))
			}
			keyvals = append(keyvals, 0)
		}
		dense := appendBytes(nil, 1, pack(deltas(ids)))
		dense = appendBytes(dense, 8, pack(deltas(lats)))
		dense = appendBytes(dense, 9, pack(deltas(lons)))
		dense = appendBytes(dense, 10, pack(keyvals))
		b.group = appendBytes(nil, 2, dense)
		file = append(file, frameBlock("OSMData", b.bytes(), compress)...)
	}
	if len(d.ways) > 0 {
		b := newBlock()
		for _, w := range d.ways {
			msg := b.tagged(w.id, w.tags)
			b.group = appendBytes(b.group, 3, appendBytes(msg, 8, pack(deltas(w.nodes))))
		}
		file = append(file, frameBlock("OSMData", b.bytes(), compress)...)
	}
	if len(d.relations) > 0 {
		b := newBlock()
		for _, r := range d.relations {
			var roles, kinds []uint64
			var ids []int64
			for _, m := range r.members {
				roles, kinds, ids = append(roles, b.index(m.role)), append(kinds, uint64(m.kind)), append(ids, m.id)
			}
			msg := appendBytes(b.tagged(r.id, r.tags), 8, pack(roles))
			msg = appendBytes(appendBytes(msg, 9, pack(deltas(ids))), 10, pack(kinds))
			b.group = appendBytes(b.group, 4, msg)
		}
		file = append(file, frameBlock("OSMData", b.bytes(), compress)...)
	}
	return file
}

// tagged begins a way or relation: its number, keys and values.
func (b *drawnBlock) tagged(id int64, tags []string) []byte {
	var keys, values []uint64
	for i := 0; i < len(tags); i += 2 {
		keys, values = append(keys, b.index(tags[i])), append(values, b.index(tags[i+1]))
	}
	msg := appendNumber(nil, 1, uint64(id))
	return appendBytes(appendBytes(msg, 2, pack(keys)), 3, pack(values))
}

// frameBlock frames a block of a kind.
func frameBlock(kind string, content []byte, compress bool) []byte {
	blob := appendBytes(nil, 1, content)
	if compress {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write(content)
		w.Close()
		blob = appendBytes(appendNumber(nil, 2, uint64(len(content))), 3, z.Bytes())
	}
	head := appendNumber(appendBytes(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	return append(append(out, head...), blob...)
}

// all wants everything that has tags.
func all() Want {
	any := func(t Tags) bool { return len(t) > 0 }
	line := func(t Tags) bool { return t["highway"] != "" || t["waterway"] != "" }
	return Want{Point: any, Line: line, Area: func(t Tags) bool { return !line(t) }}
}

// read reads a drawing.
func (d drawing) read(t testing.TB) *Extract {
	t.Helper()
	b := d.encode(true)
	x, err := Read(t.Context(), bytes.NewReader(b), int64(len(b)), all())
	if err != nil {
		t.Fatal(err)
	}
	return x
}
