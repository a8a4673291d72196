package ogc

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"xunhu/geo/feature"
)

// An origin is where the features of a collection come from, and what may be done with them:
// those that most features name first.
type origin struct{ Sources, Licences []string }

// named is how many sources or licences a description names.
const named = 5

// originOf gathers what features say of themselves. The pieces of one source, such as the ways of
// OpenStreetMap, count as one.
func originOf(features []feature.Feature) origin {
	sources, licences := map[string]int{}, map[string]int{}
	for _, f := range features {
		source, licence := f.Text("source"), f.Text("licence")
		if i := strings.Index(source, osm+" "); i >= 0 { // which the element's id follows
			source, licence = source[:i]+osm, cmp.Or(licence, "ODbL-1.0")
		}
		sources[source]++
		licences[licence]++
	}
	return origin{most(sources), most(licences)}
}

const osm = "OpenStreetMap"

// most gives the names with most features, at most `named` of them.
func most(counts map[string]int) []string {
	delete(counts, "")
	all := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return all[:min(named, len(all))]
}

// licencesAt says where licences that are known by their SPDX names can be read.
var licencesAt = map[string]string{
	"CC-BY-4.0":    "https://creativecommons.org/licenses/by/4.0/",
	"CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
	"CC0-1.0":      "https://creativecommons.org/publicdomain/zero/1.0/",
	"ODbL-1.0":     "https://opendatacommons.org/licenses/odbl/1-0/",
	"ODC-By-1.0":   "https://opendatacommons.org/licenses/by/1-0/",
	"PDDL-1.0":     "https://opendatacommons.org/licenses/pddl/1-0/",
	"etalab-2.0":   "https://spdx.org/licenses/etalab-2.0.html",
}

// licenceLink leads to a licence (RFC 4946); false where nobody said where it can be read.
func licenceLink(licence string) (link, bool) {
	at := licencesAt[licence]
	if strings.HasPrefix(licence, "https://") || strings.HasPrefix(licence, "http://") {
		at = licence
	}
	return link{Href: at, Rel: "license", Type: typeHTML, Title: licence}, at != ""
}

// say adds to a description where a collection comes from and under which licence.
func (o origin) say(c *call) (text string) {
	if len(o.Sources) > 0 {
		text += c.in("来源："+strings.Join(o.Sources, "；")+"。", " Source: "+strings.Join(o.Sources, "; ")+".")
	}
	if len(o.Licences) > 0 {
		text += c.in("许可："+strings.Join(o.Licences, "；")+"。", " Licence: "+strings.Join(o.Licences, "; ")+".")
	}
	return text
}
