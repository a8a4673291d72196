package finding

import (
	"fmt"
	"sort"
	"strings"

	"github.com/paulmach/orb"
)

// Args are the figures and names that a sentence needs, by the name under which
// the sentence asks for them. Lengths are in metres, areas in square metres,
// durations in seconds, angles in degrees.
type Args map[string]any

// A Name is a value of Args that reads differently in the two languages. An
// empty English name is read in Chinese.
type Name struct{ ZH, EN string }

// String gives the Chinese name.
func (n Name) String() string { return n.ZH }

// A Finding is one thing that a person must be told.
type Finding struct {
	Code  string       // key of the sentence in api/words: "shapefile.no_dbf"
	Where string       // file, layer and row, outermost first: "towns.zip/towns.shp, record 3"
	At    *orb.Point   // where it lies on the map (lon, lat), if it lies anywhere
	Shape orb.Geometry // the land or border that it is about, or nil
	Args  Args
	Err   error // the cause, or nil
}

// New makes a Finding. Args alternate name and value; an odd number panics,
// because the sentence could then not be completed.
func New(code, where string, args ...any) *Finding {
	if len(args)%2 != 0 {
		panic("finding: " + code + ": name without a value")
	}
	f := &Finding{Code: code, Where: where, Args: Args{}}
	for i := 0; i < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	return f
}

// Because adds the cause and returns f.
func (f *Finding) Because(err error) *Finding {
	f.Err = err
	return f
}

// On adds the place on the map (lon, lat) and returns f.
func (f *Finding) On(p orb.Point) *Finding {
	f.At = &p
	return f
}

// Over adds the land or border that it is about and returns f.
func (f *Finding) Over(g orb.Geometry) *Finding {
	f.Shape = g
	return f
}

// Error gives the finding for logs; people read the sentence of api/words.
func (f *Finding) Error() string {
	var b strings.Builder
	if f.Where != "" {
		b.WriteString(f.Where + ": ")
	}
	b.WriteString(f.Code)
	names := make([]string, 0, len(f.Args))
	for name := range f.Args {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(&b, " %s=%v", name, f.Args[name])
	}
	if f.Err != nil {
		fmt.Fprintf(&b, ": %v", f.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Finding) Unwrap() error { return f.Err }
