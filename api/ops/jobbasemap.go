package ops

import (
	"context"
	"errors"
	"io"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/store"
	"xunhu/api/tiles"
	"xunhu/geo/finding"
)

// basemapKept is what is kept of a base map that is asked for; the file is kept beside it.
type basemapKept struct {
	Name string `json:"name"`
}

// BasemapReport says what became of a base map.
type BasemapReport struct {
	Tiles    int            `json:"tiles"`
	Bytes    int64          `json:"bytes"`
	Features map[string]int `json:"features,omitempty"` // by layer, of one that was made of an extract
}

// basemapFile answers POST /basemap. The body is the file itself.
func (c *call) basemapFile() error { return c.queueFile("basemap", basemapKept{c.fileName()}) }

// basemapKind lays the base map of a region.
func (s *Service) basemapKind() jobs.Kind {
	return jobs.Kind{Name: "basemap", Most: 3 * time.Hour, Run: func(ctx context.Context, t *jobs.Task) (effect jobs.Effect, err error) {
		var kept basemapKept
		if err := t.Asked(&kept); err != nil {
			return effect, err
		}
		defer func() {
			var told *finding.Finding
			if errors.As(err, &told) && told.Where == "" {
				told.Where = kept.Name
			}
		}()
		region, err := s.Regions.Get(ctx, t.Region)
		if err != nil {
			return effect, err
		}
		in, err := t.Input()
		if err != nil {
			return effect, err
		}
		t.Progress(ctx, 0, "jobs.reading")
		f, err := held(in)
		if err != nil {
			return effect, err
		}
		context.AfterFunc(ctx, func() { f.Close() }) // when the job has ended
		size, err := f.Seek(0, io.SeekEnd)
		if err != nil {
			return effect, err
		}
		base := tiles.Base{Name: region.Dataset.Region.Name, Scratch: tiles.OnDisk, Tell: func(share float64) { t.Progress(ctx, share, "command.making_tiles") }}
		laid, err := base.Lay(ctx, f, size)
		if err != nil {
			return effect, err
		}
		context.AfterFunc(ctx, func() { _ = laid.Close() })
		if err := laid.Near(ctx, s.Store, region.Dataset.Region); err != nil {
			return effect, err
		}
		report := BasemapReport{Tiles: laid.Tiles, Bytes: laid.Set.Size}
		if laid.Report != nil {
			report.Features = laid.Report.Features
		}
		left, over, err := s.Store.StageTiles(ctx, t.Region, laid.Set, laid.Content())
		if err != nil {
			return effect, err
		}
		return jobs.Effect{Result: jobResult{Report: report}, Over: over, Keep: func(ctx context.Context, inside store.Store) error {
			return inside.KeepTiles(ctx, t.Region, laid.Set, left)
		}}, nil
	}}
}
