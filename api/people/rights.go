package people

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"xunhu/api/dispatch"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/law"
)

// A Right is something that may be done: to read or to write things of one kind. What is
// on no line of rights.csv nobody may do.
type Right string

// The rights. Boundaries, waters, roads, units, sites and closures need none to be read,
// unless the whole service is closed to strangers.
const (
	WriteRegion    Right = "region.write" // whole files, and single features but sites
	WriteSites     Right = "sites.write"
	WriteClosures  Right = "closures.write"
	ReadLeads      Right = "leads.read"
	WriteLeads     Right = "leads.write" // at all; which step, api/dispatch knows
	ReadReporters  Right = "reporters.read"
	WriteReporters Right = "reporters.write"
	ReadReadings   Right = "readings.read"
	ReadLedger     Right = "ledger.read"
	ReadFigures    Right = "figures.read"
	ReadRisk       Right = "risk.read"
	ReadTracks     Right = "tracks.read"
	ReadPlans      Right = "plans.read"
	WritePlans     Right = "plans.write"
	ReadRosters    Right = "rosters.read"
	WriteRosters   Right = "rosters.write"
	ReadEquipment  Right = "equipment.read"
	ReadJoint      Right = "joint.read"
	WriteJoint     Right = "joint.write" // to speak for a unit that is invited
	ReadDuty       Right = "duty.read"
	WriteDuty      Right = "duty.write"
	ReadPeople     Right = "people.read"
	ReadRoots      Right = "roots.read"
	WriteAccounts  Right = "accounts.write"
)

// A Subject is what a right is asked about: whose it is, who has a part in it, and in which
// towns it lies. The zero Subject is nobody's and lies nowhere: only who may everywhere may.
type Subject struct {
	Unit    string
	Parties []string
	Towns   []string
}

// Of is what belongs to a unit.
func Of(unit string) Subject { return Subject{Unit: unit} }

// An Organisation knows the units of a region.
type Organisation interface {
	Unit(id string) (atlas.Unit, bool)
}

// May tells whether a person may do something with a subject: whether one of the roles that
// the person's unit has reaches so far.
func May(org Organisation, p Person, r Right, of Subject) bool {
	return p.reaches(org, r, func(how string, own atlas.Unit) bool { return stands(org, own, how, of) })
}

// Everywhere tells whether a person may do something whatever it is about.
func Everywhere(org Organisation, p Person, r Right) bool {
	return p.reaches(org, r, func(how string, _ atlas.Unit) bool { return how == "everywhere" })
}

// Somewhere tells whether there is anything with which a person may do something.
func Somewhere(org Organisation, p Person, r Right) bool {
	return p.reaches(org, r, func(string, atlas.Unit) bool { return true })
}

// reaches tells whether some role of a person reaches as far as far accepts.
func (p Person) reaches(org Organisation, r Right, far func(how string, own atlas.Unit) bool) bool {
	own, ok := org.Unit(p.Unit)
	if !ok {
		return false
	}
	for _, role := range p.Roles {
		if !dispatch.RoleIn(role, own.Class) {
			continue
		}
		for _, how := range reaching {
			if line := rights()[r]; line.has(how, role, own.Class) && far(how, own) {
				return true
			}
		}
	}
	return false
}

// reaching are the columns of rights.csv, the widest first.
var reaching = []string{"everywhere", "below", "guided", "post", "own", "part", "territory"}

// stands tells whether a subject is within reach of who acts for a unit.
func stands(org Organisation, own atlas.Unit, how string, of Subject) bool {
	shared := func(towns []string) bool {
		return slices.ContainsFunc(towns, func(t string) bool { return slices.Contains(own.Towns, t) })
	}
	switch how {
	case "everywhere":
		return true
	case "below": // the own unit and those that it stands above
		return of.Unit == own.ID || of.Unit != "" && dispatch.Above(org, own.ID, of.Unit)
	case "guided": // the units whose direct superior the own one is
		u, ok := org.Unit(of.Unit)
		return ok && u.Parent == own.ID && u.Class == atlas.Squad
	case "post": // the post that the own town has a part in
		u, ok := org.Unit(of.Unit)
		return ok && u.Class == atlas.Post && shared(u.Towns)
	case "own":
		return of.Unit != "" && of.Unit == own.ID
	case "part":
		return slices.Contains(of.Parties, own.ID)
	case "territory":
		return shared(of.Towns)
	}
	return false
}

