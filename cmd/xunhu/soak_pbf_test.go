package main

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"math"
	"os"

	"xunhu/geo/geotest"
)

// pbfRoads writes an extract of OpenStreetMap: two towns of one county, and roads whose
// nodes are nobody else's.
func pbfRoads(file string, m geotest.Map, n int) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	frame(w, "OSMHeader", field(field(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes")))
	const aBlock = 120 // roads, of 7,200 nodes
	for i := 0; i < n; i += aBlock {
		var d dense
		for k := i; k < min(n, i+aBlock); k++ {
			for j, p := range roadLine(m, k) {
				d.add(int64(k)*vertices+int64(j)+1000, p[0], p[1])
			}
		}
		frame(w, "OSMData", pbfBlock(nil, 2, d.bytes()))
	}
	frame(w, "OSMData", pbfBlock(nil, 2, cityCorners(m)))
	const someWays = 1500 // of as many nodes as the 8,000 ways of a block have in real extracts
	for i := 0; i < n; i += someWays {
		var ways [][]byte
		for k := i; k < min(n, i+someWays); k++ {
			way := packed(packed(binary.AppendUvarint([]byte{8}, uint64(k+100)), 2, 1), 3, 2)
			refs := zigzags(int64(k)*vertices + 1000)
			for range vertices - 1 {
				refs = append(refs, 2) // one further each
			}
			ways = append(ways, field(way, 8, refs))
		}
		frame(w, "OSMData", pbfBlock([]string{"", "highway", "tertiary"}, 3, ways...))
	}
	frame(w, "OSMData", cityAreas())
	return w.Flush()
}

// cityCorners are the nodes of the two towns.
func cityCorners(m geotest.Map) []byte {
	var corners dense
	for i, c := range "ABCDEF" {
		corners.add(int64(i)+1, m[c][0], m[c][1])
	}
	return corners.bytes()
}

// cityAreas are the two towns and their county.
func cityAreas() []byte {
	words := []string{"", "boundary", "administrative", "admin_level", "8", "6", "name", "west", "east", "both"}
	area := func(id, level, name uint64, corners ...int64) []byte {
		way := packed(packed(binary.AppendUvarint([]byte{8}, id), 2, 1, 3, 6), 3, 2, level, name)
		var refs []byte
		last := int64(0)
		for _, c := range corners {
			refs, last = append(refs, zigzags(c-last)...), c
		}
		return field(way, 8, refs)
	}
	return pbfBlock(words, 3, area(1, 4, 7, 1, 4, 5, 2, 1), area(2, 4, 8, 2, 5, 6, 3, 2), area(3, 5, 9, 1, 4, 5, 6, 3, 2, 1))
}

// dense is a run of nodes: their numbers and places as steps from one to the next.
type dense struct {
	last            [3]int64
	ids, lats, lons []byte
}

func (d *dense) add(id int64, lon, lat float64) {
	at := [3]int64{id, int64(math.Round(lat * 1e7)), int64(math.Round(lon * 1e7))}
	d.ids = append(d.ids, zigzags(at[0]-d.last[0])...)
	d.lats = append(d.lats, zigzags(at[1]-d.last[1])...)
	d.lons = append(d.lons, zigzags(at[2]-d.last[2])...)
	d.last = at
}

func (d *dense) bytes() []byte { return field(field(field(nil, 1, d.ids), 8, d.lats), 9, d.lons) }

func zigzags(v int64) []byte { return binary.AppendUvarint(nil, uint64(v<<1)^uint64(v>>63)) }

func field(b []byte, number int, content []byte) []byte {
	return append(binary.AppendUvarint(append(b, byte(number<<3|2)), uint64(len(content))), content...)
}

func packed(b []byte, number int, values ...uint64) []byte {
	var list []byte
	for _, v := range values {
		list = binary.AppendUvarint(list, v)
	}
	return field(b, number, list)
}

// pbfBlock is a block of data with one group.
func pbfBlock(words []string, number int, elements ...[]byte) []byte {
	var table, group []byte
	for _, w := range words {
		table = field(table, 1, []byte(w))
	}
	for _, e := range elements {
		group = field(group, number, e)
	}
	return field(field(nil, 1, table), 2, group)
}

// frame writes a block; the writer keeps the first fault.
func frame(w *bufio.Writer, kind string, content []byte) {
	var z bytes.Buffer
	c, _ := zlib.NewWriterLevel(&z, zlib.BestSpeed)
	_, _ = c.Write(content)
	_ = c.Close()
	blob := field(binary.AppendUvarint([]byte{2 << 3}, uint64(len(content))), 3, z.Bytes())
	head := binary.AppendUvarint(append(field(nil, 1, []byte(kind)), 3<<3), uint64(len(blob)))
	_, _ = w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(head))))
	_, _ = w.Write(head)
	_, _ = w.Write(blob)
}
