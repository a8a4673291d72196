package dispatch

import (
	"encoding/json"
	"slices"
)

// A Difference is one thing that a decision says otherwise when it is made again.
type Difference struct {
	Field   string // by its name in the record: "inputs.j", "lead"
	Was, Is string
}

// Compare holds a ruling that was recorded against one that was made again from the same
// incident. Made by the versions that the record names, they must not differ; made by
// others, the versions are among the differences and tell why.
func Compare(was, is Ruling) []Difference {
	a, b := flat(was), flat(is)
	var names []string
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var all []Difference
	for _, name := range names {
		if a[name] != b[name] {
			all = append(all, Difference{name, a[name], b[name]})
		}
	}
	return all
}

// flat gives a ruling as texts by name.
func flat(r Ruling) map[string]string {
	b, _ := json.Marshal(r)
	var v map[string]json.RawMessage
	_ = json.Unmarshal(b, &v)
	out := map[string]string{}
	for name, raw := range v {
		var inside map[string]string
		if json.Unmarshal(raw, &inside) == nil {
			for k, s := range inside {
				out[name+"."+k] = s
			}
			continue
		}
		out[name] = string(raw)
	}
	return out
}
