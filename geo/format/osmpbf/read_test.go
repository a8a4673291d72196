package osmpbf

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

func TestRead(t *testing.T) {
	x := village().read(t)
	if x.Nodes != 144 || x.Ways != 21 || x.Relations != 5 {
		t.Errorf("%d nodes, %d ways, %d relations", x.Nodes, x.Ways, x.Relations)
	}
	var areas []string
	for _, a := range x.Areas {
		rings := 0
		for _, p := range a.Shape {
			rings += len(p)
		}
		areas = append(areas, a.ID+" "+a.Tags["name"]+" "+strings.Repeat("o", rings))
	}
	want := []string{"w4 邻县 o", "w8 双镇自然保护区 o", "w9  o", "w10 东湖 o", "w11  o", "w30  o",
		"r1 西村镇 o", "r2 东村镇 o", "r3 两村县 o", "r6 双镇湿地 oo"}
	if !slices.Equal(areas, want) {
		t.Errorf("areas %q, want %q", areas, want)
	}
	if label := x.Areas[6].Label; label == nil || *label != (orb.Point{117.015, 35.025}) {
		t.Errorf("admin_centre of the west is %v", label)
	}
	if got := x.Areas[9].Shape[0]; got[0].Orientation() != orb.CCW || got[1].Orientation() != orb.CW {
		t.Error("the wetland's rings run the wrong way")
	}
	var lines []string
	for _, l := range linesOf(t, x) {
		lines = append(lines, l.ID)
	}
	if want := []string{"w12", "w13", "w14", "w20", "w21", "w22", "w23", "w24", "w25"}; !slices.Equal(lines, want) {
		t.Errorf("lines %q, want %q", lines, want)
	}
	if len(x.Points) != 6 || x.Points[2].Tags["name"] != "东村污水处理厂" || x.Points[2].At != (orb.Point{117.062, 35.012}) {
		t.Errorf("points %v", x.Points)
	}
}

// What an extract lacks is said, with its place.
func TestReadTellsWhatIsMissing(t *testing.T) {
	x := village().read(t)
	linesOf(t, x)
	codes := map[string]*finding.Finding{}
	for _, f := range x.Findings {
		codes[f.Code] = f
	}
	open := codes["osmpbf.unclosed"]
	if open == nil || open.Args["relation"] != int64(5) || open.Args["missing"] != 1 || open.Args["ends"] != 2 ||
		*open.At != (orb.Point{117, 35.06}) {
		t.Errorf("unclosed: %v", open)
	}
	if cut := codes["osmpbf.cut_ways"]; cut == nil || cut.Args["n"] != 1 || cut.Args["way"] != int64(25) {
		t.Errorf("cut ways: %v", cut)
	}
	if len(x.Findings) != 2 {
		t.Errorf("findings %v", x.Findings)
	}
}

// An exclave that closes does not stand for an area whose main ring is open.
func TestReadGivesNoPartOfAnArea(t *testing.T) {
	d := village()
	d.relations[3].members = append(d.relations[3].members, drawnMember{1, 7, "outer"})
	for _, a := range d.read(t).Areas {
		if a.ID == "r5" {
			t.Errorf("the exclave of an open boundary was given as %v", a.Shape)
		}
	}
}

// Extracts that were put together carelessly hold elements twice.
func TestReadTakesTheFirstOfTwo(t *testing.T) {
	d := village()
	d.ways, d.relations = append(d.ways, d.ways[12]), append(d.relations, d.relations[4])
	x, once := d.read(t), village().read(t)
	if len(linesOf(t, x)) != len(linesOf(t, once)) || len(x.Areas) != len(once.Areas) || x.Findings[0].Code != "osmpbf.twice" || x.Findings[0].Args["n"] != 2 {
		t.Errorf("%d lines, %d areas, findings %v", len(linesOf(t, x)), len(x.Areas), x.Findings)
	}
}

// The tags of an old multipolygon stand on its outer way.
func TestReadLendsTagsToBareRelations(t *testing.T) {
	d := village()
	d.relations[4].tags = []string{"type", "multipolygon"}
	d.ways[5].tags = []string{"natural", "wetland", "name", "旧湿地"}
	x := d.read(t)
	var ids []string
	for _, a := range x.Areas {
		if a.Tags["natural"] == "wetland" {
			ids = append(ids, a.ID)
		}
	}
	if want := []string{"w9", "r6"}; !slices.Equal(ids, want) { // w6 is not given a second time, without its hole
		t.Errorf("wetlands %v, want %v", ids, want)
	}
}

