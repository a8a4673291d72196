package papers

import (
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// A Kind of paper.
type Kind string

// The kinds of papers.
const (
	ToDepartment Kind = "department" // 移交函 to a department
	ToNeighbour  Kind = "neighbour"  // 移交函 to the authority of another county
	ToPolice     Kind = "police"     // 案件移送书
	ToSquad      Kind = "squad"      // 线索移交单 within the house
	Across       Kind = "across"     // 通报函, 协查函
	Inform       Kind = "inform"     // 通报函 to a body of the city that table N tells
	Dispute      Kind = "dispute"    // 请示
)

// An Urgency is printed at the head (紧急程度).
type Urgency string

// The urgencies: none, 加急, 特急.
const (
	Ordinary Urgency = ""
	Urgent   Urgency = "urgent"
	Flash    Urgency = "flash"
)

// A Saying is a sentence by its code; api/words turns it into words.
type Saying struct {
	Code string
	Args finding.Args
}

// In gives the words. An argument may itself be a saying.
func (s Saying) In(l words.Lang) string { return plain(s.breakable(l)) }

// breakable gives the words of a title with the places where it may be broken.
func (s Saying) breakable(l words.Lang) string {
	args := finding.Args{}
	for name, v := range s.Args {
		if inner, ok := v.(Saying); ok {
			v = inner.In(l)
		}
		args[name] = v
	}
	return words.Say(l, s.Code, args)
}

func say(code string, args ...any) Saying {
	return Saying{code, finding.New(code, "", args...).Args}
}

// text is free text as a saying.
func text(t Text) Saying { return say("papers.text", "text", t) }

// A Party is a unit as it stands in a letter.
type Party struct {
	ID   string
	Name Text
}

// A Section of the text, with its heading.
type Section struct {
	Head Saying
	Body []Saying
}

// A Deadline is a time by which something must be done. Those that count working
// days have a limit in words; Due is zero until somebody has counted.
type Deadline struct {
	What, Limit Saying
	Due         time.Time
	Basis       law.Citation
}

// A Letter is a paper as data.
type Letter struct {
	Kind         Kind
	Number       string
	Lead         string
	Urgency      Urgency
	Illustration bool // the region is drawn: the paper says so
	From, To     Party
	Handler      Party // who deals with it in the house (承办单位)
	Copies       []Party
	Title        Saying
	Opening      Saying
	Sections     []Section
	Closing      Saying
	Basis        []law.Citation
	Deadlines    []Deadline
	Evidence     []Evidence
	Place        Place
	Sketch       Sketch
	Receipt      Receipt
	Contact      Officer
	Signer       string
	Date         time.Time
	Rows         string // of the tables of decision: "V7、L11、N4"
	Told         string // the first row that tells the receiver, of a letter that informs
}

// A Place says where it is.
type Place struct {
	At       orb.Point // of the incident or of its middle (lon, lat)
	Geometry orb.Geometry
	Towns    []TownShare
	CityM    float64 // to the city's border
}

// A TownShare is a town's part in the place.
type TownShare struct {
	Code    string
	Name    Text
	Share   float64
	BorderM float64
}

// A Receipt is the slip that comes back.
type Receipt struct {
	Replies []Saying // what the receiver may tick
	Note    Saying   // "" where there is none
}

// Withholds tells whether none of the given words, such as the name or telephone
// of a reporter, stands anywhere in the letter. Empty words do not count.
func (l Letter) Withholds(secrets ...string) bool {
	all := l.Text()
	for _, s := range secrets {
		if s != "" && strings.Contains(all, s) {
			return false
		}
	}
	return true
}

// Text gives all that a letter says, in both languages.
func (l Letter) Text() string {
	return strings.Join(append(l.print(words.ZH).strings(), l.print(words.EN).strings()...), "\n")
}

// PartyOf names a unit by its id or, as neighbours name their superior, by its name.
// One that the region does not list is called what it was given as.
func PartyOf(a *atlas.Atlas, id string) Party {
	if u, ok := a.Unit(id); ok {
		return Party{id, Text{ZH: u.Name, EN: u.NameEN}}
	}
	for _, u := range a.Units {
		if u.Name == id {
			return Party{u.ID, Text{ZH: u.Name, EN: u.NameEN}}
		}
	}
	return Party{id, Text{ZH: id}}
}

// beijing is the one clock of the papers.
var beijing = time.FixedZone("UTC+8", 8*3600)

// day and moment write a time as papers have it.
func day(l words.Lang, t time.Time) string {
	if l == words.EN {
		return t.In(beijing).Format("2 January 2006")
	}
	return t.In(beijing).Format("2006年1月2日")
}

func moment(l words.Lang, t time.Time) string {
	parts := dayAndHour(l, t)
	if l == words.EN {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, "")
}

func dayAndHour(l words.Lang, t time.Time) []string {
	if l == words.EN {
		return []string{day(l, t), t.In(beijing).Format("15:04")}
	}
	return []string{day(l, t), t.In(beijing).Format("15时04分")}
}

// A dated time is a value of a saying that reads by its language.
func dated(t time.Time) Text { return Text{ZH: moment(words.ZH, t), EN: moment(words.EN, t)} }

// until is the end of a limit: a day, where the limit runs to the end of one.
func until(t time.Time) Text {
	if t.In(beijing).Format("15:04:05") == "23:59:59" {
		return Text{ZH: day(words.ZH, t), EN: day(words.EN, t)}
	}
	return dated(t)
}
