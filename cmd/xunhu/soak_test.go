package main

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/gpkg"
	"xunhu/geo/geotest"
)

// vertices is how many a road of these tests has.
const vertices = 60

// roadLine gives the n-th of many roads, none like another, about the towns.
func roadLine(m geotest.Map, n int) orb.LineString {
	a, f := m['A'], m['F']
	l := make(orb.LineString, vertices)
	for i := range l {
		x, y := float64(n%977)/977, float64(n%983)/983
		l[i] = orb.Point{
			a[0] + (f[0]-a[0])*(x*0.9+float64(i)/vertices*0.1) + 1e-9*float64(n%1009),
			f[1] + (a[1]-f[1])*(y*0.9+0.1*math.Sin(float64(i*n%89))) + 1e-9*float64(n%1013),
		}
	}
	return l
}

// Writers of files of so many roads, or tiles of a city, which hold one at a time.
var writers = []struct {
	name  string
	bytes int // a road takes, roughly
	write func(file string, m geotest.Map, n int) error
}{
	{"roads.geojson", 2550, func(file string, m geotest.Map, n int) error {
		return lines(file, `{"type":"FeatureCollection","features":[`+"\n", "]}\n", n, func(i int) string {
			comma := ","
			if i == n-1 {
				comma = ""
			}
			return roadJSON(m, i) + comma + "\n"
		})
	}},
	{"roads.geojsonl", 2550, func(file string, m geotest.Map, n int) error {
		return lines(file, "", "", n, func(i int) string { return roadJSON(m, i) + "\n" })
	}},
	{"roads.csv", 2350, func(file string, m geotest.Map, n int) error {
		return lines(file, "id,class,wkt\n", "", n, func(i int) string {
			text := ""
			for k, p := range roadLine(m, i) {
				if k > 0 {
					text += ","
				}
				text += decimal(p[0]) + " " + decimal(p[1])
			}
			return fmt.Sprintf("r%d,tertiary,\"LINESTRING(%s)\"\n", i, text)
		})
	}},
	{"roads.shp", 1060, looseRoads},
	{"roads.zip", 1060, packedRoads},
	{"roads.gpkg", 1060, keptRoads},
	{"region.osm.pbf", 135, pbfRoads},
	{"city.osm.pbf", 12_200, pbfCity}, // tile by tile
}

// What an extract may take: for each node that is needed 16 bytes that stay, and as much
// again while they are put in order, with what the collector leaves; and once, the blocks
// that are decoded ahead, in megabytes.
const (
	nodeBytes   = 40
	aheadOfThem = 150
)

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func roadJSON(m geotest.Map, i int) string {
	b := fmt.Appendf(nil, `{"type":"Feature","id":"r%d","properties":{"class":"tertiary"},"geometry":{"type":"LineString","coordinates":[`, i)
	for k, p := range roadLine(m, i) {
		if k > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, "[%s,%s]", decimal(p[0]), decimal(p[1]))
	}
	return string(append(b, "]}}"...))
}

// lines writes a text line by line.
func lines(file, head, tail string, n int, line func(int) string) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	_, _ = w.WriteString(head)
	for i := range n {
		_, _ = w.WriteString(line(i))
	}
	_, _ = w.WriteString(tail)
	return w.Flush()
}

// looseRoads writes a .shp and its .dbf, whose rows are all of one length.
func looseRoads(file string, m geotest.Map, n int) error {
	le, be := binary.LittleEndian, binary.BigEndian
	const content = 4 + 32 + 4 + 4 + 4 + 16*vertices
	head := make([]byte, 100)
	be.PutUint32(head, 9994)
	be.PutUint32(head[24:], uint32((100+n*(8+content))/2))
	le.PutUint32(head[28:], 1000)
	le.PutUint32(head[32:], 3)
	err := lines(file, string(head), "", n, func(i int) string {
		b := be.AppendUint32(be.AppendUint32(nil, uint32(i+1)), content/2)
		b = append(le.AppendUint32(b, 3), make([]byte, 32)...)
		b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, 1), vertices), 0)
		for _, p := range roadLine(m, i) {
			b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
		}
		return string(b)
	})
	if err != nil {
		return err
	}
	table := make([]byte, 32+2*32+1)
	table[0] = 3
	le.PutUint32(table[4:], uint32(n))
	le.PutUint16(table[8:], uint16(len(table)))
	le.PutUint16(table[10:], 1+10+8)
	for i, f := range []struct {
		name  string
		width byte
	}{{"id", 10}, {"class", 8}} {
		copy(table[32+32*i:], f.name)
		table[32+32*i+11], table[32+32*i+16] = 'C', f.width
	}
	table[len(table)-1] = 0x0d
	return lines(file[:len(file)-4]+".dbf", string(table), "\x1a", n, func(i int) string { return fmt.Sprintf(" r%-9dtertiary", i) })
}

