package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Laid base map was read whole and can be kept.
type Laid struct {
	Set    store.TileSet
	Tiles  int
	Report *BaseReport // of what it was made; nil: it was taken as it is

	bound orb.Bound
	from  io.ReaderAt
	own   io.Closer
}

// Content reads the archive from its beginning.
func (l *Laid) Content() io.Reader { return io.NewSectionReader(l.from, 0, l.Set.Size) }

// Close gives up what was made for it; the file that it was laid of stays open.
func (l *Laid) Close() error {
	if l.own == nil {
		return nil
	}
	return l.own.Close()
}

// Lay makes a base map of an extract of OpenStreetMap, or takes an archive of tiles as it is.
func (b Base) Lay(ctx context.Context, f io.ReaderAt, size int64) (*Laid, error) {
	l := &Laid{from: f, Set: store.TileSet{Name: BaseName, Size: size}}
	head := make([]byte, 7)
	if n, _ := f.ReadAt(head, 0); string(head[:n]) != "PMTiles" {
		if err := b.make(ctx, f, l); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	if err := l.prove(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// make makes the archive of an extract, whose size is that of the set, in a file of its own.
func (b Base) make(ctx context.Context, f io.ReaderAt, l *Laid) error {
	made, err := b.Scratch()
	if err != nil {
		return err
	}
	l.from, l.own = made, made
	if l.Report, err = b.Build(ctx, f, l.Set.Size, made); err != nil {
		return err
	}
	l.Set.Size, err = made.Seek(0, io.SeekEnd)
	return err
}

// prove reads all of an archive.
func (l *Laid) prove(ctx context.Context) error {
	a, err := pmtiles.Open(l.from, l.Set.Size)
	if err != nil {
		return err
	}
	if MediaOf(a.Kind) == "" {
		return finding.New("command.basemap_kind", "", "number", int(a.Kind))
	}
	for run, err := range a.Runs() {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		tile, err := a.Content(run)
		if err == nil {
			_, err = a.Unpack(tile)
		}
		if err != nil {
			return err
		}
		l.Tiles += int(run.Tiles)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, l.Content()); err != nil {
		return err
	}
	l.bound, l.Set.SHA256 = a.Bound, hex.EncodeToString(sum.Sum(nil))
	return nil
}

// towns is all that is asked of a store.
type towns interface {
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
}

// Near refuses a base map that has nothing of the region's towns.
func (l *Laid) Near(ctx context.Context, s towns, r atlas.Region) error {
	b := l.bound
	if b.Min == b.Max {
		return nil // not said
	}
	page, err := s.Query(ctx, r.Code, feature.Towns, store.Query{BBox: &b, Limit: 1})
	if err != nil || len(page.Features) > 0 {
		return err
	}
	if page, err = s.Query(ctx, r.Code, feature.Towns, store.Query{Limit: 1}); err != nil || len(page.Features) == 0 {
		return err
	}
	return finding.New("command.basemap_away", "", "region", r.Name, "west", b.Min[0], "east", b.Max[0], "south", b.Min[1], "north", b.Max[1])
}
