package ops

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
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
	"kml": "application/vnd.google-earth.kml+xml", "kmz": "application/vnd.google-earth.kmz", "gpx": "application/gpx+xml", "zip": "application/zip",
	tilesFormat: "application/vnd.pmtiles"}

// tilesFormat is that of an archive of vector tiles.
const tilesFormat = "pmtiles"

// askExport checks what shall be exported, and whether the person may read it.
func (d *desk) askExport(inputs []byte) (any, error) {
	kept := exportKept{Lang: d.lang}
	if err := read(inputs, &kept.ExportInputs); err != nil {
		return nil, err
	}
	kept.Format = strings.ToLower(strings.TrimPrefix(kept.Format, "."))
	var faults []error
	schema, known := feature.SchemaOf(feature.Kind(kept.Collection))
	base := kept.Collection == tiles.BaseName
	switch {
	case !known && !base:
		faults = append(faults, finding.New("command.unknown_collection", "/inputs/collection", "kinds", append(kindNames(), tiles.BaseName)))
	case exportMedia[kept.Format] == "":
		faults = append(faults, finding.New("jobs.format", "/inputs/format", "format", kept.Format, "formats", "geojson, geojsonl, csv, gpkg, kml, kmz, gpx, zip, "+tilesFormat))
	case base && kept.Format != tilesFormat:
		faults = append(faults, finding.New("jobs.base_format", "/inputs/format", "format", tilesFormat))
	case schema.Kind == feature.Codes && kept.Format == tilesFormat:
		faults = append(faults, finding.New("command.no_geometry", "/inputs/format", "kind", finding.Name{ZH: schema.ZH, EN: schema.EN}))
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

// exportKind writes a collection into a file. Of the base map no copy is made: the result names its digest.
func (s *Service) exportKind() jobs.Kind {
	return jobs.Kind{Name: "export", Most: time.Hour, Run: func(ctx context.Context, t *jobs.Task) (jobs.Effect, error) {
		var asked exportKept
		if err := t.Asked(&asked); err != nil {
			return jobs.Effect{}, err
		}
		r := jobResult{File: asked.Collection + "." + asked.Format, Media: exportMedia[asked.Format]}
		region, err := s.Regions.Get(ctx, t.Region)
		if err != nil {
			return jobs.Effect{}, err
		}
		if asked.Collection == tiles.BaseName {
			set, err := s.Store.TileSet(ctx, t.Region, tiles.BaseName)
			if errors.Is(err, store.ErrNotFound) {
				err = finding.New("jobs.no_basemap", "", "region", region.Dataset.Region.Name)
			}
			r.Archive, r.Bytes = set.SHA256, set.Size
			return jobs.Effect{Result: r}, err
		}
		f, err := tiles.OnDisk()
		if err != nil {
			return jobs.Effect{}, err
		}
		context.AfterFunc(ctx, func() { f.Close() }) // until the job has ended
		if err = s.writeCollection(ctx, t, region.Dataset.Region, asked, f, &r); err == nil {
			_, err = f.Seek(0, io.SeekStart)
		}
		return jobs.Effect{Result: r, Files: []store.JobFile{{Role: output, Content: f}}}, err
	}}
}

// writeCollection writes a collection in a format.
func (s *Service) writeCollection(ctx context.Context, t *jobs.Task, region atlas.Region, asked exportKept, to io.Writer, r *jobResult) error {
	schema, _ := feature.SchemaOf(feature.Kind(asked.Collection))
	var all []feature.Feature
	for q := (store.Query{Limit: 10_000}); ; {
		page, err := s.Store.Query(ctx, t.Region, schema.Kind, q)
		if err != nil {
			return err
		}
		all = append(all, page.Features...)
		t.Progress(ctx, 0.7*float64(len(all))/float64(max(1, page.Matched)), "jobs.reading")
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	r.Rows = len(all)
	if asked.Format == tilesFormat {
		t.Progress(ctx, 0.7, "command.making_tiles")
		var err error
		r.Tiles, err = tiles.Export(ctx, region, schema, all, s.Now(), to)
		return err
	}
	t.Progress(ctx, 0.7, "jobs.writing")
	c, opt := feature.Collection{Schema: store.Public(schema), Features: store.Unnamed(schema.Kind, all)}, format.Options{Encoding: asked.Encoding}
	for _, l := range format.Losses(asked.Format, c, opt) {
		r.Losses = append(r.Losses, words.Finding(asked.Lang, l))
	}
	return format.WriteWith(to, asked.Format, c, opt)
}
