package row

import (
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/api/filter"
)

// A Question names what is counted: two that are equal ask for the same.
type Question [sha256.Size]byte

// QuestionOf names what a condition in SQL with its values asks for, together with the
// filter that it stands for. It says all of that but the shapes of spatial relations, which
// are looked at here. Each part is told with its length or its type, so that none reads
// as two others.
func QuestionOf(text string, args []any, e filter.Expr) Question {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %s", len(text), text)
	for _, a := range args {
		switch a := a.(type) {
		case time.Time: // which is written without its offset
			fmt.Fprintf(sum, " at %d.%d", a.Unix(), a.Nanosecond())
		default:
			fmt.Fprintf(sum, " %#v", a)
		}
	}
	shapes(sum, e)
	return Question(sum.Sum(nil))
}

// shapes writes the spatial relations of a filter in their order.
func shapes(to io.Writer, e filter.Expr) {
	switch e := e.(type) {
	case filter.And:
		for _, one := range e {
			shapes(to, one)
		}
	case filter.Or:
		for _, one := range e {
			shapes(to, one)
		}
	case filter.Not:
		shapes(to, e.Of)
	case filter.Spatial:
		b, err := wkb.Marshal(e.Shape)
		if err != nil { // of orb's types all can be written
			b = fmt.Appendf(nil, "%#v", e.Shape)
		}
		fmt.Fprintf(to, " %s %d ", e.Relation, len(b))
		_, _ = to.Write(b) // a digest takes all
	}
}
