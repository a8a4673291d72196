package patrol

import (
	"errors"
	"time"

	"xunhu/geo/finding"
)

// A Mode is how a line is travelled.
type Mode string

// The modes of a line, and of an area that is flown over.
const (
	Foot    Mode = "foot"    // out and back
	Boat    Mode = "boat"    // from end to end
	Vehicle Mode = "vehicle" // from end to end
	Drone   Mode = "drone"   // in strips from a launch place
)

// LongestShift is the longest shift that may be planned (DOMAIN 6.2, H3).
const LongestShift = 12 * time.Hour

// MostCrews is how many crews of one unit may go out on one day: far more than any
// has, and few enough that a slip of the pen does not fill the memory.
const MostCrews = 100

// LeaveOutS is what a visit of weight 1 left out costs, in seconds: more than any detour, since
// coverage comes before travel (DOMAIN 6.2, soft order).
const LeaveOutS = 200_000

// Settings are what an office may choose. The zero Settings are not valid; begin
// with Defaults.
type Settings struct {
	Profile     string        // of the vehicle, by the name of its road.Profile
	Crews       int           // how many go out on one day, at most MostCrews
	ShiftStart  time.Duration // after midnight
	ShiftLength time.Duration // from leaving the base to being back
	StartSpread time.Duration // a shift begins up to so much after ShiftStart, and its tour at any time in it; 0: both at ShiftStart

	GapShare float64 // a visit is drawn from this last part of its interval, above 0 and at most 1
	Seasons  Year    // when some needs are due more often and weigh more, and boats stay ashore

	EnterpriseVisits int // most visits to an enterprise in a year; 0: no limit

	LeastVisits  int     // of a crew on a day: if fewer are due, what is due next is visited early
	IntervalDays int     // of needs that the region gives without an interval
	ServiceS     int     // seconds at a point that says nothing else
	GuideDays    int     // within which each unit is guided on site (P12; nothing prescribes it)
	GuideS       int     // seconds there
	LookS        int     // seconds at a viewpoint
	SightM       float64 // how far one sees from a viewpoint
	AccessM      float64 // how far from the road a point or the end of a line may lie
	PieceM       float64 // longest piece of a line
	LineMode     Mode    // how lines are travelled that say nothing else
	FootKMH      float64
	BoatKMH      float64
	VehicleKMH   float64 // along a line, watching; not on the road
	BankM        float64 // how far from the line of a river its banks are walked

	DroneHeightM  float64 // above the ground, below 120 m without DroneApproval (H5)
	StripM        float64 // how wide the strips are that a drone flies
	DroneKMH      float64
	DroneRangeM   float64 // how far from its launch place a drone flies
	DroneSetUpS   int     // seconds to make ready and to pack up
	BatteryS      int     // seconds that one battery lasts
	DroneApproval string  // number of the approval to fly in controlled airspace; "": none
	BirdM         float64 // how far drones keep from roosts in the season of birds
	CorePermit    string  // number of the permission to enter core areas; "": none (H6)
}

// CeilingM is the height from which on all airspace is controlled (DOMAIN 6.2, H5).
const CeilingM = 120

// Defaults are settings for a day shift with one car.
func Defaults() Settings {
	return Settings{
		Profile: "car", Crews: 1,
		ShiftStart: 8*time.Hour + 30*time.Minute, ShiftLength: 8 * time.Hour, StartSpread: 30 * time.Minute,
		GapShare: 0.7, Seasons: Seasons(),
		LeastVisits: 4, IntervalDays: 7, ServiceS: 15 * 60, GuideDays: 30, GuideS: 60 * 60, LookS: 10 * 60, SightM: 500, AccessM: 2000, PieceM: 2000,
		LineMode: Foot, FootKMH: 4, BoatKMH: 12, VehicleKMH: 15, BankM: 10,
		DroneHeightM: 100, StripM: 150, DroneKMH: 36, DroneRangeM: 1000, DroneSetUpS: 10 * 60, BatteryS: 25 * 60, BirdM: 300,
	}
}

// Validate reports all settings that cannot be, as findings.
func (s Settings) Validate() error {
	var faults []error
	bad := func(name string, value any) {
		faults = append(faults, finding.New("patrol.setting", "", "name", name, "value", value))
	}
	if s.Profile == "" {
		bad("Profile", s.Profile)
	}
	if s.Crews < 1 || s.Crews > MostCrews {
		bad("Crews", s.Crews)
	}
	if s.ShiftStart < 0 || s.ShiftStart >= 24*time.Hour {
		bad("ShiftStart", s.ShiftStart)
	}
	if s.ShiftLength > LongestShift {
		faults = append(faults, finding.New("patrol.shift_too_long", "", "hours", s.ShiftLength.Hours(), "max_hours", LongestShift.Hours()))
	}
	if s.ShiftLength <= 0 {
		bad("ShiftLength", s.ShiftLength)
	}
	if s.StartSpread < 0 || s.StartSpread > 12*time.Hour {
		bad("StartSpread", s.StartSpread)
	}
	if s.EnterpriseVisits < 0 {
		bad("EnterpriseVisits", s.EnterpriseVisits)
	}
	if !(s.GapShare > 0 && s.GapShare <= 1) {
		bad("GapShare", s.GapShare)
	}
	if s.IntervalDays < 1 {
		bad("IntervalDays", s.IntervalDays)
	}
	if s.GuideDays < 1 {
		bad("GuideDays", s.GuideDays)
	}
	for _, x := range []struct {
		name  string
		value float64
		zero  bool // may be 0
	}{
		{"LeastVisits", float64(s.LeastVisits), true}, {"ServiceS", float64(s.ServiceS), true}, {"GuideS", float64(s.GuideS), true}, {"LookS", float64(s.LookS), true},
		{"SightM", s.SightM, false}, {"AccessM", s.AccessM, false}, {"PieceM", s.PieceM, false},
		{"FootKMH", s.FootKMH, false}, {"BoatKMH", s.BoatKMH, false}, {"VehicleKMH", s.VehicleKMH, false},
		{"BankM", s.BankM, false}, {"DroneHeightM", s.DroneHeightM, false}, {"StripM", s.StripM, false}, {"DroneKMH", s.DroneKMH, false},
		{"DroneSetUpS", float64(s.DroneSetUpS), false}, {"BatteryS", float64(s.BatteryS), false}, {"BirdM", s.BirdM, true},
	} {
		if !(x.value > 0 || x.zero && x.value == 0) {
			bad(x.name, x.value)
		}
	}
	if !(s.DroneRangeM > s.StripM) || 3*s.DroneRangeM/(s.DroneKMH/3.6) > reserve*float64(s.BatteryS) { // there, a strip, and back
		bad("DroneRangeM", s.DroneRangeM)
	}
	if s.DroneHeightM >= CeilingM && s.DroneApproval == "" {
		faults = append(faults, finding.New("patrol.drone_height", "", "m", s.DroneHeightM, "most", CeilingM))
	}
	switch s.LineMode {
	case Foot, Boat, Vehicle:
	default:
		bad("LineMode", s.LineMode)
	}
	return errors.Join(faults...)
}

// speed of a mode in metres a second.
func (s Settings) speed(m Mode) float64 {
	switch m {
	case Boat:
		return s.BoatKMH / 3.6
	case Vehicle:
		return s.VehicleKMH / 3.6
	}
	return s.FootKMH / 3.6
}
