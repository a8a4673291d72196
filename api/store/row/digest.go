package row

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// A Digest is SHA-256 over rows of SQL values, each with its type and length
// before it, so that no two different lists of rows read the same.
type Digest struct{ hash.Hash }

func NewDigest() Digest { return Digest{sha256.New()} }

// Add takes in a row.
func (d Digest) Add(id string, row []any) {
	b := make([]byte, 0, 256)
	put := func(kind byte, n int) { b = binary.AppendUvarint(append(b, kind), uint64(n)) }
	put('r', len(row))
	for _, v := range append([]any{id}, row...) {
		switch v := v.(type) {
		case nil:
			put('n', 0)
		case string:
			put('s', len(v))
			b = append(b, v...)
		case []byte:
			put('b', len(v))
			b = append(b, v...)
		case bool:
			n := 0
			if v {
				n = 1
			}
			put('t', n)
		case int64:
			put('i', 8)
			b = binary.LittleEndian.AppendUint64(b, uint64(v))
		case float64:
			put('f', 8)
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		default:
			panic(fmt.Sprintf("row: digest of a %T", v))
		}
	}
	d.Write(b)
}

// DigestOf is the digest of one row; "" of none.
func DigestOf(r *Row) string {
	if r == nil {
		return ""
	}
	d := NewDigest()
	d.Add(r.ID, r.Values())
	return d.Text()
}

// Text gives 128 bits of the digest in hexadecimal.
func (d Digest) Text() string { return hex.EncodeToString(d.Sum(nil)[:16]) }

// Version is made of a region's metadata and the digests of its regional collections; a
// collection without one is empty. What users make (incidents, plans) is not part of it.
func Version(r atlas.Region, digests map[feature.Kind]string) string {
	sum := NewDigest()
	sum.Add(r.Code, []any{r.Name, r.NameEN, r.Illustration, r.Attribution})
	empty := NewDigest().Text()
	for _, k := range feature.Regional() {
		sum.Add(string(k), []any{cmp.Or(digests[k], empty)})
	}
	return sum.Text()
}
