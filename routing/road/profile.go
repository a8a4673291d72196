package road

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"xunhu/geo/finding"
)

// A Profile says how fast one kind of vehicle travels which ways, what it may not
// pass, and what turns cost it. It is read from a file (ReadProfiles); the files
// beside this one are the defaults, and tell by their remarks what each key means.
type Profile struct {
	Name   string // of its file, without the ending
	ZH, EN string // what people call it

	class       string          // the tag that classes a way: highway, waterway
	access      []string        // the tags of access, general to particular
	values      map[string]bool // of these tags: open or not; a value that is not here says nothing
	oneway      []string        // the tags of one-way traffic, general to particular
	contraflow  bool            // cycleway=opposite and the like open the other direction
	speed       map[string]float64
	permitted   map[string]float64 // classes that only a sign for this vehicle opens
	top         float64
	limitShare  float64 // of a signed limit so much is reached; 0: limits do not bind
	limitRaises bool    // a signed limit also raises the speed of the class
	signs       map[string]float64
	factor      map[string]map[string]float64 // by tag and value; 0 closes
	width       []widthFactor                 // the narrowest first
	fordS       float64                       // closed or seconds
	ferry       *ferry                        // nil: none
	barriers    map[string]float64            // closed or seconds
	signalS     float64
	leftS       float64
	rightS      float64
	uTurnS      float64  // or closed
	vehicles    []string // what restrictions call it
	driven      bool     // restrictions that name no vehicle bind it
	hours       []hour   // no two at one minute
	text        string
	sum         [32]byte // of its text
}

// Sum tells one edition of a profile from another.
func (p Profile) Sum() [32]byte { return p.sum }

// Text is the file that the profile was read from.
func (p Profile) Text() string { return p.text }

// closed stands for a time that never ends.
const closed = -1

type widthFactor struct{ below, factor float64 }

type ferry struct{ kmh, waitS float64 }

// Profiles are the vehicles that an office has, by name.
type Profiles map[string]Profile

// Names lists the profiles in the order of the alphabet.
func (ps Profiles) Names() []string { return slices.Sorted(maps.Keys(ps)) }

//go:embed profiles/*.yaml
var shipped embed.FS

// defaults are the profiles of this program. Its tests read them all.
var defaults = sync.OnceValue(func() Profiles {
	dir, err := fs.Sub(shipped, "profiles")
	if err == nil {
		var ps Profiles
		if ps, err = readDir(dir, ""); err == nil {
			return ps
		}
	}
	panic(err)
})

// Defaults are the profiles of this program: car, motorcycle, ebike, bicycle, foot, boat.
func Defaults() Profiles { return maps.Clone(defaults()) }

// ProfileNamed gives one of the Defaults.
func ProfileNamed(name string) (Profile, bool) {
	p, ok := defaults()[name]
	return p, ok
}

// ReadProfiles reads the files *.yaml of a directory over the defaults: a file takes the place
// of the default of its name, or adds a vehicle. All faults of all files are reported at once,
// each with its line; name is what people call the directory.
func ReadProfiles(dir fs.FS, name string) (Profiles, error) {
	own, err := readDir(dir, name)
	if err != nil {
		return nil, err
	}
	if len(own) == 0 {
		return nil, finding.New("road.profiles_none", name)
	}
	all := Defaults()
	maps.Copy(all, own)
	return all, nil
}

var goodName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

func readDir(dir fs.FS, name string) (Profiles, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, finding.New("road.profiles_unread", name).Because(err)
	}
	ps, faults := Profiles{}, []error(nil)
	for _, e := range entries {
		vehicle, ok := strings.CutSuffix(e.Name(), ".yaml")
		if e.IsDir() || !ok {
			continue
		}
		where := path.Join(name, e.Name())
		if !goodName.MatchString(vehicle) {
			faults = append(faults, finding.New("road.profile_name", where))
			continue
		}
		text, err := fs.ReadFile(dir, e.Name())
		if err != nil {
			faults = append(faults, finding.New("road.profiles_unread", where).Because(err))
			continue
		}
		p, err := parseProfile(text, vehicle, where)
		if err != nil {
			faults = append(faults, err)
		}
		ps[vehicle] = p
	}
	return ps, errors.Join(faults...)
}
