package matrix_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"xunhu/routing/graph"
	"xunhu/routing/matrix"
)

// line is places on a straight road, some metres apart, a millisecond a metre; the
// last place is an island.
type line []int

func (l line) Len() int { return len(l) }

func (l line) From(i int, row []graph.Cost) {
	for j := range l {
		switch {
		case i == j:
			row[j] = 0
		case i == len(l)-1 || j == len(l)-1:
			row[j] = graph.Infinity
		default:
			row[j] = graph.Cost(max(l[i]-l[j], l[j]-l[i]))
		}
	}
}

func Example() {
	m, err := matrix.Compute(context.Background(), line{0, 700, 2500, 9000})
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Row(1), m.Seconds()[4:7])
	// Output: [700 0 1800 1073741823] [1 0 2]
}

// Rounding up keeps the triangle: what is no shorter by a detour stays so.
func TestSecondsKeepTheTriangle(t *testing.T) {
	places := line{0, 1, 999, 1000, 1001, 2600, 7777, 0}
	m, err := matrix.Compute(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	n, s := m.Len(), m.Seconds()
	for i := range n {
		for j := range n {
			if c := m.Cost(i, j); c < graph.Infinity && (int(s[i*n+j])*1000 < int(c) || int(s[i*n+j])*1000 >= int(c)+1000) {
				t.Errorf("%d ms became %d s", c, s[i*n+j])
			}
			for k := range n {
				if s[i*n+k] > s[i*n+j]+s[j*n+k] {
					t.Errorf("%d to %d by %d is shorter than direct", i, k, j)
				}
			}
		}
	}
	if s[n-1] != int32(graph.Infinity) {
		t.Errorf("the island is %d s away", s[n-1])
	}
}

func TestComputeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := matrix.Compute(ctx, line{0, 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}