func TestReadFaults(t *testing.T) {
	good := village().encode(true)
	nodes := village()
	nodes.ways, nodes.relations = nil, nil
	foreign := frameBlock("OSMHeader", appendBytes(nil, 4, []byte("HistoricalInformation")), true)
	lzma := func() []byte {
		blob := appendBytes(nil, 4, []byte("..."))
		head := appendNumber(appendBytes(nil, 1, []byte("OSMHeader")), 3, uint64(len(blob)))
		return append(append([]byte{0, 0, 0, byte(len(head))}, head...), blob...)
	}()
	plain := frameBlock("OSMData", appendBytes(appendBytes(nil, 1, nil), 2, appendBytes(nil, 1, nil)), true)
	flipped := bytes.Clone(good)
	flipped[len(flipped)-9] ^= 0xff
	for _, tc := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "osmpbf.empty"},
		{"two bytes", []byte("PK"), "osmpbf.not_pbf"},
		{"a text", []byte(strings.Repeat("name,lon,lat\n", 40)), "osmpbf.not_pbf"},
		{"OpenStreetMap as XML", []byte("<?xml version='1.0'?><osm version='0.6'></osm>"), "osmpbf.not_pbf"},
		{"cut in a block", good[:len(good)/2], "osmpbf.truncated"},
		{"cut in the length of a block", append(bytes.Clone(good), 0, 0), "osmpbf.truncated"},
		{"a byte turned", flipped, "osmpbf.damaged"},
		{"rubbish behind", append(bytes.Clone(good), "rubbish that is no block"...), "osmpbf.damaged"},
		{"nodes only", nodes.encode(true), "osmpbf.no_ways"},
		{"a history", foreign, "osmpbf.feature"},
		{"packed otherwise", lzma, "osmpbf.compression"},
		{"nodes in the old form", plain, "osmpbf.plain_nodes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Read(t.Context(), bytes.NewReader(tc.file), int64(len(tc.file)), all())
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != tc.want {
				t.Errorf("error %v, want %s", err, tc.want)
			}
		})
	}
}

// Wherever a file ends, its reader hears of it, unless it ends between blocks.
func TestReadAnyPrefix(t *testing.T) {
	good := village().encode(true)
	for n := range len(good) {
		x, err := Read(t.Context(), bytes.NewReader(good[:n]), int64(n), all())
		var f *finding.Finding
		if err == nil && x.Relations != 0 || err != nil && !errors.As(err, &f) {
			t.Fatalf("first %d of %d bytes: %v", n, len(good), err)
		}
	}
}

// No byte may bring the decoder down, whatever it is turned into.
func TestReadAnyByteTurned(t *testing.T) {
	small := drawing{ // each reading costs the decoder's buffers, so a small one
		nodes: []drawnNode{{1, orb.Point{1, 1}, []string{"place", "a"}}, {2, orb.Point{2, 1}, nil}, {3, orb.Point{2, 2}, nil}},
		ways:  []drawnWay{{1, []int64{1, 2, 3, 1}, []string{"natural", "water"}}, {2, []int64{1, 2}, []string{"highway", "road"}}},
		relations: []drawnRelation{
			{1, []drawnMember{{1, 1, "outer"}, {0, 1, "label"}}, []string{"type", "multipolygon", "natural", "water"}}},
	}
	good := small.encode(false) // not compressed, so that the turned byte reaches the messages
	for i := range good {
		for _, turn := range []byte{0x01, 0x80} {
			bad := bytes.Clone(good)
			bad[i] ^= turn
			Read(t.Context(), bytes.NewReader(bad), int64(len(bad)), all())
		}
	}
}

// A file that changes under the reader's hands is no mixture of two.
func TestReadNoticesChange(t *testing.T) {
	b := village().encode(false)
	r := &changing{b: b}
	_, err := Read(t.Context(), r, int64(len(b)), all())
	var f *finding.Finding
	if !errors.As(err, &f) || f.Code != "osmpbf.changed" {
		t.Errorf("error %v, want osmpbf.changed", err)
	}
}

// changing is a file whose last byte is another at each reading.
type changing struct {
	b     []byte
	reads byte
}

func (c *changing) ReadAt(p []byte, off int64) (int, error) {
	n := copy(p, c.b[off:])
	if off+int64(n) == int64(len(c.b)) {
		c.reads++
		p[n-1] ^= c.reads
	}
	return n, nil
}

func TestReadShared(t *testing.T) {
	for _, tc := range []struct{ file, want string }{
		{"tokyo-center.osm.pbf", "osmpbf.no_ways"},
		{"liechtenstein-latest.osm.pbf", ""},
	} {
		t.Run(tc.file, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "osm", tc.file))
			if err != nil {
				t.Skip("needs", tc.file, "of the shared data")
			}
			x, err := Read(t.Context(), bytes.NewReader(b), int64(len(b)), all())
			var f *finding.Finding
			if errors.As(err, &f); tc.want != "" && (f == nil || f.Code != tc.want) || tc.want == "" && err != nil {
				t.Fatalf("error %v, want %q", err, tc.want)
			}
			if err == nil && (x.Ways == 0 || len(x.Areas) == 0) {
				t.Error("nothing was read")
			}
		})
	}
}
