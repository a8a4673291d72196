package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"

	"xunhu/geo/format/formattest"
)

func zipped(t testing.TB, name string, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = io.Copy(f, content)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(b []byte) (*zip.Reader, error) { return Open(bytes.NewReader(b), int64(len(b)), "a.zip") }

// blanks are n bytes that pack a thousandfold.
func blanks(n int64) io.Reader { return io.LimitReader(endless{}, n) }

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.shp": "", "数据/镇街.shp": "", "a..b/c": "", "..a": "",
		"../a.shp": "archive.bad_name", "a/../../b": "archive.bad_name", `..\a.shp`: "archive.bad_name",
		"/etc/passwd": "archive.bad_name", `C:\a.shp`: "archive.bad_name", "a/..": "archive.bad_name",
	} {
		if _, err := open(zipped(t, name, strings.NewReader("x"))); formattest.Code(err) != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// A bomb is refused after the free bytes, and costs no memory.
func TestBomb(t *testing.T) {
	for _, tc := range []struct {
		name string
		size int64
		want string
	}{
		{"a table of blanks", Free, ""},
		{"a bomb", 3 * Free, "archive.bomb"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := zipped(t, "a", blanks(tc.size))
			z, err := open(b)
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := Member(z.File[0], "a.zip/a")
			if err != nil {
				t.Fatal(err)
			}
			n, err := io.Copy(io.Discard, r)
			runtime.ReadMemStats(&after)
			if formattest.Code(err) != tc.want || n > Free+1<<16 {
				t.Errorf("%d bytes, then %v; want %s", n, err, tc.want)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
				t.Errorf("%d bytes were allocated", grown)
			}
		})
	}
}

func TestDamage(t *testing.T) {
	good := zipped(t, "a", strings.NewReader(strings.Repeat("hello, world ", 100)))
	if _, err := open(good[:len(good)/2]); formattest.Code(err) != "archive.damaged" {
		t.Error(err)
	}
	if _, err := open(nil); formattest.Code(err) != "archive.damaged" {
		t.Error(err)
	}
	rotten := bytes.Clone(good)
	rotten[50] ^= 0xff
	z, err := open(rotten)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Member(z.File[0], "a.zip/a")
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	if formattest.Code(err) != "archive.damaged" {
		t.Error(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "a", Flags: 1, CRC32: crc32.ChecksumIEEE([]byte("x")), CompressedSize64: 1, UncompressedSize64: 1}
	f, err := w.CreateRaw(h)
	if err == nil {
		_, err = f.Write([]byte("x"))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	if z, err = open(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	if _, err := Member(z.File[0], "a.zip/a"); formattest.Code(err) != "archive.encrypted" {
		t.Error(err)
	}
}

func ExampleMember() {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if f, err := w.Create("doc.kml"); err == nil {
		_, _ = io.WriteString(f, "<kml/>")
	}
	w.Close()
	z, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "tour.kmz")
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := Member(z.File[0], "tour.kmz/doc.kml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	fmt.Println(string(text), err)
	// Output: <kml/> <nil>
}
