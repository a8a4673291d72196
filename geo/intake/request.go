package intake

// A Request says how files are to be read. Its zero value guesses all of it.
type Request struct {
	Kind     string            // a kind of package feature, or "region"; "" guesses
	CRS      string            // "" is what the file says, else WGS 84
	TrustCRS bool              // do not ask the datum guard
	Encoding string            // of text; "" is what the file says
	Fields   map[string]string // our property to theirs, before all synonyms
	Level    int               // admin_level of OpenStreetMap that makes the towns; 0 chooses
	Code     string            // of a new region; "" is made of the file
	Name     string            // of a new region; "" is made of the file
	Source   string            // of rows that name none; "" is the name of their file
	Licence  string            // of rows that name none
	Stream   *Stream           // takes the rows of kinds that stream; nil: the dataset holds them
}

// WholeRegion is the kind of a file that holds all of a region.
const WholeRegion = "region"

// Generated marks what this package made up so that work can begin.
const Generated = "自动生成 / generated"
