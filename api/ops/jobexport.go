package ops

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format"
)

// ExportInputs say what is exported, and how.
type ExportInputs struct {
	Collection string `json:"collection"`
	Format     string `json:"format"`
	Encoding   string `json:"encoding,omitempty"`
}

// exportKept is what is kept of it.
type exportKept struct {
	ExportInputs
	Lang words.Lang `json:"lang"`
}

// exportMedia are the formats of exports, by their endings.
var exportMedia = map[string]string{"geojson": geoJSON, "geojsonl": "application/geo+json-seq", "csv": "text/csv; charset=utf-8", "gpkg": "application/geopackage+sqlite3",
	"kml": "application/vnd.google-earth.kml+xml", "kmz": "application/vnd.google-earth.kmz", "gpx": "application/gpx+xml", "zip": "application/zip"}

// askExport checks what shall be exported, and whether the person may read it.
func (d *desk) askExport(inputs []byte) (any, error) {
	kept := exportKept{Lang: d.lang}
	if err := read(inputs, &kept.ExportInputs); err != nil {
		return nil, err
	}
	kept.Format = strings.ToLower(strings.TrimPrefix(kept.Format, "."))
	var faults []error
	if _, known := feature.SchemaOf(feature.Kind(kept.Collection)); !known {
		faults = append(faults, finding.New("command.unknown_collection", "/inputs/collection", "kinds", kindNames()))
	}
	if exportMedia[kept.Format] == "" {
		faults = append(faults, finding.New("jobs.format", "/inputs/format", "format", kept.Format, "formats", "geojson, geojsonl, csv, gpkg, kml, kmz, gpx, zip"))
	}
	if len(faults) > 0 {
		return nil, problem.Unprocessable(errors.Join(faults...))
	}
	return kept, d.Guard.MayRead(d.w, d.r, feature.Kind(kept.Collection))
}

func kindNames() []string {
	var names []string
	for _, s := range feature.Schemas() {
		names = append(names, string(s.Kind))
	}
	return names
}

// exportKind writes a collection into a file.
func (s *Service) exportKind() jobs.Kind {
	return jobs.Kind{Name: "export", Most: time.Hour, Run: func(ctx context.Context, t *jobs.Task) (jobs.Effect, error) {
		var asked exportKept
		if err := t.Asked(&asked); err != nil {
			return jobs.Effect{}, err
		}
		schema, _ := feature.SchemaOf(feature.Kind(asked.Collection))
		c := feature.Collection{Schema: store.Public(schema)}
		for q := (store.Query{Limit: 10_000}); ; {
			page, err := s.Store.Query(ctx, t.Region, schema.Kind, q)
			if err != nil {
				return jobs.Effect{}, err
			}
			c.Features = append(c.Features, store.Unnamed(schema.Kind, page.Features)...)
			t.Progress(ctx, 0.7*float64(len(c.Features))/float64(max(1, page.Matched)), "jobs.reading")
			if q.After = page.Next; q.After == "" {
				break
			}
		}
		f, err := os.CreateTemp("", "xunhu-export-")
		if err != nil {
			return jobs.Effect{}, err
		}
		os.Remove(f.Name())                          // it lives as long as it is open
		context.AfterFunc(ctx, func() { f.Close() }) // which is until the job has ended
		t.Progress(ctx, 0.7, "jobs.writing")
		opt := format.Options{Encoding: asked.Encoding}
		if err := format.WriteWith(f, asked.Format, c, opt); err != nil {
			return jobs.Effect{}, err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return jobs.Effect{}, err
		}
		r := jobResult{File: asked.Collection + "." + asked.Format, Media: exportMedia[asked.Format], Rows: len(c.Features)}
		for _, l := range format.Losses(asked.Format, c, opt) {
			r.Losses = append(r.Losses, words.Finding(asked.Lang, l))
		}
		return jobs.Effect{Result: r, Files: []store.JobFile{{Role: output, Content: f}}}, nil
	}}
}