// packedRoads puts a loose Shapefile into a zip.
func packedRoads(file string, m geotest.Map, n int) (err error) {
	loose := file[:len(file)-4] + "-packed.shp"
	if err := looseRoads(loose, m, n); err != nil {
		return err
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	z := zip.NewWriter(out)
	for _, ending := range []string{".shp", ".dbf"} {
		name := loose[:len(loose)-4] + ending
		in, err := os.Open(name)
		if err != nil {
			return err
		}
		w, err := z.Create("roads" + ending)
		if err == nil {
			_, err = io.Copy(w, in)
		}
		if err := errors.Join(err, in.Close(), os.Remove(name)); err != nil {
			return err
		}
	}
	return z.Close()
}

// keptRoads has SQLite add roads to a GeoPackage of one.
func keptRoads(file string, m geotest.Map, n int) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	one := feature.Feature{ID: "r0", Geometry: roadLine(m, 0), Props: map[string]any{"class": "tertiary"}}
	if err := errors.Join(gpkg.Write(f, feature.Collection{Schema: feature.Schema{Kind: feature.Roads}, Features: []feature.Feature{one}}), f.Close()); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	le := binary.LittleEndian
	for i := 1; i < n; i++ {
		b := le.AppendUint32([]byte{'G', 'P', 0, 1}, 4326)
		b = le.AppendUint32(le.AppendUint32(append(b, 1), 2), vertices)
		for _, p := range roadLine(m, i) {
			b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
		}
		if _, err := tx.Exec("INSERT INTO roads (geom, id, class) VALUES (?, ?, 'tertiary')", b, fmt.Sprint("r", i)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Twice the file is imported in the same memory: what is alive on the heap stays as
// it was. Both are larger than what is held of a layer.
func TestImportStreams(t *testing.T) {
	if testing.Short() {
		t.Skip("imports 48,000 roads")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	var peaks []int64
	for range 3 { // what other tests left behind may add to a peak, never take from it
		peaks = nil
		for _, n := range []int{16_000, 32_000} {
			x, dir, m := importer(t)
			file := filepath.Join(dir, "roads.shp")
			if err := looseRoads(file, m, n); err != nil {
				t.Fatal(err)
			}
			peaks = append(peaks, alive(func() { x.run(exitDone, "import", file, "--as", "roads") }))
		}
		if peaks[1]-peaks[0] <= 4<<20 {
			return
		}
	}
	t.Errorf("twice the file takes %d MB more: %v", (peaks[1]-peaks[0])>>20, peaks)
}

// alive gives how many bytes more were alive on the heap, at most, while something ran.
func alive(do func()) int64 {
	runtime.GC()
	var most atomic.Uint64
	before := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(before)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.Tick(5 * time.Millisecond); ; {
			sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
			metrics.Read(sample)
			most.Store(max(most.Load(), sample[0].Value.Uint64()))
			select {
			case <-done:
				return
			case <-tick:
			}
		}
	}()
	do()
	close(done)
	<-ended
	return int64(most.Load()) - int64(before[0].Value.Uint64())
}

// TestSoak imports files of XUNHU_SOAK megabytes, and of a tenth of that, in a process
// of its own each, and prints how much memory each took at most (make soak).
func TestSoak(t *testing.T) {
	megabytes, err := strconv.Atoi(os.Getenv("XUNHU_SOAK"))
	if err != nil {
		t.Skip("XUNHU_SOAK does not say how many megabytes")
	}
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			var peaks []int64
			as, allowed := "roads", int64(64)
			if strings.HasSuffix(w.name, ".pbf") {
				needed := vertices
				if w.name == "city.osm.pbf" {
					needed = cityRoadNodes
				}
				as, allowed = "region", allowed+aheadOfThem+int64(megabytes<<20/w.bytes*needed*nodeBytes)>>20
			}
			for _, size := range []int{megabytes / 10, megabytes} {
				x, dir, m := importer(t)
				file, n := filepath.Join(dir, w.name), size<<20/w.bytes
				if err := w.write(file, m, n); err != nil {
					t.Fatal(err)
				}
				info, err := os.Stat(file)
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				c := exec.CommandContext(t.Context(), os.Args[0], "import", file, "--as", as, "--no-basemap", "--data", x.data, "--lang", "en")
				c.Env = append(os.Environ(), asProgram+"=1")
				said, err := c.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, said)
				}
				peak := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
				t.Logf("%s: %d MB, %d roads or tiles, %.0f s (%.0f s of a core), at most %d MB of memory", w.name, info.Size()>>20, n,
					time.Since(start).Seconds(), c.ProcessState.UserTime().Seconds(), peak>>10)
				peaks = append(peaks, peak)
				if err := errors.Join(os.RemoveAll(x.data), os.Remove(file)); err != nil {
					t.Fatal(err)
				}
			}
			if grown := (peaks[1] - peaks[0]) >> 10; grown > allowed {
				t.Errorf("ten times the file takes %d MB more, of %d", grown, allowed)
			}
		})
	}
}

// asProgram makes a test process do what the program does.
const asProgram = "XUNHU_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
