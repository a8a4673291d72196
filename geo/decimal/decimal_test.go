package decimal_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"xunhu/geo/decimal"
)

// same holds Append against strconv.
func same(t *testing.T, v float64) {
	t.Helper()
	got, want := string(decimal.Append([]byte("x"), v)), "x"+strconv.FormatFloat(v, 'f', -1, 64)
	if got != want {
		t.Fatalf("%b: %s, want %s", v, got, want)
	}
}

// Numbers of all sizes are written as strconv writes them: any, those of few places and their
// neighbours, those of few bits, and those at the borders of the scales.
func TestAppend(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 0))
		for range 4000 {
			v := math.Ldexp(1+rng.Float64(), rng.IntN(26)-3)
			places := math.Pow10(rng.IntN(17))
			short := math.Round(v*places) / places
			few := math.Ldexp(math.Trunc(math.Ldexp(v, rng.IntN(30))), -rng.IntN(30))
			for _, x := range []float64{v, short, few, math.Trunc(v)} {
				for _, x := range []float64{x, -x, math.Nextafter(x, 0), math.Nextafter(x, 1e9)} {
					same(t, x)
				}
			}
		}
	}
	for e := -5; e < 30; e++ {
		x := math.Ldexp(1, e)
		for range 50 {
			same(t, x)
			x = math.Nextafter(x, 1e9)
		}
		x = math.Ldexp(1, e)
		for range 50 {
			same(t, x)
			x = math.Nextafter(x, 0)
		}
	}
	for _, x := range []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, 117.000030517578125, 180, 1e6} {
		same(t, x)
	}
}

func FuzzAppend(f *testing.F) {
	f.Add(117.16)
	f.Fuzz(same)
}

func BenchmarkAppend(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 0))
	var full, short [1000]float64
	for i := range full {
		full[i] = 117 + rng.Float64()/3
		short[i] = math.Round(full[i]*1e7) / 1e7
	}
	var buf []byte
	for name, all := range map[string][1000]float64{"full": full, "short": short} {
		b.Run(name+"/decimal", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				buf = decimal.Append(buf[:0], all[i%1000])
			}
		})
		b.Run(name+"/strconv", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				buf = strconv.AppendFloat(buf[:0], all[i%1000], 'f', -1, 64)
			}
		})
	}
}