// Reads is the right that reading features of a kind elsewhere than through api/ops needs;
// "" needs none.
func Reads(k feature.Kind) Right {
	switch k {
	case feature.Incidents:
		return ReadLeads
	case feature.Tracks:
		return ReadTracks
	case feature.Plans:
		return ReadPlans
	}
	return ""
}

// Writes is the right that writing single features of a kind needs: sites are what offices
// add and drop as they find them, all else is the ground that others are decided by. A kind
// without is written by nobody so.
func Writes(k feature.Kind) (Right, bool) {
	if k == feature.Sites {
		return WriteSites, true
	}
	return WriteRegion, slices.Contains(feature.Regional(), k)
}

// A Scope is a part of what a person may do, to which a token can be held.
type Scope string

// The scopes.
const (
	ScopeRead  Scope = "read"  // all that the person may read but reporters
	ScopeLeads Scope = "leads" // to carry leads on, and who reported them
	ScopePlans Scope = "plans" // to make plans and rosters, to answer invitations, to say when a post is manned
	ScopeData  Scope = "data"  // to write sites, closures and whole files
	ScopeAdmin Scope = "admin" // accounts of others
)

// Scopes lists them.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeLeads, ScopePlans, ScopeData, ScopeAdmin} }

// UsualScopes are those of a token for which none are named.
func UsualScopes() []Scope { return []Scope{ScopeRead, ScopeLeads, ScopePlans, ScopeData} }

// ScopeOf is the scope that a right belongs to.
func ScopeOf(r Right) Scope { return rights()[r].scope }

// Rights lists the rights, in the order of their table.
func Rights() []Right {
	var all []Right
	for _, row := range law.Rows(rightsFile, "rights.csv") {
		all = append(all, Right(row["right"]))
	}
	return all
}

// groups stand in rights.csv for the roles of units that share one map of all leads (R45),
// and of those that have a part in some.
var groups = map[string][]dispatch.Role{
	"house": {"dispatcher", "brigade_head", "squad_leader", "officer", "station_head", "station_member", "post_head", "town_leader",
		"supervision_member", "liaison", "petition_desk"},
	"outside": {"department_contact", "external_contact"},
}

// A line of rights.csv: who has a right, by how far it reaches.
type line struct {
	scope Scope
	who   map[string][]grantee
}

type grantee struct {
	role  dispatch.Role
	class atlas.Class // in units of this class alone; "": in all that have the role
}

func (l line) has(how string, role dispatch.Role, class atlas.Class) bool {
	return slices.ContainsFunc(l.who[how], func(g grantee) bool { return g.role == role && (g.class == "" || g.class == class) })
}

//go:embed rights.csv
var rightsFile embed.FS

// rights reads the table once. A fault in it is a fault of the build, so it panics.
var rights = sync.OnceValue(func() map[Right]line {
	all := map[Right]line{}
	for _, row := range law.Rows(rightsFile, "rights.csv") {
		l := line{scope: Scope(row["scope"]), who: map[string][]grantee{}}
		if !slices.Contains(Scopes(), l.scope) {
			panic(fmt.Errorf("rights.csv: %s has scope %q", row["right"], row["scope"]))
		}
		for _, how := range reaching {
			for name := range strings.FieldsSeq(row[how]) {
				role, class, _ := strings.Cut(name, "@")
				members, group := groups[role]
				if !group {
					members = []dispatch.Role{dispatch.Role(role)}
				}
				for _, m := range members {
					if !slices.Contains(dispatch.Roles(), m) {
						panic(fmt.Errorf("rights.csv: %s knows no role %q", row["right"], name))
					}
					l.who[how] = append(l.who[how], grantee{m, atlas.Class(class)})
				}
			}
		}
		all[Right(row["right"])] = l
	}
	return all
})
