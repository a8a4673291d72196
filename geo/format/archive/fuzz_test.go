package archive

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"xunhu/geo/format/formattest"
)

// Whatever an archive claims, its names stay inside, and no more comes out of a
// member than the limits allow.
func FuzzOpen(f *testing.F) {
	f.Add(zipped(f, "a", strings.NewReader("hello, hello, hello")))
	f.Add(zipped(f, "数据/镇街.shp", blanks(9999)))
	f.Add(zipped(f, "../a", strings.NewReader("")))
	f.Fuzz(func(t *testing.T, b []byte) {
		formattest.Bounded(t, len(b), func() {
			z, err := open(b)
			formattest.Told(t, err)
			if err != nil {
				return
			}
			for _, m := range z.File {
				name := strings.ReplaceAll(m.Name, `\`, "/")
				if strings.HasPrefix(name, "/") || slices.Contains(strings.Split(name, "/"), "..") {
					t.Errorf("%q leads out of the archive", m.Name)
				}
				r, err := Member(m, "a.zip/"+m.Name)
				if err != nil {
					formattest.Told(t, err)
					continue
				}
				n, err := io.Copy(io.Discard, r)
				formattest.Told(t, errors.Join(err, r.Close()))
				if n > Free+1<<16 && n/Ratio > int64(m.CompressedSize64)+1<<16 {
					t.Errorf("%d bytes came out of %d", n, m.CompressedSize64)
				}
			}
		})
	})
}
