package wire

import (
	"slices"
	"testing"

	"xunhu/geo/law"
)

// A category names the departments concerned, the competent one first; none is an empty list.
func TestFromCategories(t *testing.T) {
	for _, c := range FromCategories(law.Categories()).Categories {
		want, asked := map[string][]string{"E05": {"BM-ZR", "BM-NY", "BM-GA"}, "W01": {"BM-GA"}, "A06": {}}[c.Code]
		if asked && (!slices.Equal(c.Departments, want) || c.Departments == nil || c.Competent == "") {
			t.Errorf("%s: %q, %q, want %q", c.Code, c.Departments, c.Competent, want)
		}
	}
}
