package ogc_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"xunhu/geo/feature"
)

// A collection says where its features come from and under which licences, what most name first;
// the ways of OpenStreetMap are one source, under its licence.
func TestCollectionsSayTheirOrigin(t *testing.T) {
	d := small()
	var lakes feature.Collection
	lakes.Schema, _ = feature.SchemaOf(feature.Lakes)
	for id, from := range map[string][2]string{
		"1": {"OpenStreetMap way/1", ""}, "2": {"OpenStreetMap relation/2", ""}, "3": {"OpenStreetMap way/3", ""}, "7": {"自动生成 / generated, OpenStreetMap n123", ""},
		"4": {"水务局 2025", "https://example.org/open"}, "5": {"水务局 2025", "内部使用"}, "6": {"", "CC-BY-4.0"},
	} {
		f := feature.Feature{ID: id, Geometry: d.Collections[feature.Towns].Features[0].Geometry, Props: map[string]any{"name": id}}
		for i, name := range []string{"source", "licence"} {
			if from[i] != "" {
				f.Props[name] = from[i]
			}
		}
		lakes.Features = append(lakes.Features, f)
	}
	d.Collections[feature.Lakes] = lakes
	srv := service(t, d, nil)
	for _, tc := range []struct {
		kind, lang, says string
		licences         []string
	}{
		{"lakes", "en", "7 features. Source: OpenStreetMap; 水务局 2025; 自动生成 / generated, OpenStreetMap. Licence: ODbL-1.0; CC-BY-4.0; https://example.org/open; 内部使用.",
			[]string{"https://opendatacommons.org/licenses/odbl/1-0/", "https://creativecommons.org/licenses/by/4.0/", "https://example.org/open"}},
		{"lakes", "zh", "共 7 个要素。来源：OpenStreetMap；水务局 2025；自动生成 / generated, OpenStreetMap。许可：ODbL-1.0；CC-BY-4.0；https://example.org/open；内部使用。", nil},
		{"rivers", "en", "1 features.", nil},
	} {
		resp, err := http.Get(srv.URL + "/ogc/collections/" + tc.kind + "?f=json&lang=" + tc.lang)
		if err != nil {
			t.Fatal(err)
		}
		var one struct {
			Description string
			Links       []link
		}
		err = json.NewDecoder(resp.Body).Decode(&one)
		resp.Body.Close()
		if err != nil || !strings.HasSuffix(one.Description, tc.says) {
			t.Errorf("%s: %v, %q", tc.kind, err, one.Description)
		}
		var licences []string
		for _, l := range one.Links {
			if l.Rel == "license" {
				licences = append(licences, l.Href)
			}
		}
		if tc.lang == "en" && !reflect.DeepEqual(licences, tc.licences) {
			t.Errorf("%s: %v", tc.kind, licences)
		}
	}
}
