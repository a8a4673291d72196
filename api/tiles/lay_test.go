package tiles

import (
	"bytes"
	"io"
	"testing"

	"xunhu/api/tiles/pmtiles"
)

// counting counts reads.
type counting struct {
	io.ReaderAt
	n int
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	c.n++
	return c.ReaderAt.ReadAt(b, at)
}

// A tile that lies at many places one after another is read once, and counted at each.
func TestLayReadsARunOnce(t *testing.T) {
	scratch, err := OnDisk()
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Close()
	w := pmtiles.NewWriter(scratch)
	const many = 5000
	for n := range uint64(many) {
		if err := w.Put(pmtiles.First(8)+n, []byte("sea")); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, pmtiles.Header{Kind: pmtiles.MVT}, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	from := &counting{bytes.NewReader(out.Bytes()), 0}
	laid, err := Base{}.Lay(t.Context(), from, int64(out.Len()))
	if err != nil || laid.Tiles != many || from.n > 20 {
		t.Errorf("%+v after %d reads: %v", laid, from.n, err)
	}
}
