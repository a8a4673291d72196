package wire

import (
	"time"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Kept gives an incident and its decision as a store keeps them: one feature of
// the kind Incidents, with the whole decision in its property "decision".
func Kept(inc jurisdiction.Incident, note string, d jurisdiction.Decision, l words.Lang, reported time.Time) feature.Feature {
	return feature.Feature{ID: inc.ID, Geometry: inc.Geometry, Props: map[string]any{
		"category": inc.Category, "severity": string(inc.Severity), "accuracy_m": inc.AccuracyM,
		"occurred_at": inc.OccurredAt.Format(time.RFC3339), "source": inc.Source,
		"outcome": inc.Outcome, "finder": inc.Finder, "note": note,
		"reported_at": reported.Format(time.RFC3339), "v_row": d.VRow, "lead": d.Lead,
		"decision": decisionProps(d, l, true),
	}}
}

// PlanVersions are the editions that a plan is made by, and the closures that it took
// account of, by their ids.
func PlanVersions(boundaries string, closures []string) map[string]any {
	return map[string]any{"boundaries": boundaries, "rules": jurisdiction.RulesVersion, "law": law.Version, "closures": Texts(closures)}
}

// Texts is a list of texts as a property has it.
func Texts(list []string) []any {
	all := make([]any, len(list))
	for i, t := range list {
		all[i] = t
	}
	return all
}
