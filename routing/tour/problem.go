package tour

// Far is a travel time or distance that stands for "cannot be travelled".
const Far int32 = 1<<30 - 1

// A Problem is what has to be planned. Do not change it while it is being solved.
type Problem struct {
	Locations int     // how many
	Classes   []Class // of vehicles, by the number that a shift names
	Shifts    []Shift
	Tasks     []Task

	Together []Pair   // both or neither; begin at the same moment, in two shifts
	Apart    []Pair   // never in the tour of one shift
	Periods  []Period // visits repeated on several days; a task is in one at most
	Balances []Balance
}

// A Class is how a kind of vehicle travels: from location i to j at
// i*Locations+j. Neither need be symmetric or keep the triangle inequality.
type Class struct {
	Times     []int32 // seconds; Far if there is no way
	Distances []int32 // in whatever DistanceCost prices; nil if nothing does
}

// A Shift is one crew with one vehicle on one day: it can make one tour. Limits
// that are zero do not bind.
type Shift struct {
	Class       int32
	Day         int32  // for periods
	Start, End  int32  // locations
	Open, Close int32  // leaves at Open or later and is back at Close or before
	MaxS        int32  // is away at most so long
	MaxDrivingS int32  // travels at most so long
	Skills      uint64 // what it can do, a bit each
	Capacity    []int32
	Trips       int32 // may come back to its start to unload so often, and once more; each unloading
	ReloadS     int32 // takes so long
	Breaks      []Break
	Pinned      []Visit // the tour begins with these, at their moments; they may not be left out

	FixedCost    int64 // if it makes a tour
	DistanceCost int64 // for each unit of distance
	TravelCost   int64 // for each second of travel
	DurationCost int64 // for each second from leaving to being back
	RegularS     int32 // what it is away for longer
	OvertimeCost int64 // costs so much more a second; RegularS 0 is no overtime at all
}

// A Break is a rest that begins within a window, at the place where the crew has
// just been or at its start. A tour that leaves before Close and is back after it
// must take it.
type Break struct{ Open, Close, LastsS int32 }

// A Task is what a tour can serve, once.
type Task struct {
	Modes    []Mode  // at least one
	Load     []int32 // what it adds to a trip, by the dimensions of Capacity; short or nil: nothing
	Required bool
	Prize    int64 // what leaving it out costs
	Place    Place
}

// A Place tells whether a task must be the first or the last of its tour.
type Place uint8

// The places of a task in its tour.
const (
	Anywhere Place = iota
	First
	Last
)

// A Mode is a way to serve a task.
type Mode struct {
	Enter, Leave int32 // locations
	ServiceS     int32
	Cost         int64    // what serving it so costs, besides travel and time
	Windows      []Window // in the order of time, not overlapping; none: any time
	Skills       uint64   // what the shift must be able to do
}

// A Window is a span in which service may begin, both ends included.
type Window struct{ Open, Close int32 }

// A Pair is two tasks.
type Pair struct{ A, B int32 }

// A Period is the visits to one thing over several days. The days of the shifts
// that serve its tasks, in rising order, must be one of the patterns, or none
// at all. Its tasks are alike: which of them is served on which day is free.
type Period struct {
	Tasks    []int32
	Patterns [][]int32 // days in strictly rising order
}

// A Balance makes it cost when some shifts have more work than others: travel,
// service and unloading. Neither waits nor breaks are work, so that nobody looks busy by
// leaving early. A shift without a tour has none.
type Balance struct {
	Shifts []int32
	Cost   int64 // for each second between the most and the least
}

// A Solution is a set of tours, at most one a shift.
type Solution struct {
	Tours   []Tour
	LeftOut []int32 // tasks that no tour serves, in rising order
}

// A Tour goes from the start of a shift to its end.
type Tour struct {
	Shift  int32
	Depart int32
	Visits []Visit // at least one of a task
}

// What a visit is for when it is not for a task.
const (
	Reload int32 = -1 // the end of a trip: back at the start, to unload; Mode is 0
	Rest   int32 = -2 // a break; Mode is its number
)

// A Visit is a task served in one of its modes from a moment on, or Reload, or Rest.
type Visit struct{ Task, Mode, Begin int32 }

// Time is the travel time of a class from one location to another.
func (p *Problem) Time(class, from, to int32) int32 {
	return p.Classes[class].Times[int(from)*p.Locations+int(to)]
}

// Distance is the distance for a class from one location to another, 0 where the
// class has none.
func (p *Problem) Distance(class, from, to int32) int32 {
	if d := p.Classes[class].Distances; d != nil {
		return d[int(from)*p.Locations+int(to)]
	}
	return 0
}

// Mode gives how a visit serves its task; the visit must be of one.
func (p *Problem) Mode(v Visit) *Mode { return &p.Tasks[v.Task].Modes[v.Mode] }
